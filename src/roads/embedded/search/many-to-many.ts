import type { Hierarchy } from './hierarchy.js';
import { emptyTable, type CostTable, type Seeds } from './seeds.js';
import { UpwardSearch } from './upward-search.js';

/** Called with rows done after each; answering false ends the work. */
export type RowDone = (rows: number) => boolean;

/**
 * Exact costs from every source to every target (Knopp, Sanders, Schultes, Schulz, Wagner 2007): the
 * backward search of each target leaves its cost in a bucket at every node it settles; the forward
 * search of each source reads the buckets it meets.
 *
 * @returns null where `rowDone` ended the work.
 */
export const manyToMany = (
  hierarchy: Hierarchy,
  sources: Seeds,
  targets: Seeds,
  rowDone: RowDone = () => true,
): CostTable | null => {
  const buckets = fillBuckets(hierarchy, targets);
  const table = emptyTable(sources.count, targets.count);
  const search = new UpwardSearch(hierarchy, false);
  for (let row = 0; row < sources.count; row += 1) {
    search.run(sources, row);
    readBuckets(search, buckets, table, row * targets.count);
    if (!rowDone(row + 1)) return null;
  }
  return table;
};

/** Entries by node: offsets[v] to offsets[v + 1]. */
interface Buckets {
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly millis: Int32Array;
  readonly decimetres: Int32Array;
  readonly climb: Int32Array;
}

/** Entries in the order found, in columns that grow. */
class EntryList {
  count = 0;
  nodes = new Int32Array(4096);
  targets = new Int32Array(4096);
  millis = new Int32Array(4096);
  decimetres = new Int32Array(4096);
  climb = new Int32Array(4096);

  add(search: UpwardSearch, node: number, target: number): void {
    if (this.count === this.nodes.length) this.grow();
    const at = this.count++;
    this.nodes[at] = node;
    this.targets[at] = target;
    this.millis[at] = search.millis[node]!;
    this.decimetres[at] = search.decimetres[node]!;
    this.climb[at] = search.climb[node]!;
  }

  private grow(): void {
    const wider = (column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const wide = new Int32Array(2 * column.length);
      wide.set(column);
      return wide;
    };
    this.nodes = wider(this.nodes);
    this.targets = wider(this.targets);
    this.millis = wider(this.millis);
    this.decimetres = wider(this.decimetres);
    this.climb = wider(this.climb);
  }
}

const fillBuckets = (hierarchy: Hierarchy, targets: Seeds): Buckets => {
  const search = new UpwardSearch(hierarchy, true);
  const entries = new EntryList();
  for (let target = 0; target < targets.count; target += 1) {
    search.run(targets, target);
    for (let i = 0; i < search.settledCount; i += 1) entries.add(search, search.settled[i]!, target);
  }
  return sortByNode(entries, hierarchy.nodeCount);
};

const sortByNode = (entries: EntryList, nodeCount: number): Buckets => {
  const { count } = entries;
  const offsets = new Int32Array(nodeCount + 1);
  for (let i = 0; i < count; i += 1) offsets[entries.nodes[i]! + 1]! += 1;
  for (let node = 0; node < nodeCount; node += 1) offsets[node + 1]! += offsets[node]!;
  const next = offsets.slice();
  const order = new Int32Array(count);
  for (let i = 0; i < count; i += 1) order[next[entries.nodes[i]!]!++] = i;
  const sorted = (column: Int32Array): Int32Array => order.map((i) => column[i]!);
  return {
    offsets,
    targets: sorted(entries.targets),
    millis: sorted(entries.millis),
    decimetres: sorted(entries.decimetres),
    climb: sorted(entries.climb),
  };
};

// Hot loop: settled nodes times the targets that meet there.
const readBuckets = (search: UpwardSearch, buckets: Buckets, table: CostTable, first: number): void => {
  for (let i = 0; i < search.settledCount; i += 1) {
    const node = search.settled[i]!;
    const millis = search.millis[node]!;
    for (let entry = buckets.offsets[node]!; entry < buckets.offsets[node + 1]!; entry += 1) {
      const total = millis + buckets.millis[entry]!;
      const at = first + buckets.targets[entry]!;
      const best = table.millis[at]!;
      if (best >= 0 && best <= total) continue;
      table.millis[at] = total;
      table.decimetres[at] = search.decimetres[node]! + buckets.decimetres[entry]!;
      table.climb[at] = search.climb[node]! + buckets.climb[entry]!;
    }
  }
};
