import { expect } from 'chai';
import type { ProblemInput } from '../../../solver/index.js';
import { checkProblem, vehicleGroups } from '../../../solver/index.js';
import { freeze } from '../../support/hand-made-problem.js';
import { DELIVERY_HERE, ON_THE_WAY, pair, PICKUP_HERE, rich } from './rich-plan.js';

const paths = (input: ProblemInput): string[] => {
  const checked = checkProblem(input);
  return checked.ok ? [] : checked.faults.map(({ path }) => path);
};

const four = { tasks: [PICKUP_HERE, DELIVERY_HERE, PICKUP_HERE, DELIVERY_HERE] };

describe('checkProblem, of rules beyond plain problems', () => {
  it('accepts them where they are sound, and tells engines which there are', () => {
    const input = rich(
      { tasks: [...four.tasks, {}, {}, {}, {}], vehicles: [{ lifo: true }] },
      {
        pairs: [pair('ab', 900), pair('cd')],
        sameRun: [{ tasks: [0, 2], ordered: true }],
        alternatives: [{ tasks: [4, 5], penalty: null }],
        precedences: [{ before: 6, after: 7 }],
      },
    );
    const problem = freeze(input);
    const { hasCouplings, hasLoadOrder, hasAboardLimits, hasBreaks, plainTasks } = problem;
    expect({ hasCouplings, hasLoadOrder, hasAboardLimits, hasBreaks, plainTasks }).to.deep.equal({
      hasCouplings: true,
      hasLoadOrder: true,
      hasAboardLimits: true,
      hasBreaks: false,
      plainTasks: false,
    });
    expect([...problem.taskBundle]).to.deep.equal([0, 0, 0, 0, 1, 2, 3, 4]);
    expect([...problem.taskMandatory]).to.deep.equal([1, 1, 1, 1, 0, 0, 1, 1]);
  });

  it('takes a problem whose rules never bind as plain', () => {
    const tasks = [{ ...ON_THE_WAY, delivered: true, lateness: { afterSeconds: 5, costPerSecond: 0 } }];
    expect(freeze(rich({ tasks }, { pairs: [], precedences: [] })).plainTasks).to.equal(true);
  });

  it('refuses pairs that share tasks, miss them, or reach a sink', () => {
    const tasks = [...four.tasks, { dueSeconds: 9 }, { ...ON_THE_WAY, delivered: true }];
    const pairs = [pair('ab', -1), pair('bc'), pair('dd'), pair('ez'), pair('fd')];
    expect(paths(rich({ tasks }, { pairs }))).to.have.members([
      'pairs[0].maxAboardSeconds',
      'pairs[1].pickup',
      'pairs[2].delivery',
      'pairs[3].delivery',
      'tasks[4].ordersByClass',
      'tasks[4].parcelsByClass',
      'tasks[4].dueSeconds',
      'tasks[5].delivered',
      'tasks[2].load',
      'pairs[4].delivery',
    ]);
  });

  it('refuses groups that repeat, overlap or hold what they may not', () => {
    const input = rich(
      { tasks: [...four.tasks, {}, {}] },
      {
        pairs: [pair('ab')],
        sameRun: [
          { tasks: [2, 2], ordered: false },
          { tasks: [3], ordered: true },
        ],
        alternatives: [
          { tasks: [], penalty: 4 },
          { tasks: [4, 4, 9], penalty: -1 },
          { tasks: [4, 0, 2], penalty: null },
        ],
      },
    );
    expect(paths(input)).to.have.members([
      'sameRun[0].tasks[1]',
      'sameRun[1].tasks',
      'alternatives[0].tasks',
      'alternatives[1].penalty',
      'alternatives[1].tasks[1]',
      'alternatives[1].tasks[2]',
      'alternatives[2].tasks[0]',
      'alternatives[2].tasks[1]',
      'alternatives[2].tasks[2]',
    ]);
  });

  it('refuses orders that go round in a circle, and names the circle', () => {
    const input = rich(
      { tasks: [...four.tasks, {}] },
      {
        pairs: [pair('ab')],
        sameRun: [{ tasks: [1, 2], ordered: true }],
        precedences: [
          { before: 4, after: 0 },
          { before: 2, after: 0 },
        ],
      },
    );
    const checked = checkProblem(input);
    expect(checked.ok).to.equal(false);
    if (checked.ok) return;
    expect(checked.faults.map(({ path }) => path)).to.deep.equal(['precedences']);
    expect(checked.faults[0]?.message).to.match(
      /task (0 before 1 before 2|1 before 2 before 0|2 before 0 before 1)/,
    );
    expect(paths(rich(four, { precedences: [{ before: 1, after: 1 }] }))).to.deep.equal(['precedences[0]']);
  });

  it('refuses breaks that overlap or leave each other no time', () => {
    const breaks = [
      { window: [100, 200], seconds: 0 },
      { window: [200, 300], seconds: 9 },
      { window: [400, 400], seconds: 50 },
      { window: [420, 430], seconds: 50 },
    ] as const;
    expect(paths(rich({ tasks: [], vehicles: [{ breaks }] }))).to.have.members([
      'vehicles[0].breaks[0].seconds',
      'vehicles[0].breaks[1].window',
      'vehicles[0].breaks[2].seconds',
    ]);
  });

  it('refuses figures of vehicles and tasks out of their range', () => {
    const input = rich(
      {
        tasks: [
          {
            lateness: { afterSeconds: 0.5, costPerSecond: -1 },
            preferred: { vehicles: [7], otherwiseCost: -2 },
          },
          { delivered: true },
        ],
        vehicles: [{ laden: { profile: 1, fromLoad: [1, 2] } }],
      },
      { balance: { longestDayCostPerSecond: -1, spreadCostPerSecond: NaN } },
    );
    expect(paths(input)).to.have.members([
      'tasks[0].lateness.afterSeconds',
      'tasks[0].lateness.costPerSecond',
      'tasks[0].preferred.vehicles[0]',
      'tasks[0].preferred.otherwiseCost',
      'tasks[1].ordersByClass',
      'tasks[1].parcelsByClass',
      'vehicles[0].laden.profile',
      'vehicles[0].laden.fromLoad',
      'balance.longestDayCostPerSecond',
      'balance.spreadCostPerSecond',
    ]);
  });

  it('parts vehicles that differ in their rules or in who knows them', () => {
    const breaks = [{ window: [0, 9], seconds: 5 }] as const;
    const vehicles = [{}, { lifo: true }, { breaks }, {}, { breaks }];
    const known = { preferred: { vehicles: [3], otherwiseCost: 5 } };
    expect(vehicleGroups(freeze(rich({ tasks: [{}], vehicles })))).to.deep.equal([[0, 3], [1], [2, 4]]);
    expect(vehicleGroups(freeze(rich({ tasks: [known], vehicles })))).to.deep.equal([[0], [1], [2, 4], [3]]);
  });
});
