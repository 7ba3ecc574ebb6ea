import type { ProblemInput, WarmRun } from '../../solver/index.js';
import type { Draws } from './rich-recipe.js';

/** A list shuffled by draws. */
export function shuffled<T>(list: readonly T[], draws: Draws): T[] {
  return list
    .map((item, index) => ({ item, key: draws.of(index).int('shuffle', 0, 1_000_000) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/**
 * Random runs that keep what belongs together: pairs and same-run groups whole and in order, one of a
 * group of alternatives at most, permitted vehicles and sinks. Whether they can be driven is open.
 */
export function likelyRuns(input: ProblemInput, draws: Draws): WarmRun[] {
  const runs: { vehicle: number; sink: number; tasks: number[] }[] = [];
  for (const [vehicle, { sinks, maxRuns }] of input.vehicles.entries()) {
    const own = draws.of('runs', vehicle);
    const count = sinks.length === 0 ? 0 : own.int('count', 0, Math.min(3, maxRuns ?? 3));
    for (let run = 0; run < count; run++)
      runs.push({ vehicle, sink: own.of(run).pick('sink', sinks), tasks: [] });
  }
  for (const [index, tasks] of bundles(input, draws).entries()) {
    const own = draws.of('bundle', index);
    const may = runs.filter(({ vehicle }) =>
      tasks.every((task) => input.tasks[task]?.vehicles?.includes(vehicle) !== false),
    );
    if (may.length === 0 || own.chance('left out', 25)) continue;
    const run = own.pick('run', may);
    let place = 0;
    for (const task of tasks) {
      place = own.of(task).int('place', place, run.tasks.length);
      run.tasks.splice(place++, 0, task);
    }
  }
  return runs;
}

/** Tasks that come together, each bundle in an order that its rules permit; of alternatives one is drawn. */
function bundles(input: ProblemInput, draws: Draws): number[][] {
  const bundleOf = input.tasks.map((_, task) => [task]);
  const join = (tasks: readonly number[]): void => {
    const joined = [...new Set(tasks.flatMap((task) => bundleOf[task] ?? []))];
    for (const task of joined) bundleOf[task] = joined;
  };
  for (const { tasks } of input.sameRun ?? []) join(tasks);
  for (const { pickup, delivery } of input.pairs ?? []) join([pickup, delivery]);
  const dropped = (input.alternatives ?? []).flatMap(({ tasks }, group) => {
    const kept = draws.of('alternatives', group).pick('member', tasks);
    return tasks.filter((task) => task !== kept);
  });
  const firsts = [...new Set(bundleOf)].filter((bundle) => !bundle.some((task) => dropped.includes(task)));
  // Random problems order tasks by rising index only.
  return shuffled(firsts, draws).map((bundle) => [...bundle].sort((a, b) => a - b));
}

/** Runs that need keep no rule at all, unknown indexes among them: for warm starts that are nonsense. */
export function nonsenseRuns(input: ProblemInput, draws: Draws): WarmRun[] {
  const { tasks, vehicles, sinks } = input;
  const stray = draws.chance('strays', 30) ? 1 : 0;
  return Array.from({ length: draws.int('runs', 1, 6) }, (_, run) => ({
    vehicle: draws.of(run).int('vehicle', -stray, vehicles.length - 1 + stray),
    sink: draws.of(run).int('sink', -stray, sinks.length - 1 + stray),
    tasks: Array.from({ length: draws.of(run).int('tasks', 0, 2 * tasks.length) }, (__, at) =>
      draws.of(run, at).int('task', -stray, tasks.length - 1 + stray),
    ),
  }));
}
