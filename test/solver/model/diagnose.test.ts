import { expect } from 'chai';
import type { LeftOutCode, ProblemInput } from '../../../solver/index.js';
import { diagnose, solve } from '../../../solver/index.js';
import { freeze, handMade } from '../../support/hand-made-problem.js';
import { DELIVERY_HERE, pair, PICKUP_HERE, rich } from './rich-plan.js';

describe('diagnose', () => {
  const cut: ProblemInput = handMade({ tasks: [{}] });
  const noRoad: ProblemInput = {
    ...cut,
    travel: [{ size: 2, durations: Int32Array.of(0, -1, 5, 0), distances: Int32Array.of(0, -1, 5, 0) }],
  };
  const last = [{ cutoffSeconds: 1000, costPerOrder: 0, departure: null }];
  const full = [{ cutoffSeconds: 9000, costPerOrder: 0, departure: 0 }];
  const cases: readonly [LeftOutCode, ProblemInput][] = [
    ['no-vehicle', handMade({ tasks: [{ vehicles: [] }] })],
    ['too-large', handMade({ tasks: [{ load: [101] }] })],
    ['no-road', noRoad],
    ['window-unreachable', handMade({ tasks: [{ windows: [[0, 599]] }] })],
    ['spoils-before-hub', handMade({ tasks: [{ dueSeconds: 1199 }] })],
    ['misses-last-departure', handMade({ tasks: [{}], steps: last })],
    ['misses-last-departure', handMade({ tasks: [{}], steps: full, departures: [{ capacityParcels: 0 }] })],
    ['fleet-exhausted', handMade({ tasks: [{ penalty: 0 }] })],
  ];
  for (const [code, input] of cases) {
    it(`says ${code}, and the solver leaves the task out for it`, async () => {
      expect(diagnose(freeze(input), 0)).to.equal(code);
      const { plan } = await solve(freeze(input), { seed: 1, iterations: 20 });
      expect(plan.leftOut).to.deep.equal([{ task: 0, code }]);
    });
  }

  it('tells how far the best of several vehicles gets', () => {
    const input = handMade({ tasks: [{ windows: [[0, 599]] }], vehicles: [{ capacity: [0] }, {}] });
    expect(diagnose(freeze(input), 0)).to.equal('window-unreachable');
  });

  it('tries a task with those it shares a run with', () => {
    const tasks = [PICKUP_HERE, { ...DELIVERY_HERE, windows: [[0, 1199]] as const }];
    const codes = (input: ProblemInput): LeftOutCode[] =>
      input.tasks.map((_, task) => diagnose(freeze(input), task));
    const late = rich({ tasks }, { pairs: [pair('ab')] });
    expect(codes(late)).to.deep.equal(['window-unreachable', 'window-unreachable']);
    const heavy = rich(
      { tasks: [{ load: [60] }, { load: [60] }, {}] },
      { sameRun: [{ tasks: [0, 1], ordered: false }] },
    );
    expect(codes(heavy)).to.deep.equal(['too-large', 'too-large', 'fleet-exhausted']);
    const apart = rich(
      { tasks: [{ vehicles: [0] }, { vehicles: [1] }], vehicles: [{}, {}] },
      { sameRun: [{ tasks: [0, 1], ordered: false }] },
    );
    expect(codes(apart)).to.deep.equal(['no-vehicle', 'no-vehicle']);
  });

  it('finds an order for tasks that share a run', () => {
    const tasks = [{ windows: [[5000, 6000]] as const }, {}, { windows: [[0, 2000]] as const }];
    const input = rich({ tasks }, { sameRun: [{ tasks: [0, 1, 2], ordered: false }] });
    expect(diagnose(freeze(input), 0)).to.equal('fleet-exhausted');
    const ordered = rich({ tasks }, { sameRun: [{ tasks: [0, 1, 2], ordered: true }] });
    expect(diagnose(freeze(ordered), 2)).to.equal('window-unreachable');
  });
});
