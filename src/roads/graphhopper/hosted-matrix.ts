import { RoutingFault } from './faults.js';
import { drain } from './in-halves.js';
import { emptyTable, type Table, type TableQuery } from './via-matrix.js';

/** Rows and columns of one request: [first, last + 1] of each. */
interface Block {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/**
 * A table from the server's own matrices, in blocks of at most `block` places each way; smaller where
 * the server finds that too many. Its matrices tell no climbs: they stay 0. Null where it has none.
 */
export const hostedMatrix = async (query: TableQuery, block: number): Promise<Table | null> => {
  const { length } = query.points;
  const table = emptyTable(length);
  const limit = { block };
  let cells = 0;
  const answer = async (part: Block): Promise<void> => {
    for (const smaller of blocksOf(part, limit.block)) {
      const found = await ask(query, table, smaller);
      if (found === 'none') throw new NoMatrix();
      if (found === 'too-many') {
        limit.block = Math.min(limit.block, Math.ceil(sideOf(smaller) / 2));
        await answer(smaller);
        continue;
      }
      cells += (smaller.rows[1] - smaller.rows[0]) * (smaller.columns[1] - smaller.columns[0]);
      query.onShare(cells / length ** 2);
    }
  };
  const [first, ...others] = blocksOf({ rows: [0, length], columns: [0, length] }, block);
  if (first === undefined) return table;
  try {
    // The first tells whether there are matrices at all.
    await answer(first);
    await drain(others, query.width, answer);
  } catch (fault) {
    if (fault instanceof NoMatrix) return null;
    throw fault;
  }
  return table;
};

class NoMatrix extends Error {}

const sideOf = ({ rows, columns }: Block): number => Math.max(rows[1] - rows[0], columns[1] - columns[0]);

const blocksOf = ({ rows, columns }: Block, side: number): Block[] => {
  const cut = ([from, to]: readonly [number, number]): [number, number][] =>
    Array.from({ length: Math.ceil((to - from) / side) }, (_, i) => [
      from + i * side,
      Math.min(to, from + (i + 1) * side),
    ]);
  return cut(rows).flatMap((row) => cut(columns).map((column) => ({ rows: row, columns: column })));
};

const ask = async (query: TableQuery, table: Table, block: Block): Promise<'done' | 'none' | 'too-many'> => {
  const places = ([from, to]: readonly [number, number]): number[][] =>
    query.points.slice(from, to).map(({ lon, lat }) => [lon, lat]);
  const request = {
    profile: query.profile,
    from_points: places(block.rows),
    to_points: places(block.columns),
  };
  try {
    const found = await query.server.matrix(request, query.signal);
    if (found === null) return 'none';
    fill(table, block, found.times, found.distances);
    return 'done';
  } catch (fault) {
    if (!(fault instanceof RoutingFault)) throw fault;
    if (fault.reason === 'too-many' && sideOf(block) > 1) return 'too-many';
    if (fault.reason === 'no-way') return sideOf(block) > 1 ? 'too-many' : 'done';
    throw fault;
  }
};

type Figures = readonly (readonly (number | null)[])[];

const fill = (table: Table, { rows, columns }: Block, times: Figures, distances: Figures): void => {
  for (let row = rows[0]; row < rows[1]; row += 1)
    for (let column = columns[0]; column < columns[1]; column += 1) {
      const seconds = times[row - rows[0]]![column - columns[0]];
      const metres = distances[row - rows[0]]![column - columns[0]];
      if (row === column || typeof seconds !== 'number' || typeof metres !== 'number') continue;
      const at = row * table.size + column;
      table.durations[at] = Math.ceil(seconds);
      table.distances[at] = Math.round(metres);
      table.ascents[at] = 0;
    }
};
