import type { PlanRun, ProblemInput, SolverPlan, TaskInput } from '../../../solver/index.js';
import { evaluatePlan } from '../../../solver/index.js';
import { freeze, handMade, readPlan } from '../../support/hand-made-problem.js';
import type { HandMade } from '../../support/hand-made-problem.js';

type Rules = Pick<ProblemInput, 'pairs' | 'alternatives' | 'sameRun' | 'precedences' | 'balance'>;

/** A load that reaches no sink: part of a pair, or delivered. */
export const ON_THE_WAY = { ordersByClass: [0], parcelsByClass: [0] } as const;
export const PICKUP_HERE: Partial<TaskInput> = { ...ON_THE_WAY, load: [1] };
export const DELIVERY_HERE: Partial<TaskInput> = { ...ON_THE_WAY, load: [0] };

export const rich = (made: HandMade, rules: Rules = {}): ProblemInput => ({ ...handMade(made), ...rules });

/** A pair of tasks by their letters, such as 'ab'. */
export const pair = (letters: string, maxAboardSeconds: number | null = null) => ({
  pickup: letters.charCodeAt(0) - 97,
  delivery: letters.charCodeAt(1) - 97,
  maxAboardSeconds,
});

export function planOf(input: ProblemInput, text: string): SolverPlan {
  const judged = evaluatePlan(freeze(input), readPlan(text));
  if (!judged.ok) throw new Error(JSON.stringify(judged.violations));
  return judged.plan;
}

/** Broken rules, each with the letter of its task, such as `window b`; none reads as the empty list. */
export function faultsOf(input: ProblemInput, text: string): string[] {
  const judged = evaluatePlan(freeze(input), readPlan(text));
  if (judged.ok) return [];
  return judged.violations.map(({ code, task }) =>
    task === null ? code : `${code} ${String.fromCharCode(97 + task)}`,
  );
}

export function runOf(input: ProblemInput, text: string, index = 0): PlanRun {
  const run = planOf(input, text).runs[index];
  if (!run) throw new Error(`no run ${index}`);
  return run;
}
