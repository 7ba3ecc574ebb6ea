import { expect } from 'chai';
import fc from 'fast-check';
import { solve } from '../../../solver/index.js';
import type { ProblemInput, SolverPlan } from '../../../solver/index.js';
import { KernelSearch } from '../../../solver/kernel/kernel-search.js';
import { plainProblem } from '../../../solver/kernel/plain-problem.js';
import { bruteForce } from '../../support/brute-force.js';
import { checkSolverPlan } from '../../support/check-solver-plan.js';
import { plainByHand } from '../../support/plain-problem-by-hand.js';
import { drivenCost, plainOf } from '../../support/plain-problem-plan.js';
import { PLAIN_FEATURES, plainInput, plainRecipes } from '../../support/plain-problem-random.js';
import type { PlainFeature, PlainRecipe } from '../../support/plain-problem-random.js';
import { frozen, missingOf } from '../../support/rich-brute-force.js';
import { nonsenseRuns } from '../../support/rich-plans.js';
import { Draws } from '../../support/rich-recipe.js';

const FOREVER = { shouldStop: () => false, share: () => 0.5 };

async function solved(input: ProblemInput, iterations = 600): Promise<SolverPlan> {
  const problem = frozen(input);
  expect(plainProblem(problem)).not.to.equal(null);
  const { plan } = await solve(problem, { seed: 1, iterations, select: false });
  expect(checkSolverPlan(input, plan)).to.deep.equal([]);
  return plan;
}

const leftOutOf = (plan: SolverPlan): number[] => plan.leftOut.map(({ task }) => task);

/** Solves and compares with the best of all plans; true where the plan is as good. */
async function reachesBest(input: ProblemInput, name: string): Promise<boolean> {
  const problem = frozen(input);
  const best = bruteForce(problem);
  const plan = await solved(input, 1500);
  expect(missingOf(input, plan), name).to.equal(best.missing);
  expect(plan.cost.total, name).to.be.at.least(best.cost);
  return plan.cost.total === best.cost;
}

