import { expect } from 'chai';
import { solveInWorkers } from '../../src/planning/solve-in-workers.js';
import { checkSolverPlan } from '../support/check-solver-plan.js';
import { plainInput } from '../support/plain-problem-random.js';
import { ALL_SPICES, randomProblem } from '../support/random-problem.js';

const plain = plainInput({ seed: 5, tasks: 80, vehicles: 12, features: ['windows', 'types'] });
const day = randomProblem(7, { tasks: 20, vehicles: 4, ...ALL_SPICES });

describe('solveInWorkers', function () {
  this.timeout(60_000);

  for (const [name, problem] of [
    ['a plain problem', plain],
    ['a day', day],
  ] as const) {
    it(`gives the same plan for the same seed, threads and iterations: ${name}`, async () => {
      const request = { problem, seed: 3, seconds: 1, iterations: 400, threads: 2 };
      const one = await solveInWorkers(request);
      expect(checkSolverPlan(problem, one.plan)).to.deep.equal([]);
      expect(await solveInWorkers(request)).to.deep.equal(one);
    });
  }

  it('searches differently in each thread, and tells costs that never rise, of all threads together', async () => {
    const costs: number[] = [];
    const onProgress = ({ cost }: { readonly cost: number }): number => costs.push(cost);
    const request = { problem: plain, seed: 3, seconds: 1, iterations: 40 };
    const alone = await solveInWorkers({ ...request, threads: 1 });
    const together = await solveInWorkers({ ...request, threads: 2, onProgress });
    expect(together.plan.cost.total).not.to.equal(alone.plan.cost.total);
    expect(costs.length).to.be.at.least(2);
    expect(costs).to.deep.equal([...costs].sort((a, b) => b - a));
  });

  it('ends with a plan when it is told to stop', async () => {
    const stop = new AbortController();
    const { plan, iterations } = await solveInWorkers({
      problem: plain,
      seed: 1,
      seconds: 3600,
      threads: 2,
      stop: stop.signal,
      onProgress: ({ stage }) => {
        if (stage === 'search') stop.abort();
      },
    });
    expect(checkSolverPlan(plain, plan)).to.deep.equal([]);
    expect(iterations).to.be.greaterThan(0);
  });

  it('searches hardly at all when it is told to stop before it begins', async () => {
    const { plan, iterations } = await solveInWorkers({
      problem: day,
      seed: 1,
      seconds: 3600,
      threads: 2,
      stop: AbortSignal.abort(),
    });
    expect(checkSolverPlan(day, plan)).to.deep.equal([]);
    expect(iterations).to.be.at.most(64);
  });

  it('stops threads that wait for each other', async () => {
    const stop = new AbortController();
    const { plan } = await solveInWorkers({
      problem: day,
      seed: 1,
      seconds: 1,
      iterations: 1e9,
      threads: 2,
      stop: stop.signal,
      onProgress: ({ stage }) => {
        if (stage === 'search') stop.abort();
      },
    });
    expect(checkSolverPlan(day, plan)).to.deep.equal([]);
  });

  it('fails with the faults of a problem that the solver refuses', async () => {
    const problem = { ...plain, dimensions: -1 };
    let message = '';
    await solveInWorkers({ problem, seed: 1, seconds: 1, threads: 1 }).catch((error: unknown) => {
      message = String(error);
    });
    expect(message).to.include('the solver refuses its problem').and.to.include('dimensions');
  });
});
