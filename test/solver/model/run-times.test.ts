import { expect } from 'chai';
import fc from 'fast-check';
import { DayScheduler } from '../../../solver/model/day-scheduler.js';
import type {
  BreakInput,
  PairInput,
  ProblemInput,
  TaskInput,
  VehicleInput,
  Window,
} from '../../../solver/index.js';
import { freeze, handMade } from '../../support/hand-made-problem.js';
import { everyRun } from './exhaustive-run.js';
import type { RunTimes } from './exhaustive-run.js';

/** Tiny clocks: a day of so many seconds. */
const DAY = 15;

const window = (most = DAY): fc.Arbitrary<Window> =>
  fc.tuple(fc.nat(most), fc.nat(5)).map(([open, width]) => [open, open + width]);
const windows: fc.Arbitrary<Window[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Window[]>([[0, DAY]]) },
  { weight: 2, arbitrary: window(10).map((one) => [one]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(window(4), fc.integer({ min: 1, max: 4 }), fc.nat(3))
      .map(([one, gap, width]): Window[] => [one, [one[1] + gap, one[1] + gap + width]]),
  },
);

interface Extras {
  readonly lateness?: boolean;
  readonly pairs?: boolean;
  readonly breaks?: boolean;
}

/** Runs of up to four tasks; a, b may be a pair, or a with c and b with d. */
const tinyRuns = (extras: Extras): fc.Arbitrary<ProblemInput> => {
  const task: fc.Arbitrary<Partial<TaskInput>> = fc
    .record({
      location: fc.integer({ min: 1, max: 4 }),
      windows,
      accessSeconds: fc.oneof(fc.constant(0), fc.nat(1)),
      serviceSeconds: fc.nat(2),
      late: fc.record({ afterSeconds: fc.nat(DAY), costPerSecond: fc.integer({ min: 1, max: 3 }) }),
      hasLate: fc.boolean(),
    })
    .map(({ late, hasLate, ...rest }) => ({
      ...rest,
      load: [0],
      ordersByClass: [0],
      parcelsByClass: [0],
      ...(extras.lateness && hasLate ? { lateness: late } : {}),
    }));
  const aboard = fc.nat(6);
  const pairs = fc.constantFrom<readonly (readonly [number, number])[]>(
    [[0, 1]],
    [[0, 2]],
    [[0, 2], [1, 3]],
    [[0, 3], [1, 2]],
    [[0, 1], [2, 3]],
  ); // prettier-ignore
  const length = fc.integer({ min: 1, max: 4 });
  /** The second opens when the first is over, however late it was taken. */
  const breaks = fc
    .record({
      first: window(7),
      seconds: length,
      gap: fc.nat(3),
      width: fc.nat(4),
      second: length,
      both: fc.boolean(),
    })
    .map(({ first, seconds, gap, width, second, both }): BreakInput[] => {
      const opens = first[1] + seconds + gap;
      const later: BreakInput = { window: [opens, opens + width], seconds: second };
      return [{ window: first, seconds }, ...(both ? [later] : [])];
    });
  return fc
    .record({
      tasks: fc.array(task, { minLength: extras.pairs ? 4 : 1, maxLength: extras.pairs ? 4 : 3 }),
      legs: fc.array(fc.nat(3), { minLength: 25, maxLength: 25 }),
      sinkWindow: fc.oneof(fc.constant<Window>([0, DAY]), fc.constant<Window>([9, DAY])),
      pairs,
      aboards: fc.tuple(aboard, aboard),
      breaks,
    })
    .map(({ tasks, legs, sinkWindow, pairs: ends, aboards, breaks: meals }) => {
      const vehicle: Partial<VehicleInput> = {
        shift: [0, DAY],
        endLocation: null,
        ...(extras.breaks ? { breaks: meals } : {}),
      };
      const input = handMade({ tasks, vehicles: [vehicle], sink: { window: sinkWindow, unloadSeconds: 1 } });
      const durations = Int32Array.from(legs, (leg, at) => (at % 6 === 0 ? 0 : leg));
      const limits: PairInput[] = ends.map(([pickup, delivery], index) => ({
        pickup,
        delivery,
        maxAboardSeconds: aboards[index] ?? null,
      }));
      return {
        ...input,
        travel: [{ size: 5, durations, distances: durations }],
        ...(extras.pairs ? { pairs: limits } : {}),
      };
    });
};

/** Schedules the tasks in the order of their indexes as one run. */
function scheduled(input: ProblemInput): RunTimes | null {
  const day = new DayScheduler(freeze(input));
  day.runCount = 1;
  input.tasks.forEach((_, task) => (day.tasks[task] = task));
  day.runStart[1] = input.tasks.length;
  if (!day.schedule(0)) return null;
  return {
    depart: day.departSeconds[0] ?? NaN,
    unloaded: day.unloadedSeconds[0] ?? NaN,
    lateCost: day.lateCost,
  };
}

const RUNS = { numRuns: 150, seed: 5 };

describe('the times of a run, against every whole second', () => {
  const best = (input: ProblemInput): RunTimes | null => {
    const all = everyRun(input);
    if (all.length === 0) return null;
    const unloaded = Math.min(...all.map((times) => times.unloaded));
    const lateCost = Math.min(...all.map((times) => times.lateCost));
    const kept = all.filter((times) => times.unloaded === unloaded && times.lateCost === lateCost);
    return { unloaded, lateCost, depart: Math.max(...kept.map(({ depart }) => depart)) };
  };

  it('end first, are as little late as can be, and then depart last', () => {
    fc.assert(
      fc.property(tinyRuns({ lateness: true }), (input) => {
        expect(scheduled(input)).to.deep.equal(best(input));
      }),
      RUNS,
    );
  });

  it('exist wherever loads can be aboard shortly enough', () => {
    fc.assert(
      fc.property(tinyRuns({ lateness: true, pairs: true }), (input) => {
        expect(scheduled(input)).to.deep.equal(best(input));
      }),
      RUNS,
    );
  });

  for (const [what, extras] of [
    ['breaks can be taken', { breaks: true }],
    ['breaks can be taken and loads be aboard shortly enough', { breaks: true, pairs: true }],
  ] as const) {
    it(`exist wherever ${what}, and end first`, () => {
      fc.assert(
        fc.property(tinyRuns(extras), (input) => {
          expect(scheduled(input)?.unloaded).to.equal(best(input)?.unloaded);
        }),
        RUNS,
      );
    });
  }
});
