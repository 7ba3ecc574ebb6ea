import { evaluatePlan } from '../../solver/index.js';
import type { Problem, WarmRun } from '../../solver/index.js';
import { nearTasks } from '../../solver/kernel/near.js';
import { Insertion } from '../../solver/kernel/insertion.js';
import { loadPlan } from '../../solver/kernel/load-plan.js';
import { plainProblem } from '../../solver/kernel/plain-problem.js';
import type { PlainProblem } from '../../solver/kernel/plain-problem.js';
import { HEAD, LATEST, LEAVE, LEG, NEXT, PREV, ROW } from '../../solver/kernel/node-record.js';
import { Routes } from '../../solver/kernel/routes.js';
import { Random } from '../../solver/search/random.js';
import { plainInput } from './plain-problem-random.js';
import type { PlainRecipe } from './plain-problem-random.js';
import { frozen } from './rich-brute-force.js';
import { shuffled } from './rich-plans.js';
import { Draws } from './rich-recipe.js';

/** A plan as the kernel holds it while it searches. */
export interface KernelState {
  readonly plain: PlainProblem;
  readonly routes: Routes;
  readonly insertion: Insertion;
  readonly random: Random;
  readonly draws: Draws;
}

/** The problem of a recipe in the kernel's form. */
export function plainOf(recipe: PlainRecipe): PlainProblem {
  const plain = plainProblem(frozen(plainInput(recipe)));
  if (!plain) throw new Error(`The kernel refuses the problem of ${JSON.stringify(recipe)}.`);
  return plain;
}

/** Routes that hold random runs as far as these can be driven; the other tasks are absent. */
export function randomState(recipe: PlainRecipe): KernelState {
  const plain = plainOf(recipe);
  const draws = new Draws(recipe.seed).of('state');
  const routes = new Routes(plain);
  // Whole and different for each task, so that sums are exact and a mixed-up one shows.
  routes.setAbsentCharge((task) => 1000 + task * task);
  loadPlan(routes, randomRuns(plain, draws));
  const random = new Random(recipe.seed);
  const insertion = new Insertion(routes, nearTasks(plain, plain.n - 1), random);
  return { plain, routes, insertion, random, draws };
}

/** Random runs of all tasks over vehicles in use; most can be driven, or nearly. */
export function randomRuns({ problem, n }: PlainProblem, draws: Draws): WarmRun[] {
  const order = shuffled(
    Array.from({ length: n }, (_, task) => task),
    draws,
  );
  const runs: { vehicle: number; sink: number; tasks: number[] }[] = [];
  for (const [place, task] of order.entries()) {
    const own = draws.of('run', place);
    if (runs.length === 0 || own.chance('new', 40)) {
      const vehicle = own.int('vehicle', 0, problem.vehicleCount - 1);
      const sink = problem.input.vehicles[vehicle]?.sinks[0] ?? 0;
      runs.push({ vehicle, sink, tasks: [task] });
    } else own.pick('which', runs).tasks.push(task);
  }
  return runs;
}

/** Tasks of each run of a slot's day, read from the rings. */
export function dayOf({ nodes, n }: Routes, slot: number): number[][] {
  const start = n + slot;
  const day: number[][] = [[]];
  for (let node = at(nodes, start * 8 + NEXT); node !== start; node = at(nodes, node * 8 + NEXT)) {
    if (node < n) day[day.length - 1]?.push(node);
    else day.push([]);
  }
  return day;
}

/** Slots in use with their types and the tasks of their runs. */
export function daysOf(routes: Routes): { slot: number; type: number; day: number[][] }[] {
  const days = [];
  for (let slot = 0; slot < routes.slots; slot++)
    if (routes.isInUse(slot)) days.push({ slot, type: at(routes.typeOf, slot), day: dayOf(routes, slot) });
  return days;
}

/** Days as runs of vehicles: the first of each type that are free; null where a type has too few. */
export function runsOfDays(
  { types }: PlainProblem,
  days: readonly { readonly type: number; readonly day: readonly (readonly number[])[] }[],
): WarmRun[] | null {
  const free = types.map(({ vehicles }) => [...vehicles]);
  const runs: WarmRun[] = [];
  for (const { type, day } of days) {
    const vehicle = free[type]?.shift();
    if (vehicle === undefined) return null;
    for (const tasks of day) runs.push({ vehicle, sink: types[type]?.sink ?? -1, tasks });
  }
  return runs;
}

/** The plan's cost without penalties, by the one exact evaluation; null where it cannot be driven. */
export function costOfDays(plain: PlainProblem, days: Parameters<typeof runsOfDays>[1]): number | null {
  const runs = runsOfDays(plain, days);
  return runs === null ? null : drivenCost(plain.problem, runs);
}

export function drivenCost(problem: Problem, runs: readonly WarmRun[]): number | null {
  const judged = evaluatePlan(problem, runs);
  return judged.ok ? judged.plan.cost.total - judged.plan.cost.penalties : null;
}

/**
 * All that the routes know of a plan, by what stands where and not by node numbers: a reload has no
 * name of its own. Functions of the run's beginning are told only where the problem uses them.
 */
export function dump(routes: Routes): unknown {
  const { n, nodes, plain } = routes;
  const { timed, released, dutyLimited, dimensions } = plain;
  const days = daysOf(routes).map(({ slot, type }) => {
    const start = n + slot;
    const limited = at(routes.runsOf, slot) === 1;
    const told: unknown[] = [];
    let node = start;
    do {
      const number = (field: number): number => at(nodes, node * 8 + field);
      const head = number(HEAD);
      told.push({
        is: node < n ? node : node === start ? 'start' : 'reload',
        head: node < n ? (head === start ? 'start' : 'reload') : head === node,
        row: number(ROW),
        leg: number(LEG),
        // The last of a node's eight numbers.
        eighth: number(7),
        linked: at(nodes, number(NEXT) * 8 + PREV) === node,
        ...(timed ? { leave: number(LEAVE), latest: number(LATEST) } : {}),
        ...(timed && (released || dutyLimited)
          ? {
              head: [routes.times.headA, routes.times.headB, routes.times.headL].map((list) =>
                at(list, node),
              ),
            }
          : {}),
        ...(timed && dutyLimited && limited
          ? { end: [at(routes.times.endA, node), at(routes.times.endB, node)] }
          : {}),
        ...(node < n
          ? {}
          : {
              slot: at(routes.slotOf, node),
              unit: at(routes.metreCost, node),
              room: [...routes.room.subarray(node * dimensions, (node + 1) * dimensions)],
              ...(timed
                ? { ready: at(routes.times.ready, node), by: at(routes.times.latestLeave, node) }
                : {}),
              ...(timed && released ? { release: at(routes.times.releaseOf, node) } : {}),
            }),
      });
      node = number(NEXT);
    } while (node !== start);
    const of = (list: ArrayLike<number>): number => at(list, slot);
    const { tasksOf, runsOf, metresOf, costOf } = routes;
    return { slot, type, told, sums: [of(tasksOf), of(runsOf), of(metresOf), of(costOf)] };
  });
  return {
    days,
    used: [...routes.used],
    slots: [...routes.slotList.subarray(0, routes.usedSlots)].sort((a, b) => a - b),
    absent: [...routes.absent.subarray(0, routes.absentCount)].sort((a, b) => a - b),
    sums: [routes.travelCost, routes.absentCost],
  };
}

/** The entry of a list that must be there. */
export function at(list: ArrayLike<number>, index: number): number {
  const value = list[index];
  if (value === undefined) throw new Error(`No entry ${index} in a list of ${list.length}.`);
  return value;
}
