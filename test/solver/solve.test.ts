import { expect } from 'chai';
import { checkProblem, evaluatePlan, runsOf, solve } from '../../solver/index.js';
import type { Problem, ProblemInput, SolverPlan } from '../../solver/index.js';
import { bruteForce, bruteForceWhole } from '../support/brute-force.js';
import { checkSolverPlan } from '../support/check-solver-plan.js';
import { ALL_SPICES, randomProblem } from '../support/random-problem.js';
import type { Spice } from '../support/random-problem.js';

function freeze(input: ProblemInput): Problem {
  const checked = checkProblem(input);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.problem;
}

const missingOf = (problem: Problem, plan: SolverPlan): number =>
  plan.leftOut.filter(({ task }) => problem.taskMandatory[task] === 1).length;

describe('solve', () => {
  const cases: readonly { readonly name: string; readonly spice: Spice; readonly seeds: number }[] = [
    { name: 'plain runs', spice: { tasks: 5, vehicles: 2 }, seeds: 8 },
    {
      name: 'runs timed by releases and due times',
      spice: { tasks: 5, vehicles: 2, releases: true, dues: true },
      seeds: 8,
    },
    { name: 'split windows', spice: { tasks: 5, vehicles: 2, splitWindows: true }, seeds: 6 },
    { name: 'rests', spice: { tasks: 5, vehicles: 2, rests: true, releases: true }, seeds: 6 },
    {
      name: 'duty and other limits',
      spice: { tasks: 5, vehicles: 2, duty: true, limits: true, releases: true },
      seeds: 8,
    },
    { name: 'optional tasks', spice: { tasks: 5, vehicles: 1, optional: true }, seeds: 6 },
    { name: 'several sinks', spice: { tasks: 4, vehicles: 2, sinks: 2, releases: true }, seeds: 6 },
  ];
  for (const { name, spice, seeds } of cases) {
    it(`finds the best of all plans of small problems: ${name}`, async () => {
      for (let seed = 1; seed <= seeds; seed++) {
        const input = randomProblem(seed, spice);
        const problem = freeze(input);
        const best = bruteForce(problem);
        const { plan } = await solve(problem, { seed: 1, iterations: 2000, select: false });
        expect(checkSolverPlan(input, plan), `seed ${seed}`).to.deep.equal([]);
        expect([missingOf(problem, plan), plan.cost.total], `seed ${seed}`).to.deep.equal([
          best.missing,
          best.cost,
        ]);
      }
    });
  }

  it('never claims less than the best of all plans, and mostly finds it, with everything at once', async () => {
    let found = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const input = randomProblem(seed, { tasks: 4, vehicles: 2, ...ALL_SPICES });
      const problem = freeze(input);
      const best = bruteForce(problem);
      const { plan } = await solve(problem, { seed: 1, iterations: 2000, select: false });
      expect(checkSolverPlan(input, plan), `seed ${seed}`).to.deep.equal([]);
      expect(missingOf(problem, plan), `seed ${seed}`).to.equal(best.missing);
      expect(plan.cost.total, `seed ${seed}`).to.be.at.least(best.cost);
      if (plan.cost.total === best.cost) found++;
    }
    expect(found).to.be.at.least(10);
  });

  it('finds the best of all plans where places of departures run out', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const input = randomProblem(seed, { tasks: 4, vehicles: 2, places: true, releases: true });
      const problem = freeze(input);
      const best = bruteForceWhole(problem);
      const { plan } = await solve(problem, { seed: 1, iterations: 2000, select: false });
      expect(checkSolverPlan(input, plan), `seed ${seed}`).to.deep.equal([]);
      expect([missingOf(problem, plan), plan.cost.total], `seed ${seed}`).to.deep.equal([
        best.missing,
        best.cost,
      ]);
    }
  });

  it('returns plans that can be driven and cost what they say, on larger random problems', async () => {
    for (let seed = 1; seed <= 9; seed++) {
      const input = randomProblem(100 + seed, {
        tasks: 40,
        vehicles: 6,
        ...ALL_SPICES,
        places: seed % 3 === 0,
      });
      const { plan } = await solve(freeze(input), { seed, iterations: 600, select: false });
      expect(checkSolverPlan(input, plan), `seed ${seed}`).to.deep.equal([]);
    }
  });

  it('gives the same plan for the same seed and number of iterations', async () => {
    const problem = freeze(randomProblem(7, { tasks: 40, vehicles: 5, ...ALL_SPICES }));
    const one = await solve(problem, { seed: 3, iterations: 800 });
    const two = await solve(problem, { seed: 3, iterations: 800 });
    expect(two).to.deep.equal(one);
  });

  it('evaluates its own plan to the same plan', async () => {
    const problem = freeze(randomProblem(8, { tasks: 30, vehicles: 4, ...ALL_SPICES }));
    const { plan } = await solve(problem, { seed: 1, iterations: 500, select: false });
    expect(evaluatePlan(problem, runsOf(plan))).to.deep.equal({ ok: true, plan });
  });

  it('never lets the best cost rise', async () => {
    const problem = freeze(randomProblem(9, { tasks: 40, vehicles: 5, releases: true, dues: true }));
    const costs: number[] = [];
    await solve(problem, {
      seed: 1,
      iterations: 9000,
      select: false,
      onProgress: ({ cost }) => costs.push(cost),
    });
    expect(costs.length).to.be.greaterThan(2);
    for (const [index, cost] of costs.entries()) expect(cost).to.be.at.most(costs[index - 1] ?? Infinity);
  });

  it('starts from a warm plan and never ends dearer', async () => {
    const problem = freeze(randomProblem(11, { tasks: 30, vehicles: 4, releases: true }));
    const first = await solve(problem, { seed: 1, iterations: 400, select: false });
    const second = await solve(problem, {
      seed: 2,
      iterations: 10,
      select: false,
      warmStart: runsOf(first.plan),
    });
    expect(second.plan.cost.total).to.be.at.most(first.plan.cost.total);
  });

  it('repairs a warm plan that cannot be driven', async () => {
    const input = randomProblem(12, { tasks: 8, vehicles: 2, skills: true });
    const problem = freeze(input);
    const all = input.tasks.map((_, task) => task);
    const warmStart = [
      { vehicle: 1, sink: 0, tasks: [...all, ...all] },
      { vehicle: 0, sink: 0, tasks: all },
    ];
    const { plan } = await solve(problem, { seed: 1, iterations: 0, select: false, warmStart });
    expect(checkSolverPlan(input, plan)).to.deep.equal([]);
  });

  it('stops soon after it is told to, with a plan', async () => {
    const input = randomProblem(13, { tasks: 60, vehicles: 6 });
    let asked = 0;
    const { plan, iterations } = await solve(freeze(input), {
      seed: 1,
      shouldStop: () => ++asked > 3,
      cancelled: () => true,
    });
    expect(iterations).to.be.at.most(3 * 64);
    expect(checkSolverPlan(input, plan)).to.deep.equal([]);
  });

  it('improves by the integer selection or keeps what it had', async () => {
    const input = randomProblem(14, { tasks: 40, vehicles: 5, releases: true });
    const { plan, selection } = await solve(freeze(input), { seed: 1, iterations: 1500 });
    expect(selection?.engine).to.be.a('string');
    expect(selection?.after).to.be.at.most(selection?.before ?? -1);
    expect(selection?.after).to.equal(plan.cost.total);
    expect(checkSolverPlan(input, plan)).to.deep.equal([]);
  });

  for (const [name, change] of [
    ['no tasks', { tasks: [] }],
    ['no vehicles', { vehicles: [] }],
    ['no sinks', { sinks: [], vehicles: [] }],
  ] as const) {
    it(`plans a day with ${name}`, async () => {
      const input = { ...randomProblem(15, { tasks: 3, vehicles: 2 }), ...change };
      const { plan } = await solve(freeze(input), { seed: 1, iterations: 50 });
      expect(plan.runs).to.deep.equal([]);
      expect(plan.leftOut.map(({ task }) => task)).to.deep.equal(input.tasks.map((_, task) => task));
      expect(checkSolverPlan(input, plan)).to.deep.equal([]);
    });
  }
});
