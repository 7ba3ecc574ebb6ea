import { readNetworkSetting } from '../planning/network-setting.js';
import type { NetworkServer } from '../planning/plan-options.js';
import { UsageError } from './args.js';

/** The GraphHopper server of `--graphhopper URL[;OURS=ITS]`. @throws UsageError */
export function serverSetting(text: string): NetworkServer {
  const reading = readNetworkSetting(`graphhopper:${text.replace(/^graphhopper:/i, '')}`);
  if (reading.ok && 'graphhopper' in reading.network) return reading.network;
  throw new UsageError(`--graphhopper ${reading.ok ? 'is no address' : reading.fault}`);
}
