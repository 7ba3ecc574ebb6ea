import type { Problem } from '../model/frozen-problem.js';

/** More than serving any one request can cost: one that must be served is worth any detour. */
export function mandatoryChargeOf(problem: Problem): number {
  let leg = 0;
  problem.durations.forEach((durations, profile) => {
    const distances = problem.distances[profile];
    for (let at = 0; at < durations.length; at++) leg = Math.max(leg, distances[at], durations[at]);
  });
  const largest = (values: Iterable<number>): number => {
    let most = 0;
    for (const value of values) if (value < Infinity && value > most) most = value;
    return most;
  };
  const rate = largest(problem.costPerMetre) + largest(problem.costPerSecond);
  const orders = largest(problem.taskClassOrders) * largest(problem.slotOrderCost);
  const timed =
    problem.longestDayCostPerSecond + problem.spreadCostPerSecond + largest(problem.lateCostPerSecond);
  const timedCost = timed > 0 ? timed * horizonOf(problem) : 0;
  const penalties =
    largest(problem.taskPenalty) + largest(problem.alternativePenalty) + largest(problem.otherwiseCost);
  return 20 * (4 * leg * rate + largest(problem.fixedCost) + orders + penalties + timedCost + 1);
}

/** Seconds from the first shift's opening to the last moment at which any vehicle is on its way. */
function horizonOf({ shiftOpenSeconds, shiftCloseSeconds }: Problem): number {
  const open = shiftOpenSeconds.reduce((least, one) => Math.min(least, one), Infinity);
  const close = shiftCloseSeconds.reduce((most, one) => Math.max(most, one), -Infinity);
  return Math.max(0, close - open);
}
