import { expect } from 'chai';
import fc from 'fast-check';
import type { WarmRun } from '../../../solver/index.js';
import { loadPlan } from '../../../solver/kernel/load-plan.js';
import { plainProblem } from '../../../solver/kernel/plain-problem.js';
import { Routes } from '../../../solver/kernel/routes.js';
import { plainByHand } from '../../support/plain-problem-by-hand.js';
import type { PlainByHand } from '../../support/plain-problem-by-hand.js';
import {
  costOfDays,
  daysOf,
  drivenCost,
  plainOf,
  randomRuns,
  runsOfDays,
} from '../../support/plain-problem-plan.js';
import { plainInput, plainRecipes } from '../../support/plain-problem-random.js';
import { frozen } from '../../support/rich-brute-force.js';
import { nonsenseRuns } from '../../support/rich-plans.js';
import { Draws } from '../../support/rich-recipe.js';

/** Tasks of each run of each vehicle that the routes then hold. */
function loaded(made: PlainByHand, runs: readonly Partial<WarmRun>[]): number[][][] {
  const routes = new Routes(plainProblem(frozen(plainByHand(made)))!);
  loadPlan(
    routes,
    runs.map((run) => ({ vehicle: 0, sink: 0, tasks: [], ...run })),
  );
  return daysOf(routes).map(({ day }) => day);
}

describe('a plan loaded', () => {
  it('holds the runs given where they can be driven', () => {
    const day = { tasks: [{}, {}, {}], vehicles: [{ maxRuns: 2 }, {}] };
    expect(loaded(day, [{ tasks: [2, 0] }, { tasks: [1] }])).to.deep.equal([[[2, 0], [1]]]);
    expect(loaded(day, [{ tasks: [2] }, { vehicle: 1, tasks: [1, 0] }])).to.deep.equal([[[2]], [[1, 0]]]);
  });

  it('leaves out unknown tasks, vehicles and sinks, and tasks named before', () => {
    const day = { tasks: [{}, {}, {}], vehicles: [{ maxRuns: null }, {}] };
    expect(loaded(day, [{ tasks: [7, 0, -1, 0.5, 0, 1] }, { tasks: [1, 2] }])).to.deep.equal([[[0, 1], [2]]]);
    expect(loaded(day, [{ vehicle: 4, tasks: [0] }])).to.deep.equal([]);
    expect(loaded(day, [{ sink: 3, tasks: [0] }])).to.deep.equal([]);
  });

  it('leaves out what is too much for the vehicle and keeps the rest of the run', () => {
    const day = { tasks: [{ load: [3] }, { load: [4] }, { load: [2] }] };
    expect(loaded(day, [{ tasks: [0, 1, 2] }])).to.deep.equal([[[0, 2]]]);
  });

  it('leaves out more runs than a vehicle makes', () => {
    const day = { tasks: [{}, {}, {}], vehicles: [{ maxRuns: 1 }] };
    expect(loaded(day, [{ tasks: [0] }, { tasks: [1] }, { tasks: [2] }])).to.deep.equal([[[0]]]);
  });

  it('begins with the second run where no task of the first can be driven', () => {
    const day = { tasks: [{ load: [9] }, {}] };
    expect(loaded(day, [{ tasks: [0] }, { tasks: [1] }])).to.deep.equal([[[1]]]);
  });

  it('holds every plan that the exact evaluation accepts, whole', () => {
    let accepted = 0;
    fc.assert(
      fc.property(plainRecipes(6, 3), (recipe) => {
        const plain = plainOf(recipe);
        const runs = randomRuns(plain, new Draws(recipe.seed));
        const cost = drivenCost(plain.problem, runs);
        // Where a way round is shorter, a day may be driven though its beginning alone may not.
        if (cost === null || recipe.features.includes('rough')) return;
        accepted++;
        const routes = new Routes(plain);
        loadPlan(routes, runs);
        expect(routes.absentCount).to.equal(0);
        expect(routes.travelCost).to.equal(cost);
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(accepted).to.be.greaterThan(30);
  });

  it('can be driven whatever it was loaded from', () => {
    fc.assert(
      fc.property(plainRecipes(10, 4), fc.nat(), (recipe, seed) => {
        const plain = plainOf(recipe);
        const routes = new Routes(plain);
        loadPlan(routes, nonsenseRuns(plainInput(recipe), new Draws(seed)));
        const days = daysOf(routes);
        expect(runsOfDays(plain, days)).not.to.equal(null);
        expect(costOfDays(plain, days)).to.equal(routes.travelCost);
      }),
      { numRuns: 200 },
    );
  });
});