describe('kernel search', () => {
  const simple: readonly (readonly PlainFeature[])[] = [
    [],
    ['windows', 'ownSeconds', 'asymmetric'],
    ['windows', 'rough'],
    ['releases', 'manyRuns', 'unload'],
    ['duty', 'windows', 'shifts'],
    ['types', 'depots'],
    ['restricted', 'twoLoads', 'sameLocations'],
  ];
  for (const features of simple) {
    it(`finds the best of all plans of small problems: ${features.join(', ') || 'capacity'}`, async () => {
      for (let seed = 1; seed <= 3; seed++) {
        const recipe: PlainRecipe = { seed, tasks: 5, vehicles: 3, features };
        expect(await reachesBest(plainInput(recipe), JSON.stringify(recipe))).to.equal(true);
      }
    });
  }

  it('serves as many as can be served, and mostly as cheaply, with everything at random', async () => {
    let found = 0;
    const tries = 30;
    for (let seed = 1; seed <= tries; seed++) {
      const draws = new Draws(seed).of('features');
      const features = PLAIN_FEATURES.filter((feature) => draws.chance(feature, 40));
      const recipe: PlainRecipe = { seed, tasks: draws.int('tasks', 2, 5), vehicles: 3, features };
      if (await reachesBest(plainInput(recipe), JSON.stringify(recipe))) found++;
    }
    expect(found).to.be.at.least(0.9 * tries);
  });

  it('returns plans that can be driven and cost what they say, on larger random problems', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const draws = new Draws(seed).of('larger');
      const features = PLAIN_FEATURES.filter((feature) => draws.chance(feature, 40));
      await solved(plainInput({ seed, tasks: 40, vehicles: 8, features }), 400);
    }
  });

  it('finds the same plan for the same seed and iterations', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const draws = new Draws(seed).of('same');
      const features = PLAIN_FEATURES.filter((feature) => draws.chance(feature, 40));
      const recipe: PlainRecipe = { seed, tasks: 30, vehicles: 6, features };
      const [once, again] = [1, 2].map(() => {
        const search = new KernelSearch(plainOf(recipe), { seed, select: true });
        search.construct([]);
        search.run({ ...FOREVER, iterations: 500 });
        return { runs: search.bestRuns(), cost: search.bestValue, pool: search.pool.list() };
      });
      expect(once).to.deep.equal(again);
    }
  });

  it('never lets its best plan get worse, and tells a plan that costs what it says', () => {
    fc.assert(
      fc.property(plainRecipes(25, 6), (recipe) => {
        const plain = plainOf(recipe);
        const search = new KernelSearch(plain, { seed: recipe.seed });
        search.construct([]);
        let before = Infinity;
        for (let stretch = 0; stretch < 8; stretch++) {
          expect(search.bestValue).to.be.at.most(before);
          before = search.bestValue;
          const runs = search.bestRuns();
          const served = new Set(runs.flatMap(({ tasks }) => tasks));
          let cost = drivenCost(plain.problem, runs) ?? NaN;
          for (let task = 0; task < plain.n; task++)
            if (!served.has(task)) cost += search.routes.absentCharge[task] ?? NaN;
          expect(cost).to.equal(search.bestValue);
          search.run({ ...FOREVER, iterations: 25 });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps its best plan whole while days of many runs are taken back', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const plain = plainOf({ seed, tasks: 40, vehicles: 3, features: ['manyRuns', 'unload', 'releases'] });
      const search = new KernelSearch(plain, { seed });
      search.construct([]);
      for (let stretch = 0; stretch < 10; stretch++) {
        search.run({ iterations: 100, ...FOREVER });
        const cost = drivenCost(plain.problem, search.bestRuns());
        expect(cost).to.equal(
          search.bestValue - search.best.missing * (search.routes.absentCharge[0] ?? NaN),
        );
      }
    }
  });

  it('starts from a warm plan of any kind and never ends above one that can be driven', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const draws = new Draws(seed).of('warm');
      const features = PLAIN_FEATURES.filter((feature) => draws.chance(feature, 40));
      const input = plainInput({ seed, tasks: 15, vehicles: 4, features });
      const problem = frozen(input);
      const options = { seed: 1, select: false };
      const warmStart = nonsenseRuns(input, draws);
      const { plan } = await solve(problem, { ...options, iterations: 50, warmStart });
      expect(checkSolverPlan(input, plan)).to.deep.equal([]);
      const runs = plan.runs.map(({ vehicle, sink, stops }) => ({
        vehicle,
        sink,
        tasks: stops.flatMap(({ tasks }) => tasks),
      }));
      // Where a way round is shorter, a day's beginning alone may be too late, and so be left out.
      if (features.includes('rough')) continue;
      const next = await solve(problem, { ...options, iterations: 50, warmStart: runs });
      const missing = missingOf(input, plan) - missingOf(input, next.plan);
      expect(missing).to.be.at.least(0);
      if (missing === 0) expect(next.plan.cost.total).to.be.at.most(plan.cost.total);
    }
  });

  it('drives no task that is too large, where savings build the first plan', async () => {
    const plan = await solved(plainByHand({ tasks: [{ load: [9] }, {}, {}], vehicles: [{}, {}, {}] }));
    expect(leftOutOf(plan)).to.deep.equal([0]);
  });

  it('gives no vehicle a second run with a task that is too large for it', async () => {
    const small = { capacity: [3], maxRuns: null };
    const large = { capacity: [6], maxRuns: null, fixedCost: 1000, costPerMetre: 3 };
    const tasks = [{ load: [5] }, { load: [1] }, { load: [3] }];
    expect(leftOutOf(await solved(plainByHand({ tasks, vehicles: [small, large] })))).to.deep.equal([]);
  });

  it('ends the day in time where only reloading takes time', async () => {
    const vehicles = [{ maxRuns: null, turnaroundSeconds: 5000, shift: [0, 3000] as const }];
    const tasks = [{ load: [5] }, { load: [5] }];
    expect(leftOutOf(await solved(plainByHand({ tasks, vehicles })))).to.have.length(1);
  });

  it('keeps a limit of duty that unloading alone takes up', async () => {
    const made = { tasks: [{}], leg: 0, sink: { unloadSeconds: 200 } };
    const short = plainByHand({ ...made, vehicles: [{ maxDutySeconds: 199 }] });
    const enough = plainByHand({ ...made, vehicles: [{ maxDutySeconds: 200 }] });
    expect(leftOutOf(await solved(short))).to.deep.equal([0]);
    expect(leftOutOf(await solved(enough))).to.deep.equal([]);
  });

  it('serves a task that must be served before any number of others', async () => {
    const optional = Array.from({ length: 5 }, () => ({ penalty: 1_000_000 }));
    const plan = await solved(plainByHand({ tasks: [{ load: [5] }, ...optional] }));
    expect(leftOutOf(plan)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('takes the service seconds of the profile that the vehicles use', async () => {
    const slow = { serviceSecondsByProfile: [0, 900] };
    const input = plainByHand({ tasks: [slow, slow], vehicles: [{ profile: 1, shift: [0, 1000] }] });
    const plan = await solved({ ...input, travel: [input.travel[0]!, input.travel[0]!] });
    expect(leftOutOf(plan)).to.have.length(1);
  });

  it('takes no stop out of a day that is too late without it', async () => {
    // Legs drawn at random: the way between two tasks is often longer than over a third.
    const features = ['rough', 'windows', 'releases', 'manyRuns', 'shifts'] as const;
    for (let seed = 1; seed <= 6; seed++)
      await solved(plainInput({ seed, tasks: 30, vehicles: 6, features }), 1500);
  });

  it('leaves out nothing that must be served, however dear the way', async () => {
    const input = plainByHand({
      tasks: [{}, {}, {}, {}],
      vehicles: [{ costPerMetre: 1_000_000_000, shift: [0, 1_000_000_000] }],
      sink: { window: [0, 1_000_000_000] },
      leg: 10_000_000,
    });
    const far = {
      ...input,
      tasks: input.tasks.map((task) => ({ ...task, windows: [[0, 1_000_000_000] as const] })),
    };
    expect(leftOutOf(await solved(far))).to.deep.equal([]);
  });

  it('tries further when a plan serves nothing', () => {
    const plain = plainProblem(
      frozen(plainByHand({ tasks: [{ penalty: 5 }, { penalty: 500 }, { penalty: 500 }] })),
    )!;
    const search = new KernelSearch(plain, { seed: 1 });
    search.run({ ...FOREVER, iterations: 300 });
    expect(search.routes.usedSlots).to.equal(1);
  });

  it('searches among more types of vehicles than it looks at in one go', async () => {
    const tasks = Array.from({ length: 12 }, (_, i) => ({ load: [1 + (i % 4)] }));
    const vehicles = Array.from({ length: 150 }, (_, i) => ({
      capacity: [3 + (i % 30)],
      fixedCost: 500 - 3 * (i % 100),
    }));
    expect(leftOutOf(await solved(plainByHand({ tasks, vehicles }), 3000))).to.deep.equal([]);
  });
});
