/** Of all places that segments cannot price so many are driven at most. */
const MOST = 8;

/**
 * Places for a task whose cost only the exact scheduler tells, with what they cost at least; those
 * with the lowest bounds, in their order. Driving a day costs as much as looking at dozens of places,
 * so all others are looked at first.
 */
export class DoubtfulPlaces {
  count = 0;
  readonly bound = new Float64Array(MOST);
  /** Vehicle, position in its day, node to stand behind (-1: a new run) and sink. */
  readonly places = new Int32Array(4 * MOST);

  /** Keeps a place, in the room of the worst one where all is full. */
  offer(bound: number, vehicle: number, position: number, after: number, sink: number): void {
    const { bound: bounds, places } = this;
    if (this.count === MOST && bound >= bounds[MOST - 1]) return;
    if (this.count < MOST) this.count++;
    let at = this.count - 1;
    for (; at > 0 && bounds[at - 1] > bound; at--) {
      bounds[at] = bounds[at - 1];
      for (let k = 0; k < 4; k++) places[4 * at + k] = places[4 * at - 4 + k];
    }
    bounds[at] = bound;
    places[4 * at] = vehicle;
    places[4 * at + 1] = position;
    places[4 * at + 2] = after;
    places[4 * at + 3] = sink;
  }
}
