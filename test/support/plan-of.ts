import { expect } from 'chai';
import type { DayInput } from '../../src/domain/day.js';
import { planSchema, type Plan } from '../../src/domain/plan.js';
import { readDay } from '../../src/intake/read-day.js';
import { planDay } from '../../src/planning/plan-day.js';
import { conditionsOf } from '../../src/planning/road-conditions.js';
import type { PlanProgress } from '../../src/planning/plan-options.js';
import type { RoadMatrix, RoadSource } from '../../src/roads/road-source.js';
import { checkDayPlan, pointsOfDay } from './check-day-plan.js';
import { planeRoads } from './plane-roads.js';

export interface PlanOf {
  readonly roads?: RoadSource;
  readonly iterations?: number;
  readonly seed?: number;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PlanProgress) => void;
}

/** Plans a raw day and has the independent checker and the plan's own schema judge it. */
export async function planOf(raw: DayInput, options: PlanOf = {}): Promise<Plan> {
  const roads = options.roads ?? planeRoads();
  const reading = readDay(raw);
  if (!reading.ok) throw new Error(`the day is refused: ${JSON.stringify(reading.faults)}`);
  const plan = await planDay({
    id: 'test',
    createdAt: '2026-10-17T06:00:00Z',
    day: reading.day,
    setAside: reading.setAside,
    roads,
    options: {
      timeSeconds: 60,
      threads: options.threads ?? 1,
      seed: options.seed ?? 1,
      iterations: options.iterations ?? 1500,
    },
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  expect(planSchema.safeParse(plan).error?.issues ?? []).to.deep.equal([]);
  expect(await violationsOf(raw, plan, roads)).to.deep.equal([]);
  return plan;
}

/** What the independent checker says of a plan, over the same roads. */
export async function violationsOf(raw: DayInput, plan: Plan, roads: RoadSource): Promise<string[]> {
  const points = pointsOfDay(raw);
  const reading = readDay(raw);
  const conditions = reading.ok ? conditionsOf(reading.day) : {};
  const matrices = new Map<string, RoadMatrix>();
  for (const profile of new Set(raw.vehicles.map((vehicle) => vehicle.profile)))
    matrices.set(
      profile,
      await roads.matrix({
        profile,
        points,
        maxSnapMetres: raw.roads?.maxSnapMetres ?? 2000,
        ...conditions,
      }),
    );
  return checkDayPlan(raw, plan, (profile) => matrices.get(profile)!);
}

/** Codes of the orders left behind, with how many of each. */
export function leftBehind(plan: Plan): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of plan.unassigned) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
