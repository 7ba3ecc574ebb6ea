import type { Plan } from '../domain/plan.js';
import type { PlanDigest } from '../storage/store.js';

/** The figures of a plan that lists show, so that listing parses no plans. */
export function digestOf(plan: Plan): PlanDigest {
  const { orders, planned, unassigned, runs, vehiclesUsed, km } = plan.summary;
  const { ship, collect, sign } = plan.gains;
  return {
    orders,
    planned,
    unassigned,
    runs,
    vehiclesUsed,
    km,
    cost: plan.cost,
    gap: plan.gap,
    gains: { ship: ship.gain, collect: collect.gain, sign: sign.gain },
  };
}
