import loadModule, {
  type Highs,
  type HighsCallbackMap,
  type InitOptions,
  type Model,
  type ModelData,
} from 'highs';
import {
  emptyAnswer,
  LpEngineError,
  solveWithoutColumns,
  type LpAnswer,
  type LpEngine,
  type LpLimits,
  type LpModel,
  type LpStatus,
  type MipAnswer,
  type MipLimits,
} from './lp-engine.js';

// The package ships one declaration for its CommonJS and ES builds, so nodenext takes the default
// export for a module object. This is the one place that says what it is.
const loadHighs = loadModule as unknown as (options?: InitOptions) => Promise<Highs>;

/** A round of cuts takes as long as so many simplex iterations. */
const CHECKPOINT_EFFORT = 60;

/** The WASM heap never shrinks: past this many bytes the next caller gets a fresh instance. */
const RECYCLE_BYTES = 768 * 1024 * 1024;

let loaded: HighsEngine | undefined;
let loading: Promise<HighsEngine> | undefined;

/**
 * HiGHS (WASM), one instance a thread. Solves block the thread: call it in a worker. An instance that
 * broke, or whose heap has grown past 768 MB, is replaced on the next call: ask each time, do not keep it.
 */
export const loadHighsEngine = async (): Promise<HighsEngine> => {
  if (loaded?.fit) return loaded;
  loading ??= loadHighs()
    .then((highs) => (loaded = new HighsEngine(highs)))
    .catch((error: unknown) => {
      throw new LpEngineError(
        `highs: its WASM module cannot be loaded: ${firstLine(error)}; reinstall the highs package`,
      );
    })
    .finally(() => (loading = undefined));
  return loading;
};

export type { HighsEngine };

class HighsEngine implements LpEngine {
  readonly name = 'highs';
  private broken = false;

  constructor(private readonly highs: Highs) {}

  /** Size of the WASM heap, which only grows. */
  get memoryBytes(): number {
    return this.highs.memoryBytes;
  }

  get fit(): boolean {
    return !this.broken && this.memoryBytes < RECYCLE_BYTES;
  }

  solveLp(model: LpModel, limits: LpLimits = {}): LpAnswer {
    if (model.cost.length === 0) return solveWithoutColumns(model);
    return this.withModel(model, false, (native) => {
      native.options.set({ solver: 'simplex', ...limitOptions(limits.seconds) });
      if (limits.iterations !== undefined) native.options.set('simplex_iteration_limit', limits.iterations);
      const status = this.run(native);
      if (status !== 'optimal')
        return emptyAnswer(
          status,
          status === 'limit' ? null : (rayOf(native, status) ?? lonelyRay(model, status)),
        );
      const solution = native.getSolution();
      return {
        status,
        objective: native.getObjectiveValue(),
        primal: solution.colValue,
        duals: solution.rowDual,
        reducedCosts: solution.colDual,
        ray: null,
      };
    });
  }

  solveMip(model: LpModel, limits: MipLimits = {}): MipAnswer {
    if (model.cost.length === 0) return { ...solveWithoutColumns(model), nodes: 0 };
    return this.withModel(model, true, (native) => {
      native.options.set({
        mip_rel_gap: limits.relativeGap ?? 0,
        mip_abs_gap: 0,
        ...limitOptions(limits.seconds),
      });
      if (limits.nodes !== undefined) native.options.set('mip_max_nodes', limits.nodes);
      if (limits.start !== undefined) native.setSolution({ colValue: limits.start });
      const status = this.run(
        native,
        limits.effort === undefined ? undefined : this.effortLimit(limits.effort),
      );
      // A run that ends on a limit may hold no point at all; its objective is then Infinity.
      const found =
        native.info.get('primal_solution_status') === this.highs.constants.solutionStatus.feasible;
      return {
        status,
        objective: found ? native.getObjectiveValue() : NaN,
        primal: found && status !== 'unbounded' ? native.getSolution().colValue : null,
        nodes: Math.max(0, Number(native.info.get('mip_node_count'))),
      };
    });
  }

