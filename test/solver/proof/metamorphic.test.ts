import { expect } from 'chai';
import fc from 'fast-check';
import { evaluatePlan, runsOf, solve } from '../../../solver/index.js';
import type { CostParts, EvaluatedPlan, ProblemInput, SolverPlan, WarmRun } from '../../../solver/index.js';
import { bestPlan, frozen, missingOf } from '../../support/rich-brute-force.js';
import { likelyRuns, shuffled } from '../../support/rich-plans.js';
import { richProblem, richProblems } from '../../support/rich-problem.js';
import { Draws, FEATURES, keys, SINGLE_FEATURES } from '../../support/rich-recipe.js';
import type { Feature, Recipe } from '../../support/rich-recipe.js';
import {
  addIdleClass,
  addUnreachableTask,
  doubleWindows,
  relabel,
  relabelRuns,
  scaleCosts,
  translate,
} from '../../support/rich-transforms.js';
import type { Relabelling } from '../../support/rich-transforms.js';

const HOURS = 5 * 3600;

/** Where places run out, runs unloaded at one moment are served in the order of vehicles: those keep theirs. */
function relabelling(input: ProblemInput, recipe: Recipe, draws: Draws): Relabelling {
  const scarce = recipe.features.includes('places');
  return {
    tasks: shuffled(keys(input.tasks.length), draws.of('tasks')),
    vehicles: scarce
      ? keys(input.vehicles.length)
      : shuffled(keys(input.vehicles.length), draws.of('vehicles')),
    locations: shuffled(keys(input.travel[0]?.size ?? 0), draws.of('locations')),
  };
}

/** What must not change under new names: everything but the names and the order of vehicles. */
function essence(judged: EvaluatedPlan): unknown {
  if (!judged.ok) return judged.violations.map(({ code }) => code).sort();
  const times = judged.plan.runs.map((run) => [run.departSeconds, run.unloadedSeconds, run.metres]);
  return [judged.plan.cost, judged.plan.leftOut.map(({ code }) => code).sort(), times.map(String).sort()];
}

interface Sample {
  readonly recipe: Recipe;
  readonly input: ProblemInput;
  readonly runs: readonly WarmRun[];
  readonly judged: EvaluatedPlan;
  readonly draws: Draws;
}

/** Holds a property on plans of random rich problems; most can be driven, others must be refused alike. */
function onPlans(property: (sample: Sample) => void): void {
  let driven = 0;
  fc.assert(
    fc.property(richProblems({ tasks: [1, 8], vehicles: [1, 3] }), fc.nat(), ({ recipe, input }, seed) => {
      const draws = new Draws(seed);
      const runs = likelyRuns(input, draws);
      const judged = evaluatePlan(frozen(input), runs);
      if (judged.ok && judged.plan.runs.length > 0) driven++;
      property({ recipe, input, runs, judged, draws });
    }),
    { seed: 2, numRuns: 250 },
  );
  expect(driven).to.be.above(40);
}

describe('evaluatePlan under changes that must not matter', () => {
  it('is the same under other names of tasks, vehicles and locations', () => {
    onPlans(({ recipe, input, runs, judged, draws }) => {
      const names = relabelling(input, recipe, draws);
      const other = evaluatePlan(frozen(relabel(input, names)), relabelRuns(runs, names));
      expect(essence(other)).to.deep.equal(essence(judged));
    });
  });

  for (const seconds of [HOURS, -HOURS]) {
    it(`is the same ${seconds} seconds later`, () => {
      onPlans(({ input, runs, judged }) => {
        const other = evaluatePlan(frozen(translate(input, seconds)), runs);
        expect(shifted(other, -seconds)).to.deep.equal(judged);
      });
    });
  }

  it('costs three times as much at three times the prices', () => {
    onPlans(({ input, runs, judged }) => {
      const other = evaluatePlan(frozen(scaleCosts(input, 3)), runs);
      expect(other.ok).to.equal(judged.ok);
      if (!other.ok || !judged.ok) return;
      const thrice = Object.entries(judged.plan.cost).map(([part, cost]) => [part, cost * 3]);
      expect(other.plan.cost).to.deep.equal(Object.fromEntries(thrice));
    });
  });

  it('is the same beside an unused vehicle, an unused class and a worthless task without roads', () => {
    onPlans(({ input, runs, judged }) => {
      const unused = { ...input, vehicles: [...input.vehicles, ...input.vehicles.slice(0, 1)] };
      expect(essence(evaluatePlan(frozen(unused), runs))).to.deep.equal(essence(judged));
      expect(evaluatePlan(frozen(addIdleClass(input)), runs)).to.deep.equal(judged);
      const other = evaluatePlan(frozen(addUnreachableTask(input)), runs);
      expect(costOf(other)).to.deep.equal(costOf(judged));
    });
  });
});

