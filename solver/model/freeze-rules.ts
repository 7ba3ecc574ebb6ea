import { bundlesOf } from './bundles.js';
import { NEVER } from './frozen-problem.js';
import { DELIVERY, NO_PAIR, PICKUP } from './frozen-rules.js';
import type { ProblemRules } from './frozen-rules.js';
import type { BreakInput, PairInput, ProblemInput } from './problem.js';

/** The part of a frozen problem that plain problems leave empty. */
export function freezeRules(input: ProblemInput): ProblemRules {
  const pairs = input.pairs ?? [];
  const balance = input.balance;
  const rules = {
    ...freezeTaskRules(input),
    ...freezePairs(pairs, input.tasks.length),
    ...freezeAlternatives(input),
    ...freezeSameRun(input),
    ...bundlesOf(input),
    ...freezeOrders(input),
    ...freezeVehicleRules(input),
    longestDayCostPerSecond: balance?.longestDayCostPerSecond ?? 0,
    spreadCostPerSecond: balance?.spreadCostPerSecond ?? 0,
  };
  const { taskDelivered, vehicleKnows, pairCount } = rules;
  const mixed = taskDelivered.includes(1) && taskDelivered.includes(0);
  const flags = {
    hasCouplings: rules.alternativeCount > 0 || rules.sameRunCount > 0 || rules.earlierTask.length > 0,
    hasLoadOrder: pairCount > 0 || mixed,
    hasAboardLimits: rules.pairMaxAboardSeconds.some((seconds) => seconds < NEVER),
    hasLateness: rules.lateCostPerSecond.some((cost) => cost > 0),
    hasPreferences: vehicleKnows.length > 0,
    hasBreaks: rules.breakSeconds.length > 0,
    hasLaden: rules.ladenProfile.some((profile) => profile >= 0),
    hasBalance: rules.longestDayCostPerSecond > 0 || rules.spreadCostPerSecond > 0,
  };
  return { ...rules, ...flags, plainTasks: !Object.values(flags).includes(true) };
}

/** Start of each list when the lists are stored one after another, and the total behind the last. */
export function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  lengths.forEach((length, index) => (starts[index + 1] = starts[index] + length));
  return starts;
}

function freezeTaskRules({ tasks, vehicles }: ProblemInput) {
  const taskCount = tasks.length;
  const costs = tasks.map((task) => task.preferred?.otherwiseCost ?? 0);
  const preferences = costs.some((cost) => cost > 0);
  const vehicleKnows = new Uint8Array(preferences ? vehicles.length * taskCount : 0);
  if (preferences) {
    tasks.forEach(({ preferred }, task) => {
      for (const vehicle of preferred?.vehicles ?? vehicles.keys())
        vehicleKnows[vehicle * taskCount + task] = 1;
    });
  }
  const late = tasks.map(({ lateness }) => (lateness && lateness.costPerSecond > 0 ? lateness : null));
  return {
    taskDelivered: Uint8Array.from(tasks, (task) => (task.delivered ? 1 : 0)),
    lateAfterSeconds: Int32Array.from(late, (lateness) => lateness?.afterSeconds ?? NEVER),
    lateCostPerSecond: Float64Array.from(late, (lateness) => lateness?.costPerSecond ?? 0),
    otherwiseCost: Float64Array.from(costs),
    vehicleKnows,
  };
}

function freezePairs(pairs: readonly PairInput[], taskCount: number) {
  const taskPair = new Int32Array(taskCount).fill(-1);
  const taskPairMate = new Int32Array(taskCount).fill(-1);
  const taskPairRole = new Uint8Array(taskCount).fill(NO_PAIR);
  pairs.forEach(({ pickup, delivery }, pair) => {
    taskPair[pickup] = taskPair[delivery] = pair;
    taskPairMate[pickup] = delivery;
    taskPairMate[delivery] = pickup;
    taskPairRole[pickup] = PICKUP;
    taskPairRole[delivery] = DELIVERY;
  });
  return {
    pairCount: pairs.length,
    pairPickup: Int32Array.from(pairs, ({ pickup }) => pickup),
    pairDelivery: Int32Array.from(pairs, ({ delivery }) => delivery),
    pairMaxAboardSeconds: Int32Array.from(pairs, ({ maxAboardSeconds }) => maxAboardSeconds ?? NEVER),
    taskPair,
    taskPairMate,
    taskPairRole,
  };
}