  /** Presolve may leave 'infeasible or unbounded' undecided; a second run without it decides. */
  private run(native: Model, callbacks?: HighsCallbackMap): LpStatus {
    const codes = this.highs.constants.modelStatus;
    let code = native.run(callbacks).modelStatus;
    if (code === codes.unboundedOrInfeasible) {
      native.options.set('presolve', 'off');
      code = native.run(callbacks).modelStatus;
    }
    if (code === codes.optimal) return 'optimal';
    if (code === codes.infeasible) return 'infeasible';
    return code === codes.unbounded ? 'unbounded' : 'limit';
  }

  /** Ends a branch and bound at a count of its work: the engine's checkpoints stand between its LPs. */
  private effortLimit(effort: number): HighsCallbackMap {
    let checkpoints = 0;
    return {
      [this.highs.constants.callbackType.mipInterrupt]: (event) => {
        checkpoints++;
        const iterations = Number(event.data.mip_total_lp_iterations ?? 0n);
        if (iterations + checkpoints * CHECKPOINT_EFFORT > effort) event.interrupt();
      },
    };
  }

  /** Every native model is disposed, whatever happens: an abandoned one leaks for the life of the thread. */
  private withModel<T>(model: LpModel, integer: boolean, use: (native: Model) => T): T {
    let native: Model | undefined;
    try {
      native = this.highs.createModel(toModelData(model, integer));
      native.options.set('output_flag', false);
      return use(native);
    } catch (error) {
      // A trap inside WASM leaves the instance in an unknown state.
      if (error instanceof Error && error.name === 'RuntimeError') this.broken = true;
      // The package is one 168 KB line: its own stack would print it whole.
      throw new LpEngineError(`highs: ${firstLine(error)}; solve a smaller model or use the other engine`);
    } finally {
      if (!this.broken) native?.dispose();
    }
  }
}

const toModelData = (model: LpModel, integer: boolean): ModelData => ({
  numCols: model.cost.length,
  numRows: model.rowLower.length,
  colCost: model.cost,
  colLower: model.lower,
  colUpper: model.upper,
  rowLower: model.rowLower,
  rowUpper: model.rowUpper,
  matrix: {
    format: 'csc',
    numRows: model.rowLower.length,
    numCols: model.cost.length,
    starts: model.starts,
    indices: model.rows,
    values: model.values,
  },
  ...(integer ? { integrality: Int32Array.from(model.integer) } : {}),
});

/** The limit counts from the model's making, which is once a solve. */
const limitOptions = (seconds: number | undefined): Readonly<Record<string, number>> =>
  seconds === undefined ? {} : { time_limit: Math.max(0, seconds) };

/** A ray may take one more LP; where HiGHS cannot give it the claim stays unproven. */
const rayOf = (native: Model, status: 'infeasible' | 'unbounded'): Float64Array | null => {
  try {
    const ray = status === 'infeasible' ? native.getDualRay() : native.getPrimalRay();
    return ray?.values ?? null;
  } catch {
    return null;
  }
};

/** A fault of one column or row without entries, which HiGHS settles before any simplex and gives no ray for. */
const lonelyRay = (model: LpModel, status: 'infeasible' | 'unbounded'): Float64Array | null => {
  const { cost, lower, upper, rowLower, rowUpper, starts } = model;
  if (status === 'infeasible') {
    const row = rowLower.findIndex(
      (least, index) => (least > 0 || rowUpper[index] < 0) && !model.rows.includes(index),
    );
    return row < 0 ? null : unit(rowLower.length, row, 1);
  }
  const falls = (column: number): boolean =>
    starts[column] === starts[column + 1] &&
    ((cost[column] > 0 && lower[column] === -Infinity) || (cost[column] < 0 && upper[column] === Infinity));
  const column = cost.findIndex((_, index) => falls(index));
  return column < 0 ? null : unit(cost.length, column, -Math.sign(cost[column]));
};

const unit = (length: number, at: number, value: number): Float64Array => {
  const vector = new Float64Array(length);
  vector[at] = value;
  return vector;
};

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0].slice(0, 200);
