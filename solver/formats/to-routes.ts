import type { SolverPlan } from '../model/plan.js';
import type { Instance } from './instance.js';
import { ROUND, type Rounding } from './rounding.js';

/** A plan as .sol files tell it. */
export interface InstanceRoutes {
  /** Location numbers of each vehicle's day; a depot within is a reload. */
  readonly routes: readonly (readonly number[])[];
  /** By route: its vehicle, from 0. */
  readonly vehicles: readonly number[];
  /** In the instance's rounded unit, prizes of clients left out included. */
  readonly cost: number;
  /** Every client that must be visited is. */
  readonly feasible: boolean;
}

/** Writes a plan of {@link instanceProblem} as routes and adds their cost up anew. */
export const instanceRoutes = (instance: Instance, plan: SolverPlan, rounding: Rounding): InstanceRoutes => {
  const days = new Map<number, number[]>();
  for (const run of plan.runs) {
    const stops = run.stops.flatMap(({ tasks }) => tasks.map((task) => instance.depots + task));
    const day = days.get(run.vehicle);
    if (day === undefined) days.set(run.vehicle, stops);
    else day.push(instance.vehicles[run.vehicle].depot, ...stops);
  }
  const routes = [...days.values()];
  const vehicles = [...days.keys()];
  const feasible = plan.leftOut.every(({ task }) => (instance.prize?.[instance.depots + task] ?? 0) > 0);
  return { routes, vehicles, cost: routesCost(instance, routes, vehicles, rounding), feasible };
};

/**
 * Cost of routes in the instance's rounded unit: fixed costs, distances at each vehicle's unit cost, and the prizes
 * of clients that no route visits.
 */
export const routesCost = (
  instance: Instance,
  routes: readonly (readonly number[])[],
  vehicles: readonly number[],
  rounding: Rounding,
): number => {
  const round = ROUND[rounding];
  const visited = new Set(routes.flat());
  let cost = 0;
  routes.forEach((route, i) => {
    if (route.length === 0) return;
    const { fixedCost, unitCost, depot } = instance.vehicles[vehicles[i]];
    let metres = 0;
    let from = depot;
    for (const to of [...route, depot]) {
      metres += distance(instance, from, to, round);
      from = to;
    }
    cost += round(fixedCost) + unitCost * metres;
  });
  instance.prize?.forEach((prize, location) => {
    if (location >= instance.depots && !visited.has(location)) cost += round(prize);
  });
  return cost;
};

const distance = (
  { coordinates, distances, locations }: Instance,
  from: number,
  to: number,
  round: (value: number) => number,
): number => {
  if (from === to) return 0;
  if (coordinates === null) return round(distances![from * locations + to]);
  const [a, b] = [coordinates[from], coordinates[to]];
  return round(Math.hypot(a[0] - b[0], a[1] - b[1]));
};
