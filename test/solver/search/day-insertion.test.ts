import { expect } from 'chai';
import { checkProblem, evaluatePlan } from '../../../solver/index.js';
import type { Problem } from '../../../solver/model/frozen-problem.js';
import { findNeighbours } from '../../../solver/search/neighbours.js';
import { Insertion } from '../../../solver/search/insertion.js';
import { Random } from '../../../solver/search/random.js';
import { refreshDay } from '../../../solver/search/refresh.js';
import { Search } from '../../../solver/search/search.js';
import { Snapshot } from '../../../solver/search/snapshot.js';
import { BY_SCHEDULER, BY_SEGMENTS } from '../../../solver/search/state.js';
import type { SearchState } from '../../../solver/search/state.js';
import { ALL_SPICES, randomProblem, type Spice } from '../../support/random-problem.js';

const RESTS: Spice = { tasks: 14, vehicles: 3, rests: true, duty: true, optional: true, sinks: 2 };

function problemOf(seed: number, spice: Spice): Problem {
  const checked = checkProblem(randomProblem(seed, spice));
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  return checked.problem;
}

/** Travel and departures of the plan that the state holds, judged anew. */
function judgedCost(problem: Problem, state: SearchState): number {
  const snapshot = new Snapshot(state);
  snapshot.take();
  const judged = evaluatePlan(problem, snapshot.runs());
  if (!judged.ok) throw new Error(judged.violations[0]?.code);
  const { fixed, distance, time, hours } = judged.plan.cost;
  return fixed + distance + time + hours;
}

/** Takes tasks out at random and puts each back; returns the cost said and the cost judged of every one. */
function putBack(problem: Problem, seed: number): { said: number[]; judged: number[]; timings: Set<number> } {
  const search = new Search(problem, { seed });
  search.construct([]);
  const { state } = search;
  state.secondWorth = 0;
  const random = new Random(seed);
  const insertion = new Insertion(state, findNeighbours(problem, 100), random);
  const answer = { said: [] as number[], judged: [] as number[], timings: new Set<number>() };
  for (let round = 0; round < 30; round++) {
    const task = random.below(problem.taskCount);
    if (state.runOf[task]! >= 0) {
      const vehicle = state.runVehicle[state.runOf[task]!]!;
      state.unlink(task);
      while (!refreshDay(state, vehicle)) state.emptyRun(state.faultRun);
    }
    const before = judgedCost(problem, state);
    if (!insertion.find(task, 0, true)) continue;
    const said = insertion.cost;
    if (!insertion.apply()) continue;
    answer.said.push(said);
    answer.judged.push(judgedCost(problem, state) - before);
    answer.timings.add(state.vehicleTiming[insertion.vehicle]!);
  }
  return answer;
}

describe('insertion into days', () => {
  const kinds: readonly [string, Spice][] = [
    ['with rests and duty', RESTS],
    ['with everything at once', { ...ALL_SPICES, tasks: 14, vehicles: 4 }],
  ];
  for (const [name, spice] of kinds) {
    it(`says exactly what a task costs, ${name}`, () => {
      const timings = new Set<number>();
      let tried = 0;
      for (let seed = 1; seed <= 40; seed++) {
        const { said, judged, timings: seen } = putBack(problemOf(seed, spice), seed);
        said.forEach((cost, at) => expect(cost, `seed ${seed}, task ${at}`).to.be.closeTo(judged[at]!, 1e-3));
        tried += said.length;
        for (const timing of seen) timings.add(timing);
      }
      expect(tried).to.be.above(300);
      expect(timings).to.include(BY_SEGMENTS);
      expect(timings).to.include(BY_SCHEDULER);
    });
  }

  it('times long drives by segments where waiting gives the rests', () => {
    let byWaiting = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const problem = problemOf(seed, { ...RESTS, duty: false, vehicles: 2 });
      const search = new Search(problem, { seed });
      search.construct([]);
      const { state } = search;
      for (let vehicle = 0; vehicle < problem.vehicleCount; vehicle++) {
        const long = state.vehicleDriving[vehicle]! > problem.restDrivingSeconds[vehicle]!;
        if (long && state.vehicleTiming[vehicle] === BY_SEGMENTS) byWaiting++;
      }
      expect(state.travelCost + state.stepCost).to.be.closeTo(judgedCost(problem, state), 1e-3);
    }
    expect(byWaiting).to.be.above(0);
  });
});
