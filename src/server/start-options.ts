import type { Plan } from '../domain/plan.js';
import type { Planner } from '../jobs/queue.js';
import type { NetworkFiles } from '../planning/plan-options.js';
import type { RoadSource } from '../roads/road-source.js';

export interface StartOptions {
  /** A named day to plan at once; `/readyz` answers when it is planned. */
  readonly firstDay?:
    | string
    | {
        readonly name: string;
        readonly timeSeconds?: number;
        readonly threads?: number;
        readonly seed?: number;
        readonly iterations?: number;
      };
  /** Default: a worker thread for each plan. */
  readonly planner?: Planner;
  /** Where log lines go. Default: standard error. */
  readonly logTo?: { write(line: string): void };
  /** Default: the embedded graph, built where it is not yet. */
  readonly openRoads?: (files: NetworkFiles) => Promise<RoadSource>;
}

export interface RunningServer {
  /** Without a slash at its end: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Settles with the first day's plan; null where none was asked for. */
  readonly firstPlan: Promise<Plan> | null;
  /** Ends gracefully; resolves when nothing runs any more. */
  readonly close: () => Promise<void>;
}
