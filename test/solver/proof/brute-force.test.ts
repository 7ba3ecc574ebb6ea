import { expect } from 'chai';
import { evaluatePlan, solve } from '../../../solver/index.js';
import type { ProblemInput } from '../../../solver/index.js';
import { bestPlan, frozen, missingOf } from '../../support/rich-brute-force.js';
import type { BestPlan } from '../../support/rich-brute-force.js';
import { checkRichPlan } from '../../support/rich-checker.js';
import { richProblem } from '../../support/rich-problem.js';
import { CLASSICAL_FEATURES, Draws, FEATURES, keys } from '../../support/rich-recipe.js';
import type { Feature, Recipe } from '../../support/rich-recipe.js';

const TESTED: readonly Feature[] = FEATURES;
/** Features that meet in one problem of the pairwise part. */
const TOGETHER = 6;

/** Solves a problem, holds the answer to the judge and to the best of all plans; true where it is the best. */
async function reachesBest(recipe: Recipe, input: ProblemInput, best: BestPlan): Promise<boolean> {
  const name = JSON.stringify(recipe);
  const problem = frozen(input);
  const { plan } = await solve(problem, { seed: 1, iterations: 1500, select: false });
  expect(checkRichPlan(input, plan), name).to.deep.equal([]);
  const missing = missingOf(input, plan);
  const beats = missing < best.missing || (missing === best.missing && plan.cost.total < best.cost);
  expect(beats, `${name}: better than any plan`).to.equal(false);
  return missing === best.missing && plan.cost.total === best.cost;
}

/** As many as can be looked at in every way within a second; pairs and groups need one more beside them. */
function tasksFor(features: readonly Feature[]): number {
  const slow = features.filter((feature) => feature === 'places' || feature === 'sinks').length;
  const coupled = (['pairs', 'alternatives', 'sameRun'] as const).some((feature) =>
    features.includes(feature),
  );
  return Math.max(3, (coupled ? 5 : 4) - slow);
}

/** What a feature shows itself with. */
const WITH: Partial<Record<Feature, Feature>> = {
  maxAboard: 'pairs',
  lifo: 'pairs',
  deliveriesFirst: 'delivered',
  profiles: 'fleet',
};

/** Groups of features in which every two of them meet at least once. */
function meetings(features: readonly Feature[], size: number): Feature[][] {
  const draws = new Draws(1);
  const open = new Set(features.flatMap((a, i) => features.slice(i + 1).map((b) => `${a} ${b}`)));
  const met = (a: Feature, b: Feature): string =>
    features.indexOf(a) < features.indexOf(b) ? `${a} ${b}` : `${b} ${a}`;
  const groups: Feature[][] = [];
  while (open.size > 0) {
    const group: Feature[] = [];
    for (let place = 0; place < size; place++) {
      const gain = (feature: Feature): number =>
        group.filter((other) => open.has(met(feature, other))).length +
        // The first is the one that has most left to meet; ties fall anywhere.
        (place === 0 ? [...open].filter((pair) => pair.split(' ').includes(feature)).length : 0) +
        draws.of(groups.length, place).int(feature, 0, 99) / 100;
      const next = features
        .filter((feature) => !group.includes(feature))
        .sort((a, b) => gain(b) - gain(a))[0];
      if (next) group.push(next);
    }
    group.forEach((a, i) => group.slice(i + 1).forEach((b) => open.delete(met(a, b))));
    groups.push(group);
  }
  return groups;
}

describe('solve beside the best of all plans', () => {
  it(`never beats it and mostly reaches it, where any two of ${TESTED.length} features meet`, async () => {
    const groups = meetings(TESTED, TOGETHER);
    const missed: string[] = [];
    for (const [index, features] of groups.entries()) {
      const recipe = { seed: 100 + index, tasks: keys(tasksFor(features)), vehicles: keys(2), features };
      const input = richProblem(recipe);
      if (!(await reachesBest(recipe, input, bestPlan(input)))) missed.push(JSON.stringify(recipe));
    }
    expect(missed.length / groups.length, missed.join('\n')).to.be.at.most(0.06);
  });

  for (const feature of TESTED) {
    const features = [feature, ...[WITH[feature] ?? []].flat()];
    it(`reaches it with ${features.join(' and ')} alone`, async () => {
      for (const seed of [1, 2]) {
        const recipe = { seed, tasks: keys(tasksFor(features)), vehicles: keys(2), features };
        const input = richProblem(recipe);
        expect(await reachesBest(recipe, input, bestPlan(input)), `seed ${seed}`).to.equal(true);
      }
    });
  }

  it('reaches it on classical problems', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const features = CLASSICAL_FEATURES.filter(
        (feature) => feature === 'classical' || new Draws(seed).chance(feature, 30),
      );
      const recipe = { seed, tasks: keys(5), vehicles: keys(2), features };
      const input = richProblem(recipe);
      expect(await reachesBest(recipe, input, bestPlan(input)), JSON.stringify(recipe)).to.equal(true);
    }
  });

  it('is not led astray by a task that no vehicle may serve', async () => {
    const features: Feature[] = ['limits', 'maxRuns', 'steps', 'skills', 'profiles'];
    const recipe = { seed: 5109, tasks: keys(4), vehicles: keys(2), features };
    const input = richProblem(recipe);
    expect(input.tasks.some(({ vehicles }) => vehicles?.length === 0)).to.equal(true);
    expect(await reachesBest(recipe, input, bestPlan(input))).to.equal(true);
  });

  it('reaches it on seven tasks in single runs', async () => {
    const spices: Feature[][] = [
      ['tightWindows', 'optional'],
      ['releases', 'rests', 'fleet'],
    ];
    for (const [index, features] of spices.entries()) {
      const recipe = { seed: 20 + index, tasks: keys(7), vehicles: keys(2), features };
      const many = richProblem(recipe);
      const input = { ...many, vehicles: many.vehicles.map((vehicle) => ({ ...vehicle, maxRuns: 1 })) };
      const best = bestPlan(input);
      expect(evaluatePlan(frozen(input), best.runs).ok).to.equal(true);
      expect(await reachesBest(recipe, input, best)).to.equal(true);
    }
  });
});
