import type { ProblemInput } from '../../solver/model/problem.js';
import type { SolverPlan } from '../../solver/model/plan.js';
import { checkDepartures, checkSolverPlan } from './check-solver-plan.js';
import { walkDay } from './rich-clock.js';
import type { DayFigures } from './rich-clock.js';
import { at, checkCapacity, checkRunOrder } from './rich-run-rules.js';
import type { Say } from './rich-run-rules.js';

/**
 * Judges a solver plan from the raw problem by every rule of it, sharing no code with the solver.
 * Returns complaints in words; an empty list is a plan that can be driven as it is told, that keeps
 * every rule and costs what it says. Without rules beyond single tasks the stricter judge of the day
 * engine, which knows when each stop must be, has its say as well.
 */
export function checkRichPlan(input: ProblemInput, plan: SolverPlan): string[] {
  const complaints: string[] = [];
  const say: Say = (text) => complaints.push(text);
  checkCoverage(input, plan, say);
  const days: DayFigures[] = [];
  input.vehicles.forEach((vehicle, index) => {
    const runs = plan.runs.filter((run) => run.vehicle === index);
    runs.forEach((run, number) => {
      const where = `vehicle ${index} run ${number}`;
      const tasks = run.stops.flatMap((stop) => stop.tasks);
      checkRunOrder(input, index, tasks, where, say);
      checkCapacity(input, vehicle, tasks, where, say);
    });
    if (runs.length > 0) days.push(walkDay(input, index, runs, say));
  });
  const standing = plan.runs.map(({ vehicle }) => vehicle);
  if (standing.some((vehicle, index) => index > 0 && vehicle < at(standing, index - 1)))
    say('runs of one vehicle do not stand together');
  checkCost(input, plan, days, checkDepartures(input, plan, say), say);
  if (isPlain(input)) complaints.push(...checkSolverPlan(input, plan));
  return complaints;
}

/** Nothing but single tasks that are collected, and costs that look at one run. */
function isPlain(input: ProblemInput): boolean {
  const { tasks, vehicles, pairs, alternatives, balance } = input;
  return (
    !pairs?.length &&
    !alternatives?.length &&
    !balance &&
    !tasks.some(({ delivered, lateness, preferred }) => delivered ?? lateness ?? preferred) &&
    !vehicles.some(({ breaks, laden }) => breaks?.length ?? laden)
  );
}

/** Every task is in one run or told to be left out; not so the other members of a group that is served. */
function checkCoverage(input: ProblemInput, plan: SolverPlan, say: Say): void {
  const served = input.tasks.map(() => 0);
  const out = input.tasks.map(() => 0);
  const count = (times: number[], task: number): number => (times[task] = (times[task] ?? 0) + 1);
  plan.runs.forEach((run) => run.stops.forEach((stop) => stop.tasks.forEach((task) => count(served, task))));
  plan.leftOut.forEach(({ task }) => count(out, task));
  const excused = new Set<number>();
  for (const { tasks } of input.alternatives ?? []) {
    const chosen = tasks.filter((task) => at(served, task) > 0);
    if (chosen.length > 1) say(`alternatives ${chosen.join(', ')} are served together`);
    if (chosen.length > 0)
      tasks.filter((task) => !chosen.includes(task)).forEach((task) => excused.add(task));
  }
  served.forEach((times, task) => {
    const told = times + at(out, task);
    if (told !== (excused.has(task) ? 0 : 1)) say(`task ${task} is told ${told} times`);
  });
  const broken = (tasks: readonly number[]): boolean =>
    new Set(tasks.map((task) => at(served, task) > 0)).size > 1;
  for (const { pickup, delivery } of input.pairs ?? [])
    if (broken([pickup, delivery])) say(`half of the pair ${pickup}, ${delivery} is served`);
  for (const { tasks } of input.sameRun ?? [])
    if (broken(tasks)) say(`the same-run group ${tasks.join(', ')} is served in part`);
}

function checkCost(
  input: ProblemInput,
  plan: SolverPlan,
  days: readonly DayFigures[],
  hours: number,
  say: Say,
): void {
  const sum = (part: (day: DayFigures) => number): number =>
    days.reduce((total, day) => total + part(day), 0);
  const lengths = days.map((day) => day.lengthSeconds);
  const longest = Math.max(0, ...lengths);
  const spread = lengths.length > 0 ? longest - Math.min(...lengths) : 0;
  const { longestDayCostPerSecond = 0, spreadCostPerSecond = 0 } = input.balance ?? {};
  const cost = {
    fixed: sum((day) => day.fixed),
    distance: sum((day) => day.distance),
    time: sum((day) => day.time),
    hours,
    penalties: penaltiesOf(input, plan),
    lateness: sum((day) => day.lateness),
    preference: sum((day) => day.preference),
    balance: longest * longestDayCostPerSecond + spread * spreadCostPerSecond,
  };
  const total = Object.values(cost).reduce((all, part) => all + part, 0);
  const told = new Map(Object.entries(plan.cost));
  for (const [part, value] of Object.entries({ ...cost, total })) {
    if (Math.abs((told.get(part) ?? 0) - value) > 1e-6)
      say(`cost.${part} is told as ${told.get(part)}, it is ${value}`);
  }
}

function penaltiesOf(input: ProblemInput, plan: SolverPlan): number {
  const served = new Set(plan.runs.flatMap((run) => run.stops.flatMap((stop) => stop.tasks)));
  const groups = input.alternatives ?? [];
  const single = input.tasks.filter(
    (_, task) => !served.has(task) && !groups.some(({ tasks }) => tasks.includes(task)),
  );
  const open = groups.filter(({ tasks }) => !tasks.some((task) => served.has(task)));
  return [...single, ...open].reduce((sum, { penalty }) => sum + (penalty ?? 0), 0);
}
