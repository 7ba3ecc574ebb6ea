import { expect } from 'chai';
import { checkProblem, evaluatePlan } from '../../../solver/index.js';
import { mergeRuns } from '../../../solver/moves/merge-runs.js';
import { MOVES } from '../../../solver/moves/moves.js';
import type { Move } from '../../../solver/moves/move.js';
import { Search } from '../../../solver/search/search.js';
import { Snapshot } from '../../../solver/search/snapshot.js';
import { ALL_SPICES, randomProblem } from '../../support/random-problem.js';

/** Tries a move over and over on a random plan; returns how often it changed it. */
const tryMove = (move: Move, seed: number, tries: number): number => {
  const checked = checkProblem(randomProblem(seed, { ...ALL_SPICES, tasks: 14, vehicles: 6 }));
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  const { problem } = checked;
  const search = new Search(problem, { seed });
  search.construct([]);
  const { state, journal } = search;
  const costNow = (): number => state.travelCost + state.stepCost;
  let changes = 0;
  for (let i = 0; i < tries; i += 1) {
    const before = costNow();
    journal.begin();
    const changed = move(search);
    if (changed) {
      changes += 1;
      const snapshot = new Snapshot(state);
      snapshot.take();
      const judged = evaluatePlan(problem, snapshot.runs());
      expect(judged.ok, `seed ${seed}, try ${i}: ${judged.ok ? '' : judged.violations[0]?.code}`).to.equal(
        true,
      );
      if (!judged.ok) return changes;
      const { fixed, distance, time, hours } = judged.plan.cost;
      expect(costNow(), `seed ${seed}, try ${i}`).to.be.closeTo(fixed + distance + time + hours, 1e-3);
    }
    if (!changed || i % 2 === 0) {
      journal.rollback();
      expect(costNow(), `seed ${seed}, undo ${i}`).to.be.closeTo(before, 1e-6);
    }
  }
  return changes;
};

describe('moves of whole runs and tails', () => {
  for (const move of new Set(MOVES)) {
    it(`${move.name} leaves a plan that can be driven at the cost it says, and undoes itself`, () => {
      let changes = 0;
      for (let seed = 1; seed <= 25; seed += 1) changes += tryMove(move, seed, 40);
      expect(changes).to.be.above(10);
    });
  }

  it('mergeRuns puts two runs into one of a larger vehicle that stands idle', () => {
    const travel = { size: 3, durations: Int32Array.of(0, 10, 10, 10, 0, 1, 10, 1, 0) };
    const vehicle = (capacity: number) => ({
      profile: 0,
      capacity: [capacity],
      startLocation: 0,
      endLocation: null,
      sinks: [0],
      shift: [0, 1000] as const,
      maxDutySeconds: null,
      maxDrivingSeconds: null,
      maxMetres: null,
      maxRuns: 1,
      turnaroundSeconds: 0,
      rest: null,
      fixedCost: 1,
      costPerMetre: 1,
      costPerSecond: 0,
    });
    const task = (location: number) => ({
      location,
      load: [1],
      ordersByClass: [],
      parcelsByClass: [],
      windows: [[0, 1000] as const],
      runReleaseSeconds: 0,
      accessSeconds: 0,
      serviceSeconds: 0,
      dueSeconds: null,
      penalty: null,
    });
    const checked = checkProblem({
      travel: [{ ...travel, distances: travel.durations }],
      dimensions: 1,
      classes: 0,
      tasks: [task(1), task(2)],
      vehicles: [vehicle(1), vehicle(1), vehicle(2)],
      sinks: [
        { location: 0, window: [0, 1000], unloadSeconds: 0, unloadMillisecondsPerParcel: 0, steps: [] },
      ],
      departures: [],
    });
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    const search = new Search(checked.problem, { seed: 1 });
    search.construct([
      { vehicle: 0, sink: 0, tasks: [0] },
      { vehicle: 1, sink: 0, tasks: [1] },
    ]);
    search.journal.begin();
    expect(mergeRuns(search)).to.equal(true);
    const snapshot = new Snapshot(search.state);
    snapshot.take();
    expect(snapshot.runs().map(({ vehicle: by, tasks }) => [by, [...tasks].sort()])).to.deep.equal([
      [2, [0, 1]],
    ]);
  });
});
