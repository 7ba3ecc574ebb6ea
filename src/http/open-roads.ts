import type { RoadSource } from '../roads/road-source.js';
import { Problem } from './problems.js';
import type { Services } from './services.js';

/**
 * A road network of the service; null where none has that name.
 * @throws Problem `roads-unavailable` where its files cannot be read; the log says why
 */
export function openRoads(
  name: string,
  { networks, log }: Pick<Services, 'networks' | 'log'>,
): Promise<RoadSource | null> {
  return networks.open(name).catch((error: unknown) => {
    log.error({ err: error, network: name }, 'a road network cannot be opened');
    throw roadsUnavailable(name, 'cannot be opened; the log says why');
  });
}

export const roadsUnavailable = (name: string, why: string): Problem =>
  new Problem('roads-unavailable', `the road network "${name}" ${why}`, {
    remedy: 'Start the service with that network; the plan itself is there as JSON.',
  });
