import { expect } from 'chai';
import fc from 'fast-check';
import { BestPlan } from '../../../solver/kernel/best-plan.js';
import { Logbook } from '../../../solver/kernel/logbook.js';
import { at, daysOf, drivenCost, randomState } from '../../support/plain-problem-plan.js';
import type { KernelState } from '../../support/plain-problem-plan.js';
import { plainRecipes } from '../../support/plain-problem-random.js';

/** Takes some tasks out of some days, puts absent ones in, and tells the slots that changed. */
function shuffle({ routes, insertion, draws }: KernelState, logbook: Logbook, round: number): number[] {
  logbook.open();
  const own = draws.of('round', round);
  for (const { slot, day } of daysOf(routes)) {
    if (!own.of(slot).chance('touch', 50)) continue;
    logbook.note(slot);
    for (const task of day.flat()) if (own.of(task).chance('out', 50)) routes.unlink(task);
  }
  if (!logbook.refreshAll()) {
    logbook.takeBack();
    return [...logbook.slots.subarray(0, logbook.count)];
  }
  for (const task of [...routes.absent.subarray(0, routes.absentCount)]) {
    if (!own.of(task).chance('in', 70) || !insertion.find(task, Infinity, Infinity, true)) continue;
    const slot = insertion.slotToChange();
    logbook.note(slot >= 0 ? slot : at(routes.slotList, routes.usedSlots));
    insertion.apply(task);
  }
  return [...logbook.slots.subarray(0, logbook.count)];
}

/** Runs as text, whichever vehicle of a type drives them. */
function read({ plain }: KernelState, runs: ReturnType<BestPlan['runs']>): string[] {
  const typeOf = (vehicle: number): number =>
    plain.types.findIndex(({ vehicles }) => vehicles.includes(vehicle));
  const days = new Map<number, string>();
  for (const { vehicle, tasks } of runs)
    days.set(vehicle, `${days.get(vehicle) ?? `type ${typeOf(vehicle)}:`} [${tasks.join(' ')}]`);
  return [...days.values()].sort();
}

const standing = ({ routes }: KernelState): string[] =>
  daysOf(routes)
    .map(({ type, day }) => `type ${type}: ${day.map((tasks) => `[${tasks.join(' ')}]`).join(' ')}`)
    .sort();

describe('the best plan', () => {
  it('is the plan that stood when it was taken, though only changed days are copied', () => {
    fc.assert(
      fc.property(plainRecipes(12, 5), fc.nat(), (recipe, choice) => {
        const state = randomState(recipe);
        const { routes, plain } = state;
        const best = new BestPlan(routes);
        const logbook = new Logbook(routes);
        for (let slot = 0; slot < routes.slots; slot++) best.changed(slot);
        best.take(routes.travelCost, routes.absentCount);
        let taken = standing(state);
        for (let round = 0; round < 8; round++) {
          for (const slot of shuffle(state, logbook, round)) best.changed(slot);
          if (((choice >> round) & 1) === 1) {
            best.take(routes.travelCost, routes.absentCount);
            taken = standing(state);
          }
          const runs = best.runs();
          expect(read(state, runs)).to.deep.equal(taken);
          expect(drivenCost(plain.problem, runs)).to.equal(best.cost);
        }
      }),
      { numRuns: 200 },
    );
  });
});
