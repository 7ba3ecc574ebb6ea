import { NO_WAY } from '../../solver/model/problem.js';
import type { ProblemInput, StepInput, VehicleInput } from '../../solver/model/problem.js';
import type { PlanRun, SolverPlan } from '../../solver/model/plan.js';

/**
 * Judges a solver plan from the raw problem, sharing no code with the solver. Returns complaints in
 * words; an empty list is a plan that can be driven, that keeps every rule and costs what it says.
 */
export function checkSolverPlan(input: ProblemInput, plan: SolverPlan): string[] {
  const complaints: string[] = [];
  const say = (text: string): number => complaints.push(text);
  checkCoverage(input, plan, say);
  const cost = { fixed: 0, distance: 0, time: 0, hours: 0, penalties: 0 };
  for (let vehicle = 0; vehicle < input.vehicles.length; vehicle++) {
    const runs = plan.runs.filter((run) => run.vehicle === vehicle);
    if (runs.length > 0) checkDay(input, at(input.vehicles, vehicle), vehicle, runs, cost, say);
  }
  cost.hours = checkDepartures(input, plan, say);
  for (const { task } of plan.leftOut) cost.penalties += at(input.tasks, task).penalty ?? 0;
  const total = cost.fixed + cost.distance + cost.time + cost.hours + cost.penalties;
  for (const [part, value] of Object.entries({ ...cost, total })) {
    const told = plan.cost[part as keyof typeof plan.cost];
    if (Math.abs(told - value) > 1e-6) say(`cost.${part} is told as ${told}, it is ${value}`);
  }
  return complaints;
}

type Say = (text: string) => number;
interface Costs {
  fixed: number;
  distance: number;
  time: number;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`No entry ${index} in a list of ${list.length}.`);
  return value;
}

function checkCoverage(input: ProblemInput, plan: SolverPlan, say: Say): void {
  const seen = input.tasks.map(() => 0);
  const count = (task: number): number => (seen[task] = (seen[task] ?? 0) + 1);
  plan.runs.forEach((run) => run.stops.forEach((stop) => stop.tasks.forEach(count)));
  plan.leftOut.forEach(({ task }) => count(task));
  seen.forEach((times, task) => {
    if (times !== 1) say(`task ${task} is told ${times} times`);
  });
}

function leg(
  input: ProblemInput,
  vehicle: VehicleInput,
  from: number,
  to: number,
): { seconds: number; metres: number } {
  const { size, durations, distances } = at(input.travel, vehicle.profile);
  const seconds = durations[from * size + to] ?? NO_WAY;
  return { seconds, metres: distances[from * size + to] ?? NO_WAY };
}

