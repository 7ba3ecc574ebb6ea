import { expect } from 'chai';
import { checkProblem, solve } from '../../solver/index.js';
import { solveInWorkers } from '../../src/planning/solve-in-workers.js';
import { SolverCrew } from '../../src/planning/solver-crew.js';
import { warmUpProblem } from '../../src/planning/warm-up.js';
import { plainInput } from '../support/plain-problem-random.js';
import { ALL_SPICES, randomProblem } from '../support/random-problem.js';

const day = randomProblem(7, { tasks: 20, vehicles: 4, ...ALL_SPICES });
const plain = plainInput({ seed: 5, tasks: 40, vehicles: 8, features: ['windows', 'types'] });

describe('a crew of solving threads', function () {
  this.timeout(60_000);
  const crews: SolverCrew[] = [];
  const crewOf = (threads: number, warms: boolean): SolverCrew => {
    const crew = new SolverCrew(threads, warms);
    crews.push(crew);
    return crew;
  };

  afterEach(() => crews.splice(0).forEach((crew) => crew.close()));

  it('answers one problem after another as threads of their own would, warm or not', async () => {
    const requests = [day, plain, day].map((problem) => ({
      problem,
      seed: 3,
      seconds: 1,
      iterations: 200,
      threads: 2,
    }));
    const alone = [];
    for (const request of requests) alone.push(await solveInWorkers(request));
    for (const warms of [false, true]) {
      const crew = crewOf(2, warms);
      for (const [at, request] of requests.entries())
        expect(await solveInWorkers(request, crew)).to.deep.equal(alone[at]);
    }
  });

  it('goes on after a problem that is refused', async () => {
    const crew = crewOf(1, false);
    const request = { problem: day, seed: 1, seconds: 1, iterations: 20, threads: 1 };
    const broken = { ...day, tasks: [{ ...day.tasks[0]!, location: 10_000 }] };
    const fault = await solveInWorkers({ ...request, problem: broken }, crew).catch((error: Error) => error);
    expect(fault).to.be.instanceOf(Error).and.have.property('message').that.includes('refuses its problem');
    const { plan } = await solveInWorkers(request, crew);
    expect(plan.runs).to.not.deep.equal([]);
  });

  it('tells a solve that its threads are gone when it is closed', async () => {
    const crew = crewOf(1, false);
    const solving = solveInWorkers({ problem: day, seed: 1, seconds: 3600, threads: 1 }, crew);
    setTimeout(() => crew.close(), 300);
    const fault = await solving.catch((error: Error) => error);
    expect(fault).to.be.instanceOf(Error).and.have.property('message').that.includes('ended early');
  });

  it('warms up with a day that has runs to both sinks, rests and waits for departures', async () => {
    const checked = checkProblem(warmUpProblem());
    if (!checked.ok) return expect.fail(JSON.stringify(checked.faults));
    const { plan } = await solve(checked.problem, { seed: 1, iterations: 300, select: false });
    expect(plan.leftOut).to.deep.equal([]);
    expect(new Set(plan.runs.map(({ sink }) => sink)).size).to.equal(2);
    expect(plan.cost.hours).to.be.greaterThan(0);
  });
});
