import { expect } from 'chai';
import fc from 'fast-check';
import { IN_RUN, NEW_RUN, NEW_VEHICLE, NOWHERE } from '../../../solver/kernel/insertion.js';
import type { Insertion } from '../../../solver/kernel/insertion.js';
import { nearPlaces } from '../../../solver/kernel/near-places.js';
import { nearTasks } from '../../../solver/kernel/near.js';
import { HEAD, NEXT } from '../../../solver/kernel/node-record.js';
import { at, costOfDays, daysOf, randomState } from '../../support/plain-problem-plan.js';
import type { KernelState } from '../../support/plain-problem-plan.js';
import { plainRecipes } from '../../support/plain-problem-random.js';
import type { PlainRecipe } from '../../support/plain-problem-random.js';

type Days = { readonly type: number; readonly day: readonly (readonly number[])[] }[];

/** Every plan that differs from the one that stands by one task put in. */
function* plansWith(state: KernelState, task: number): Generator<{ days: Days; kind: number }> {
  const days: Days = daysOf(state.routes);
  const { types } = state.plain;
  for (const [index, { type, day }] of days.entries()) {
    const change = (to: readonly (readonly number[])[]): Days =>
      days.map((one, at) => (at === index ? { type, day: to } : one));
    for (let run = 0; run <= day.length; run++) {
      yield { days: change([...day.slice(0, run), [task], ...day.slice(run)]), kind: NEW_RUN };
      const tasks = day[run] ?? [];
      for (let place = 0; run < day.length && place <= tasks.length; place++) {
        const more = [...tasks.slice(0, place), task, ...tasks.slice(place)];
        yield { days: change([...day.slice(0, run), more, ...day.slice(run + 1)]), kind: IN_RUN };
      }
    }
  }
  for (let type = 0; type < types.length; type++)
    yield { days: [...days, { type, day: [[task]] }], kind: NEW_VEHICLE };
}

/** The least that a task can cost more, by the exact evaluation of every plan; Infinity where none can be driven. */
function leastCost(state: KernelState, task: number): number {
  let least = Infinity;
  for (const { days } of plansWith(state, task)) {
    const cost = costOfDays(state.plain, days);
    if (cost !== null) least = Math.min(least, cost - state.routes.travelCost);
  }
  return least;
}

const absentOf = ({ routes }: KernelState): number[] => [...routes.absent.subarray(0, routes.absentCount)];

/** Whether a change to another type of vehicle is at stake whose depot the estimate of legs does not know. */
function changesDepot({ plain, routes }: KernelState, { kind, type, after }: Insertion): boolean {
  if (kind !== IN_RUN || type < 0) return false;
  const slot = at(routes.slotOf, at(routes.nodes, after * 8 + HEAD));
  return plain.types[type]?.depot !== plain.types[at(routes.typeOf, slot)]?.depot;
}

/** Puts in one absent task after another by `find` and looks at each before and after. */
function fill(
  recipe: PlainRecipe,
  everywhere: boolean,
  look: (state: KernelState, task: number, found: boolean) => void,
): void {
  const state = randomState(recipe);
  for (const task of absentOf(state))
    look(state, task, state.insertion.find(task, Infinity, Infinity, everywhere));
}

