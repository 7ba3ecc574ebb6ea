import { expect } from 'chai';
import fc from 'fast-check';
import { HEAD, NEXT } from '../../../solver/kernel/node-record.js';
import { at, costOfDays, daysOf, dump, randomState } from '../../support/plain-problem-plan.js';
import type { KernelState } from '../../support/plain-problem-plan.js';
import { plainRecipes } from '../../support/plain-problem-random.js';

/** Adds up a plan's cost from the matrices, one leg after another. */
function costByHand({ plain, routes }: KernelState): number {
  const { distances, locationCount, taskLocation } = plain.problem;
  let cost = 0;
  for (const { type, day } of daysOf(routes)) {
    const one = plain.types[type]!;
    const depot = plain.problem.vehicleStart[one.vehicles[0]!]!;
    cost += one.fixedCost;
    for (const tasks of day) {
      const stops = [depot, ...tasks.map((task) => at(taskLocation, task)), depot];
      for (let leg = 0; leg + 1 < stops.length; leg++)
        cost += one.costPerMetre * at(distances[0]!, stops[leg]! * locationCount + stops[leg + 1]!);
    }
  }
  return cost;
}

describe('routes', () => {
  it('cost what the legs driven and the vehicles used cost', () => {
    fc.assert(
      fc.property(plainRecipes(12, 5), (recipe) => {
        const state = randomState(recipe);
        expect(state.routes.travelCost).to.equal(costByHand(state));
        expect(costOfDays(state.plain, daysOf(state.routes))).to.equal(state.routes.travelCost);
      }),
      { numRuns: 120 },
    );
  });

  it('charge for every absent task and for no other', () => {
    fc.assert(
      fc.property(plainRecipes(12, 5), (recipe) => {
        const { routes, plain } = randomState(recipe);
        const served = new Set(daysOf(routes).flatMap(({ day }) => day.flat()));
        const absent = Array.from({ length: plain.n }, (_, task) => task).filter((task) => !served.has(task));
        const listed = [...routes.absent.subarray(0, routes.absentCount)].sort((a, b) => a - b);
        expect(listed).to.deep.equal(absent);
        expect(routes.absentCost).to.equal(absent.reduce((sum, task) => sum + 1000 + task * task, 0));
        for (const task of absent) expect(at(routes.nodes, task * 8 + HEAD)).to.equal(-1);
      }),
      { numRuns: 120 },
    );
  });

  it('tell whether a day can be driven as the exact evaluation does', () => {
    fc.assert(
      fc.property(plainRecipes(10, 4), fc.nat(), fc.nat(), (recipe, a, b) => {
        const { routes, plain } = randomState(recipe);
        if (routes.usedSlots === 0) return;
        const slot = at(routes.slotList, a % routes.usedSlots);
        const task = at(routes.absent, 0);
        if (routes.absentCount === 0) return;
        let node = routes.n + slot;
        for (let step = b % (at(routes.tasksOf, slot) + at(routes.runsOf, slot)); step > 0; step--)
          node = at(routes.nodes, node * 8 + NEXT);
        routes.link(task, node);
        const told = routes.isDrivable(slot);
        expect(told).to.equal(costOfDays(plain, daysOf(routes)) !== null);
      }),
      { numRuns: 250 },
    );
  });

  it('reckon a task put into a run as they reckon its whole day', () => {
    let settled = 0;
    fc.assert(
      fc.property(plainRecipes(12, 5), fc.integer({ min: 0, max: 4 }), (recipe, removals) => {
        const { routes, insertion, draws } = randomState(recipe);
        for (let removal = 0; removal < removals; removal++)
          removeOne(routes, draws.int(`${removal}`, 0, 999));
        for (const task of [...routes.absent.subarray(0, routes.absentCount)]) {
          if (!insertion.find(task, Infinity, Infinity, true)) continue;
          if (insertion.kind === 1) settled++;
          insertion.apply(task);
          const reckoned = dump(routes);
          for (const { slot } of daysOf(routes)) expect(routes.refresh(slot)).to.equal(true);
          expect(reckoned).to.deep.equal(dump(routes));
        }
      }),
      { numRuns: 250 },
    );
    expect(settled).to.be.greaterThan(150);
  });
});

/** Takes a task out of its day unless the rest of the day cannot be driven without it. */
function removeOne(routes: KernelState['routes'], draw: number): void {
  const task = draw % routes.n;
  const head = at(routes.nodes, task * 8 + HEAD);
  if (head < 0) return;
  const slot = at(routes.slotOf, head);
  const before = dayBefore(routes, task);
  routes.unlink(task);
  if (routes.isDrivable(slot)) return;
  routes.link(task, before);
  routes.refresh(slot);
}

function dayBefore(routes: KernelState['routes'], task: number): number {
  let node = task;
  while (at(routes.nodes, node * 8 + NEXT) !== task) node = at(routes.nodes, node * 8 + NEXT);
  return node;
}
