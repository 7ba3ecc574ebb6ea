import type { LpAnswer, LpModel, MipAnswer } from './engine/lp-engine.js';

/** Relative to the size of the numbers compared, plus one. */
const TOLERANCE = 1e-6;

/**
 * What is wrong with an engine's answer to a linear program; empty when it proves itself. An optimum needs a
 * feasible point, duals and an equal value of both; infeasible needs its Farkas multipliers; unbounded needs
 * a feasible direction that lowers the cost (that a feasible point exists is left to the caller). Nothing but
 * the model and the vectors is looked at, and a 'limit' never proves anything.
 */
export const faultsOfLp = (model: LpModel, answer: LpAnswer): readonly string[] => {
  if (answer.status === 'limit') return ['stopped at a limit'];
  if (answer.status === 'infeasible') return faultsOfInfeasible(model, answer.ray);
  if (answer.status === 'unbounded') return faultsOfUnbounded(model, answer.ray);
  const primal = faultsOfPoint(model, answer.primal, false);
  if (primal.length > 0) return primal;
  const bound = dualBound(model, answer.duals);
  const value = dot(model.cost, answer.primal);
  const faults: string[] = [];
  if (!near(value, answer.objective))
    faults.push(`objective ${answer.objective}, yet the point costs ${value}`);
  if (!near(value, bound)) faults.push(`the point costs ${value}, yet its duals prove ${bound}`);
  return faults;
};

/**
 * What is wrong with an engine's point for a mixed-integer program: bounds, rows, wholeness, objective.
 * That it is the best, or that there is none, only the engine's search can say.
 */
export const faultsOfMip = (model: LpModel, answer: MipAnswer): readonly string[] => {
  if (answer.primal === null) return answer.status === 'optimal' ? ['optimal without a point'] : [];
  const faults = faultsOfPoint(model, answer.primal, true);
  if (faults.length > 0) return faults;
  const value = dot(model.cost, answer.primal);
  return near(value, answer.objective) ? [] : [`objective ${answer.objective}, yet the point costs ${value}`];
};

const faultsOfPoint = (model: LpModel, point: Float64Array, integer: boolean): readonly string[] => {
  if (point.length !== model.cost.length) return [`${point.length} values for ${model.cost.length} columns`];
  for (let column = 0; column < point.length; column++) {
    const value = point[column];
    const slack = TOLERANCE * (1 + Math.abs(value));
    const inside = value >= model.lower[column] - slack && value <= model.upper[column] + slack;
    if (!inside) return [`column ${column}: ${value} is outside its bounds`];
    if (integer && model.integer[column] === 1 && Math.abs(value - Math.round(value)) > TOLERANCE) {
      return [`column ${column}: ${value} is not whole`];
    }
  }
  const { activity, size } = rowActivity(model, point);
  const row = activity.findIndex((value, index) => {
    const slack = TOLERANCE * (1 + size[index]);
    return !(value >= model.rowLower[index] - slack && value <= model.rowUpper[index] + slack);
  });
  return row < 0 ? [] : [`row ${row}: ${activity[row]} is outside its bounds`];
};

/**
 * The value that row multipliers prove no point can go below: the Lagrangian bound over the box. Multipliers
 * that lean on an infinite bound prove nothing, save by no more than rounding.
 */
export const dualBound = (model: LpModel, duals: Float64Array): number => {
  if (duals.length !== model.rowLower.length) return NaN;
  let bound = 0;
  duals.forEach((dual, row) => {
    bound += share(dual, model.rowLower[row], model.rowUpper[row], TOLERANCE * (1 + Math.abs(dual)) * 1e-3);
  });
  for (let column = 0; column < model.cost.length; column++) {
    const { value, size } = combine(model, column, duals, -1, model.cost[column]);
    bound += share(value, model.lower[column], model.upper[column], TOLERANCE * (1 + size));
  }
  return bound;
};

