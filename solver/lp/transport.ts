import { LpEngineError } from './engine/lp-engine.js';
import { LpModelBuilder } from './lp-model-builder.js';
import { solveSmallLp, type EngineSource, type Verification } from './solve-lp.js';

/** A way from a source to a drain that may be used; pairs without an arc may not. */
export interface TransportArc {
  readonly from: number;
  readonly to: number;
  /** Per unit. */
  readonly cost: number;
  /** Most units on this arc; absent, only supply and demand limit it. */
  readonly capacity?: number;
}

export interface TransportInput {
  /** Units each source can give, at least 0. */
  readonly supply: readonly number[];
  /** Units each drain asks for, at least 0. */
  readonly demand: readonly number[];
  /** Cost per unit from source to drain, null where there is no way (`cost[from][to]`); or a list of arcs. */
  readonly cost: readonly (readonly (number | null)[])[] | readonly TransportArc[];
  /** Cost of a unit of demand left unmet, one for all or one a drain; absent, all demand must be met. */
  readonly unmetCost?: number | readonly number[];
}

export interface TransportFlow {
  readonly from: number;
  readonly to: number;
  readonly units: number;
}

export interface TransportAnswer extends Verification {
  /** 'infeasible' only where all demand must be met and cannot. */
  readonly status: 'optimal' | 'infeasible';
  /** Flows above 0, by source then drain in the order of the arcs; whole where supply, demand and capacities are. */
  readonly flows: readonly TransportFlow[];
  /** Units unmet by drain. */
  readonly unmet: readonly number[];
  /** Of the flows and of the unmet demand. */
  readonly cost: number;
  /** Worth of one more unit at each source, at least 0: what the next unit there would save. */
  readonly supplyWorth: readonly number[];
}

/**
 * The cheapest way to meet demand from supply (Hitchcock's transport problem), solved as a small LP and
 * verified. Throws RangeError naming a bad number, LpEngineError where no engine's answer proved itself.
 */
export const transport = async (
  input: TransportInput,
  sources?: readonly EngineSource[],
): Promise<TransportAnswer> => {
  const arcs = arcsOf(input);
  const answer = await solveSmallLp(toModel(input, arcs), {}, sources);
  const { engine, fellBack, verified, faults } = answer;
  const told: Verification = { engine, fellBack, verified, faults };
  if (!verified || (answer.status !== 'optimal' && answer.status !== 'infeasible')) {
    throw new LpEngineError(
      `transport: no engine's answer proved itself: ${faults.join('; ') || answer.status}`,
    );
  }
  const unmetAll = { flows: [], unmet: [...input.demand], cost: NaN, supplyWorth: input.supply.map(() => 0) };
  if (answer.status === 'infeasible') return { ...told, status: 'infeasible', ...unmetAll };
  const units = settle(input, arcs, answer.primal);
  const flows = arcs.map(({ from, to }, index) => ({ from, to, units: units[index] }));
  const unmet = input.demand.map((_, drain) =>
    input.unmetCost === undefined ? 0 : units[arcs.length + drain],
  );
  return {
    ...told,
    status: 'optimal',
    flows: flows.filter((flow) => flow.units > 0),
    unmet,
    cost: arcs.reduce((sum, arc, index) => sum + arc.cost * units[index], unmetTotal(input, unmet)),
    supplyWorth: input.supply.map((_, source) => Math.max(0, -answer.duals[source])),
  };
};

const arcsOf = ({ supply, demand, cost, unmetCost }: TransportInput): readonly TransportArc[] => {
  supply.forEach((units, source) => checkUnits(`supply ${source}`, units));
  demand.forEach((units, drain) => checkUnits(`demand ${drain}`, units));
  if (typeof unmetCost === 'object' && unmetCost.length !== demand.length) {
    throw new RangeError(`unmetCost: ${unmetCost.length} entries for ${demand.length} demands`);
  }
  const arcs = isArcList(cost) ? cost : cost.flatMap(arcsOfRow);
  arcs.forEach(({ from, to, capacity }, index) => {
    const known = Number.isInteger(from) && from >= 0 && from < supply.length;
    if (!known || !(Number.isInteger(to) && to >= 0 && to < demand.length)) {
      throw new RangeError(`arc ${index}: from ${from} to ${to} names no source or no drain`);
    }
    if (capacity !== undefined) checkUnits(`capacity of arc ${index}`, capacity);
  });
  return arcs;
};

const isArcList = (cost: TransportInput['cost']): cost is readonly TransportArc[] =>
  cost.length > 0 && !Array.isArray(cost[0]);

const arcsOfRow = (row: readonly (number | null)[], from: number): readonly TransportArc[] =>
  row.flatMap((cost, to) => (cost === null ? [] : [{ from, to, cost }]));

const checkUnits = (at: string, units: number): void => {
  if (!(units >= 0 && units < Infinity))
    throw new RangeError(`${at}: ${units} is not a number of units of at least 0`);
};

/** Rows: a source each, then a drain each. Columns: an arc each, then what each drain leaves unmet. */
const toModel = (input: TransportInput, arcs: readonly TransportArc[]) => {
  const builder = new LpModelBuilder();
  for (const units of input.supply) builder.addRow(-Infinity, units);
  for (const units of input.demand) builder.addRow(units, units);
  const drainRow = (drain: number): number => input.supply.length + drain;
  for (const { from, to, cost, capacity } of arcs) {
    const entries = [
      [from, 1],
      [drainRow(to), 1],
    ] as const;
    builder.addColumn({ cost, entries, ...(capacity === undefined ? {} : { upper: capacity }) });
  }
  input.demand.forEach((_, drain) => {
    if (input.unmetCost === undefined) return;
    builder.addColumn({ cost: unmetCostOf(input, drain), entries: [[drainRow(drain), 1]] });
  });
  return builder.build();
};

const unmetCostOf = ({ unmetCost = 0 }: TransportInput, drain: number): number =>
  typeof unmetCost === 'number' ? unmetCost : unmetCost[drain];

const unmetTotal = (input: TransportInput, unmet: readonly number[]): number =>
  unmet.reduce((sum, units, drain) => sum + units * unmetCostOf(input, drain), 0);

/** With whole data every vertex is whole (the matrix is totally unimodular): engines' rounding is taken off. */
const settle = (
  input: TransportInput,
  arcs: readonly TransportArc[],
  primal: Float64Array,
): readonly number[] => {
  const data = [...input.supply, ...input.demand, ...arcs.map(({ capacity = 0 }) => capacity)];
  const units = Array.from(primal, (value) => Math.max(0, value));
  if (!data.every(Number.isInteger)) return units;
  const rounded = units.map(Math.round);
  const vertex = rounded.every((value, index) => Math.abs(value - units[index]) < 1e-5);
  return vertex ? rounded : units;
};
