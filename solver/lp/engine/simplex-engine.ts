import jsLpSolver from 'javascript-lp-solver';
import {
  emptyAnswer,
  LpEngineError,
  reducedCostsOf,
  solveWithoutColumns,
  type LpAnswer,
  type LpEngine,
  type LpModel,
  type MipAnswer,
} from './lp-engine.js';

/**
 * The part of the package that is used: its object interface. Its JSON one keys answers by variable name,
 * where a variable called result, feasible or bounded overwrites the answer's own fields.
 */
interface Tableau {
  readonly feasible: boolean;
  readonly bounded: boolean;
  readonly matrix: Float64Array;
  readonly width: number;
  readonly height: number;
  readonly varIndexByRow: readonly number[];
  readonly varIndexByCol: readonly number[];
  readonly unboundedVarIndex: number | null;
  readonly branchAndCutIterations: number;
  isIntegral(): boolean;
  pivot(row: number, column: number): void;
}
interface Variable {
  readonly index: number;
}
interface Constraint {
  readonly slack: Variable;
  addTerm(coefficient: number, variable: Variable): Constraint;
}
interface PackageModel {
  usePresolve: boolean;
  checkForCycles: boolean;
  tolerance?: number;
  readonly tableau: Tableau;
  addVariable(cost: number, id: string, isInteger: boolean): Variable;
  smallerThan(rhs: number): Constraint;
  greaterThan(rhs: number): Constraint;
  solve(): unknown;
}
interface Package {
  readonly Model: new (precision?: number, name?: string, branchAndCutService?: unknown) => PackageModel;
  readonly branchAndCutService: unknown;
}
// The default export is declared under ESM rules that nodenext reads as a module object: cast once, here.
const library = jsLpSolver as unknown as Package;

const PRECISION = 1e-9;

/**
 * Cell updates before a solve is given up, about half a second: the package itself goes round a degenerate
 * vertex for ever (its cycle check misses cycles longer than one pivot), and no time limit of its own stops it.
 */
const MOST_CELL_UPDATES = 200_000_000;
/** What a pivot costs beside its cells, in cell updates. */
const PIVOT_OVERHEAD = 1_000;
const OUT_OF_PIVOTS = Symbol('out of pivots');

/** A tableau of more cells than this is left to the other engine: each pivot walks all of it. */
const MOST_CELLS = 4_000_000;

/**
 * javascript-lp-solver: a dense tableau in plain JavaScript, quick up to some 50 rows. Its limit is counted
 * in pivots; seconds and nodes are not kept. Its answers need verify.ts: it may stop short of the optimum.
 */
export const simplexEngine: LpEngine = {
  name: 'javascript-lp-solver',
  solveLp: (model, limits) =>
    model.cost.length === 0
      ? solveWithoutColumns(model)
      : new Translation(model, false, limits?.iterations).solveLp(),
  solveMip: (model) =>
    model.cost.length === 0
      ? { ...solveWithoutColumns(model), nodes: 0 }
      : new Translation(model, true).solveMip(),
};

/** How a column x is made of columns that start at 0: x = offset + sign * first (- second when free). */
interface ColumnPart {
  readonly offset: number;
  readonly sign: 1 | -1;
  readonly first: Variable;
  readonly second: Variable | null;
}

/** One inequality of the package; its multiplier adds `sign` times to the dual of `row`, or is a column bound (-1). */
interface RowPart {
  readonly row: number;
  readonly sign: 1 | -1;
  readonly slack: number;
}

/** One model, carried over to columns at least 0 and one-sided rows, solved, and carried back. */
class Translation {
  private readonly target: PackageModel;
  private readonly parts: ColumnPart[] = [];
  private readonly rowParts: RowPart[] = [];
  private readonly costScale: number;