/** Least of multiplier * z for z between the bounds; an infinite one forgives `slack` of multiplier. */
const share = (multiplier: number, lower: number, upper: number, slack: number): number => {
  const bound = multiplier > 0 ? lower : upper;
  if (Number.isFinite(bound)) return multiplier * bound;
  return Math.abs(multiplier) <= slack ? 0 : -Infinity;
};

/** Multipliers prove infeasibility where the rows' combination must exceed what the box allows it. */
const faultsOfInfeasible = (model: LpModel, ray: Float64Array | null): readonly string[] => {
  if (ray === null || ray.length !== model.rowLower.length) return ['infeasible without multipliers'];
  return farkasGap(model, ray) > 0 ||
    farkasGap(
      model,
      ray.map((value) => -value),
    ) > 0
    ? []
    : ['its multipliers do not prove infeasibility'];
};

const farkasGap = (model: LpModel, ray: Float64Array): number => {
  const largest = ray.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0) || !Number.isFinite(largest)) return -Infinity;
  let gap = 0;
  let size = 0;
  const add = (multiplier: number, lower: number, upper: number, slack: number): void => {
    const term = share(multiplier, lower, upper, slack);
    gap += term;
    size += Math.abs(term);
  };
  ray.forEach((value, row) => add(value / largest, model.rowLower[row], model.rowUpper[row], TOLERANCE));
  for (let column = 0; column < model.cost.length; column++) {
    const { value, size: scale } = combine(model, column, ray, -1 / largest, 0);
    add(value, model.lower[column], model.upper[column], TOLERANCE * (1 + scale));
  }
  return gap > TOLERANCE * (1 + size) ? gap : -Infinity;
};

const faultsOfUnbounded = (model: LpModel, ray: Float64Array | null): readonly string[] => {
  if (ray === null || ray.length !== model.cost.length) return ['unbounded without a direction'];
  const largest = ray.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0) || !Number.isFinite(largest)) return ['its direction is nothing'];
  const step = ray.map((value) => value / largest);
  const recedes = (value: number, lower: number, upper: number, size: number): boolean =>
    (value >= -TOLERANCE * size || lower === -Infinity) && (value <= TOLERANCE * size || upper === Infinity);
  const { activity, size } = rowActivity(model, step);
  const stays =
    step.every((value, column) => recedes(value, model.lower[column], model.upper[column], 1)) &&
    activity.every((value, row) => recedes(value, model.rowLower[row], model.rowUpper[row], 1 + size[row]));
  if (!stays) return ['its direction leaves the bounds'];
  const scale = step.reduce((sum, value, column) => sum + Math.abs(value * model.cost[column]), 0);
  return dot(model.cost, step) < -TOLERANCE * scale ? [] : ['its direction does not lower the cost'];
};

/** start + factor * (multipliers · column), and the size of the numbers summed. */
const combine = (
  model: LpModel,
  column: number,
  multipliers: Float64Array,
  factor: number,
  start: number,
): { readonly value: number; readonly size: number } => {
  let value = start;
  let size = Math.abs(start);
  for (let k = model.starts[column]; k < model.starts[column + 1]; k++) {
    const term = factor * model.values[k] * multipliers[model.rows[k]];
    value += term;
    size += Math.abs(term);
  }
  return { value, size };
};

const rowActivity = (model: LpModel, point: Float64Array) => {
  const activity = new Float64Array(model.rowLower.length);
  const size = new Float64Array(model.rowLower.length);
  for (let column = 0; column < point.length; column++) {
    for (let k = model.starts[column]; k < model.starts[column + 1]; k++) {
      const term = model.values[k] * point[column];
      activity[model.rows[k]] += term;
      size[model.rows[k]] += Math.abs(term);
    }
  }
  return { activity, size };
};

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, index) => sum + value * b[index], 0);

/** False for numbers that are not finite: an infinite bound proves nothing. */
const near = (a: number, b: number): boolean =>
  Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= TOLERANCE * (1 + Math.abs(a) + Math.abs(b));
