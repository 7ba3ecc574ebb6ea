import { expect } from 'chai';
import type { BreakInput, ProblemInput, VehicleInput } from '../../../solver/index.js';
import { LEG_METRES, LEG_SECONDS } from '../../support/hand-made-problem.js';
import { DELIVERY_HERE, faultsOf, ON_THE_WAY, pair, PICKUP_HERE, planOf, rich, runOf } from './rich-plan.js';

describe('lateness', () => {
  const lateness = { afterSeconds: 500, costPerSecond: 3 };

  it('costs the seconds that service starts after its moment', () => {
    const plan = planOf(rich({ tasks: [{ lateness }, {}] }), 'van1: hub b a hub');
    expect(plan.cost.lateness).to.equal(3 * (1800 - 500));
    expect(plan.cost.total).to.equal(plan.cost.lateness + plan.cost.distance + plan.cost.time);
  });

  it('is not raised by leaving later', () => {
    const tasks = [{ lateness: { ...lateness, afterSeconds: 700 } }, { windows: [[9000, 9999]] as const }];
    const run = runOf(rich({ tasks }), 'van1: hub a b hub');
    expect(run.lateCost).to.equal(0);
    expect(run.departSeconds).to.equal(100);
  });
});

describe('preferred vehicles', () => {
  it('cost when another one serves the task', () => {
    const tasks = [{ preferred: { vehicles: [1], otherwiseCost: 70 } }, {}];
    const input = rich({ tasks, vehicles: [{}, {}] });
    expect(planOf(input, 'van1: hub a b hub').cost.preference).to.equal(70);
    expect(planOf(input, 'van2: hub a b hub').cost.preference).to.equal(0);
  });
});

describe('balance', () => {
  const balance = { longestDayCostPerSecond: 2, spreadCostPerSecond: 5 };
  const input = rich({ tasks: [{}, {}], vehicles: [{}, {}, {}] }, { balance });

  it('costs the longest day and what it is longer than the shortest', () => {
    expect(planOf(input, 'van1: hub a hub | van2: hub b hub').cost.balance).to.equal(2 * 2400 + 5 * 1200);
  });

  it('looks at the day of one vehicle, all its runs, and at no day where nobody drives', () => {
    expect(planOf(input, 'van1: hub a hub, b hub').cost.balance).to.equal(2 * 3600);
    const optional = rich({ tasks: [{ penalty: 1 }] }, { balance });
    expect(planOf(optional, 'van1: hub hub').cost.balance).to.equal(0);
  });
});

describe('a laden profile', () => {
  /** Up as on the hand-made road; loaded it takes twice as long and a longer road. */
  const laden = (tasks: Parameters<typeof rich>[0]['tasks'], fromLoad: number, rules = {}): ProblemInput => {
    const vehicles: Partial<VehicleInput>[] = [{ laden: { profile: 1, fromLoad: [fromLoad] } }];
    const input = rich({ tasks, vehicles }, rules);
    const [road] = input.travel;
    if (!road) throw new Error('a road is expected');
    const slow = {
      size: road.size,
      durations: road.durations.map((seconds) => 2 * seconds),
      distances: road.distances.map((metres) => 3 * metres),
    };
    return { ...input, travel: [road, slow] };
  };

  it('takes the legs with so much aboard', () => {
    const run = runOf(laden([{ load: [2] }, { load: [3] }, {}], 5), 'van1: hub a b c hub');
    expect(run.stops.map(({ arriveSeconds }) => arriveSeconds)).to.deep.equal([600, 1200, 2400]);
    expect(run.arriveSinkSeconds).to.equal(2400 + 6 * LEG_SECONDS);
    expect(run.metres).to.equal((2 + 3 * 4) * LEG_METRES);
  });

  it('counts what is delivered from the start, and pairs while they are aboard', () => {
    const delivered = laden([{ ...ON_THE_WAY, delivered: true, load: [5] }, { load: [0] }], 5);
    expect(runOf(delivered, 'van1: hub a b hub').drivingSeconds).to.equal(1200 + 600 + 1200);
    const tasks = [PICKUP_HERE, DELIVERY_HERE];
    const pairs = laden(tasks, 1, { pairs: [pair('ab')] });
    expect(runOf(pairs, 'van1: hub a b hub').drivingSeconds).to.equal(600 + 1200 + 1200);
  });

  it('does not take the empty way home', () => {
    const input = laden([{}, {}], 1);
    const vehicles = input.vehicles.map((vehicle) => ({ ...vehicle, endLocation: 2 }));
    const plan = planOf({ ...input, vehicles }, 'van1: hub a hub');
    expect(plan.cost.distance).to.equal((1 + 3 * 1 + 2) * LEG_METRES);
  });
});

