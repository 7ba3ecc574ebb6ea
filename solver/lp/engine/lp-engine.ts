/**
 * The one interface behind which every LP and MIP engine stands. Models are plain data, always
 * minimised; infinite bounds are plus or minus Infinity.
 */

/**
 * minimise cost·x subject to rowLower <= A x <= rowUpper and lower <= x <= upper.
 * A is stored by column: entries `starts[j]` to `starts[j + 1]` of `rows` and `values` are column j's.
 */
export interface LpModel {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** One where the column must be whole in {@link LpEngine.solveMip}; {@link LpEngine.solveLp} ignores it. */
  readonly integer: Uint8Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

export interface LpLimits {
  /** The engine's own clock; absent, it runs to the end. Leave it out where answers must be reproducible. */
  readonly seconds?: number;
  /** Simplex iterations. */
  readonly iterations?: number;
}

export interface MipLimits {
  readonly seconds?: number;
  /** Branch-and-bound nodes: a reproducible limit, which does not bound the work at the root. */
  readonly nodes?: number;
  /** Simplex iterations, each round of cuts taken for some tens: reproducible too. Engines may ignore it. */
  readonly effort?: number;
  /** The engine may stop once (objective - bound) / objective is at most this; default 0. */
  readonly relativeGap?: number;
  /** A feasible point, one value a column; the answer is never worse. Engines may ignore it. */
  readonly start?: Float64Array;
}

export type LpStatus = 'optimal' | 'infeasible' | 'unbounded' | 'limit';

/** An engine's claim; see verify.ts for when it is believed. */
export interface LpAnswer {
  readonly status: LpStatus;
  readonly objective: number;
  readonly primal: Float64Array;
  /** Row multipliers y: at least 0 where the lower bound binds, at most 0 where the upper one does. */
  readonly duals: Float64Array;
  /** cost - y·A, one value a column. */
  readonly reducedCosts: Float64Array;
  /**
   * The proof of a claim of 'infeasible' (row multipliers whose combination no point can satisfy) or
   * 'unbounded' (a direction of x that stays feasible and lowers the cost); null where the engine has none.
   */
  readonly ray: Float64Array | null;
}

export interface MipAnswer {
  /** 'optimal' is the engine's claim of a proof within the gap asked for; 'limit' may still hold a point. */
  readonly status: LpStatus;
  readonly objective: number;
  /** Best point found; null where none was. */
  readonly primal: Float64Array | null;
  readonly nodes: number;
}

export interface LpEngine {
  readonly name: string;
  solveLp(model: LpModel, limits?: LpLimits): LpAnswer;
  solveMip(model: LpModel, limits?: MipLimits): MipAnswer;
}

/** An engine broke: threw, ran out of memory or refused the model. Says which engine and what to do. */
export class LpEngineError extends Error {
  override readonly name = 'LpEngineError';
}

/** The answer of an engine that has nothing to show beside its status. */
export const emptyAnswer = (status: LpStatus, ray: Float64Array | null = null): LpAnswer => ({
  status,
  objective: NaN,
  primal: new Float64Array(0),
  duals: new Float64Array(0),
  reducedCosts: new Float64Array(0),
  ray,
});

/** cost - y·A for every column. */
export const reducedCostsOf = (model: LpModel, duals: Float64Array): Float64Array => {
  const reduced = Float64Array.from(model.cost);
  for (let column = 0; column < reduced.length; column++) {
    for (let k = model.starts[column]; k < model.starts[column + 1]; k++) {
      reduced[column] -= model.values[k] * duals[model.rows[k]];
    }
  }
  return reduced;
};

/** Engines choke on models with no columns: rows then hold the constant 0. */
export const solveWithoutColumns = (model: LpModel): LpAnswer => {
  const rowCount = model.rowLower.length;
  for (let row = 0; row < rowCount; row++) {
    if (model.rowLower[row] <= 0 && model.rowUpper[row] >= 0) continue;
    const ray = new Float64Array(rowCount);
    ray[row] = model.rowLower[row] > 0 ? 1 : -1;
    return emptyAnswer('infeasible', ray);
  }
  return { ...emptyAnswer('optimal'), objective: 0, duals: new Float64Array(rowCount) };
};
