import type { Hierarchy } from './hierarchy.js';
import { MAX_MILLIS } from './search-graph.js';
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
  const row = new Row(targets.count);
  for (let source = 0; source < sources.count; source += 1) {
    search.run(sources, source);
    row.read(search, buckets);
    row.write(search, buckets, table, source * targets.count);
    if (!rowDone(source + 1)) return null;
  }
  return table;
};

/** Entries by node: offsets[v] to offsets[v + 1]. */
interface Buckets {
  readonly offsets: Int32Array;
  /** Target and milliseconds of each entry, side by side: what the hot loop reads. */
  readonly reach: Int32Array;
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
  const reach = new Int32Array(2 * count);
  for (let at = 0; at < count; at += 1) {
    reach[2 * at] = entries.targets[order[at]!]!;
    reach[2 * at + 1] = entries.millis[order[at]!]!;
  }
  return { offsets, reach, decimetres: sorted(entries.decimetres), climb: sorted(entries.climb) };
};

// No total reaches it: what would is no way.
const FAR = MAX_MILLIS;

/** The costs from one source: the least time to each target, and the node and entry it was found by. */
class Row {
  private readonly millis: Int32Array;
  private readonly nodes: Int32Array;
  private readonly entries: Int32Array;

  constructor(private readonly count: number) {
    this.millis = new Int32Array(count);
    this.nodes = new Int32Array(count);
    this.entries = new Int32Array(count);
  }

  // Hot loop: settled nodes times the targets that meet there.
  read(search: UpwardSearch, { offsets, reach }: Buckets): void {
    const { millis, nodes, entries } = this;
    millis.fill(FAR);
    for (let i = 0; i < search.settledCount; i += 1) {
      const node = search.settled[i]!;
      const before = search.millis[node]!;
      const end = offsets[node + 1]!;
      for (let entry = offsets[node]!; entry < end; entry += 1) {
        const total = before + reach[2 * entry + 1]!;
        const target = reach[2 * entry]!;
        if (millis[target]! <= total) continue;
        millis[target] = total;
        nodes[target] = node;
        entries[target] = entry;
      }
    }
  }

  // Metres and climb are looked up once for the way that won.
  write(search: UpwardSearch, { decimetres, climb }: Buckets, table: CostTable, first: number): void {
    for (let target = 0; target < this.count; target += 1) {
      const millis = this.millis[target]!;
      if (millis === FAR) continue;
      const node = this.nodes[target]!;
      const entry = this.entries[target]!;
      table.millis[first + target] = millis;
      table.decimetres[first + target] = search.decimetres[node]! + decimetres[entry]!;
      table.climb[first + target] = search.climb[node]! + climb[entry]!;
    }
  }
}
