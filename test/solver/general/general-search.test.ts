import { expect } from 'chai';
import fc from 'fast-check';
import { evaluatePlan, solve } from '../../../solver/index.js';
import type { Problem, WarmRun } from '../../../solver/index.js';
import { comparePlans } from '../../../solver/model/cost.js';
import { GeneralSearch } from '../../../solver/general/general-search.js';
import { freeze, handMade, planText } from '../../support/hand-made-problem.js';
import { bestPlan, frozen, missingOf } from '../../support/rich-brute-force.js';
import { checkRichPlan } from '../../support/rich-checker.js';
import { richProblem, richProblems } from '../../support/rich-problem.js';
import { keys, RICH_FEATURES } from '../../support/rich-recipe.js';

const pairsProblem = (tasks: number, seed = 3): Problem =>
  frozen(
    richProblem({
      seed,
      tasks: keys(tasks),
      vehicles: keys(3),
      features: ['pairs', 'tightWindows', 'maxRuns', 'optional', 'delivered'],
    }),
  );

/** More than one iteration can put in before it has to ask whether to stop. */
const manyTasks = (): Problem =>
  frozen(richProblem({ seed: 1, tasks: keys(200), vehicles: keys(12), features: ['breaks'] }));

const searched = (problem: Problem, iterations: number, warm: readonly WarmRun[] = []): GeneralSearch => {
  const search = new GeneralSearch(problem, { seed: 5 });
  search.construct(warm);
  search.run({ iterations, shouldStop: () => false, share: (iteration) => iteration / iterations });
  search.dropWhatMissesDepartures();
  return search;
};