  constructor(
    private readonly model: LpModel,
    integer: boolean,
    private readonly mostPivots = Infinity,
  ) {
    this.target = new library.Model(PRECISION, undefined, library.branchAndCutService);
    // Its presolve writes values it does not take out of the rows.
    this.target.usePresolve = false;
    // Its cycle check costs memory and time per pivot, misses most cycles and calls the rest infeasible.
    this.target.checkForCycles = false;
    // Its pricing compares reduced costs with an absolute 1e-9.
    this.costScale = model.cost.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0) || 1;
    model.cost.forEach((_, column) => this.parts.push(this.addColumn(column, integer)));
    this.addRows();
    this.addUpperBounds();
    const cells = (this.rowParts.length + 1) * (2 * model.cost.length + 1);
    if (cells > MOST_CELLS) {
      throw new LpEngineError(
        `javascript-lp-solver: ${cells} cells are too many for a dense tableau; use highs`,
      );
    }
  }

  solveLp(): LpAnswer {
    if (!this.ends()) return emptyAnswer('limit');
    const tableau = this.target.tableau;
    if (!tableau.feasible) return emptyAnswer('infeasible', this.infeasibleRay());
    if (!tableau.bounded) return emptyAnswer('unbounded', this.unboundedRay());
    const primal = this.primal();
    const duals = this.rowMultipliers((slack) => this.rowValue(0, slack) * this.costScale);
    return {
      status: 'optimal',
      objective: objectiveOf(this.model, primal),
      primal,
      duals,
      reducedCosts: reducedCostsOf(this.model, duals),
      ray: null,
    };
  }

  solveMip(): MipAnswer {
    const ended = this.ends();
    const tableau = this.target.tableau;
    const nodes = tableau.branchAndCutIterations;
    if (!ended) return { status: 'limit', objective: NaN, primal: null, nodes };
    if (!tableau.feasible) return { status: 'infeasible', objective: NaN, primal: null, nodes };
    if (!tableau.bounded) return { status: 'unbounded', objective: NaN, primal: null, nodes };
    // Feasible yet fractional is how it reports that it found nothing.
    if (!tableau.isIntegral()) return { status: 'limit', objective: NaN, primal: null, nodes };
    const primal = this.primal();
    return { status: 'optimal', objective: objectiveOf(this.model, primal), primal, nodes };
  }

  /** Solves; false where it was stopped at its limit. */
  private ends(): boolean {
    const tableau = this.target.tableau;
    const pivot = tableau.pivot.bind(tableau);
    let pivots = 0;
    tableau.pivot = (row, column) => {
      const updates = ++pivots * (tableau.width * tableau.height + PIVOT_OVERHEAD);
      if (pivots > this.mostPivots || updates > MOST_CELL_UPDATES) throw OUT_OF_PIVOTS;
      pivot(row, column);
    };
    try {
      this.target.solve();
      return true;
    } catch (error) {
      if (error === OUT_OF_PIVOTS) return false;
      throw error;
    }
  }

  private addColumn(column: number, integer: boolean): ColumnPart {
    const { lower, upper } = this.model;
    const whole = integer && this.model.integer[column] === 1;
    const cost = this.model.cost[column] / this.costScale;
    const add = (value: number): Variable => this.target.addVariable(value, `x${column}`, whole);
    if (lower[column] > -Infinity) {
      const offset = whole ? Math.ceil(lower[column]) : lower[column];
      return { offset, sign: 1, first: add(cost), second: null };
    }
    if (upper[column] < Infinity) {
      const offset = whole ? Math.floor(upper[column]) : upper[column];
      return { offset, sign: -1, first: add(-cost), second: null };
    }
    return { offset: 0, sign: 1, first: add(cost), second: add(-cost) };
  }

  /** A range or an equality becomes two inequalities. */
  private addRows(): void {
    const { rowLower, rowUpper, starts, rows, values } = this.model;
    const entries: (readonly [ColumnPart, number])[][] = Array.from(rowLower, () => []);
    this.parts.forEach((part, column) => {
      for (let k = starts[column]; k < starts[column + 1]; k++) entries[rows[k]].push([part, values[k]]);
    });
    entries.forEach((row, index) => {
      // Without entries there is nothing to build on: the constant 0 is inside or it is not.
      if (rowLower[index] > -Infinity) this.addInequality(index, 1, rowLower[index], row);
      if (rowUpper[index] < Infinity) this.addInequality(index, -1, rowUpper[index], row);
    });
  }

  private addUpperBounds(): void {
    const { lower, upper } = this.model;
    this.parts.forEach((part, column) => {
      const boxed = lower[column] > -Infinity && upper[column] < Infinity;
      if (boxed) this.addInequality(-1, -1, upper[column], [[part, 1]]);
    });
  }

  private addInequality(
    row: number,
    sign: 1 | -1,
    bound: number,
    entries: readonly (readonly [ColumnPart, number])[],
  ): void {
    const rhs = entries.reduce((rest, [part, value]) => rest - value * part.offset, bound);
    const constraint = sign === 1 ? this.target.greaterThan(rhs) : this.target.smallerThan(rhs);
    for (const [part, value] of entries) {
      constraint.addTerm(part.sign * value, part.first);
      if (part.second !== null) constraint.addTerm(-value, part.second);
    }
    this.rowParts.push({ row, sign, slack: constraint.slack.index });
  }

  private primal(): Float64Array {
    const { matrix, width, height, varIndexByRow } = this.target.tableau;
    const values = new Map<number, number>();
    for (let row = 1; row < height; row++) values.set(varIndexByRow[row], matrix[row * width]);
    return this.toColumns((variable) => values.get(variable.index) ?? 0, 1);
  }

  private toColumns(valueOf: (variable: Variable) => number, offsetShare: 0 | 1): Float64Array {
    return Float64Array.from(this.parts, ({ offset, sign, first, second }) => {
      const value = valueOf(first) - (second === null ? 0 : valueOf(second));
      return offsetShare * offset + sign * value;
    });
  }

  /** Sums a number per slack into one a row, in the sign convention of the duals. */
  private rowMultipliers(ofSlack: (slack: number) => number): Float64Array {
    const multipliers = new Float64Array(this.model.rowLower.length);
    for (const { row, sign, slack } of this.rowParts) if (row >= 0) multipliers[row] -= sign * ofSlack(slack);
    return multipliers;
  }

  /** Coefficient of a variable in a row of the final tableau; row 0 holds the reduced costs. */
  private rowValue(row: number, variable: number): number {
    const { matrix, width, varIndexByRow, varIndexByCol } = this.target.tableau;
    if (varIndexByRow[row] === variable) return 1;
    const column = varIndexByCol.indexOf(variable);
    return column < 0 ? 0 : matrix[row * width + column];
  }

  /** A tableau row that asks numbers of at least 0 for a negative sum: its slacks' entries prove it. */
  private infeasibleRay(): Float64Array | null {
    const { matrix, width, height } = this.target.tableau;
    for (let row = 1; row < height; row++) {
      const cells = matrix.subarray(row * width, (row + 1) * width);
      if (cells[0] >= -PRECISION || cells.some((cell, column) => column > 0 && cell < -PRECISION)) continue;
      return this.rowMultipliers((slack) => -this.rowValue(row, slack));
    }
    return null;
  }

  /** The entering variable grows by 1, every basic one by minus its entry in that column. */
  private unboundedRay(): Float64Array | null {
    const { matrix, width, height, varIndexByRow, varIndexByCol, unboundedVarIndex } = this.target.tableau;
    const column = unboundedVarIndex === null ? -1 : varIndexByCol.indexOf(unboundedVarIndex);
    if (column < 0) return null;
    const growth = new Map<number, number>([[varIndexByCol[column], 1]]);
    for (let row = 1; row < height; row++) growth.set(varIndexByRow[row], -matrix[row * width + column]);
    return this.toColumns((variable) => growth.get(variable.index) ?? 0, 0);
  }
}

const objectiveOf = (model: LpModel, primal: Float64Array): number =>
  primal.reduce((sum, value, column) => sum + value * model.cost[column], 0);
