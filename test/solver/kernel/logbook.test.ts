import { expect } from 'chai';
import fc from 'fast-check';
import { Logbook } from '../../../solver/kernel/logbook.js';
import { Moves } from '../../../solver/kernel/moves.js';
import { nearTasks } from '../../../solver/kernel/near.js';
import { Recreate } from '../../../solver/kernel/recreate.js';
import { Retype } from '../../../solver/kernel/retype.js';
import { Ruin } from '../../../solver/kernel/ruin.js';
import { at, costOfDays, daysOf, dump, randomState } from '../../support/plain-problem-plan.js';
import type { KernelState } from '../../support/plain-problem-plan.js';
import { plainRecipes } from '../../support/plain-problem-random.js';
import type { PlainRecipe } from '../../support/plain-problem-random.js';

interface Steps extends KernelState {
  readonly logbook: Logbook;
  readonly ruin: Ruin;
  readonly recreate: Recreate;
  readonly retype: Retype;
  readonly moves: Moves;
}

function stepsOf(recipe: PlainRecipe): Steps {
  const state = randomState(recipe);
  const { routes, random, insertion, plain } = state;
  const near = nearTasks(plain, 10);
  const logbook = new Logbook(routes);
  const retype = new Retype(routes);
  return {
    ...state,
    logbook,
    retype,
    ruin: new Ruin(routes, near, logbook, random),
    recreate: new Recreate(routes, insertion, logbook, random),
    moves: new Moves(routes, near, logbook, random, retype),
  };
}

/** All changes at once as the search makes them; false where the plan that results cannot be driven. */
function change({ logbook, ruin, recreate, retype, moves }: Steps, withMove: boolean): boolean {
  logbook.open();
  if (withMove && !moves.try()) return false;
  if (!ruin.strike()) return false;
  recreate.mend(ruin.tasks, ruin.count, Infinity);
  for (let entry = 0; entry < logbook.count; entry++) retype.improve(at(logbook.slots, entry));
  return true;
}

const STEPS = 6;

describe('the logbook', () => {
  it('takes back every change, whatever was moved, struck, put back and given to other vehicles', () => {
    let changed = 0;
    fc.assert(
      fc.property(plainRecipes(14, 5), (recipe) => {
        const steps = stepsOf(recipe);
        for (let step = 0; step < STEPS; step++) {
          const before = dump(steps.routes);
          const possible = change(steps, step % 2 === 1);
          if (possible && step % 3 === 2) continue;
          if (possible && JSON.stringify(dump(steps.routes)) !== JSON.stringify(before)) changed++;
          steps.logbook.takeBack();
          expect(dump(steps.routes)).to.deep.equal(before);
        }
      }),
      { numRuns: 180 },
    );
    expect(changed).to.be.greaterThan(100);
  });

  it('says whether the days it holds can still be driven in time', () => {
    fc.assert(
      fc.property(plainRecipes(10, 3, ['rough', 'windows', 'releases', 'manyRuns']), (recipe) => {
        const { routes, logbook, plain, draws } = stepsOf(recipe);
        logbook.open();
        const before = dump(routes);
        for (const { slot, day } of daysOf(routes)) {
          logbook.note(slot);
          for (const task of day.flat()) if (draws.of(task).chance('out', 40)) routes.unlink(task);
        }
        const timely = logbook.refreshAll();
        expect(timely).to.equal(costOfDays(plain, daysOf(routes)) !== null);
        logbook.takeBack();
        expect(dump(routes)).to.deep.equal(before);
      }),
      { numRuns: 180 },
    );
  });
});

describe('ruin and recreate', () => {
  it('leave plans that can be driven and cost what the routes say', () => {
    fc.assert(
      fc.property(plainRecipes(14, 5), (recipe) => {
        const steps = stepsOf(recipe);
        const { routes, logbook, plain } = steps;
        for (let step = 0; step < STEPS; step++) {
          if (change(steps, step % 2 === 1))
            expect(costOfDays(plain, daysOf(routes))).to.equal(routes.travelCost);
          else logbook.takeBack();
        }
      }),
      { numRuns: 180 },
    );
  });

  it('note every day that changes, and list each task struck once', () => {
    fc.assert(
      fc.property(plainRecipes(14, 5), (recipe) => {
        const { routes, logbook, ruin } = stepsOf(recipe);
        const before = new Map(daysOf(routes).map(({ slot, day }) => [slot, JSON.stringify(day)]));
        logbook.open();
        ruin.strike();
        const noted = new Set(logbook.slots.subarray(0, logbook.count));
        for (const [slot, day] of before) {
          const now = daysOf(routes).find((one) => one.slot === slot)?.day;
          if (JSON.stringify(now) !== day) expect(noted.has(slot)).to.equal(true);
        }
        const listed = [...ruin.tasks.subarray(0, ruin.count)];
        expect(new Set(listed).size).to.equal(listed.length);
        const absent = new Set(routes.absent.subarray(0, routes.absentCount));
        for (const task of listed) expect(absent.has(task)).to.equal(true);
      }),
      { numRuns: 180 },
    );
  });
});

describe('a move', () => {
  it('keeps every task where it is not taken back, in plans that can be driven', () => {
    let done = 0;
    fc.assert(
      fc.property(plainRecipes(14, 5), (recipe) => {
        const { routes, logbook, moves, plain } = stepsOf(recipe);
        for (let step = 0; step < 2 * STEPS; step++) {
          const before = dump(routes);
          const tasks = servedIn(routes);
          logbook.open();
          if (moves.try()) {
            done++;
            expect(servedIn(routes)).to.deep.equal(tasks);
            expect(costOfDays(plain, daysOf(routes))).to.equal(routes.travelCost);
          } else {
            logbook.takeBack();
            expect(dump(routes)).to.deep.equal(before);
          }
        }
      }),
      { numRuns: 180 },
    );
    expect(done).to.be.greaterThan(100);
  });
});

const servedIn = (routes: KernelState['routes']): number[] =>
  daysOf(routes)
    .flatMap(({ day }) => day.flat())
    .sort((a, b) => a - b);
