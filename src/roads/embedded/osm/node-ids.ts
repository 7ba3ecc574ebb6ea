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

/** Ids a bucket would hold if they were spread evenly. */
const IDS_A_BUCKET = 4;

/** Finds ids in an ascending list: evenly wide buckets of ids narrow the search to a few entries. */
export class IdFinder {
  private readonly starts: Int32Array;
  private readonly lowest: number;
  private readonly bucketsPerId: number;

  constructor(private readonly ids: Float64Array) {
    const buckets = Math.max(1, Math.ceil(ids.length / IDS_A_BUCKET));
    this.lowest = ids[0] ?? 0;
    this.bucketsPerId = buckets / ((ids[ids.length - 1] ?? 0) - this.lowest + 1);
    this.starts = new Int32Array(buckets + 1);
    for (const id of ids) this.starts[this.bucketOf(id) + 1]! += 1;
    for (let bucket = 0; bucket < buckets; bucket += 1) this.starts[bucket + 1]! += this.starts[bucket]!;
  }

  /** Index of an id, -1 where it is not in the list. */
  find(id: number): number {
    const bucket = this.bucketOf(id);
    let low = this.starts[bucket] ?? 0;
    let high = this.starts[bucket + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return this.ids[low] === id ? low : -1;
  }

  private bucketOf(id: number): number {
    return Math.min(this.starts.length - 2, Math.floor((id - this.lowest) * this.bucketsPerId));
  }
}
