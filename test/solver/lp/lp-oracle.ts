import fc from 'fast-check';
import type { LpModel } from '../../../solver/lp/engine/lp-engine.js';
import { LpModelBuilder } from '../../../solver/lp/lp-model-builder.js';

/** Small whole numbers make ties, degenerate vertices and empty boxes common. */
export interface SmallModel {
  readonly columns: readonly { readonly cost: number; readonly lower: number; readonly upper: number }[];
  readonly rows: readonly {
    readonly lower: number;
    readonly upper: number;
    readonly coefficients: readonly number[];
  }[];
}

const small = fc.integer({ min: -4, max: 4 });
const box = fc.tuple(small, fc.nat(6)).map(([lower, width]) => ({ lower, upper: lower + width }));
const half = small.map((lower) => ({ lower, upper: Infinity }));
const below = small.map((upper) => ({ lower: -Infinity, upper }));
const free = fc.constant({ lower: -Infinity, upper: Infinity });
const equal = fc.integer({ min: -8, max: 8 }).map((value) => ({ lower: value, upper: value }));

/** Rows of every kind: ranges, equalities, one-sided, free; columns as `columnBounds` says. */
const modelWith = (columnBounds: fc.Arbitrary<{ lower: number; upper: number }>): fc.Arbitrary<SmallModel> =>
  fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      columns: fc.array(
        fc.tuple(small, columnBounds).map(([cost, bounds]) => ({ cost, ...bounds })),
        { minLength: width, maxLength: width },
      ),
      rows: fc.array(
        fc
          .tuple(
            fc.oneof(box, half, below, free, equal),
            fc.array(small, { minLength: width, maxLength: width }),
          )
          .map(([bounds, coefficients]) => ({ ...bounds, coefficients })),
        { maxLength: 4 },
      ),
    }),
  );

export const boxedModel = modelWith(box);
export const anyModel = modelWith(fc.oneof(box, half, below, free));

export const toLpModel = ({ columns, rows }: SmallModel, integer = false): LpModel => {
  const builder = new LpModelBuilder();
  rows.forEach(({ lower, upper }) => builder.addRow(lower, upper));
  columns.forEach((column, index) => {
    const entries = rows.map(({ coefficients }, row) => [row, coefficients[index] ?? 0] as const);
    builder.addColumn({ ...column, integer, entries });
  });
  return builder.build();
};

/** Beale's example: textbook pivoting rules go round its first vertex for ever. The best cost is -0.05. */
export const beale = toLpModel({
  columns: [-0.75, 150, -0.02, 6].map((cost) => ({ cost, lower: 0, upper: Infinity })),
  rows: [
    { lower: -Infinity, upper: 0, coefficients: [0.25, -60, -0.04, 9] },
    { lower: -Infinity, upper: 0, coefficients: [0.5, -90, -0.02, 3] },
    { lower: -Infinity, upper: 1, coefficients: [0, 0, 1, 0] },
  ],
});

/** Least cost over all vertices of a boxed model, null where it is infeasible: tries every set of tight bounds. */
export const bestVertexCost = (model: SmallModel): number | null => {
  const width = model.columns.length;
  const units = model.columns.map((_, index) => model.columns.map((_, other) => (other === index ? 1 : 0)));
  const planes = [
    ...model.columns.flatMap(({ lower, upper }, index) =>
      [lower, upper].map((rhs) => ({ a: units[index] ?? [], rhs })),
    ),
    ...model.rows.flatMap(({ coefficients, lower, upper }) =>
      [lower, upper].map((rhs) => ({ a: coefficients, rhs })),
    ),
  ].filter(({ rhs }) => Number.isFinite(rhs));
  let best: number | null = null;
  for (const chosen of subsets(planes, width)) {
    const point = solveSquare(
      chosen.map(({ a }) => [...a]),
      chosen.map(({ rhs }) => rhs),
    );
    if (point === null || !isFeasible(model, point)) continue;
    const cost = costOf(model, point);
    if (best === null || cost < best) best = cost;
  }
  return best;
};

/** Least cost over all whole points of a boxed model, null where there is none. */
export const bestWholeCost = (model: SmallModel): number | null => {
  let points: number[][] = [[]];
  for (const { lower, upper } of model.columns) {
    const values = Array.from({ length: upper - lower + 1 }, (_, step) => lower + step);
    points = points.flatMap((point) => values.map((value) => [...point, value]));
  }
  const costs = points.filter((point) => isFeasible(model, point)).map((point) => costOf(model, point));
  return costs.length === 0 ? null : Math.min(...costs);
};

const costOf = (model: SmallModel, point: readonly number[]): number =>
  model.columns.reduce((sum, { cost }, index) => sum + cost * (point[index] ?? 0), 0);

const isFeasible = (model: SmallModel, point: readonly number[]): boolean => {
  const within = (value: number, lower: number, upper: number): boolean =>
    value >= lower - 1e-7 && value <= upper + 1e-7;
  return (
    model.columns.every(({ lower, upper }, index) => within(point[index] ?? NaN, lower, upper)) &&
    model.rows.every(({ coefficients, lower, upper }) =>
      within(
        coefficients.reduce((sum, value, index) => sum + value * (point[index] ?? 0), 0),
        lower,
        upper,
      ),
    )
  );
};

const subsets = function* <T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) return yield [];
  for (let index = from; index <= items.length - size; index++) {
    for (const rest of subsets(items, size - 1, index + 1)) yield [items[index] as T, ...rest];
  }
};

/** Gauss with pivoting; null where the planes do not meet in one point. */
const solveSquare = (a: number[][], b: number[]): number[] | null => {
  const size = b.length;
  const rows = a.map((row, index) => [...row, b[index] ?? 0]);
  for (let step = 0; step < size; step++) {
    const rest = rows.slice(step);
    const pivot = rest.reduce((best, row) =>
      Math.abs(row[step] ?? 0) > Math.abs(best[step] ?? 0) ? row : best,
    );
    const lead = pivot[step] ?? 0;
    if (Math.abs(lead) < 1e-9) return null;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(step, 0, pivot);
    rows.forEach((row, index) => {
      const factor = (row[step] ?? 0) / lead;
      if (index !== step)
        row.forEach((value, column) => (row[column] = value - factor * (pivot[column] ?? 0)));
    });
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
};
