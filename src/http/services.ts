import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { PlanQueue } from '../jobs/queue.js';
import type { NamedDays } from '../server/named-days.js';
import type { RoadNetworks } from '../server/road-networks.js';
import type { Store } from '../storage/store.js';
import type { Metrics } from './metrics.js';
import type { PlanReader } from './plan-reader.js';

/** What the routes work with; main.ts builds it. */
export interface Services {
  readonly config: Config;
  readonly store: Store;
  readonly queue: PlanQueue;
  readonly days: NamedDays;
  readonly networks: RoadNetworks;
  readonly reader: PlanReader;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** True where requests without a key are let in while no key exists: bound to loopback. */
  readonly loopback: boolean;
  /** Why the service is not ready yet; null when it is. */
  readonly unready: () => string | null;
  /** Aborted when the service begins to shut down. */
  readonly closing: AbortSignal;
}
