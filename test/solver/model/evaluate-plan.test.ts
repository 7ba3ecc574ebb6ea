import { expect } from 'chai';
import type { PlanRun, ProblemInput, SolverPlan } from '../../../solver/index.js';
import { evaluatePlan } from '../../../solver/index.js';
import { checkSolverPlan } from '../../support/check-solver-plan.js';
import { freeze, handMade, planText, readPlan } from '../../support/hand-made-problem.js';

function evaluate(input: ProblemInput, text: string): SolverPlan {
  const judged = evaluatePlan(freeze(input), readPlan(text));
  if (!judged.ok) throw new Error(JSON.stringify(judged.violations));
  expect(checkSolverPlan(input, judged.plan)).to.deep.equal([]);
  return judged.plan;
}

function violations(input: ProblemInput, text: string): string[] {
  const judged = evaluatePlan(freeze(input), readPlan(text));
  return judged.ok ? [] : judged.violations.map(({ code }) => code);
}

const run = (plan: SolverPlan, index: number): PlanRun => {
  const found = plan.runs[index];
  if (!found) throw new Error(`no run ${index}`);
  return found;
};

describe('evaluatePlan', () => {
  it('drives a run as early as it may and adds up its cost', () => {
    const plan = evaluate(handMade({ tasks: [{ serviceSeconds: 60 }, {}] }), 'van1: hub a b hub');
    expect(run(plan, 0).stops.map((stop) => stop.arriveSeconds)).to.deep.equal([600, 1260]);
    expect(run(plan, 0).unloadedSeconds).to.equal(2460);
    expect(plan.cost).to.deep.equal({
      fixed: 0,
      distance: 40_000,
      time: 2460,
      hours: 0,
      penalties: 0,
      lateness: 0,
      preference: 0,
      balance: 0,
      total: 42_460,
    });
  });

  it('leaves as late as keeps its end', () => {
    const plan = evaluate(handMade({ tasks: [{ windows: [[5000, 9000]] }] }), 'van1: hub a hub');
    expect(run(plan, 0).departSeconds).to.equal(4400);
    expect(run(plan, 0).unloadedSeconds).to.equal(5600);
  });

  it('waits for the next of several windows', () => {
    const plan = evaluate(
      handMade({ tasks: [{ windows: [[0, 500], [2000, 3000]] }] }), // prettier-ignore
      'van1: hub a hub',
    );
    expect(run(plan, 0).stops[0]?.startSeconds).to.equal(2000);
  });

  it('does not start a run before its loads are released', () => {
    const plan = evaluate(handMade({ tasks: [{ runReleaseSeconds: 3000 }, {}] }), 'van1: hub b a hub');
    expect(run(plan, 0).departSeconds).to.equal(3000);
  });

  it('pays access once for consecutive tasks at one location', () => {
    const tasks = [{ accessSeconds: 100 }, { accessSeconds: 100, location: 1 }];
    const plan = evaluate(handMade({ tasks }), 'van1: hub a b hub');
    expect(run(plan, 0).stops).to.have.length(1);
    expect(run(plan, 0).unloadedSeconds).to.equal(1300);
  });

  it('starts the next run after unloading and turnaround', () => {
    const input = handMade({
      tasks: [{}, {}],
      vehicles: [{ turnaroundSeconds: 300 }],
      sink: { unloadSeconds: 100, unloadMillisecondsPerParcel: 1500 },
    });
    const plan = evaluate(input, 'van1: hub a hub, b hub');
    expect(run(plan, 0).unloadedSeconds).to.equal(1302);
    expect(run(plan, 1).departSeconds).to.equal(1602);
  });

  it('rests before a leg that would drive past the rule, and inside a longer one', () => {
    const vehicles = [{ rest: { drivingSeconds: 1000, restSeconds: 200 } }];
    const plan = evaluate(handMade({ tasks: [{}, {}], vehicles }), 'van1: hub a b hub');
    expect(run(plan, 0).rests).to.deep.equal([
      { afterStop: 0, seconds: 200 },
      { afterStop: 1, seconds: 400 },
    ]);
    expect(run(plan, 0).unloadedSeconds).to.equal(3000);
  });

  it('counts waiting as a rest', () => {
    const vehicles = [{ rest: { drivingSeconds: 1300, restSeconds: 200 } }];
    const tasks = [{}, { windows: [[5000, 5000]] as const }];
    const plan = evaluate(handMade({ tasks, vehicles }), 'van1: hub a b hub');
    expect(run(plan, 0).rests).to.deep.equal([]);
    expect(run(plan, 0).departSeconds).to.equal(3600);
  });

  it('delays the first run so that the duty is short enough', () => {
    const vehicles = [{ maxDutySeconds: 4000 }];
    const tasks = [{}, { runReleaseSeconds: 9000 }];
    const plan = evaluate(handMade({ tasks, vehicles }), 'van1: hub a hub, b hub');
    expect(run(plan, 0).departSeconds).to.equal(7400);
  });

  it('prices the departure that a load catches', () => {
    const steps = [
      { cutoffSeconds: 1200, costPerOrder: 0, departure: null },
      { cutoffSeconds: 9000, costPerOrder: 70, departure: null },
    ];
    expect(evaluate(handMade({ tasks: [{}], steps }), 'van1: hub a hub').cost.hours).to.equal(0);
    const late = handMade({ tasks: [{ serviceSeconds: 1 }], steps });
    expect(evaluate(late, 'van1: hub a hub').cost.hours).to.equal(70);
  });

  it('rolls what finds no place to the next departure, first unloaded first', () => {
    const steps = [
      { cutoffSeconds: 5000, costPerOrder: 0, departure: 0 },
      { cutoffSeconds: 9000, costPerOrder: 70, departure: 1 },
    ];
    const input = handMade({
      tasks: [
        { ordersByClass: [2], parcelsByClass: [4] },
        { ordersByClass: [2], parcelsByClass: [4] },
      ],
      vehicles: [{}, {}],
      steps,
      departures: [{ capacityParcels: 5 }, { capacityParcels: null }],
    });
    const plan = evaluate(input, 'van1: hub b hub | van2: hub a hub');
    expect(plan.departures).to.deep.equal([
      { run: 1, class: 0, step: 0, orders: 2, parcels: 4 },
      { run: 0, class: 0, step: 0, orders: 0, parcels: 1 },
      { run: 0, class: 0, step: 1, orders: 2, parcels: 3 },
    ]);
    expect(plan.cost.hours).to.equal(140);
  });

  it('reads and writes plans as text', () => {
    const input = handMade({ tasks: [{}, {}, {}], vehicles: [{}, {}] });
    const text = 'van1: hub a c hub | van2: hub b hub';
    expect(planText(evaluate(input, text))).to.equal(text);
  });

  describe('names the rule that is broken', () => {
    const last = [{ cutoffSeconds: 1000, costPerOrder: 0, departure: null }];
    const cases: readonly [string, ProblemInput, string][] = [
      ['too-large', handMade({ tasks: [{ load: [101] }] }), 'van1: hub a hub'],
      ['not-allowed', handMade({ tasks: [{ vehicles: [] }] }), 'van1: hub a hub'],
      ['task-repeated', handMade({ tasks: [{}] }), 'van1: hub a hub, a hub'],
      ['window', handMade({ tasks: [{ windows: [[0, 599]] }] }), 'van1: hub a hub'],
      ['due', handMade({ tasks: [{ dueSeconds: 1199 }] }), 'van1: hub a hub'],
      ['sink-closed', handMade({ tasks: [{}], sink: { window: [0, 1199] } }), 'van1: hub a hub'],
      ['shift', handMade({ tasks: [{}], vehicles: [{ shift: [0, 1199] }] }), 'van1: hub a hub'],
      ['duty', handMade({ tasks: [{}], vehicles: [{ maxDutySeconds: 1199 }] }), 'van1: hub a hub'],
      ['driving', handMade({ tasks: [{}], vehicles: [{ maxDrivingSeconds: 1199 }] }), 'van1: hub a hub'],
      ['metres', handMade({ tasks: [{}], vehicles: [{ maxMetres: 19_999 }] }), 'van1: hub a hub'],
      ['runs', handMade({ tasks: [{}, {}], vehicles: [{ maxRuns: 1 }] }), 'van1: hub a hub, b hub'],
      ['sink-not-permitted', handMade({ tasks: [{}], vehicles: [{ sinks: [] }] }), 'van1: hub a hub'],
      ['misses-last-departure', handMade({ tasks: [{}], steps: last }), 'van1: hub a hub'],
      ['unknown-index', handMade({ tasks: [{}] }), 'van2: hub a hub'],
    ];
    for (const [code, input, text] of cases) {
      it(code, () => expect(violations(input, text)).to.deep.equal([code]));
    }
  });
});
