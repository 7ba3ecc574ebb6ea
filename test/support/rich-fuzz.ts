import { checkProblem, evaluatePlan, runsOf, solve } from '../../solver/index.js';
import type { ProblemInput, SolveOptions, SolveResult, SolverPlan, WarmRun } from '../../solver/index.js';
import { leftOutOf } from './rich-brute-force.js';
import { checkRichPlan } from './rich-checker.js';
import { likelyRuns, nonsenseRuns } from './rich-plans.js';
import { richProblem } from './rich-problem.js';
import { CLASSICAL_FEATURES, Draws, FEATURES, keys } from './rich-recipe.js';
import type { Recipe } from './rich-recipe.js';

export interface FuzzSize {
  /** Most tasks of usual cases, and of the few large ones. */
  readonly usual: number;
  readonly large: number;
}

/** Looks at a stop rule after it has said stop once: a few are fine, for stages ask on their own. */
const CALLS_AFTER_STOP = 8;

/** The random problem of a case: mostly small, at times with every feature, now and then large. */
export function fuzzRecipe(seed: number, { usual, large }: FuzzSize): Recipe {
  const draws = new Draws(seed).of('fuzz');
  const kind = draws.int('kind', 1, 100);
  const tasks = kind <= 55 ? draws.int('few', 1, 12) : kind <= 98 ? draws.int('more', 1, usual) : large;
  const percent = draws.pick('spice', [5, 15, 30, 60, 100]);
  return {
    seed,
    tasks: keys(tasks),
    vehicles: keys(draws.int('vehicles', 1, Math.max(2, Math.ceil(tasks / 6)))),
    features: draws.chance('classical only', 25)
      ? CLASSICAL_FEATURES.filter((feature) => feature === 'classical' || draws.chance(feature, percent))
      : FEATURES.filter((feature) => draws.chance(feature, percent)),
  };
}

/**
 * Solves the problem of a recipe under a drawn budget, stop rule and warm start, and returns what is
 * wrong with the answer in words; empty where all is well. The same recipe is solved the same way.
 */
export async function fuzz(recipe: Recipe): Promise<string[]> {
  const input = richProblem(recipe);
  const checked = checkProblem(input);
  if (!checked.ok) return checked.faults.map(({ path, message }) => `checkProblem: ${path} ${message}`);
  const { problem } = checked;
  const draws = new Draws(recipe.seed).of('options');
  const warmStart = warmRuns(input, draws);
  const stop = new CountedStop(draws.int('stop after', 0, 40));
  const stops = draws.chance('by stop rule', 30);
  const iterations = draws.int('iterations', 0, Math.ceil(6000 / (5 + recipe.tasks.length)));
  const select = draws.chance('select', 10);
  const options: SolveOptions = {
    seed: draws.int('seed', -5, 1000),
    warmStart,
    select,
    // An integer selection may take half a minute, and one that is cut short answers otherwise each time.
    ...(select ? { selectSeconds: 1 } : {}),
    ...(stops ? { shouldStop: () => stop.ask(), cancelled: () => true } : { iterations }),
  };
  try {
    const result = await solve(problem, options);
    const complaints = [...checkRichPlan(input, result.plan), ...checkSummary(input, result, warmStart)];
    const again = evaluatePlan(problem, runsOf(result.plan));
    if (!again.ok || JSON.stringify(again.plan) !== JSON.stringify(result.plan))
      complaints.push('evaluatePlan tells another plan for the same runs');
    if (!stops && result.iterations > iterations)
      complaints.push(`makes ${result.iterations} iterations where ${iterations} were given`);
    if (stop.callsAfter > CALLS_AFTER_STOP)
      complaints.push(`goes on for ${stop.callsAfter} calls after the stop`);
    if (!stops && !select && draws.chance('again', 15)) {
      const twin = await solve(problem, options);
      if (JSON.stringify(twin) !== JSON.stringify(result))
        complaints.push('solves the same problem otherwise');
    }
    return complaints;
  } catch (error) {
    return [`throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

class CountedStop {
  callsAfter = 0;
  private calls = 0;

  constructor(private readonly limit: number) {}

  ask(): boolean {
    if (++this.calls <= this.limit) return false;
    if (this.calls > this.limit + 1) this.callsAfter++;
    return true;
  }
}

function warmRuns(input: ProblemInput, draws: Draws): WarmRun[] {
  const kind = draws.int('warm', 1, 4);
  if (kind === 1) return likelyRuns(input, draws.of('likely'));
  return kind === 2 ? nonsenseRuns(input, draws.of('nonsense')) : [];
}

/** Against the plan with nothing in it and the warm start: the answer is at least as good. */
function checkSummary(input: ProblemInput, { plan }: SolveResult, warmStart: readonly WarmRun[]): string[] {
  const checked = checkProblem(input);
  if (!checked.ok) return [];
  const complaints: string[] = [];
  for (const [name, runs] of [
    ['the empty plan', []],
    ['the warm start', warmStart],
  ] as const) {
    const judged = evaluatePlan(checked.problem, runs);
    if (judged.ok && isBetter(input, judged.plan, plan)) complaints.push(`is worse than ${name}`);
  }
  return complaints;
}

function isBetter(input: ProblemInput, a: SolverPlan, b: SolverPlan): boolean {
  const missing = (plan: SolverPlan): number => {
    const served = new Set(plan.runs.flatMap(({ stops }) => stops.flatMap(({ tasks }) => tasks)));
    return leftOutOf(input, (task) => served.has(task)).missing;
  };
  return missing(a) < missing(b) || (missing(a) === missing(b) && a.cost.total < b.cost.total);
}