const costOf = (judged: EvaluatedPlan): CostParts | null => (judged.ok ? judged.plan.cost : null);

/** The same answer with every moment told some seconds later. */
function shifted(judged: EvaluatedPlan, by: number): EvaluatedPlan {
  if (!judged.ok) return judged;
  const runs = judged.plan.runs.map((run) => ({
    ...run,
    departSeconds: run.departSeconds + by,
    arriveSinkSeconds: run.arriveSinkSeconds + by,
    unloadedSeconds: run.unloadedSeconds + by,
    breaks: run.breaks.map((meal) => ({ ...meal, startSeconds: meal.startSeconds + by })),
    stops: run.stops.map((stop) => ({
      ...stop,
      taskStartSeconds: stop.taskStartSeconds.map((seconds) => seconds + by),
      arriveSeconds: stop.arriveSeconds + by,
      startSeconds: stop.startSeconds + by,
      leaveSeconds: stop.leaveSeconds + by,
    })),
  }));
  return { ok: true, plan: { ...judged.plan, runs } };
}

describe('the best of all plans under changes that must not make it worse', () => {
  const best = (input: ProblemInput): [missing: number, cost: number] => {
    const { missing, cost } = bestPlan(input);
    return [missing, cost];
  };
  const expectNoWorse = (input: ProblemInput, easier: ProblemInput): void => {
    const [missing, cost] = best(input);
    const [missingThen, costThen] = best(easier);
    expect(missingThen).to.be.at.most(missing);
    if (missingThen === missing) expect(costThen).to.be.at.most(cost);
  };
  const onSmall = (features: readonly Feature[], property: (input: ProblemInput) => void): void => {
    const draw = richProblems({ tasks: [1, 4], vehicles: [1, 2] }, features);
    const check = ({ input }: { readonly input: ProblemInput }): void => property(input);
    fc.assert(fc.property(draw, check), { seed: 3, numRuns: 25 });
  };
  const without = (...features: Feature[]): Feature[] => FEATURES.filter((name) => !features.includes(name));

  it('is no worse with one vehicle more', () => {
    onSmall(without('places'), (input) => {
      const vehicle = { ...input.vehicles.slice(0, 1)[0] } as ProblemInput['vehicles'][number];
      expectNoWorse(input, { ...input, vehicles: [...input.vehicles, vehicle] });
    });
  });

  it('is the same beside a worthless task without roads', () => {
    onSmall(without('places'), (input) => {
      expect(best(addUnreachableTask(input))).to.deep.equal(best(input));
    });
  });

  it('is no worse when windows are twice as wide', () => {
    // Not so where waiting earns a rest, a meal or a shorter day, or where a gap between windows shifts it.
    const monotone = without('places', 'rests', 'breaks', 'duty', 'balance', 'splitWindows', 'maxAboard');
    onSmall([...monotone], (input) => expectNoWorse(input, doubleWindows(input)));
  });
});

describe('solve under changes that must not matter', () => {
  const small = (features: readonly Feature[], seed: number): [Recipe, ProblemInput] => {
    const draws = new Draws(seed);
    const some = features.filter((feature) => draws.chance(feature, 25));
    const recipe = { seed, tasks: keys(4), vehicles: keys(2), features: some };
    return [recipe, richProblem(recipe)];
  };
  const answer = async (input: ProblemInput, iterations: number): Promise<SolverPlan> =>
    (await solve(frozen(input), { seed: 1, iterations, select: false })).plan;

  it('finds plans as good under other names', async () => {
    let same = 0;
    const cases = 20;
    for (let seed = 1; seed <= cases; seed++) {
      const [recipe, input] = small(FEATURES, seed);
      const names = relabelling(input, recipe, new Draws(seed).of('names'));
      const [one, two] = [await answer(input, 1000), await answer(relabel(input, names), 1000)];
      if (
        missingOf(input, one) === missingOf(relabel(input, names), two) &&
        one.cost.total === two.cost.total
      )
        same++;
    }
    expect(same).to.be.at.least(cases - 1);
  });

  it('takes the same decisions at another time of day and at other prices', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const features = seed % 2 === 0 ? SINGLE_FEATURES : FEATURES;
      const [recipe, input] = small(features, 50 + seed);
      const name = JSON.stringify(recipe);
      const runs = runsOf(await answer(input, 300));
      expect(runsOf(await answer(translate(input, 9000), 300)), `${name} later`).to.deep.equal(runs);
      // A power of two leaves every rounding of a cost as it was.
      expect(runsOf(await answer(scaleCosts(input, 4), 300)), `${name} dearer`).to.deep.equal(runs);
    }
  });
});
