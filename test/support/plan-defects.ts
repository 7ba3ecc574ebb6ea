import { expect } from 'chai';
import { checkDayPlan, type MatrixFor } from './check-day-plan.js';
import { evenRoads, handMadeDay, handMadePlan, type Loose } from './hand-made-plan.js';

/** One thing wrong with the plan made by hand. */
export interface Defect {
  readonly what: string;
  /** Breaks the plan, or the day it is judged by. */
  readonly make: (plan: Loose, day: Loose) => void;
  /** What the checker must say, among whatever else follows from it. */
  readonly says: RegExp;
  readonly roads?: MatrixFor;
}

/** Runs of the plan made by hand. */
export const R1 = 0;
export const R2 = 1;

export const at = (clock: string): string => `2026-10-17T${clock.length === 5 ? `${clock}:00` : clock}+08:00`;
export const order = (day: Loose, id: string): Loose => day.orders.find((one: Loose) => one.id === id);
export const link = (plan: Loose, id: string): Loose => plan.chain.find((one: Loose) => one.order === id);

/** A test for each defect. */
export function catchEach(defects: readonly Defect[]): void {
  for (const { what, make, says, roads } of defects)
    it(`catches ${what}`, () => {
      const day = handMadeDay();
      const plan = handMadePlan();
      make(plan, day);
      expect(checkDayPlan(day, plan, roads ?? evenRoads).join('\n')).to.match(says);
    });
}
