import type {
  DepartureInput,
  Problem,
  ProblemInput,
  SinkInput,
  SolverPlan,
  StepInput,
  TaskInput,
  VehicleInput,
  WarmRun,
} from '../../solver/index.js';
import { checkProblem } from '../../solver/index.js';

/**
 * Small problems by hand. Tasks are named a, b, c … and lie in this order on a straight road, ten
 * minutes and ten kilometres apart, the hub at its beginning; vehicles are named van1, van2 …
 */
export interface HandMade {
  readonly tasks: readonly Partial<TaskInput>[];
  readonly vehicles?: readonly Partial<VehicleInput>[];
  readonly sink?: Partial<SinkInput>;
  readonly steps?: readonly StepInput[];
  readonly departures?: readonly DepartureInput[];
}

export const LEG_SECONDS = 600;
export const LEG_METRES = 10_000;

/** One class of orders, one capacity dimension; one order of one parcel and load 1 a task unless told. */
export function handMade({
  tasks,
  vehicles = [{}],
  sink = {},
  steps = [],
  departures = [],
}: HandMade): ProblemInput {
  const size = tasks.length + 1;
  const pairs = Array.from({ length: size * size }, (_, pair) =>
    Math.abs(Math.floor(pair / size) - (pair % size)),
  );
  return {
    travel: [
      {
        size,
        durations: Int32Array.from(pairs, (legs) => legs * LEG_SECONDS),
        distances: Int32Array.from(pairs, (legs) => legs * LEG_METRES),
      },
    ],
    dimensions: 1,
    classes: 1,
    tasks: tasks.map((task, index) => ({
      location: index + 1,
      load: [1],
      ordersByClass: [1],
      parcelsByClass: [1],
      windows: [[0, 100_000]],
      runReleaseSeconds: 0,
      accessSeconds: 0,
      serviceSeconds: 0,
      dueSeconds: null,
      penalty: null,
      ...task,
    })),
    vehicles: vehicles.map((vehicle) => ({
      profile: 0,
      capacity: [100],
      startLocation: 0,
      endLocation: 0,
      sinks: [0],
      shift: [0, 100_000],
      maxDutySeconds: null,
      maxDrivingSeconds: null,
      maxMetres: null,
      maxRuns: null,
      turnaroundSeconds: 0,
      rest: null,
      fixedCost: 0,
      costPerMetre: 1,
      costPerSecond: 1,
      ...vehicle,
    })),
    sinks: [
      {
        location: 0,
        window: [0, 100_000],
        unloadSeconds: 0,
        unloadMillisecondsPerParcel: 0,
        steps: [steps],
        ...sink,
      },
    ],
    departures,
  };
}

export function freeze(input: ProblemInput): Problem {
  const checked = checkProblem(input);
  if (!checked.ok)
    throw new Error(checked.faults.map(({ path, message }) => `${path} ${message}`).join('; '));
  return checked.problem;
}

const NAMES = 'abcdefghijklmnopqrstuvwxyz';

/** Such as `van1: hub a c hub, hub b hub | van2: hub d hub`; hubs beyond the first are hub2 …, runs part by commas. */
export function planText(plan: SolverPlan): string {
  const vehicles = [...new Set(plan.runs.map((run) => run.vehicle))];
  return vehicles
    .map((vehicle) => {
      const runs = plan.runs.filter((run) => run.vehicle === vehicle);
      const texts = runs.map(({ stops, sink }) => {
        const names = stops.flatMap((stop) => stop.tasks).map((task) => NAMES[task]);
        return `${names.join(' ')} hub${sink > 0 ? sink + 1 : ''}`;
      });
      return `van${vehicle + 1}: hub ${texts.join(', ')}`;
    })
    .join(' | ');
}

/** Reads what {@link planText} writes. */
export function readPlan(text: string): WarmRun[] {
  return text.split(' | ').flatMap((day) => {
    const [van = '', runs = ''] = day.split(': hub ');
    return runs.split(', ').map((run) => {
      const words = run.split(' ');
      const hub = words.pop() ?? '';
      return {
        vehicle: Number(van.slice(3)) - 1,
        sink: hub === 'hub' ? 0 : Number(hub.slice(3)) - 1,
        tasks: words.map((word) => NAMES.indexOf(word)),
      };
    });
  });
}
