import {
  LpEngineError,
  type LpAnswer,
  type LpEngine,
  type LpLimits,
  type LpModel,
  type LpStatus,
  type MipAnswer,
  type MipLimits,
} from './engine/lp-engine.js';
import { loadHighsEngine } from './engine/highs-engine.js';
import { simplexEngine } from './engine/simplex-engine.js';
import { faultsOfLp, faultsOfMip } from './verify.js';

/** Which engine's answer this is and whether it proved itself. */
export interface Verification {
  readonly engine: string;
  /** How many engines before this one broke or gave answers that did not hold. */
  readonly fellBack: number;
  /** False: no engine's answer proved itself, and this is the last one's; `faults` says why. */
  readonly verified: boolean;
  /** What was wrong, engine by engine; empty when the first answer held. */
  readonly faults: readonly string[];
}

export type VerifiedLp = LpAnswer & Verification;
export type VerifiedMip = MipAnswer & Verification;

/** Beyond so many rows the dense tableau is slower than HiGHS, and no longer trustworthy. */
const SMALL_ROWS = 50;
const SMALL_COLUMNS = 2_000;

/** An engine when its turn comes: HiGHS is loaded only where it is needed. */
export type EngineSource = () => LpEngine | Promise<LpEngine>;

/**
 * Solves a linear program that must be right rather than merely fast: javascript-lp-solver first up to some
 * 50 rows and 2,000 columns, HiGHS otherwise and whenever an answer does not prove itself (verify.ts).
 * `sources` in the order they are tried. Throws LpEngineError only when every engine broke.
 */
export const solveSmallLp = async (
  model: LpModel,
  limits: LpLimits = {},
  sources: readonly EngineSource[] = enginesFor(model),
): Promise<VerifiedLp> =>
  firstSound(sources, (engine) => {
    const answer = engine.solveLp(model, limits);
    const faults = faultsOfLp(model, answer);
    const open = answer.status === 'unbounded' && faults.length === 0;
    return { answer, faults: open ? faultsOfFeasibility(model, engine, limits) : faults };
  });

/** The same for a mixed-integer program; that a point is the best rests on the engine's own proof. */
export const solveSmallMip = async (
  model: LpModel,
  limits: MipLimits = {},
  sources: readonly EngineSource[] = enginesFor(model).reverse(),
): Promise<VerifiedMip> =>
  firstSound(sources, (engine) => {
    const answer = engine.solveMip(model, limits);
    return { answer, faults: faultsOfMip(model, answer) };
  });

/** A direction down only makes a model unbounded where some point is feasible: the costs aside, is there one? */
const faultsOfFeasibility = (model: LpModel, engine: LpEngine, limits: LpLimits): readonly string[] => {
  const free = { ...model, cost: new Float64Array(model.cost.length) };
  const answer = engine.solveLp(free, limits);
  if (answer.status !== 'optimal') return [`unbounded, yet without costs it is ${answer.status}`];
  return faultsOfLp(free, answer);
};

const enginesFor = (model: LpModel): EngineSource[] => {
  const small = model.rowLower.length <= SMALL_ROWS && model.cost.length <= SMALL_COLUMNS;
  return small ? [() => simplexEngine, loadHighsEngine] : [loadHighsEngine, () => simplexEngine];
};

interface Trial<T> {
  readonly answer: T;
  readonly faults: readonly string[];
}

const firstSound = async <T extends { readonly status: LpStatus }>(
  sources: readonly EngineSource[],
  attempt: (engine: LpEngine) => Trial<T>,
): Promise<T & Verification> => {
  const faults: string[] = [];
  let last: (T & Verification) | null = null;
  for (const [turn, source] of sources.entries()) {
    try {
      const engine = await source();
      const trial = attempt(engine);
      const verified = trial.faults.length === 0;
      faults.push(...trial.faults.map((fault) => `${engine.name}: ${fault}`));
      const answer = { ...trial.answer, engine: engine.name, fellBack: turn, verified, faults: [...faults] };
      if (verified) return answer;
      last = answer;
    } catch (error) {
      if (!(error instanceof LpEngineError)) throw error;
      faults.push(error.message);
    }
  }
  if (last === null) throw new LpEngineError(`no LP engine could solve the model: ${faults.join('; ')}`);
  return last;
};
