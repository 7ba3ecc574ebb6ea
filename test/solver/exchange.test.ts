import { expect } from 'chai';
import { evaluatePlan, runsOf, solve } from '../../solver/index.js';
import type { OfferedPlan, PlanExchange, Problem, ProblemInput, SolveResult } from '../../solver/index.js';
import { checkSolverPlan } from '../support/check-solver-plan.js';
import { ALL_SPICES, randomProblem } from '../support/random-problem.js';
import { plainInput } from '../support/plain-problem-random.js';
import { frozen } from '../support/rich-brute-force.js';
import { checkRichPlan } from '../support/rich-checker.js';
import { richProblem } from '../support/rich-problem.js';
import { keys } from '../support/rich-recipe.js';

/** One problem for each engine. */
const PROBLEMS: Readonly<Record<string, ProblemInput>> = {
  'plain problems': plainInput({
    seed: 5,
    tasks: 60,
    vehicles: 8,
    features: ['windows', 'types', 'manyRuns'],
  }),
  'days with several runs and departures': randomProblem(7, { tasks: 30, vehicles: 4, ...ALL_SPICES }),
  'coupled problems': richProblem({
    seed: 3,
    tasks: keys(40),
    vehicles: keys(4),
    features: ['pairs', 'tightWindows', 'maxRuns', 'optional', 'delivered'],
  }),
};

const ITERATIONS = 80;
const POINTS = 8;

const recorded = (answer: (point: number, own: OfferedPlan) => OfferedPlan | null) => {
  const offers: { readonly point: number; readonly plan: OfferedPlan }[] = [];
  const exchange: PlanExchange = {
    swap: (point, plan) => {
      offers.push({ point, plan });
      return answer(point, plan);
    },
  };
  return { offers, exchange };
};

const solved = (problem: Problem, exchange: PlanExchange, iterations = ITERATIONS): Promise<SolveResult> =>
  solve(problem, { seed: 1, iterations, select: false, exchange });

/** The best of some longer solves; one alone may well end in a worse place than a short one. */
const bestKnown = async (problem: Problem): Promise<{ best: SolveResult; value: number }> => {
  const found = [];
  for (const seed of [1, 2, 3, 4]) {
    const { offers, exchange } = recorded(() => null);
    const best = await solve(problem, { seed, iterations: 20 * ITERATIONS, select: false, exchange });
    found.push({ best, value: offers.at(-1)!.plan.value });
  }
  return found.reduce((a, b) => (b.best.plan.cost.total < a.best.plan.cost.total ? b : a));
};

describe('A search that swaps plans with others', () => {
  for (const [name, input] of Object.entries(PROBLEMS)) {
    const problem = frozen(input);
    const judgeOf = name === 'coupled problems' ? checkRichPlan : checkSolverPlan;

    it(`offers drivable plans that never get worse, once a point and in order: ${name}`, async () => {
      const { offers, exchange } = recorded(() => null);
      await solved(problem, exchange);
      expect(offers.map(({ point }) => point)).to.deep.equal(Array.from({ length: POINTS }, (_, k) => k));
      for (const [at, { plan }] of offers.entries()) {
        expect(plan.value).to.be.at.most(offers[at - 1]?.plan.value ?? Infinity);
        if (plan.value < Infinity) expect(evaluatePlan(problem, plan.runs).ok).to.equal(true);
      }
    });

    it(`goes on from a better plan: ${name}`, async () => {
      const { best, value } = await bestKnown(problem);
      const alone = await solved(problem, recorded(() => null).exchange);
      expect(best.plan.cost.total, 'the example shows nothing').to.be.below(alone.plan.cost.total);
      const { exchange } = recorded(() => ({ value, runs: runsOf(best.plan) }));
      const { plan } = await solved(problem, exchange);
      expect(judgeOf(input, plan)).to.deep.equal([]);
      expect(plan.cost.total).to.be.at.most(best.plan.cost.total);
    });

    it(`is not led astray by a worse plan: ${name}`, async () => {
      const alone = await solved(problem, recorded(() => null).exchange);
      const { exchange } = recorded((_, own) => ({ value: own.value + 1, runs: [] }));
      expect(await solved(problem, exchange)).to.deep.equal(alone);
    });

    it(`mends a plan that cannot be driven and loses nothing by it: ${name}`, async () => {
      const all = input.tasks.map((_, task) => task);
      const torn = [
        { vehicle: 1, sink: 0, tasks: [...all, 99_999, -1] },
        { vehicle: 77, sink: 0, tasks: all },
        { vehicle: 0, sink: 55, tasks: [0, 0] },
      ];
      const { offers, exchange } = recorded((point) => (point % 2 === 0 ? { value: -1, runs: torn } : null));
      const { plan } = await solved(problem, exchange);
      expect(judgeOf(input, plan)).to.deep.equal([]);
      const values = offers.map((offer) => offer.plan.value);
      expect(values).to.deep.equal([...values].sort((a, b) => b - a));
    });
  }

  it('swaps at shares of the clock where there is one, and not after a stop', async () => {
    let asked = 0;
    const share = (): number => Math.min(1, ++asked / 200);
    const { offers, exchange } = recorded(() => null);
    const clock = { elapsedShare: share, shouldStop: () => asked > 110 };
    await solve(frozen(PROBLEMS['plain problems']!), { seed: 1, select: false, exchange, ...clock });
    expect(offers.map(({ point }) => point)).to.deep.equal([0, 1, 2]);
  });
});
