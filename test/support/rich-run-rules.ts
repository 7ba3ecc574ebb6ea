import type { ProblemInput, TaskInput, VehicleInput } from '../../solver/model/problem.js';

export type Say = (text: string) => number;

export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`No entry ${index} in a list of ${list.length}.`);
  return value;
}

/** The rules of a run that its order of tasks alone decides: who may serve what, and what comes first. */
export function checkRunOrder(
  input: ProblemInput,
  vehicle: number,
  tasks: readonly number[],
  where: string,
  say: Say,
): void {
  const place = (task: number): number => tasks.indexOf(task);
  for (const task of tasks) {
    const permitted = at(input.tasks, task).vehicles;
    if (permitted?.includes(vehicle) === false) say(`${where}: task ${task} forbids the vehicle`);
  }
  for (const { pickup, delivery } of input.pairs ?? []) {
    if (place(pickup) < 0 !== place(delivery) < 0)
      say(`${where}: holds half of the pair ${pickup}, ${delivery}`);
    else if (place(pickup) > place(delivery)) say(`${where}: delivers ${delivery} before ${pickup}`);
  }
  for (const group of input.sameRun ?? []) {
    const held = group.tasks.filter((task) => place(task) >= 0);
    if (held.length > 0 && held.length < group.tasks.length)
      say(`${where}: holds only ${held.join(', ')} of ${group.tasks.join(', ')}`);
    const inOrder = held.every((task, index) => index === 0 || place(at(held, index - 1)) < place(task));
    if (group.ordered && !inOrder) say(`${where}: serves ${group.tasks.join(', ')} out of order`);
  }
  for (const { before, after } of input.precedences ?? []) {
    if (place(before) >= 0 && place(after) >= 0 && place(before) > place(after))
      say(`${where}: serves ${after} before ${before}`);
  }
  checkVehicleOrder(input, at(input.vehicles, vehicle), tasks, where, say);
}

function checkVehicleOrder(
  input: ProblemInput,
  vehicle: VehicleInput,
  tasks: readonly number[],
  where: string,
  say: Say,
): void {
  const delivered = (task: number): boolean => at(input.tasks, task).delivered === true;
  const late = tasks.find(
    (task, index) => delivered(task) && tasks.slice(0, index).some((t) => !delivered(t)),
  );
  if (vehicle.deliveriesFirst && late !== undefined) say(`${where}: delivers ${late} after another task`);
  if (!vehicle.lifo) return;
  const aboard: number[] = [];
  for (const task of tasks) {
    const pair = (input.pairs ?? []).find(({ pickup, delivery }) => pickup === task || delivery === task);
    if (pair?.pickup === task) aboard.push(pair.delivery);
    else if (pair && aboard.pop() !== task) say(`${where}: delivers ${task}, which was not loaded last`);
  }
}

/**
 * What is aboard by dimension on every leg of a run, the leg to the sink last. Delivered loads are aboard
 * from the start, a pickup's load up to its delivery, all others from their task to the sink.
 */
export function loadsAboard(input: ProblemInput, tasks: readonly number[]): number[][] {
  const dimensions = Array.from({ length: input.dimensions }, (_, d) => d);
  const load = (task: TaskInput): readonly number[] => task.load;
  const now = dimensions.map((d) =>
    tasks
      .map((task) => at(input.tasks, task))
      .reduce((sum, t) => sum + (t.delivered ? at(load(t), d) : 0), 0),
  );
  const legs = [[...now]];
  for (const index of tasks) {
    const task = at(input.tasks, index);
    const pair = (input.pairs ?? []).find(({ delivery }) => delivery === index);
    const change = pair ? at(input.tasks, pair.pickup) : task;
    const sign = pair || task.delivered ? -1 : 1;
    dimensions.forEach((d) => (now[d] = at(now, d) + sign * at(change.load, d)));
    legs.push([...now]);
  }
  return legs;
}

export function checkCapacity(
  input: ProblemInput,
  vehicle: VehicleInput,
  tasks: readonly number[],
  where: string,
  say: Say,
): void {
  loadsAboard(input, tasks).forEach((aboard, leg) => {
    aboard.forEach((amount, d) => {
      if (amount > at(vehicle.capacity, d)) say(`${where}: ${amount} of dimension ${d} aboard on leg ${leg}`);
    });
  });
}

/** The travel profile of a leg with so much aboard. */
export function legProfile(vehicle: VehicleInput, aboard: readonly number[]): number {
  const { laden, profile } = vehicle;
  if (!laden) return profile;
  return aboard.some((amount, d) => amount >= at(laden.fromLoad, d)) ? laden.profile : profile;
}
