import { expect } from 'chai';
import fc from 'fast-check';
import { assignVehicles } from '../../../solver/lp/assign-vehicles.js';
import { selectRuns } from '../../../solver/lp/select-runs.js';
import type { Problem } from '../../../solver/model/frozen-problem.js';
import type { PoolRun } from '../../../solver/search/run-pool.js';
import { lineDay, parseRuns, planOf, poolOf, printRuns } from './select-day.js';

const select = async (problem: Problem, incumbent: string, ...others: string[]) => {
  const plan = planOf(problem, parseRuns(incumbent));
  const pool = others.flatMap((other) => poolOf(problem, planOf(problem, parseRuns(other))));
  const selection = await selectRuns(problem, pool, plan, { nodes: 50 });
  if (selection === null) throw new Error('nothing was selected');
  return { ...selection, plan: planOf(problem, selection.runs), incumbent: plan };
};

describe('selectRuns', () => {
  it('puts together the best runs of several plans', async () => {
    const problem = lineDay({ at: [100, 110, -100, -110], vehicles: 2 });
    const { runs, plan, proven } = await select(
      problem,
      'van0: a c depot | van1: b d depot',
      'van0: a b depot | van1: c depot',
      'van0: a depot | van1: c d depot',
    );
    expect(printRuns(runs)).to.equal('van0: a b depot | van1: c d depot');
    expect(plan.cost.total).to.equal(440);
    expect(proven).to.equal(true);
  });

  it('keeps the incumbent where the pool has nothing better', async () => {
    const problem = lineDay({ at: [100, 110], vehicles: 2 });
    const { runs, before, after } = await select(problem, 'van0: a b depot', 'van0: a depot | van1: b depot');
    expect(printRuns(runs)).to.equal('van0: a b depot');
    expect([before, after]).to.deep.equal([220, 220]);
  });

  it('sends no more vehicles at a time than there are', async () => {
    const problem = lineDay({ at: [1000, -1000], vehicles: 1 });
    const pair = lineDay({ at: [1000, -1000], vehicles: 2 });
    const pool = poolOf(pair, planOf(pair, parseRuns('van0: a depot | van1: b depot')));
    const cheap = pool.map((run) => ({ ...run, cost: 1 }));
    const incumbent = planOf(problem, parseRuns('van0: a b depot'));
    const selection = await selectRuns(problem, cheap, incumbent, { nodes: 50 });
    expect(printRuns(selection?.runs ?? [])).to.equal('van0: a b depot');
  });

  it('gives one vehicle several runs rather than pay for another', async () => {
    const problem = lineDay({ at: [100, -100], vehicles: 2, vehicle: { fixedCost: 1000 } });
    const { runs } = await select(problem, 'van0: a depot | van1: b depot', 'van0: a depot b depot');
    expect(printRuns(runs)).to.equal('van0: a depot b depot');
  });

  it('starts a later run where the one before it ended', async () => {
    const problem = lineDay({
      at: [100, 900, 950],
      vehicles: 1,
      secondSink: 1000,
      vehicle: { sinks: [0, 1] },
    });
    const { runs } = await select(
      problem,
      'van0: a depot b c outlet',
      'van0: a b outlet c outlet',
      'van0: a outlet c b outlet',
    );
    expect(printRuns(runs)).to.equal('van0: a b outlet c outlet');
  });

  it('counts the way home', async () => {
    const away = { sinks: [0, 1], endLocation: 0 };
    const problem = lineDay({ at: [400, 500], vehicles: 1, secondSink: 1000, vehicle: away });
    const { runs } = await select(problem, 'van0: a b outlet', 'van0: a b depot');
    expect(printRuns(runs)).to.equal('van0: a b depot');
  });

  it('leaves out what costs more than its penalty', async () => {
    const problem = lineDay({ at: [100, 5000], vehicles: 2, penalty: 900 });
    const { runs, plan } = await select(problem, 'van0: a depot | van1: b depot');
    expect(printRuns(runs)).to.equal('van0: a depot');
    expect(plan.cost.total).to.equal(1100);
  });

  it('serves what must be served and the incumbent leaves out', async () => {
    const problem = lineDay({ at: [100, 5000], vehicles: 2 });
    const { runs } = await select(problem, 'van0: a depot', 'van0: b depot');
    expect(printRuns(runs)).to.equal('van0: a depot | van1: b depot');
  });

  it('keeps parcels within the places of a departure', async () => {
    // Three near tasks and one far one; the early departure takes two parcels, the late one costs 500 more.
    const steps = [
      { cutoffSeconds: 200, costPerOrder: 0, departure: 0 },
      { cutoffSeconds: 90_000, costPerOrder: 500, departure: null },
    ];
    const at = [300, -300, 310, -310];
    const free = lineDay({ at, vehicles: 4, steps, places: [4] });
    const scarce = lineDay({ at, vehicles: 4, steps, places: [2] });
    const incumbent = 'van0: a b c d depot';
    const apart = 'van0: a depot | van1: b depot | van2: c depot | van3: d depot';
    const pairs = 'van0: a c depot | van1: b d depot';
    expect(printRuns((await select(free, incumbent, apart, pairs)).runs)).to.equal(
      'van0: a c depot | van1: b d depot',
    );
    const { plan, after } = await select(scarce, incumbent, apart, pairs);
    const early = plan.departures
      .filter(({ step }) => step === 0)
      .reduce((sum, { parcels }) => sum + parcels, 0);
    expect(early).to.equal(2);
    expect(after).to.equal(plan.cost.total);
  });

  it('keeps the limits of a vehicle’s day where some packing of the runs does', async () => {
    const problem = lineDay({ at: [100, 200, 300, 400], vehicles: 2, vehicle: { maxRuns: 2 } });
    const { runs } = await select(problem, 'van0: a depot b depot | van1: c depot d depot');
    expect(runs.filter(({ vehicle }) => vehicle === 0)).to.have.length(2);
  });

  it('keeps what improves by itself when the whole choice breaks a limit of a vehicle’s day', async () => {
    const at = [100, 200, -100, -200, 1000, 1100, -50];
    const vehicle = { fixedCost: 1000 };
    const problem = lineDay({ at, vehicles: 3, vehicle: { ...vehicle, maxRuns: 1 } });
    const freer = lineDay({ at, vehicles: 3, vehicle });
    const incumbent = planOf(problem, parseRuns('van0: a c b d depot | van1: e g f depot'));
    const pool = ['van0: a b depot c d depot', 'van0: e f g depot'].flatMap((text) =>
      poolOf(freer, planOf(freer, parseRuns(text))),
    );
    const selection = await selectRuns(problem, pool, incumbent, { nodes: 50 });
    expect(printRuns(selection?.runs ?? [])).to.equal('van0: a c b d depot | van1: e f g depot');
    expect(selection?.after).to.be.below(planOf(problem, selection?.runs ?? []).cost.total);
  });

  it('has nothing to choose from an empty pool', async () => {
    const problem = lineDay({ at: [100], vehicles: 1, penalty: 5 });
    expect(await selectRuns(problem, [], planOf(problem, []), { nodes: 1 })).to.equal(null);
  });

  it('is never worse than the incumbent, exact about its cost and repeatable', async () => {
    const spots = fc.array(fc.integer({ min: -900, max: 900 }), { minLength: 4, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(spots, fc.infiniteStream(fc.nat(2)), async (at, draws) => {
        const problem = lineDay({ at, vehicles: 3, vehicle: { fixedCost: 50 }, penalty: 700 });
        const draw = (): string => {
          const vans: string[][] = [[], [], []];
          at.forEach((_, task) => vans[draws.next().value as number]?.push(String.fromCharCode(97 + task)));
          return vans.map((tasks, van) => `van${van}: ${tasks.join(' ')} depot`).join(' | ');
        };
        const [incumbent, ...others] = [draw(), draw(), draw(), draw()] as const;
        const first = await select(problem, incumbent, ...others);
        expect(first.before).to.be.closeTo(first.incumbent.cost.total, 1e-6);
        expect(first.plan.cost.total).to.be.at.most(first.incumbent.cost.total);
        expect(first.after).to.be.closeTo(first.plan.cost.total, 1e-6);
        expect(printRuns((await select(problem, incumbent, ...others)).runs)).to.equal(printRuns(first.runs));
      }),
      { seed: 17, numRuns: 20 },
    );
  });

  it('finds the incumbent again when only few columns may stay', async () => {
    const problem = lineDay({ at: [100, 200, -100, -200], vehicles: 2 });
    const incumbent = planOf(problem, parseRuns('van0: a b depot | van1: c d depot'));
    const worse = ['van0: a c depot | van1: b d depot', 'van0: a d depot | van1: b c depot'];
    const pool = worse.flatMap((text) => poolOf(problem, planOf(problem, parseRuns(text))));
    const selection = await selectRuns(problem, pool, incumbent, { nodes: 5, columns: 1 });
    expect(selection).to.include({ offered: 6, held: 3 });
    expect(printRuns(selection?.runs ?? [])).to.equal('van0: a b depot | van1: c d depot');
  });
});

describe('assignVehicles', () => {
  const interval = fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 20 }));

  it('needs as many vehicles as runs are under way at once, and no vehicle drives two', () => {
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 12 }), (intervals) => {
        const problem = lineDay({
          at: intervals.map(() => 1),
          vehicles: 12,
          vehicle: { turnaroundSeconds: 2 },
        });
        const runs = intervals.map(([from, length], task) => run(task, from, from + length));
        const busy = runs.map(
          ({ departSeconds: now }) =>
            runs.filter((r) => r.departSeconds <= now && now < r.unloadedSeconds + 2).length,
        );
        const assigned = assignVehicles(problem, runs) ?? [];
        const used = new Set(assigned.map(({ vehicle }) => vehicle));
        expect(used.size).to.equal(Math.max(...busy));
        for (const vehicle of used) {
          const day = assigned
            .filter((r) => r.vehicle === vehicle)
            .map(({ tasks }) => runs[tasks[0] ?? -1] as PoolRun);
          day
            .slice(1)
            .forEach((next, index) =>
              expect(next.departSeconds).to.be.at.least((day[index]?.unloadedSeconds ?? NaN) + 2),
            );
        }
        expect(assigned).to.have.length(runs.length);
      }),
      { seed: 18, numRuns: 100 },
    );
  });

  it('refuses more runs at once than the fleet has vehicles', () => {
    const problem = lineDay({ at: [1, 1], vehicles: 1 });
    expect(assignVehicles(problem, [run(0, 0, 10), run(1, 5, 15)])).to.equal(null);
  });

  it('goes back where the tightest packing breaks a limit', () => {
    // Tight packing lets the second early run take the third too, which is one run too many for either order.
    const problem = lineDay({ at: [1, 1, 1, 1], vehicles: 2, vehicle: { maxDutySeconds: 100 } });
    const runs = [run(0, 0, 40), run(1, 20, 50), run(2, 60, 95), run(3, 70, 115)];
    const assigned = assignVehicles(problem, runs) ?? [];
    expect(printRuns([...assigned].sort((a, b) => a.vehicle - b.vehicle))).to.equal(
      'van0: a depot c depot | van1: b depot d depot',
    );
  });
});

const run = (task: number, departSeconds: number, unloadedSeconds: number): PoolRun => ({
  vehicleGroup: 0,
  sink: 0,
  tasks: [task],
  startLocation: 0,
  departSeconds,
  unloadedSeconds,
  metres: 2,
  drivingSeconds: 1,
  cost: 2,
});
