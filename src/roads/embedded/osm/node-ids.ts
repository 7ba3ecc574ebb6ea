/** The different ones among ids, ascending. */
export const sortedIds = (ids: Float64Array): Float64Array => {
  const sorted = ids.slice().sort();
  let unique = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    sorted[unique] = sorted[i]!;
    unique += 1;
  }
  return sorted.slice(0, unique);
};

/** Steps forward before a search takes over. */
const STEPS = 8;

/**
 * Finds ids in an ascending list. It remembers where it was: files list nodes, and ways their nodes,
 * mostly in the order of their ids, so that the next is most often a step away.
 */
export class IdFinder {
  private cursor = 0;

  constructor(private readonly ids: Float64Array) {}

  /** Index of an id, -1 where it is not in the list. */
  find(id: number): number {
    const { ids } = this;
    let at = this.cursor;
    if (at > 0 && ids[at - 1]! >= id) at = this.firstFrom(0, at, id);
    else {
      for (let steps = 0; steps < STEPS && ids[at]! < id; steps += 1) at += 1;
      if (ids[at]! < id) at = this.firstFrom(at, ids.length, id);
    }
    this.cursor = at;
    return ids[at] === id ? at : -1;
  }

  /** The first place from low to high whose id is not below. */
  private firstFrom(low: number, high: number, id: number): number {
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
