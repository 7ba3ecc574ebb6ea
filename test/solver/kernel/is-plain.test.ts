import { expect } from 'chai';
import type { ProblemInput, TaskInput, VehicleInput } from '../../../solver/index.js';
import { isPlain } from '../../../solver/kernel/is-plain.js';
import { plainByHand } from '../../support/plain-problem-by-hand.js';
import { frozen } from '../../support/rich-brute-force.js';

const TWO = [{}, {}];
const isTakenBy = (input: ProblemInput): boolean => isPlain(frozen(input));

function withTask(task: Partial<TaskInput>, more: Partial<ProblemInput> = {}): ProblemInput {
  return { ...plainByHand({ tasks: [task, {}], vehicles: TWO }), ...more };
}

function withVehicle(vehicle: Partial<VehicleInput>): ProblemInput {
  return plainByHand({ tasks: TWO, vehicles: [vehicle, {}] });
}

const plain = plainByHand({ tasks: TWO, vehicles: TWO });
const [travel] = plain.travel;
const [sink] = plain.sinks;
const step = { cutoffSeconds: 500, costPerOrder: 3, departure: null };
const counted = { ordersByClass: [1], parcelsByClass: [1] };
const withClass = {
  classes: 1,
  sinks: [{ ...sink!, steps: [[step]] }],
  tasks: plain.tasks.map((task) => ({ ...task, ...counted })),
};

const TAKEN: Record<string, ProblemInput> = {
  'capacity alone': plain,
  'one window a task': withTask({ windows: [[5, 90]] }),
  releases: withTask({ runReleaseSeconds: 500 }),
  penalties: withTask({ penalty: 30 }),
  skills: withTask({ vehicles: [1] }),
  'tasks at one location': withTask({ location: 2 }),
  'vehicles of different capacity and cost': withVehicle({ capacity: [9], fixedCost: 5, costPerMetre: 7 }),
  'several runs a day': withVehicle({ maxRuns: null, turnaroundSeconds: 30 }),
  'a limit of duty for one run': withVehicle({ maxDutySeconds: 900, maxRuns: 1 }),
  'a shift': withVehicle({ shift: [100, 900] }),
  'a vehicle that stays at its sink': withVehicle({ endLocation: null }),
  'loads that are all delivered': {
    ...plain,
    tasks: plain.tasks.map((task) => ({ ...task, delivered: true })),
  },
};

const LEFT: Record<string, ProblemInput> = {
  'no task': plainByHand({ tasks: [], vehicles: TWO }),
  'no vehicle': plainByHand({ tasks: TWO, vehicles: [] }),
  'two windows a task': withTask({
    windows: [
      [0, 5],
      [9, 20],
    ],
  }),
  'access seconds': withTask({ accessSeconds: 60 }),
  'a due moment': withTask({ dueSeconds: 700 }),
  'orders that catch departures': { ...plain, ...withClass },
  'loads delivered beside others': withTask({ delivered: true }),
  'costs of lateness': withTask({ lateness: { afterSeconds: 5, costPerSecond: 1 } }),
  preferences: withTask({ preferred: { vehicles: [0], otherwiseCost: 5 } }),
  'a pair': {
    ...withTask({}),
    tasks: [plain.tasks[0]!, { ...plain.tasks[1]!, load: [0] }],
    pairs: [{ pickup: 0, delivery: 1, maxAboardSeconds: null }],
  },
  alternatives: withTask({}, { alternatives: [{ tasks: [0, 1], penalty: 4 }] }),
  'a same-run group': withTask({}, { sameRun: [{ tasks: [0, 1], ordered: false }] }),
  'a precedence': withTask({}, { precedences: [{ before: 0, after: 1 }] }),
  'costs of balance': withTask({}, { balance: { longestDayCostPerSecond: 1, spreadCostPerSecond: 0 } }),
  'two travel profiles': { ...withVehicle({ profile: 1 }), travel: [travel!, travel!] },
  'costs by the second': withVehicle({ costPerSecond: 1 }),
  'a limit of driving': withVehicle({ maxDrivingSeconds: 900 }),
  'a limit of metres': withVehicle({ maxMetres: 900 }),
  'a rest rule': withVehicle({ rest: { drivingSeconds: 900, restSeconds: 30 } }),
  'a break': withVehicle({ breaks: [{ window: [0, 900], seconds: 30 }] }),
  'a profile when laden': withVehicle({ laden: { profile: 0, fromLoad: [2] } }),
  'a limit of duty for several runs': withVehicle({ maxDutySeconds: 900, maxRuns: 2 }),
  'a vehicle that makes no run': withVehicle({ maxRuns: 0 }),
  'a vehicle without a sink': withVehicle({ sinks: [] }),
  'a vehicle that ends elsewhere': withVehicle({ endLocation: 1 }),
  'a vehicle that starts elsewhere': withVehicle({ startLocation: 1, endLocation: 1 }),
  'two sinks': { ...withVehicle({ sinks: [0, 1] }), sinks: [sink!, sink!] },
  'a sink that opens after the shift begins': plainByHand({
    tasks: TWO,
    sink: { window: [50, 900] },
  }),
  'a way that is missing': {
    ...plain,
    travel: [{ ...travel!, durations: cut(travel!.durations), distances: cut(travel!.distances) }],
  },
};

/** The same with no way from location 1 to location 2. */
function cut(matrix: Int32Array): Int32Array {
  const copy = matrix.slice();
  copy[1 * 3 + 2] = -1;
  return copy;
}

describe('the kernel', () => {
  for (const [name, input] of Object.entries(TAKEN))
    it(`takes problems with ${name}`, () => expect(isTakenBy(input)).to.equal(true));
  for (const [name, input] of Object.entries(LEFT))
    it(`leaves problems with ${name} to others`, () => expect(isTakenBy(input)).to.equal(false));
});