describe('a break', () => {
  const lunch: BreakInput = { window: [1000, 2000], seconds: 300 };
  const made = (
    tasks: Parameters<typeof rich>[0]['tasks'],
    vehicle: Partial<VehicleInput> = {},
    extra: Partial<Parameters<typeof rich>[0]> = {},
  ): ProblemInput =>
    rich({ tasks, vehicles: [{ breaks: [lunch], endLocation: null, ...vehicle }], ...extra });
  const breaksOf = (input: ProblemInput, text: string, run = 0) => runOf(input, text, run).breaks;
  /** Keeps the vehicle from leaving later than at once. */
  const atOnce = { windows: [[0, 600]] as const };

  it('is taken before the leg that would end after it opens', () => {
    const input = made([atOnce, {}]);
    expect(breaksOf(input, 'van1: hub a b hub')).to.deep.equal([
      { afterStop: 0, startSeconds: 1000, seconds: 300 },
    ]);
    expect(runOf(input, 'van1: hub a b hub').stops[1]?.arriveSeconds).to.equal(1900);
  });

  it('is taken as soon as work lets the vehicle go', () => {
    const input = made([{ ...atOnce, serviceSeconds: 900 }, {}]);
    expect(breaksOf(input, 'van1: hub a b hub')[0]?.startSeconds).to.equal(1500);
  });

  it('is not taken where the day ends before it opens', () => {
    expect(
      breaksOf(made([atOnce], { breaks: [{ ...lunch, window: [1200, 2000] }] }), 'van1: hub a hub'),
    ).to.deep.equal([]);
  });

  it('is not owed by a day that starts when it is over', () => {
    const run = runOf(made([{ windows: [[5000, 9000]] as const }]), 'van1: hub a hub');
    expect(run.breaks).to.deep.equal([]);
    expect(run.departSeconds).to.equal(4400);
  });

  it('is taken a place earlier where it would be too late after the next stop', () => {
    const input = made(
      [atOnce, { location: 1, accessSeconds: 0, serviceSeconds: 0 }, { serviceSeconds: 3000 }],
      {
        breaks: [{ ...lunch, window: [1900, 2500] }],
      },
    );
    expect(breaksOf(input, 'van1: hub a b c hub')).to.deep.equal([
      { afterStop: 0, startSeconds: 1900, seconds: 300 },
    ]);
  });

  it('takes the place of waiting ahead', () => {
    const input = made([atOnce, { windows: [[1900, 3000]] as const }], {
      breaks: [{ ...lunch, window: [1200, 3000] }],
    });
    const run = runOf(input, 'van1: hub a b hub');
    expect(run.breaks).to.deep.equal([{ afterStop: 0, startSeconds: 1200, seconds: 300 }]);
    expect(run.stops[1]?.leaveSeconds).to.equal(2100);
  });

  it('cannot be taken after its window', () => {
    const long = [{ ...atOnce, serviceSeconds: 1500 }, {}];
    expect(faultsOf(made(long), 'van1: hub a b hub')).to.deep.equal(['break a']);
  });

  it('is taken between runs, unpaid, and before the way home, paid', () => {
    const tasks = [atOnce, {}];
    const between = planOf(
      made(tasks, { breaks: [{ ...lunch, window: [1200, 2000] }] }),
      'van1: hub a hub, b hub',
    );
    expect(between.runs[1]?.breaks).to.deep.equal([{ afterStop: -1, startSeconds: 1200, seconds: 300 }]);
    expect(between.runs[1]?.departSeconds).to.equal(1500);
    expect(between.cost.time).to.equal(1200 + 2400);
    const home = planOf(
      made(tasks, { endLocation: 2, breaks: [{ ...lunch, window: [1300, 2000] }] }),
      'van1: hub a hub',
    );
    expect(home.runs[0]?.breaks).to.deep.equal([{ afterStop: 1, startSeconds: 1300, seconds: 300 }]);
    expect(home.cost.time).to.equal(1600 + 1200);
  });

  it('counts as a rest where it is as long as one', () => {
    const restsAfter = (restSeconds: number) => {
      const vehicle = { breaks: [{ ...lunch, window: [601, 2000] as const }] };
      const input = made([atOnce, {}], { ...vehicle, rest: { drivingSeconds: 1900, restSeconds } });
      return runOf(input, 'van1: hub a b hub').rests;
    };
    expect(restsAfter(300)).to.deep.equal([]);
    expect(restsAfter(301)).to.deep.equal([{ afterStop: 1, seconds: 301 }]);
  });

  it('is one of several in a day', () => {
    const breaks = [lunch, { window: [2500, 4000], seconds: 600 } as const];
    const run = runOf(made([atOnce, {}, {}], { breaks }), 'van1: hub a b c hub');
    expect(run.breaks.map(({ startSeconds }) => startSeconds)).to.deep.equal([1000, 2500]);
  });
});