function freezeAlternatives({ alternatives = [], tasks }: ProblemInput) {
  const taskAlternative = new Int32Array(tasks.length).fill(-1);
  alternatives.forEach((group, index) => {
    for (const task of group.tasks) taskAlternative[task] = index;
  });
  return {
    alternativeCount: alternatives.length,
    alternativeStart: startsOf(alternatives.map((group) => group.tasks.length)),
    alternativeTask: Int32Array.from(alternatives.flatMap((group) => group.tasks)),
    alternativePenalty: Float64Array.from(alternatives, ({ penalty }) => penalty ?? 0),
    alternativeMandatory: Uint8Array.from(alternatives, ({ penalty }) => (penalty === null ? 1 : 0)),
    taskAlternative,
  };
}

function freezeSameRun({ sameRun = [] }: ProblemInput) {
  return {
    sameRunCount: sameRun.length,
    sameRunStart: startsOf(sameRun.map((group) => group.tasks.length)),
    sameRunTask: Int32Array.from(sameRun.flatMap((group) => group.tasks)),
    sameRunOrdered: Uint8Array.from(sameRun, ({ ordered }) => (ordered ? 1 : 0)),
  };
}

/** Every rule of the form "where one run serves both, this one first": [before, after]. */
export function orderRules({ pairs = [], sameRun = [], precedences = [] }: ProblemInput): [number, number][] {
  const rules: [number, number][] = pairs.map(({ pickup, delivery }) => [pickup, delivery]);
  for (const { tasks, ordered } of sameRun) {
    if (ordered) for (let at = 1; at < tasks.length; at++) rules.push([tasks[at - 1], tasks[at]]);
  }
  for (const { before, after } of precedences) rules.push([before, after]);
  return rules;
}

function freezeOrders(input: ProblemInput) {
  const earlier: number[][] = input.tasks.map(() => []);
  const later: number[][] = input.tasks.map(() => []);
  for (const [before, after] of orderRules(input)) {
    earlier[after].push(before);
    later[before].push(after);
  }
  return {
    earlierStart: startsOf(earlier.map((list) => list.length)),
    earlierTask: Int32Array.from(earlier.flat()),
    laterStart: startsOf(later.map((list) => list.length)),
    laterTask: Int32Array.from(later.flat()),
  };
}

/** Latest starts of a day's breaks that leave the later ones their time. */
export function latestStarts(breaks: readonly BreakInput[]): number[] {
  const latest: number[] = [];
  for (let at = breaks.length - 1; at >= 0; at--) {
    const { window, seconds } = breaks[at];
    latest.unshift(Math.min(window[1], (latest[0] ?? NEVER) - seconds));
  }
  return latest;
}

function freezeVehicleRules({ vehicles, dimensions }: ProblemInput) {
  const breaks = vehicles.map((vehicle) => vehicle.breaks ?? []);
  const all = breaks.flat();
  const nothing = Array.from({ length: dimensions }, () => 0);
  return {
    vehicleBreakStart: startsOf(breaks.map((list) => list.length)),
    breakOpenSeconds: Int32Array.from(all, ({ window }) => window[0]),
    breakCloseSeconds: Int32Array.from(breaks.flatMap(latestStarts)),
    breakSeconds: Int32Array.from(all, ({ seconds }) => seconds),
    ladenProfile: Int32Array.from(vehicles, ({ laden }) => laden?.profile ?? -1),
    ladenFrom: Float64Array.from(vehicles.flatMap(({ laden }) => laden?.fromLoad ?? nothing)),
    lifo: Uint8Array.from(vehicles, ({ lifo }) => (lifo ? 1 : 0)),
    deliveriesFirst: Uint8Array.from(vehicles, ({ deliveriesFirst }) => (deliveriesFirst ? 1 : 0)),
  };
}
