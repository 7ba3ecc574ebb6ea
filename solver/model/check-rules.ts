import { LARGEST, LARGEST_COST, LARGEST_LOAD } from './fault-list.js';
import type { FaultList } from './fault-list.js';
import { latestStarts, orderRules } from './freeze-rules.js';
import type { ProblemInput, TaskInput, VehicleInput } from './problem.js';

/** Checks what ties tasks together, and the rules of tasks and vehicles that plain problems do without. */
export function checkRules(input: ProblemInput, faults: FaultList): void {
  input.tasks.forEach((task, index) => checkTaskRules(input, task, `tasks[${index}]`, faults));
  input.vehicles.forEach((vehicle, index) => checkVehicleRules(input, vehicle, `vehicles[${index}]`, faults));
  const before = faults.list.length;
  const paired = checkPairs(input, faults);
  const together = checkSameRun(input, faults);
  checkAlternatives(input, paired, together, faults);
  checkPrecedences(input, faults);
  if (input.balance) {
    faults.whole('balance.longestDayCostPerSecond', input.balance.longestDayCostPerSecond, 0);
    faults.whole('balance.spreadCostPerSecond', input.balance.spreadCostPerSecond, 0);
  }
  // Only sound indexes can be followed round in circles.
  if (faults.list.length === before) checkCircles(input, faults);
}

function checkTaskRules(input: ProblemInput, task: TaskInput, path: string, faults: FaultList): void {
  const { lateness, preferred } = task;
  if (lateness) {
    faults.whole(`${path}.lateness.afterSeconds`, lateness.afterSeconds, -LARGEST);
    faults.whole(`${path}.lateness.costPerSecond`, lateness.costPerSecond, 0);
  }
  if (preferred) {
    faults.whole(`${path}.preferred.otherwiseCost`, preferred.otherwiseCost, 0, LARGEST_COST);
    preferred.vehicles.forEach((vehicle, index) =>
      faults.index(`${path}.preferred.vehicles[${index}]`, vehicle, input.vehicles.length, 'vehicles'),
    );
  }
  if (task.delivered) checkReachesNoSink(task, path, 'is delivered', faults);
}

/** A load that is set down on the way catches no departure and cannot spoil before the hub. */
function checkReachesNoSink(task: TaskInput, path: string, because: string, faults: FaultList): void {
  for (const name of ['ordersByClass', 'parcelsByClass'] as const) {
    if (task[name].some((count) => count !== 0))
      faults.add(`${path}.${name}`, `is not all zeros, but the task ${because}: its load reaches no sink`);
  }
  if (task.dueSeconds !== null)
    faults.add(`${path}.dueSeconds`, `is set, but the task ${because}: its load reaches no sink; give null`);
}

function checkVehicleRules(
  input: ProblemInput,
  { breaks = [], laden }: VehicleInput,
  path: string,
  faults: FaultList,
): void {
  breaks.forEach(({ window, seconds }, index) => {
    const at = `${path}.breaks[${index}]`;
    faults.window(`${at}.window`, window);
    faults.whole(`${at}.seconds`, seconds, 1);
    const before = breaks[index - 1]?.window;
    if (before && before[1] >= window[0])
      faults.add(`${at}.window`, `opens at ${window[0]}, not after the one before closes at ${before[1]}`);
  });
  latestStarts(breaks).forEach((latest, index) => {
    const { window, seconds } = breaks[index];
    if (latest >= window[0] || window[0] > window[1]) return;
    faults.add(
      `${path}.breaks[${index}].seconds`,
      `is ${seconds}: opened at ${window[0]} it would last past the latest start of the breaks behind it`,
    );
  });
  if (!laden) return;
  faults.index(`${path}.laden.profile`, laden.profile, input.travel.length, 'travel matrices');
  faults.length(`${path}.laden.fromLoad`, laden.fromLoad.length, input.dimensions, 'capacity dimensions');
  laden.fromLoad.forEach((amount, index) =>
    faults.whole(`${path}.laden.fromLoad[${index}]`, amount, 0, LARGEST_LOAD),
  );
}

