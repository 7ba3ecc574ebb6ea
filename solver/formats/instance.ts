/** A benchmark instance as its file tells it, before any rounding. Locations are numbered from 0, depots first. */
export interface Instance {
  readonly name: string;
  /** Locations 0 to depots - 1 are depots. */
  readonly depots: number;
  /** By location; null where the file gives the distances themselves. */
  readonly coordinates: readonly (readonly [number, number])[] | null;
  /** Row-major distances between all locations; null where they follow from coordinates. */
  readonly distances: Float64Array | null;
  readonly locations: number;
  /** By location. */
  readonly demand: readonly number[];
  readonly service: readonly number[];
  readonly window: readonly (readonly [open: number, close: number])[];
  /** A trip starts no earlier than the latest release among its clients. */
  readonly release: readonly number[];
  /** Paid where a client is not visited; null where every client must be. */
  readonly prize: readonly number[] | null;
  readonly vehicles: readonly InstanceVehicle[];
  /** Vehicles may come back to their depot and set out again. */
  readonly reload: boolean;
  /** From a shift's start to its end, waiting included; null where free. */
  readonly maxDuration: number | null;
  /** Deliveries by their pickups, in locations; empty where there are none. */
  readonly pairs: ReadonlyMap<number, number>;
}

export interface InstanceVehicle {
  /** Infinity where the file names none. */
  readonly capacity: number;
  readonly fixedCost: number;
  /** Cost of a unit of distance, as it stands in the file: it is never rounded. */
  readonly unitCost: number;
  /** Location of its depot. */
  readonly depot: number;
  /** Locations of clients it may visit; null for all. */
  readonly allowed: ReadonlySet<number> | null;
}

/** What is wrong with an instance file; the message names the place, the fault and the remedy. */
export class FormatError extends Error {
  readonly code = 'instance-invalid';

  constructor(
    readonly faults: readonly string[],
    name: string,
  ) {
    super(`${name}: ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n  ${faults.join('\n  ')}`);
    this.name = 'FormatError';
  }
}