describe('GeneralSearch', () => {
  it('returns plans that the evaluation accepts at the cost that the search has counted', () => {
    fc.assert(
      fc.property(richProblems({ tasks: [1, 14], vehicles: [1, 4] }), ({ input }) => {
        const problem = frozen(input);
        const search = searched(problem, 40);
        const judged = evaluatePlan(problem, search.bestRuns());
        if (!judged.ok) throw new Error(JSON.stringify(judged.violations));
        expect(checkRichPlan(input, judged.plan)).to.deep.equal([]);
        if (missingOf(input, judged.plan) > 0) return;
        expect(search.bestValue).to.be.closeTo(judged.plan.cost.total, 1e-6);
      }),
      { numRuns: 100, seed: 11 },
    );
  });

  it('reaches the best of all plans of small problems, each rule alone', async () => {
    for (const feature of RICH_FEATURES) {
      const recipe = { seed: 2, tasks: keys(5), vehicles: keys(2), features: ['pairs', feature] as const };
      const input = richProblem({ ...recipe, features: [...new Set(recipe.features)] });
      const { plan } = await solve(frozen(input), { seed: 1, iterations: 600 });
      expect([missingOf(input, plan), plan.cost.total], feature).to.deep.equal([
        bestPlan(input).missing,
        bestPlan(input).cost,
      ]);
    }
  });

  it('serves several together that are not worth a vehicle one by one', async () => {
    const features = [
      'rests',
      'optional',
      'steps',
      'skills',
      'sameRun',
      'balance',
      'breaks',
      'laden',
    ] as const;
    const input = richProblem({ seed: 7030, tasks: keys(5), vehicles: keys(2), features });
    const { plan } = await solve(frozen(input), { seed: 1, iterations: 1500 });
    expect(plan.runs).to.have.length(1);
    expect(plan.cost.total).to.equal(bestPlan(input).cost);
  });

  it('serves two together that no vehicle can serve one after the other', async () => {
    // The one road home from the first delivery leads over the second pair.
    const features = [
      'releases',
      'optional',
      'noWays',
      'places',
      'brokenTriangle',
      'preferred',
      'pairs',
    ] as const;
    const input = richProblem({ seed: 7073, tasks: keys(4), vehicles: keys(2), features });
    const { plan } = await solve(frozen(input), { seed: 1, iterations: 1500 });
    expect(plan.leftOut).to.deep.equal([]);
    expect(plan.cost.total).to.equal(bestPlan(input).cost);
  });

  it('serves one that is not worth its way where another that must be served needs it', async () => {
    // No road leads from the hub to the second task: it is reached from the first alone.
    const { travel, ...rest } = handMade({
      tasks: [{ penalty: 1 }, {}],
      vehicles: [{ maxRuns: 1 }],
    });
    const [roads] = travel;
    if (!roads) throw new Error('no travel');
    const durations = roads.durations.slice();
    const [hub, second] = [0, 2];
    durations[hub * roads.size + second] = -1;
    const distances = roads.distances.map((metres, at) => ((durations[at] ?? 0) < 0 ? -1 : metres));
    const input = {
      ...rest,
      travel: [{ ...roads, durations, distances }],
      precedences: [{ before: 0, after: 1 }],
    };
    const { plan } = await solve(freeze(input), { seed: 1, iterations: 100 });
    expect(planText(plan)).to.equal('van1: hub a b hub');
  });

  it('finds the same plan again for the same seed and iterations', () => {
    const problem = pairsProblem(16);
    expect(searched(problem, 300).bestRuns()).to.deep.equal(searched(problem, 300).bestRuns());
  });

  it('never ends worse than the plan it starts from', () => {
    const problem = pairsProblem(16);
    const first = searched(problem, 400);
    const again = searched(problem, 5, first.bestRuns());
    expect(again.bestValue).to.be.at.most(first.bestValue);
  });

  it('takes from a broken warm plan what can be driven', () => {
    const problem = pairsProblem(12);
    const all = Array.from({ length: problem.taskCount }, (_, task) => problem.taskCount - 1 - task);
    const broken = [
      { vehicle: 0, sink: 0, tasks: [...all, 3, 99, -1] },
      { vehicle: 7, sink: 0, tasks: [1] },
      { vehicle: 1, sink: 9, tasks: [2] },
      { vehicle: 1, sink: 0, tasks: [4] },
    ];
    const search = searched(problem, 20, broken);
    expect(evaluatePlan(problem, search.bestRuns()).ok).to.equal(true);
  });

  it('keeps a warm plan that is good as it stands', () => {
    const problem = pairsProblem(12);
    const best = searched(problem, 800);
    const kept = new GeneralSearch(problem, { seed: 1 });
    kept.construct(best.bestRuns());
    expect(kept.bestValue).to.equal(best.bestValue);
    expect(kept.bestRuns()).to.deep.equal(best.bestRuns());
  });

  it('stops when it is told to, with its best plan so far', () => {
    const problem = pairsProblem(16);
    const search = new GeneralSearch(problem, { seed: 1 });
    search.construct([]);
    let asked = 0;
    search.run({ iterations: Infinity, shouldStop: () => ++asked > 3, share: () => 0.5 });
    expect(asked).to.equal(4);
    expect(evaluatePlan(problem, search.bestRuns()).ok).to.equal(true);
  });

  it('stops while it builds its first plan', () => {
    const search = new GeneralSearch(manyTasks(), { seed: 1, shouldStop: () => true });
    search.construct([]);
    const judged = evaluatePlan(search.problem, search.bestRuns());
    expect(judged.ok && judged.plan.leftOut.length).to.be.within(10, 190);
  });

  it('asks whether to stop after little work', () => {
    const problem = frozen(
      richProblem({ seed: 1, tasks: keys(30), vehicles: keys(4), features: ['breaks'] }),
    );
    const search = new GeneralSearch(problem, { seed: 1 });
    search.construct([]);
    let asked = 0;
    search.run({ iterations: 60, shouldStop: () => ++asked < 0, share: () => 0.5 });
    expect(asked).to.be.at.least(3);
  });

  it('asks whether to stop where it finds nothing to do', () => {
    // Three tasks that one run has to serve, and no vehicle that may serve all of them.
    const input = handMade({ tasks: [{ vehicles: [0] }, { vehicles: [1] }, {}], vehicles: [{}, {}] });
    const problem = freeze({ ...input, sameRun: [{ tasks: [0, 1, 2], ordered: false }] });
    const search = new GeneralSearch(problem, { seed: 1 });
    search.construct([]);
    let asked = 0;
    search.run({ iterations: Infinity, shouldStop: () => ++asked > 3, share: () => 0.5 });
    expect(search.bestRuns()).to.deep.equal([]);
  });

  it('breaks off an iteration that takes long, and takes it back', () => {
    const search = new GeneralSearch(manyTasks(), { seed: 1, shouldStop: () => true });
    search.construct([]);
    const before = search.bestRuns();
    let asked = 0;
    search.run({ iterations: 1, shouldStop: () => ++asked > 1, share: () => 0.5 });
    expect([asked, search.iterations]).to.deep.equal([2, 0]);
    expect(search.bestRuns()).to.deep.equal(before);
  });

  it('keeps what it is given before it adds to it where places of departures run out', () => {
    fc.assert(
      fc.property(richProblems({ tasks: [4, 16], vehicles: [1, 3] }), ({ recipe }) => {
        const features = [...new Set([...recipe.features, 'places', 'steps', 'optional'] as const)];
        const problem = frozen(richProblem({ ...recipe, features }));
        const warm = searched(problem, 10).bestRuns();
        const given = evaluatePlan(problem, warm);
        if (!given.ok) throw new Error(JSON.stringify(given.violations));
        const search = new GeneralSearch(problem, { seed: 2 });
        search.construct(warm);
        search.dropWhatMissesDepartures();
        const kept = evaluatePlan(problem, search.bestRuns());
        expect(kept.ok && comparePlans(problem, kept.plan, given.plan)).to.be.at.most(0);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('plans an empty problem', async () => {
    const problem = frozen({ ...richProblem({ seed: 1, tasks: [], vehicles: [], features: ['balance'] }) });
    const { plan } = await solve(problem, { seed: 1, iterations: 10 });
    expect(plan.runs).to.deep.equal([]);
  });
});