/** Returns the tasks of pairs. */
function checkPairs({ pairs = [], tasks }: ProblemInput, faults: FaultList): Set<number> {
  const paired = new Set<number>();
  pairs.forEach(({ pickup, delivery, maxAboardSeconds }, index) => {
    const path = `pairs[${index}]`;
    if (maxAboardSeconds !== null) faults.whole(`${path}.maxAboardSeconds`, maxAboardSeconds, 0);
    if (pickup === delivery)
      faults.add(`${path}.delivery`, `is ${delivery}, the pickup itself; two tasks are expected`);
    for (const [name, member] of [
      ['pickup', pickup],
      ['delivery', delivery],
    ] as const) {
      faults.index(`${path}.${name}`, member, tasks.length, 'tasks');
      const task = tasks[member];
      if (!task) continue;
      if (paired.has(member) && pickup !== delivery)
        faults.add(`${path}.${name}`, `is ${member}, which is in an earlier pair; a task is in one at most`);
      paired.add(member);
      if (task.delivered)
        faults.add(`tasks[${member}].delivered`, `is true, but the task is in ${path}; leave it out`);
      checkReachesNoSink(task, `tasks[${member}]`, `is in ${path}`, faults);
    }
    if (tasks[delivery]?.load.some((amount) => amount !== 0))
      faults.add(
        `tasks[${delivery}].load`,
        `is not all zeros, but ${path} delivers the load of task ${pickup} there`,
      );
  });
  return paired;
}

/** Returns the tasks of same-run groups. */
function checkSameRun({ sameRun = [], tasks }: ProblemInput, faults: FaultList): Set<number> {
  sameRun.forEach((group, index) => {
    const path = `sameRun[${index}].tasks`;
    checkMembers(group.tasks, path, tasks.length, faults);
    if (group.tasks.length < 2)
      faults.add(path, `has ${group.tasks.length} entries; at least two tasks are expected`);
  });
  return new Set(sameRun.flatMap((group) => group.tasks));
}

function checkMembers(members: readonly number[], path: string, count: number, faults: FaultList): void {
  members.forEach((task, at) => {
    faults.index(`${path}[${at}]`, task, count, 'tasks');
    if (members.indexOf(task) < at) faults.add(`${path}[${at}]`, `is ${task}, which the group holds already`);
  });
}

function checkAlternatives(
  { alternatives = [], tasks }: ProblemInput,
  paired: ReadonlySet<number>,
  together: ReadonlySet<number>,
  faults: FaultList,
): void {
  const grouped = new Set<number>();
  alternatives.forEach((group, index) => {
    const path = `alternatives[${index}]`;
    if (group.penalty !== null) faults.whole(`${path}.penalty`, group.penalty, 0, LARGEST_COST);
    if (group.tasks.length === 0) faults.add(`${path}.tasks`, 'is empty; at least one task is expected');
    checkMembers(group.tasks, `${path}.tasks`, tasks.length, faults);
    group.tasks.forEach((task, at) => {
      const where = `${path}.tasks[${at}]`;
      if (grouped.has(task))
        faults.add(where, `is ${task}, which is in an earlier group; a task is in one at most`);
      if (paired.has(task))
        faults.add(where, `is ${task}, which is in a pair; alternatives are single tasks`);
      if (together.has(task))
        faults.add(where, `is ${task}, which is in a same-run group; alternatives are single tasks`);
    });
    for (const task of group.tasks) grouped.add(task);
  });
}

function checkPrecedences({ precedences = [], tasks }: ProblemInput, faults: FaultList): void {
  precedences.forEach(({ before, after }, index) => {
    faults.index(`precedences[${index}].before`, before, tasks.length, 'tasks');
    faults.index(`precedences[${index}].after`, after, tasks.length, 'tasks');
    if (before === after)
      faults.add(`precedences[${index}]`, `puts task ${before} before itself; two tasks are expected`);
  });
}

/** Pairs, ordered groups and precedences must leave an order: tasks that stand behind themselves are named. */
function checkCircles(input: ProblemInput, faults: FaultList): void {
  const later: number[][] = input.tasks.map(() => []);
  const waitsFor = input.tasks.map(() => 0);
  for (const [before, after] of orderRules(input)) {
    later[before].push(after);
    waitsFor[after]++;
  }
  const free = waitsFor.flatMap((count, task) => (count === 0 ? [task] : []));
  for (let at = 0; at < free.length; at++) {
    for (const task of later[free[at]]) if (--waitsFor[task] === 0) free.push(task);
  }
  if (free.length === input.tasks.length) return;
  const circle = findCircle(later, waitsFor);
  faults.add(
    (input.precedences?.length ?? 0) > 0 ? 'precedences' : 'sameRun',
    `put task ${circle.join(' before ')}, with pairs and ordered same-run groups: take one of these rules out`,
  );
}

/** Every task still waiting has one before it that waits too: going back must come round. */
function findCircle(later: readonly (readonly number[])[], waitsFor: readonly number[]): number[] {
  const back = new Map<number, number>();
  later.forEach((list, before) => {
    if (waitsFor[before] > 0) for (const after of list) back.set(after, before);
  });
  const seen: number[] = [];
  let task = waitsFor.findIndex((count) => count > 0);
  while (!seen.includes(task)) {
    seen.push(task);
    task = back.get(task) ?? task;
  }
  return [...seen.slice(seen.indexOf(task)), task].reverse();
}
