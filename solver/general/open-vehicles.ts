import { vehicleGroups } from '../model/vehicle-groups.js';
import type { GeneralState } from './general-state.js';

/**
 * The vehicles that a unit may be put into: every vehicle in use, and of each group of identical ones the
 * first that is not. Vehicles may be closed while a smaller fleet is tried.
 */
export class OpenVehicles {
  /** Entries [0, count) after `list`. */
  readonly candidates: Int32Array;
  count = 0;
  readonly closed: Uint8Array;

  private readonly groups: number[][];

  constructor(private readonly state: GeneralState) {
    this.groups = vehicleGroups(state.problem);
    this.candidates = new Int32Array(state.problem.vehicleCount);
    this.closed = new Uint8Array(state.problem.vehicleCount);
  }

  /** Lists them anew. */
  list(): void {
    const { closed, candidates } = this;
    const { length } = this.state;
    let count = 0;
    for (const group of this.groups) {
      let sawEmpty = false;
      for (const vehicle of group) {
        if (closed[vehicle] === 1) continue;
        if (length[vehicle] > 0) candidates[count++] = vehicle;
        else if (!sawEmpty) {
          sawEmpty = true;
          candidates[count++] = vehicle;
        }
      }
    }
    this.count = count;
  }
}