describe('insertion', () => {
  it('finds the cheapest of all places there are, looking everywhere', () => {
    let found = 0;
    fc.assert(
      fc.property(plainRecipes(9, 4), (recipe) =>
        fill(recipe, true, (state, task, finds) => {
          const { insertion } = state;
          expect(finds ? insertion.cost : Infinity).to.equal(leastCost(state, task));
          if (!finds) return;
          found++;
          insertion.apply(task);
        }),
      ),
      { numRuns: 200 },
    );
    expect(found).to.be.greaterThan(150);
  });

  for (const everywhere of [true, false]) {
    it(`costs what the plan then costs more, looking ${everywhere ? 'everywhere' : 'near'}`, () => {
      const kinds = new Set<number>();
      fc.assert(
        fc.property(plainRecipes(12, 5), (recipe) =>
          fill(recipe, everywhere, (state, task, finds) => {
            const { routes, insertion, plain } = state;
            if (!finds) return;
            const before = routes.travelCost;
            const estimated = changesDepot(state, insertion);
            kinds.add(insertion.kind);
            insertion.apply(task);
            // By design only an estimate: legs beside the depot are those of the vehicle that is given up.
            if (!estimated) expect(insertion.cost).to.equal(routes.travelCost - before);
            expect(costOfDays(plain, daysOf(routes))).to.equal(routes.travelCost);
          }),
        ),
        { numRuns: 200 },
      );
      expect([...kinds].sort()).to.deep.equal([IN_RUN, NEW_VEHICLE, NEW_RUN]);
    });
  }

  it('moves a full run to a vehicle that has room, at the cost of the change', () => {
    let lifted = 0;
    const recipes = plainRecipes(14, 6, ['releases', 'duty', 'shifts', 'restricted', 'coarse']);
    fc.assert(
      fc.property(recipes, (recipe) =>
        fill(
          { ...recipe, features: [...recipe.features, 'types', 'windows'] },
          false,
          (state, task, finds) => {
            const { routes, insertion, plain } = state;
            if (!finds) return;
            const before = routes.travelCost;
            if (insertion.kind === IN_RUN && insertion.type >= 0) lifted++;
            insertion.apply(task);
            expect(insertion.cost).to.equal(routes.travelCost - before);
            expect(costOfDays(plain, daysOf(routes))).to.equal(routes.travelCost);
          },
        ),
      ),
      { numRuns: 200, seed: 1 },
    );
    expect(lifted).to.be.greaterThan(5);
  });

  it('judges the time of every place in a run as the exact evaluation does', () => {
    const judged = { fits: 0, not: 0 };
    const recipes = plainRecipes(9, 4, [
      'releases',
      'manyRuns',
      'duty',
      'shifts',
      'unload',
      'ownSeconds',
      'rough',
    ]);
    fc.assert(
      fc.property(recipes, fc.boolean(), (recipe, isCoarse) => {
        const features = [...recipe.features, 'windows', 'noLoads', ...(isCoarse ? ['coarse'] : [])] as const;
        const state = randomState({ ...recipe, features: features as PlainRecipe['features'] });
        const { routes, plain, random } = state;
        if (!plain.timed) return;
        const { isTimely } = nearPlaces(routes, nearTasks(plain, 5), random, NO_LIFTS);
        for (const task of absentOf(state)) {
          for (const { node, days } of placesOf(state, task)) {
            const [run, then] = [at(routes.nodes, node * 8 + HEAD), at(routes.nodes, node * 8 + NEXT)];
            const expected = costOfDays(plain, days) !== null;
            judged[expected ? 'fits' : 'not']++;
            expect(isTimely(task, node, then, run), `task ${task} behind ${node}`).to.equal(expected);
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(judged.fits).to.be.greaterThan(100);
    expect(judged.not).to.be.greaterThan(100);
  });

  it('finds no place that costs as much as the limit or more', () => {
    fc.assert(
      fc.property(plainRecipes(9, 4), (recipe) =>
        fill(recipe, true, ({ insertion }, task, finds) => {
          if (!finds) return;
          const { cost, kind } = insertion;
          if (kind === IN_RUN) expect(insertion.find(task, cost, cost, true)).to.equal(false);
          insertion.find(task, cost, Infinity, true);
          expect(insertion.kind).not.to.equal(IN_RUN);
        }),
      ),
      { numRuns: 200 },
    );
  });

  it('finds a place sooner or later where there is one, though it passes some over by chance', () => {
    fc.assert(
      fc.property(plainRecipes(8, 3), (recipe) => {
        const state = randomState(recipe);
        for (const task of absentOf(state)) {
          const finds = leastCost(state, task) < Infinity;
          let tries = 0;
          while (tries < 200 && !state.insertion.find(task, Infinity, Infinity, false)) tries++;
          if (!finds) expect(state.insertion.kind).to.equal(NOWHERE);
          else expect(tries).to.be.lessThan(200);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const NO_LIFTS = { of: () => Infinity, typeOf: () => -1, isTimely: () => false };

/** Every node of the plan with the plan as it is with the task behind it. */
function placesOf({ routes }: KernelState, task: number): { node: number; days: Days }[] {
  const all = daysOf(routes);
  return all.flatMap(({ slot, day }) => {
    let node = routes.n + slot;
    return day.flatMap((tasks, run) =>
      [...tasks, -1].map((_, place) => {
        const more = [...tasks.slice(0, place), task, ...tasks.slice(place)];
        const changed = day.map((one, index) => (index === run ? more : one));
        const days = all.map((one) => (one.slot === slot ? { ...one, day: changed } : one));
        const here = node;
        node = at(routes.nodes, node * 8 + NEXT);
        return { node: here, days };
      }),
    );
  });
}