/** Walks a vehicle's day with a clock and a tachograph. */
function checkDay(
  input: ProblemInput,
  vehicle: VehicleInput,
  index: number,
  runs: readonly PlanRun[],
  cost: Costs,
  say: Say,
): void {
  const name = `vehicle ${index}`;
  let here = vehicle.startLocation;
  let free = vehicle.shift[0];
  let driven = 0;
  let metres = 0;
  let driving = 0;
  const drive = (where: string, seconds: number, rest: number, idleBefore: number): void => {
    if (seconds === NO_WAY) say(`${where}: no way`);
    driving += seconds;
    if (!vehicle.rest) {
      if (rest > 0) say(`${where}: rests without a rule`);
      return;
    }
    const { drivingSeconds, restSeconds } = vehicle.rest;
    if (idleBefore >= restSeconds) driven = 0;
    let rests = restSeconds > 0 ? Math.floor(rest / restSeconds) : Infinity;
    if (driven + seconds > drivingSeconds && driven > 0 && rests > 0) {
      rests--;
      driven = 0;
    }
    driven += seconds;
    while (driven > drivingSeconds && rests > 0) {
      rests--;
      driven -= drivingSeconds;
    }
    if (driven > drivingSeconds) say(`${where}: ${driven} s driven without a rest`);
  };

  runs.forEach((run, runIndex) => {
    const where = `${name} run ${runIndex}`;
    const restAfter = (stop: number): number =>
      run.rests.filter(({ afterStop }) => afterStop === stop).reduce((sum, { seconds }) => sum + seconds, 0);
    if (run.startLocation !== here)
      say(`${where}: starts at ${run.startLocation}, the vehicle is at ${here}`);
    if (run.departSeconds < free) say(`${where}: departs at ${run.departSeconds}, free from ${free}`);
    if (!vehicle.sinks.includes(run.sink)) say(`${where}: may not end at sink ${run.sink}`);
    if (run.stops.length === 0) say(`${where}: is empty`);
    const sink = at(input.sinks, run.sink);
    const load = Array.from({ length: input.dimensions }, () => 0);
    let parcels = 0;
    let time = run.departSeconds;
    let idle = run.departSeconds - free;
    let runMetres = 0;
    const drivingBefore = driving;
    run.stops.forEach((stop, stopIndex) => {
      const spot = `${where} stop ${stopIndex}`;
      const way = leg(input, vehicle, here, stop.location);
      const rest = restAfter(stopIndex - 1);
      drive(spot, way.seconds, rest, idle);
      runMetres += way.metres;
      time += way.seconds + rest;
      if (stop.arriveSeconds !== time) say(`${spot}: arrives at ${stop.arriveSeconds}, expected ${time}`);
      time += at(input.tasks, at(stop.tasks, 0)).accessSeconds;
      idle = 0;
      stop.tasks.forEach((taskIndex, order) => {
        const task = at(input.tasks, taskIndex);
        if (task.location !== stop.location) say(`${spot}: task ${taskIndex} lies elsewhere`);
        const window = task.windows.find(([, close]) => close >= time);
        if (!window) {
          say(`${spot}: task ${taskIndex} reached at ${time}, after its last window`);
          return;
        }
        const wait = Math.max(0, window[0] - time);
        time += wait;
        if (vehicle.rest && wait >= vehicle.rest.restSeconds) driven = 0;
        if (order === 0 && stop.startSeconds !== time)
          say(`${spot}: starts at ${stop.startSeconds}, expected ${time}`);
        time += task.serviceSecondsByProfile?.[vehicle.profile] ?? task.serviceSeconds;
        if (run.departSeconds < task.runReleaseSeconds)
          say(`${spot}: task ${taskIndex} is not released at departure`);
        if (task.dueSeconds !== null && run.unloadedSeconds > task.dueSeconds)
          say(`${spot}: task ${taskIndex} is late`);
        if (task.vehicles && !task.vehicles.includes(index))
          say(`${spot}: task ${taskIndex} forbids the vehicle`);
        task.load.forEach((amount, d) => (load[d] = (load[d] ?? 0) + amount));
        parcels += task.parcelsByClass.reduce((sum, count) => sum + count, 0);
      });
      if (stop.leaveSeconds !== time) say(`${spot}: leaves at ${stop.leaveSeconds}, expected ${time}`);
      here = stop.location;
    });
    load.forEach((amount, d) => {
      if (amount > at(vehicle.capacity, d)) say(`${where}: ${amount} of dimension ${d} is too much`);
    });
    const last = leg(input, vehicle, here, sink.location);
    const rest = restAfter(run.stops.length - 1);
    drive(`${where} to the sink`, last.seconds, rest, 0);
    runMetres += last.metres;
    time += last.seconds + rest;
    if (run.arriveSinkSeconds !== time)
      say(`${where}: reaches the sink at ${run.arriveSinkSeconds}, expected ${time}`);
    const unload = sink.unloadSeconds + Math.ceil((parcels * sink.unloadMillisecondsPerParcel) / 1000);
    const wait = Math.max(0, sink.window[0] - time);
    if (vehicle.rest && wait >= vehicle.rest.restSeconds) driven = 0;
    time += wait + unload;
    if (run.unloadedSeconds !== time)
      say(`${where}: is unloaded at ${run.unloadedSeconds}, expected ${time}`);
    if (time > sink.window[1]) say(`${where}: is unloaded at ${time}, the sink closes at ${sink.window[1]}`);
    if (run.metres !== runMetres) say(`${where}: tells ${run.metres} m, it is ${runMetres}`);
    if (run.drivingSeconds !== driving - drivingBefore) say(`${where}: tells a wrong driving time`);
    metres += runMetres;
    cost.distance += runMetres * vehicle.costPerMetre;
    cost.time += (time - run.departSeconds) * vehicle.costPerSecond;
    free = time + vehicle.turnaroundSeconds;
    here = sink.location;
  });

  const lastRun = at(runs, runs.length - 1);
  let returns = lastRun.unloadedSeconds;
  if (vehicle.endLocation !== null) {
    const home = leg(input, vehicle, here, vehicle.endLocation);
    const rest = lastRun.rests
      .filter(({ afterStop }) => afterStop === lastRun.stops.length)
      .reduce((sum, { seconds }) => sum + seconds, 0);
    drive(`${name} home`, home.seconds, rest, 0);
    metres += home.metres;
    returns += home.seconds + rest;
    cost.distance += home.metres * vehicle.costPerMetre;
    cost.time += (home.seconds + rest) * vehicle.costPerSecond;
  }
  cost.fixed += vehicle.fixedCost;
  const duty = returns - at(runs, 0).departSeconds;
  if (returns > vehicle.shift[1])
    say(`${name}: returns at ${returns}, the shift ends at ${vehicle.shift[1]}`);
  if (vehicle.maxDutySeconds !== null && duty > vehicle.maxDutySeconds)
    say(`${name}: is on duty for ${duty} s`);
  if (vehicle.maxDrivingSeconds !== null && driving > vehicle.maxDrivingSeconds)
    say(`${name}: drives ${driving} s`);
  if (vehicle.maxMetres !== null && metres > vehicle.maxMetres) say(`${name}: drives ${metres} m`);
  if (vehicle.maxRuns !== null && runs.length > vehicle.maxRuns) say(`${name}: makes ${runs.length} runs`);
}

