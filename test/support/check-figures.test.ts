import { at, catchEach, type Defect, R1 } from './plan-defects.js';
import type { Loose } from './hand-made-plan.js';

const defects: readonly Defect[] = [
  {
    what: 'a flattered mean',
    make: (p) => (p.gains.sign.plan = 57.1),
    says: /gains.sign mean: plan is 57.1, the chains say 57.18/,
  },
  { what: 'a flattered median', make: (p) => (p.gains.ship.median.plan = 0.9), says: /gains.ship median/ },
  { what: 'a flattered p90', make: (p) => (p.gains.collect.p90.plan = 3), says: /gains.collect p90/ },
  {
    what: 'a worsened baseline',
    make: (p) => (p.gains.ship.baseline = 21),
    says: /gains.ship mean: baseline is 21/,
  },
  {
    what: 'a gain that is no difference',
    make: (p) => (p.gains.ship.gain = 19),
    says: /gains.ship mean: gain is 19/,
  },
  {
    what: 'a wrong segment',
    make: (p) => (p.gains.segments.collectToSign.plan = 54),
    says: /gains.segments.collectToSign mean/,
  },
  { what: 'orders left out of the gains', make: (p) => (p.gains.orders = 2), says: /gains: count 2 orders/ },
  { what: 'a group left out', make: (p) => p.gains.byZone.pop(), says: /gains.byZone: west is missing/ },
  {
    what: 'a group with wrong figures',
    make: (p) => (p.gains.byZone[0].ship.plan = 1.5),
    says: /gains.byZone east.ship mean/,
  },
  {
    what: 'hidden foreknowledge',
    make: (p) => (p.gains.confirmedAfterPlan = 0),
    says: /0 orders confirmed after the plan/,
  },
  {
    what: 'a cost that is not the sum of its parts',
    make: (p) => (p.cost = p.costParts.total = 260),
    says: /cost: 260 yuan, its parts sum to 269.36/,
  },
  {
    what: 'a vehicle that costs nothing',
    make: (p) => cheaper(p, 'vehicles', 120),
    says: /cost: vehicles is 120, the runs cost 240/,
  },
  {
    what: 'kilometres that cost nothing',
    make: (p) => cheaper(p, 'distance', 10),
    says: /cost: distance is 10, the runs cost 16/,
  },
  {
    what: 'hours that cost nothing',
    make: (p) => cheaper(p, 'time', 10),
    says: /cost: time is 10, the runs cost 12.36/,
  },
  { what: 'a bound above the cost', make: (p) => (p.lowerBound = 300), says: /bound 300 is above/ },
  {
    what: 'a gap that does not follow',
    make: (p) => (p.gap = 0.01),
    says: /gap 0.01, cost and bound give 0.257/,
  },
  { what: 'a summary that does not follow', make: (p) => (p.summary.km = 20), says: /summary: km is 20/ },
  {
    what: 'a time without an offset',
    make: (p) => (p.runs[R1].departAt = '2026-10-17T08:30:00'),
    says: /departAt is not an instant/,
  },
  { what: 'a plan that is not a plan', make: (p) => delete p.runs, says: /plan.runs is not a list/ },
  { what: 'another date', make: (p) => (p.date = '2026-10-18'), says: /the plan is of 2026-10-18/ },
  { what: 'another time zone', make: (p) => (p.timeZone = 'UTC'), says: /time zone is UTC/ },
  {
    what: 'a plan made earlier than the day says',
    make: (p) => (p.planAt = at('01:00')),
    says: /made at another moment/,
  },
  {
    what: 'stages that leave hours out',
    make: (p) => p.gains.stages.pop(),
    says: /gains.stages: plan sums to 3.33 h/,
  },
  {
    what: 'hours gained at another price',
    make: (p) => (p.gains.yuan = 30),
    says: /gains: 30 yuan, the chains say 25.20/,
  },
  {
    what: 'a baseline that goes backwards',
    make: (p) => (p.chain[0].baseline.atHubAt = at('07:00')),
    says: /baseline of o1: goes backwards/,
  },
  {
    what: 'a baseline with a departure of its own',
    make: (p) => (p.chain[0].baseline.departedAt = '2026-10-19T07:00:00+08:00'),
    says: /the trunk leaves at 06:00/,
  },
  {
    what: 'a baseline with slower deliveries',
    make: (p) => (p.chain[0].baseline.signedAt = '2026-10-25T07:00:00+08:00'),
    says: /o1: has other hours downstream/,
  },
];

function cheaper(plan: Loose, part: string, yuan: number): void {
  const saved = plan.costParts[part] - yuan;
  plan.costParts[part] = yuan;
  plan.cost = plan.costParts.total = Math.round((plan.cost - saved) * 100) / 100;
}

describe('the checker on gains, cost and summary', () => {
  catchEach(defects);
});
