import { resolve } from 'node:path';
import type { NetworkFiles } from './plan-options.js';

/** A network as settings write it: files, or a GraphHopper server; or what is wrong with it. */
export type NetworkReading =
  { readonly ok: true; readonly network: NetworkFiles } | { readonly ok: false; readonly fault: string };

/** The same network with profiles of the operator's, where it is built from files. */
export const withProfiles = (network: NetworkFiles, profiles: string | undefined): NetworkFiles =>
  profiles === undefined || 'graphhopper' in network ? network : { ...network, profiles: resolve(profiles) };

const SERVER = /^graphhopper:/i;

/**
 * Reads `EXTRACT`, `EXTRACT;ELEVATION` or `graphhopper:URL`, `graphhopper:URL;OURS=ITS;OURS=ITS`, the
 * latter naming the server's profiles for ours. Paths become absolute.
 */
export function readNetworkSetting(text: string): NetworkReading {
  const [first = '', ...rest] = text.split(';').map((part) => part.trim());
  if (SERVER.test(first)) return serverOf(first.replace(SERVER, ''), rest);
  if (first === '' || rest.length > 1 || rest[0] === '')
    return { ok: false, fault: 'is not EXTRACT, EXTRACT;ELEVATION or graphhopper:URL' };
  const [elevation] = rest;
  return {
    ok: true,
    network: {
      extract: resolve(first),
      ...(elevation === undefined ? {} : { elevation: resolve(elevation) }),
    },
  };
}

function serverOf(url: string, pairs: readonly string[]): NetworkReading {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return { ok: false, fault: 'has no http or https address after graphhopper:' };
  const { username, password, search, hash } = new URL(url);
  if (username + password + search + hash !== '')
    return {
      ok: false,
      fault: 'has more than the place of the server in its address; its key goes into GRAPHHOPPER_KEY',
    };
  const profiles = new Map<string, string>();
  for (const pair of pairs) {
    const [ours, its, ...more] = pair.split('=').map((name) => name.trim());
    if (!ours || !its || more.length > 0 || profiles.has(ours))
      return { ok: false, fault: `has "${pair}" where a profile is mapped once as OURS=ITS` };
    profiles.set(ours, its);
  }
  return {
    ok: true,
    network: {
      graphhopper: url,
      ...(profiles.size === 0 ? {} : { profileNames: Object.fromEntries(profiles) }),
    },
  };
}
