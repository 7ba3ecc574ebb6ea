import type { Day } from './day.js';
import type { Fault } from './fault.js';
import type { Unassigned } from './plan.js';

/**
 * What reading a document gives. A day that can be planned, with the rows that were set aside, or
 * every fault at once. In strict mode any fault refuses the day.
 */
export type DayReading =
  | {
      readonly ok: true;
      readonly day: Day;
      readonly setAside: readonly Unassigned[];
      readonly faults: readonly Fault[];
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };
