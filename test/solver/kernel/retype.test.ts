import { expect } from 'chai';
import fc from 'fast-check';
import { Retype } from '../../../solver/kernel/retype.js';
import { at, costOfDays, daysOf, dump, randomState } from '../../support/plain-problem-plan.js';
import type { KernelState } from '../../support/plain-problem-plan.js';
import { plainRecipes } from '../../support/plain-problem-random.js';
import type { PlainFeature } from '../../support/plain-problem-random.js';

const FEATURES: readonly PlainFeature[] = [
  'asymmetric',
  'ownSeconds',
  'coarse',
  'rough',
  'releases',
  'unload',
  'depots',
  'restricted',
  'twoLoads',
];

/** Several types of vehicles that make one run each. */
const recipes = plainRecipes(12, 6, FEATURES).map((recipe) => ({
  ...recipe,
  features: [...recipe.features, 'types', 'windows', 'duty', 'shifts'] as const,
}));

/** What the plan costs with other types, by slot; null where it cannot be driven so. */
function costWith({ plain, routes }: KernelState, types: ReadonlyMap<number, number>): number | null {
  const days = daysOf(routes).map(({ slot, type, day }) => ({ type: types.get(slot) ?? type, day }));
  return costOfDays(plain, days);
}

describe('a change of vehicles', () => {
  it('gives a day the cheapest free vehicle that can drive it', () => {
    let changes = 0;
    fc.assert(
      fc.property(recipes, (recipe) => {
        const state = randomState(recipe);
        const { routes, plain } = state;
        const retype = new Retype(routes);
        for (const { slot, type } of daysOf(routes)) {
          const costs = plain.types.map((_, to) => costWith(state, new Map([[slot, to]])) ?? Infinity);
          retype.improve(slot);
          expect(routes.travelCost).to.equal(Math.min(...costs));
          expect(costOfDays(plain, daysOf(routes))).to.equal(routes.travelCost);
          if (at(routes.typeOf, slot) !== type) changes++;
        }
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(changes).to.be.greaterThan(20);
  });

  it('gains by an exchange what the exact evaluation says', () => {
    let gains = 0;
    fc.assert(
      fc.property(recipes, (recipe) => {
        const state = randomState(recipe);
        const { routes } = state;
        const retype = new Retype(routes);
        for (const a of daysOf(routes)) {
          for (const b of daysOf(routes)) {
            if (a.slot >= b.slot) continue;
            const exchanged = new Map([
              [a.slot, at(routes.typeOf, b.slot)],
              [b.slot, at(routes.typeOf, a.slot)],
            ]);
            const cost = costWith(state, exchanged);
            const gain = cost === null ? 0 : Math.max(0, routes.travelCost - cost);
            expect(retype.exchangeGain(a.slot, b.slot)).to.equal(gain);
            if (gain === 0) continue;
            gains++;
            retype.exchange(a.slot, b.slot);
            expect(routes.travelCost).to.equal(cost);
            const reckoned = dump(routes);
            for (const { slot } of daysOf(routes)) routes.refresh(slot);
            expect(reckoned).to.deep.equal(dump(routes));
          }
        }
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(gains).to.be.greaterThan(20);
  });

  it('leaves days of fleets alone whose vehicles make several runs', () => {
    const features = ['types', 'manyRuns'] as const;
    for (let seed = 1; seed <= 10; seed++) {
      const state = randomState({ seed, tasks: 10, vehicles: 5, features });
      if (!state.plain.manyRuns) continue;
      const before = dump(state.routes);
      const retype = new Retype(state.routes);
      for (const { slot } of daysOf(state.routes)) retype.improve(slot);
      expect(dump(state.routes)).to.deep.equal(before);
    }
  });
});
