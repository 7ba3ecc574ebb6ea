import { expect } from 'chai';
import type { LeftOutCode, ProblemInput } from '../../../solver/index.js';
import { diagnose, solve } from '../../../solver/index.js';
import { freeze, handMade } from '../../support/hand-made-problem.js';

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
});
