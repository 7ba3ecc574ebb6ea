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
    { name: 'everything at once', spice: { tasks: 4, vehicles: 2, ...ALL_SPICES }, seeds: 12 },
  ];
  for (const { name, spice, seeds } of cases) {
    it(`finds the best of all plans of small problems: ${name}`, async () => {
      for (let seed = 1; seed <= seeds; seed++) {
        const input = randomProblem(seed, spice);
        const problem = freeze(input);
        const best = bruteForce(problem);
        const { plan } = await solve(problem, { seed: 1, iterations: 3000, select: false });
        expect(checkSolverPlan(input, plan), `seed ${seed}`).to.deep.equal([]);
        expect([missingOf(problem, plan), plan.cost.total], `seed ${seed}`).to.deep.equal([
          best.missing,
          best.cost,
        ]);
      }
    });
  }

  it('finds the best of all plans where places of departures run out', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const input = randomProblem(seed, { tasks: 4, vehicles: 2, places: true, releases: true });
      const problem = freeze(input);
      const best = bruteForceWhole(problem);
      const { plan } = await solve(problem, { seed: 1, iterations: 3000, select: false });
      expect(checkSolverPlan(input, plan), `seed ${seed}`).to.deep.equal([]);
      expect([missingOf(problem, plan), plan.cost.total], `seed ${seed}`).to.deep.equal([
        best.missing,
        best.cost,
      ]);
    }
  });

  it('returns plans that can be driven and cost what they say, on larger random problems', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const input = randomProblem(100 + seed, {
        tasks: 40,
        vehicles: 6,
        ...ALL_SPICES,
        places: seed % 3 === 0,
      });
      const { plan } = await solve(freeze(input), { seed, iterations: 1500, select: false });
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
});
