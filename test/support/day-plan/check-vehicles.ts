/** A vehicle's whole day: its runs one after another, its shift, its driver's limits, where it ends. */
import { at, type Check, road, runsByVehicle, SECOND } from './check-context.js';
import { checkLegs, checkStops, within } from './check-stops.js';
import type { Run } from './plan-document.js';
import type { RawVehicle } from './raw-day.js';

export function checkVehicles(check: Check): void {
  for (const [id, runs] of runsByVehicle(check.plan)) {
    const vehicle = check.day.vehicles.get(id);
    if (!vehicle) {
      check.say(`${runs[0]!.id}: vehicle ${id} is not in the day`);
      continue;
    }
    for (const run of runs) {
      checkStops(check, run, vehicle);
      checkLegs(check, run, vehicle);
      checkEnd(check, run, vehicle);
    }
    checkSequence(check, runs, vehicle);
    checkLimits(check, runs, vehicle);
    checkRests(check, runs, vehicle);
  }
}

function checkEnd(check: Check, run: Run, vehicle: RawVehicle): void {
  const hub = check.day.hub.id;
  const allowed = { base: [vehicle.base], hub: [hub], either: [vehicle.base, hub] }[vehicle.unloadsAt];
  if (!allowed.includes(run.end))
    check.say(`${run.id}: ends at ${run.end}, ${vehicle.id} unloads at ${allowed.join(' or ')}`);
  const end = check.day.places.get(run.end);
  if (!end) return;
  const unloading = unloadSeconds(check, run);
  if (run.unloaded - run.arrive < unloading - SECOND)
    check.say(
      `${run.id}: unloaded ${run.unloaded - run.arrive} s after its return, ${Math.ceil(unloading)} s are needed`,
    );
  if (!within(end.open, run.unloaded) || !within(end.open, Math.ceil(run.unloaded - unloading + SECOND)))
    check.say(`${run.id}: unloads until ${at(check, run.unloaded)}, outside the hours of ${run.end}`);
  const kind =
    run.end !== hub
      ? 'collection'
      : run.stops.some((stop) => stop.transfers.length > 0)
        ? 'feeder'
        : 'direct';
  if (run.kind !== kind) check.say(`${run.id}: is called ${run.kind}, it is ${kind}`);
  if (run.stops.length === 0) check.say(`${run.id}: has no stop`);
}

/** Docking and sorting at the hub; receiving with a belt at an outlet. */
function unloadSeconds(check: Check, run: Run): number {
  const { day } = check;
  if (run.end === day.hub.id) return day.dockSeconds + run.parcels * day.unloadSecondsPerParcel;
  return run.parcels * day.secondsPerParcelAtOutlet;
}

function checkSequence(check: Check, runs: readonly Run[], vehicle: RawVehicle): void {
  let place = vehicle.base;
  let free = Math.max(vehicle.shift.from, check.day.planAt);
  let why = free === vehicle.shift.from ? 'its shift begins' : 'the plan is made';
  for (const run of runs) {
    if (run.start !== place) check.say(`${run.id}: starts at ${run.start}, ${vehicle.id} stands at ${place}`);
    if (run.depart < free)
      check.say(`${run.id}: departs ${at(check, run.depart)}, before ${why} (${at(check, free)})`);
    if (run.unloaded < run.arrive) check.say(`${run.id}: is unloaded before it returns`);
    place = run.end;
    free = run.unloaded + vehicle.turnaroundSeconds;
    why = `${vehicle.id} is free again after ${run.id}`;
  }
  if (runs.length > vehicle.maxRuns)
    check.say(`${vehicle.id}: ${runs.length} runs, at most ${vehicle.maxRuns} allowed`);
}

/** Shift, duty, driving and range count the way home to the vehicle's base after its last run. */
function checkLimits(check: Check, runs: readonly Run[], vehicle: RawVehicle): void {
  const last = runs.at(-1)!;
  const home = road(check, vehicle, last.end, vehicle.base) ?? { seconds: 0, metres: 0 };
  const back = last.unloaded + home.seconds;
  const sum = (of: (run: Run) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const duty = back - runs[0]!.depart;
  const driving = sum((run) => run.drivingSeconds) + home.seconds;
  const metres = sum((run) => run.metres) + home.metres;
  if (back > vehicle.shift.to + SECOND)
    check.say(`${vehicle.id}: is home ${at(check, back)}, its shift ends ${at(check, vehicle.shift.to)}`);
  if (duty > vehicle.dutySeconds + SECOND)
    check.say(`${vehicle.id}: ${hours(duty)} h on duty, ${hours(vehicle.dutySeconds)} h allowed`);
  if (driving > vehicle.drivingSeconds + SECOND)
    check.say(`${vehicle.id}: ${hours(driving)} h of driving, ${hours(vehicle.drivingSeconds)} h allowed`);
  if (metres > vehicle.rangeMetres + 1)
    check.say(`${vehicle.id}: drives ${metres} m, its range is ${vehicle.rangeMetres} m`);
}

const hours = (seconds: number): string => (seconds / 3600).toFixed(2);

/** No more continuous driving than the rule allows; rests are stated, or idle time of their length. */
function checkRests(check: Check, runs: readonly Run[], vehicle: RawVehicle): void {
  const { restAfterSeconds: limit, restSeconds: least } = vehicle;
  let driven = 0;
  let free = -Infinity;
  for (const run of runs) {
    if (run.depart - free >= least) driven = 0;
    const legs = [...run.stops.map((stop) => stop.leg), run.lastLeg];
    legs.forEach((leg, index) => {
      const stated = run.rests
        .filter(({ afterStop }) => afterStop === index - 1)
        .reduce((sum, rest) => sum + rest.seconds, 0);
      let rests = Math.floor((stated + 3) / least);
      if (rests > 0 && driven > 0) {
        driven = 0;
        rests -= 1;
      }
      driven += leg.seconds;
      while (driven > limit && rests > 0) {
        driven -= limit;
        rests -= 1;
      }
      const stop = run.stops[index];
      if (driven > limit + SECOND)
        check.say(
          `${stop?.name ?? `${run.id} end`}: ${hours(driven)} h driven without a rest, ${hours(limit)} h allowed`,
        );
      const idle = stop
        ? stop.start - stop.arrive - check.day.stopSeconds
        : run.unloaded - run.arrive - unloadSeconds(check, run);
      if (idle >= least - SECOND) driven = 0;
    });
    free = run.unloaded + vehicle.turnaroundSeconds;
  }
}
