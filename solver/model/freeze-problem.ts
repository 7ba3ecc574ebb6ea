import { NEVER } from './frozen-problem.js';
import { freezeRules, startsOf } from './freeze-rules.js';
import type { Problem } from './frozen-problem.js';
import { withMatrices } from './plane.js';
import type { ProblemInput, SinkInput } from './problem.js';

/**
 * Turns a checked input into typed arrays. Travel matrices are shared, everything else is copied; planes
 * of few points become matrices.
 */
export function freezeProblem(given: ProblemInput): Problem {
  const input = withMatrices(given);
  const departurePlaces = placesThatMayRunOut(input);
  const allowed = permissions(input);
  const rules = freezeRules(input);
  return {
    input,
    locationCount: input.travel[0]?.size ?? 0,
    taskCount: input.tasks.length,
    vehicleCount: input.vehicles.length,
    sinkCount: input.sinks.length,
    departureCount: input.departures.length,
    classCount: input.classes,
    dimensionCount: input.dimensions,
    durations: input.travel.map((matrix) => matrix.durations),
    distances: input.travel.map((matrix) => matrix.distances),
    ...freezeTasks(input),
    allowed,
    ...freezeVehicles(input),
    ...groupVehicles(input, allowed, rules.vehicleKnows),
    ...freezeSinks(input),
    departurePlaces,
    placesMayRunOut: departurePlaces.some((places) => places !== NEVER),
    ...rules,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function freezeTasks({ tasks, travel, alternatives = [] }: ProblemInput) {
  const inGroup = new Set(alternatives.flatMap((group) => group.tasks));
  const penalties = tasks.map(({ penalty }, task) => (inGroup.has(task) ? 0 : penalty));
  const windows = tasks.flatMap((task) => task.windows);
  const classes = tasks.map(({ ordersByClass, parcelsByClass }) =>
    ordersByClass.flatMap((orders, index) => (orders > 0 || parcelsByClass[index] > 0 ? [index] : [])),
  );
  return {
    taskLocation: Int32Array.from(tasks, (task) => task.location),
    taskLoad: Float64Array.from(tasks.flatMap((task) => task.load)),
    taskServiceSeconds: travel.map((_, profile) =>
      Int32Array.from(tasks, (task) => task.serviceSecondsByProfile?.[profile] ?? task.serviceSeconds),
    ),
    taskAccessSeconds: Int32Array.from(tasks, (task) => task.accessSeconds),
    taskReleaseSeconds: Int32Array.from(tasks, (task) => task.runReleaseSeconds),
    taskDueSeconds: Int32Array.from(tasks, (task) => task.dueSeconds ?? NEVER),
    taskPenalty: Float64Array.from(penalties, (penalty) => penalty ?? 0),
    taskMandatory: Uint8Array.from(penalties, (penalty) => (penalty === null ? 1 : 0)),
    taskParcels: Int32Array.from(tasks, (task) => sum(task.parcelsByClass)),
    taskWindowStart: startsOf(tasks.map((task) => task.windows.length)),
    windowOpenSeconds: Int32Array.from(windows, ([open]) => open),
    windowCloseSeconds: Int32Array.from(windows, ([, close]) => close),
    taskClassStart: startsOf(classes.map((list) => list.length)),
    taskClass: Int32Array.from(classes.flat()),
    taskClassOrders: Int32Array.from(
      classes.flatMap((list, task) => list.map((c) => tasks[task].ordersByClass[c])),
    ),
    taskClassParcels: Int32Array.from(
      classes.flatMap((list, task) => list.map((c) => tasks[task].parcelsByClass[c])),
    ),
  };
}

function permissions({ tasks, vehicles }: ProblemInput): Uint8Array {
  const allowed = new Uint8Array(vehicles.length * tasks.length);
  tasks.forEach((task, index) => {
    const list = task.vehicles ?? vehicles.keys();
    for (const vehicle of list) allowed[vehicle * tasks.length + index] = 1;
  });
  return allowed;
}

function freezeVehicles({ vehicles }: ProblemInput) {
  return {
    vehicleProfile: Int32Array.from(vehicles, (vehicle) => vehicle.profile),
    vehicleCapacity: Float64Array.from(vehicles.flatMap((vehicle) => vehicle.capacity)),
    vehicleStart: Int32Array.from(vehicles, (vehicle) => vehicle.startLocation),
    vehicleEnd: Int32Array.from(vehicles, (vehicle) => vehicle.endLocation ?? -1),
    shiftOpenSeconds: Int32Array.from(vehicles, (vehicle) => vehicle.shift[0]),
    shiftCloseSeconds: Int32Array.from(vehicles, (vehicle) => vehicle.shift[1]),
    maxDutySeconds: Int32Array.from(vehicles, (vehicle) => vehicle.maxDutySeconds ?? NEVER),
    maxDrivingSeconds: Int32Array.from(vehicles, (vehicle) => vehicle.maxDrivingSeconds ?? NEVER),
    maxMetres: Int32Array.from(vehicles, (vehicle) => vehicle.maxMetres ?? NEVER),
    maxRuns: Int32Array.from(vehicles, (vehicle) => vehicle.maxRuns ?? NEVER),
    turnaroundSeconds: Int32Array.from(vehicles, (vehicle) => vehicle.turnaroundSeconds),
    restDrivingSeconds: Int32Array.from(vehicles, (vehicle) => vehicle.rest?.drivingSeconds ?? NEVER),
    restSeconds: Int32Array.from(vehicles, (vehicle) => vehicle.rest?.restSeconds ?? NEVER),
    fixedCost: Float64Array.from(vehicles, (vehicle) => vehicle.fixedCost),
    costPerMetre: Float64Array.from(vehicles, (vehicle) => vehicle.costPerMetre),
    costPerSecond: Float64Array.from(vehicles, (vehicle) => vehicle.costPerSecond),
    vehicleSinkStart: startsOf(vehicles.map((vehicle) => vehicle.sinks.length)),
    vehicleSink: Int32Array.from(vehicles.flatMap((vehicle) => vehicle.sinks)),
  };
}

/** Vehicles alike in everything but their label, and permitted and known to the same tasks, are interchangeable. */
function groupVehicles({ tasks, vehicles }: ProblemInput, allowed: Uint8Array, knows: Uint8Array) {
  const groupByKey = new Map<string, number>();
  const vehicleGroup = Int32Array.from(vehicles, (vehicle, index) => {
    const [from, to] = [index * tasks.length, (index + 1) * tasks.length];
    const permitted = allowed.subarray(from, to).join('');
    const known = knows.subarray(from, to).join('');
    const sinks = [...vehicle.sinks].sort((a, b) => a - b);
    const key = `${JSON.stringify({ ...vehicle, label: '', sinks })} ${permitted} ${known}`;
    const group = groupByKey.get(key) ?? groupByKey.size;
    groupByKey.set(key, group);
    return group;
  });
  return { vehicleGroup, groupCount: groupByKey.size };
}

function freezeSinks(input: ProblemInput) {
  const { sinks } = input;
  const cutoffs = sinks.map((sink) => cutoffsOf(sink));
  const steps = sinks.flatMap((sink) => sink.steps.flat());
  const slotOrderCost: number[] = [];
  sinks.forEach((sink, index) => {
    for (const cutoff of cutoffs[index]) {
      for (const list of sink.steps) {
        const step = list.findIndex((candidate) => candidate.cutoffSeconds >= cutoff);
        slotOrderCost.push(list.length === 0 ? 0 : step < 0 ? Infinity : list[step].costPerOrder);
      }
    }
  });
  return {
    sinkLocation: Int32Array.from(sinks, (sink) => sink.location),
    sinkOpenSeconds: Int32Array.from(sinks, (sink) => sink.window[0]),
    sinkCloseSeconds: Int32Array.from(sinks, (sink) => sink.window[1]),
    unloadSeconds: Int32Array.from(sinks, (sink) => sink.unloadSeconds),
    unloadMillisecondsPerParcel: Int32Array.from(sinks, (sink) => sink.unloadMillisecondsPerParcel),
    sinkSlotStart: startsOf(cutoffs.map((list) => list.length)),
    slotCutoffSeconds: Int32Array.from(cutoffs.flat()),
    slotOrderCost: Float64Array.from(slotOrderCost),
    stepStart: startsOf(sinks.flatMap((sink) => sink.steps.map((list) => list.length))),
    stepCutoffSeconds: Int32Array.from(steps, (step) => step.cutoffSeconds),
    stepOrderCost: Float64Array.from(steps, (step) => step.costPerOrder),
    stepDeparture: Int32Array.from(steps, (step) => step.departure ?? -1),
  };
}

function cutoffsOf(sink: SinkInput): number[] {
  const distinct = new Set(sink.steps.flatMap((steps) => steps.map((step) => step.cutoffSeconds)));
  return [...[...distinct].sort((a, b) => a - b), NEVER];
}

/** A departure with a place for every parcel that could ever use it never runs out: it is left unlimited. */
function placesThatMayRunOut({ tasks, sinks, departures, classes }: ProblemInput): Int32Array {
  const parcels = Array.from({ length: classes }, (_, c) => sum(tasks.map((task) => task.parcelsByClass[c])));
  const wanted = departures.map((_, departure) =>
    sum(
      parcels.filter((_, c) =>
        sinks.some((sink) => sink.steps[c].some((step) => step.departure === departure)),
      ),
    ),
  );
  return Int32Array.from(departures, ({ capacityParcels }, departure) =>
    capacityParcels === null || capacityParcels >= wanted[departure] ? NEVER : capacityParcels,
  );
}
