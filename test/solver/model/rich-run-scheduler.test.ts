import { expect } from 'chai';
import fc from 'fast-check';
import { RichRunScheduler } from '../../../solver/model/rich-run-scheduler.js';
import { RunScheduler } from '../../../solver/model/run-scheduler.js';
import { freeze } from '../../support/hand-made-problem.js';
import { ALL_SPICES, randomProblem } from '../../support/random-problem.js';

/** Everything a run's schedule says, whichever scheduler made it. */
const told = (times: RunScheduler, feasible: boolean, count: number): unknown =>
  feasible
    ? {
        depart: times.departSeconds,
        sink: times.arriveSinkSeconds,
        unloaded: times.unloadedSeconds,
        driven: times.drivenSeconds,
        metres: times.metres,
        driving: times.drivingSeconds,
        lateCost: times.lateCost,
        arrive: [...times.arriveSeconds.subarray(0, count + 1)],
        start: [...times.startSeconds.subarray(0, count)],
        leave: [...times.leaveSeconds.subarray(0, count)],
        rest: [...times.restSeconds.subarray(0, count + 1)],
      }
    : { fault: times.fault };

describe('RichRunScheduler', () => {
  it('drives plain runs as RunScheduler does, rests and split windows included', () => {
    let feasible = 0;
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
        fc.constantFrom(0, 5000),
        fc.constantFrom(0, 2500),
        (seed, order, ready, driven) => {
          const { noWays: _, ...spices } = ALL_SPICES;
          const input = randomProblem(seed, { ...spices, tasks: 7, vehicles: 2 });
          // Only the richer scheduler looks at loads.
          const vehicles = input.vehicles.map((vehicle) => ({ ...vehicle, capacity: [100] }));
          const problem = freeze({ ...input, vehicles });
          const [plain, rich] = [new RunScheduler(problem), new RichRunScheduler(problem)];
          const tasks = Int32Array.from(order);
          const run = { vehicle: 1, startLocation: 0, tasks, from: 0, count: order.length, sink: 1 };
          const ours = rich.schedule(run, ready, driven);
          const theirs = plain.schedule(run, ready, driven);
          if (ours) feasible++;
          expect(told(rich, ours, order.length)).to.deep.equal(told(plain, theirs, order.length));
        },
      ),
      { numRuns: 400, seed: 3 },
    );
    expect(feasible).to.be.greaterThan(80);
  });
});
