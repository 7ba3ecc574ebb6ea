import { at, catchEach, type Defect, R1, R2 } from './plan-defects.js';
import { expect } from 'chai';
import { checkDayPlan } from './check-day-plan.js';
import { evenRoads, handMadeDay, handMadePlan, type Loose } from './hand-made-plan.js';

const defects: readonly Defect[] = [
  {
    what: 'a vehicle that does not exist',
    make: (p) => (p.runs[R1].vehicle = 'lorry'),
    says: /lorry is not in the day/,
  },
  {
    what: 'a start elsewhere than the vehicle stands',
    make: (_, d) => (d.vehicles[1].base = 'n'),
    says: /R2: starts at hub, van stands at n/,
  },
  {
    what: 'an end where it may not unload',
    make: (_, d) => (d.vehicles[0].unloadsAt = 'hub'),
    says: /R1: ends at n, trike unloads at hub/,
  },
  {
    what: 'a departure before the shift',
    make: (_, d) => (d.vehicles[1].shift = { start: '09:00', end: '21:00' }),
    says: /R2: departs .* before its shift/,
  },
  {
    what: 'a departure before the plan is made',
    make: (_, d) => (d.planAt = at('08:40')),
    says: /R1: departs .* before the plan is made/,
  },
  {
    what: 'a day beyond the shift',
    make: (_, d) => (d.vehicles[1].shift = { start: '07:00', end: '09:35' }),
    says: /van: is home .* shift ends/,
  },
  {
    what: 'a way home beyond the shift',
    make: (_, d) => Object.assign(d.vehicles[1], { base: 'n', shift: { start: '07:00', end: '09:45' } }),
    says: /van: is home .* shift ends/,
  },
  {
    what: 'too long a duty',
    make: (_, d) => (d.vehicles[1].maxDutyHours = 0.8),
    says: /van: 0.83 h on duty/,
  },
  {
    what: 'too much driving',
    make: (_, d) => (d.vehicles[1].maxDrivingHours = 0.4),
    says: /van: 0.50 h of driving/,
  },
  {
    what: 'more metres than the range',
    make: (_, d) => (d.vehicles[0].rangeKm = 9),
    says: /trike: drives 10000 m/,
  },
  {
    what: 'a rest left out',
    make: (_, d) => (d.vehicles[1].rest = { afterDrivingHours: 0.35, minutes: 4 }),
    says: /without a rest/,
  },
  { what: 'a rest that takes no time', make: restWithoutTime, says: /R2 end \(hub\): arrives 240 s before/ },
  {
    what: 'two runs at once',
    make: overlappingRuns,
    says: /R3: departs .* before van is free again after R2/,
  },
  {
    what: 'no turnaround',
    make: (p) => secondRun(p, '09:45', '10:09:20'),
    says: /R3: departs .* before van is free again/,
  },
  {
    what: 'a run too many',
    make: (p, d) => (secondRun(p, '10:00', '10:24:20'), (d.vehicles[1].maxRuns = 1)),
    says: /van: 2 runs, at most 1/,
  },
  {
    what: 'unloading without docking',
    make: (p) => (p.runs[R2].unloadedAt = at('09:38')),
    says: /R2: unloaded 502 s after its return, 603 s/,
  },
  {
    what: 'unloading at a closed hub',
    make: (_, d) => (d.hub.hours = { opens: '09:45', closes: '20:00' }),
    says: /R2: unloads .* outside the hours of hub/,
  },
  {
    what: 'unloading that begins before an outlet opens',
    make: (p, d) => (
      (p.runs[R1].unloadedAt = at('08:55:04')),
      (d.outlets[0].hours = { opens: '08:55', closes: '17:30' })
    ),
    says: /R1: unloads .* outside the hours of n/,
  },
  {
    what: 'a run called by a wrong kind',
    make: (p) => (p.runs[R2].kind = 'direct'),
    says: /R2: is called direct, it is feeder/,
  },
  {
    what: 'metres that do not add up',
    make: (p) => (p.runs[R2].metres = 14000),
    says: /R2: says 14000 m, its legs have 15000/,
  },
  {
    what: 'driving that does not add up',
    make: (p) => (p.runs[R2].drivingSeconds = 1700),
    says: /R2: says 1700 s of driving/,
  },
];

function restWithoutTime(plan: Loose, day: Loose): void {
  day.vehicles[1].rest = tiringDay().vehicles[1].rest;
  plan.runs[R2].rests = restingPlan().runs[R2].rests;
}

/** The van must rest once before its third leg. */
function tiringDay(): Loose {
  const day = handMadeDay();
  day.vehicles[1].rest = { afterDrivingHours: 0.35, minutes: 4 };
  return day;
}

function restingPlan(): Loose {
  const plan = handMadePlan();
  const run = plan.runs[R2];
  run.rests = [{ afterStop: 1, minutes: 4 }];
  run.returnAt = at('09:33:38');
  run.unloadedAt = at('09:43:41');
  for (const one of plan.chain) one.atHubAt = at('09:43:41');
  plan.costParts.time = 13.03;
  plan.cost = plan.costParts.total = 270.03;
  plan.gap = 0.2593;
  return plan;
}

/** Another run of the van that repeats the one stop at b. */
function secondRun(plan: Loose, depart: string, back: string): void {
  const [, stop] = plan.runs[R2].stops;
  plan.runs.push({
    ...plan.runs[R2],
    id: 'R3',
    departAt: at(depart),
    returnAt: at(back),
    unloadedAt: at('10:40'),
    stops: [stop],
  });
}

function overlappingRuns(plan: Loose): void {
  secondRun(plan, '09:00', '09:25');
}

describe('the checker on vehicles and drivers', () => {
  it('accepts a plan that can be driven', () => {
    expect(checkDayPlan(handMadeDay(), handMadePlan(), evenRoads)).to.deep.equal([]);
  });

  it('accepts a plan that rests where it must', () => {
    expect(checkDayPlan(tiringDay(), restingPlan(), evenRoads)).to.deep.equal([]);
  });

  catchEach(defects);
});