/** Loads board departures one parcel crowd after another, in the order of unloading. Returns the hours' cost. */
export function checkDepartures(input: ProblemInput, plan: SolverPlan, say: Say): number {
  const left = input.departures.map(({ capacityParcels }) => capacityParcels ?? Infinity);
  const order = plan.runs.map((run, index) => ({ run, index }));
  order.sort((a, b) => a.run.unloadedSeconds - b.run.unloadedSeconds || a.index - b.index);
  let cost = 0;
  const expected: string[] = [];
  for (const { run, index } of order) {
    const tasks = run.stops.flatMap((stop) => stop.tasks).map((task) => at(input.tasks, task));
    at(input.sinks, run.sink).steps.forEach((steps, c) => {
      const orders = tasks.reduce((sum, task) => sum + at(task.ordersByClass, c), 0);
      const parcels = tasks.reduce((sum, task) => sum + at(task.parcelsByClass, c), 0);
      if (steps.length === 0 || (orders === 0 && parcels === 0)) return;
      const uses = board(steps, left, run.unloadedSeconds, orders, parcels);
      if (uses === null) say(`run ${index}: class ${c} misses the last departure`);
      for (const use of uses ?? []) {
        cost += use.orders * at(steps, use.step).costPerOrder;
        expected.push(
          `run ${index} class ${c} step ${use.step}: ${use.orders} orders, ${use.parcels} parcels`,
        );
      }
    });
  }
  const told = plan.departures.map(
    (use) =>
      `run ${use.run} class ${use.class} step ${use.step}: ${use.orders} orders, ${use.parcels} parcels`,
  );
  for (const line of expected) if (!told.includes(line)) say(`departures lack: ${line}`);
  for (const line of told) if (!expected.includes(line)) say(`departures should not tell: ${line}`);
  return cost;
}

function board(
  steps: readonly StepInput[],
  left: number[],
  unloaded: number,
  orders: number,
  parcels: number,
): { step: number; orders: number; parcels: number }[] | null {
  const uses: { step: number; orders: number; parcels: number }[] = [];
  let gone = 0;
  let ordersGone = 0;
  for (const [step, { cutoffSeconds, departure }] of steps.entries()) {
    if (cutoffSeconds < unloaded) continue;
    const places = departure === null ? Infinity : at(left, departure);
    const boarding = Math.min(places, parcels - gone);
    if (departure !== null) left[departure] = places - boarding;
    gone += boarding;
    const leaving = (gone === parcels ? orders : Math.floor((orders * gone) / parcels)) - ordersGone;
    ordersGone += leaving;
    if (boarding > 0 || leaving > 0) uses.push({ step, orders: leaving, parcels: boarding });
    if (gone === parcels) return uses;
  }
  return null;
}
