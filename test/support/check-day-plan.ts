/**
 * The judge of a day's plan. It reads the raw day and the printed plan and nothing else: no code of
 * the planner, the reader or the solver. Every planning test ends here.
 */
import { checkChains } from './day-plan/check-chain.js';
import type { Check, CheckMatrix, RoadPoint } from './day-plan/check-context.js';
import { checkFigures } from './day-plan/check-figures.js';
import { checkLabels } from './day-plan/check-labels.js';
import { checkPartition } from './day-plan/check-partition.js';
import { checkVehicles } from './day-plan/check-vehicles.js';
import { readPlan } from './day-plan/plan-document.js';
import { readRawDay } from './day-plan/raw-day.js';

export type { CheckMatrix, RoadPoint } from './day-plan/check-context.js';

/** Violations told before the rest is only counted: one mistake can break every order. */
const MOST_TOLD = 200;

/** Roads of a profile between points (WGS-84; hub first, then outlets, then sites at their stop points). */
export type MatrixFor = (profile: string, points: readonly RoadPoint[]) => CheckMatrix;

/** What is wrong with a plan of a day, a sentence each; empty where it can be driven as printed. */
export function checkDayPlan(rawDayDocument: unknown, plan: unknown, matrixFor: MatrixFor): string[] {
  const violations: string[] = [];
  let count = 0;
  const say = (violation: string): void => {
    count += 1;
    if (violations.length < MOST_TOLD) violations.push(violation);
  };
  const check = checkOf(rawDayDocument, plan, matrixFor, say);
  if (check) {
    checkPartition(check);
    checkVehicles(check);
    checkChains(check);
    checkLabels(check);
    checkFigures(check);
  }
  return count > violations.length
    ? [...violations, `${count - violations.length} more violations`]
    : violations;
}

/** The points in the order in which `matrixFor` will be asked for them. */
export const pointsOfDay = (rawDayDocument: unknown): RoadPoint[] =>
  [...readRawDay(rawDayDocument).places.values()].map(({ point }) => point);

function checkOf(
  rawDayDocument: unknown,
  document: unknown,
  matrixFor: MatrixFor,
  say: (violation: string) => void,
): Check | null {
  const plan = readPlan(document, say);
  if (!plan) return null;
  const day = readRawDay(rawDayDocument);
  const points = [...day.places.values()].map(({ point }) => point);
  const matrices = new Map<string, CheckMatrix>();
  const matrixOf = (profile: string): CheckMatrix => {
    let matrix = matrices.get(profile);
    if (!matrix) matrices.set(profile, (matrix = matrixFor(profile, points)));
    return matrix;
  };
  const collection = new Map(
    plan.runs.flatMap((run) =>
      run.stops.flatMap((stop) => stop.orders.map((order) => [order, { run, stop }] as const)),
    ),
  );
  const runs = new Map(plan.runs.map((run) => [run.id, run]));
  const links = new Map(plan.chain.map((link) => [link.order, link]));
  return { day, plan, say, matrixOf, runs, links, collection };
}
