import { expect } from 'chai';
import type { VehicleInput } from '../../../solver/index.js';
import { comparePlans } from '../../../solver/index.js';
import { freeze } from '../../support/hand-made-problem.js';
import { DELIVERY_HERE, faultsOf, ON_THE_WAY, pair, PICKUP_HERE, planOf, rich, runOf } from './rich-plan.js';

const letters = (plan: ReturnType<typeof planOf>): string =>
  plan.leftOut.map(({ task }) => String.fromCharCode(97 + task)).join('');

describe('a pair', () => {
  const tasks = [PICKUP_HERE, DELIVERY_HERE, {}];
  const input = rich({ tasks, vehicles: [{}, {}] }, { pairs: [pair('ab')] });

  it('is served by one run, pickup first', () => {
    expect(faultsOf(input, 'van1: hub a c b hub')).to.deep.equal([]);
    expect(faultsOf(input, 'van1: hub b a c hub')).to.deep.equal(['order b']);
  });

  it('is neither split between runs nor half left out', () => {
    expect(faultsOf(input, 'van1: hub a hub, b c hub')).to.deep.equal(['pair-split b']);
    expect(faultsOf(input, 'van1: hub a c hub | van2: hub b hub')).to.deep.equal(['pair-split b']);
    expect(faultsOf(input, 'van1: hub b c hub')).to.deep.equal(['pair-split a']);
  });

  it('pays both penalties when it is left out', () => {
    const optional = rich(
      { tasks: [{ ...PICKUP_HERE, penalty: 30 }, { ...DELIVERY_HERE, penalty: 4 }, {}] },
      { pairs: [pair('ab')] },
    );
    const plan = planOf(optional, 'van1: hub c hub');
    expect(plan.cost.penalties).to.equal(34);
    expect(plan.leftOut).to.deep.equal([
      { task: 0, code: 'fleet-exhausted' },
      { task: 1, code: 'fleet-exhausted' },
    ]);
  });

  it('loads the vehicle from the pickup to the delivery only', () => {
    const two = [PICKUP_HERE, DELIVERY_HERE, PICKUP_HERE, DELIVERY_HERE];
    const full = rich({ tasks: two, vehicles: [{ capacity: [1] }] }, { pairs: [pair('ab'), pair('cd')] });
    expect(faultsOf(full, 'van1: hub a b c d hub')).to.deep.equal([]);
    expect(faultsOf(full, 'van1: hub a c b d hub')).to.deep.equal(['too-large c']);
  });

  it('loads beside what is collected for the sink', () => {
    const full = rich({ tasks, vehicles: [{ capacity: [1] }] }, { pairs: [pair('ab')] });
    expect(faultsOf(full, 'van1: hub a b c hub')).to.deep.equal([]);
    expect(faultsOf(full, 'van1: hub c a b hub')).to.deep.equal(['too-large a']);
  });

  it('waits with its pickup so as not to be aboard too long', () => {
    const windows = [[5000, 9000]] as const;
    const late = [PICKUP_HERE, { ...DELIVERY_HERE, windows }];
    const run = runOf(rich({ tasks: [{}, ...late] }, { pairs: [pair('bc', 700)] }), 'van1: hub b c a hub');
    expect(run.stops.map(({ taskStartSeconds }) => taskStartSeconds)).to.deep.equal([[4400], [5000], [6200]]);
    const early = { windows: [[0, 600]] as const };
    const held = rich({ tasks: [early, ...late] }, { pairs: [pair('bc', 700)] });
    const waiting = runOf(held, 'van1: hub a b c hub');
    expect(waiting.departSeconds).to.equal(0);
    expect(waiting.stops[1]?.arriveSeconds).to.equal(1200);
    expect(waiting.stops[1]?.startSeconds).to.equal(4300);
  });

  it('cannot be aboard for less than the way takes', () => {
    const short = rich({ tasks }, { pairs: [pair('ab', 599)] });
    expect(faultsOf(short, 'van1: hub a b c hub')).to.deep.equal(['aboard b']);
    const closed = [{ ...PICKUP_HERE, windows: [[0, 700]] as const }, { ...DELIVERY_HERE, windows: [[5000, 9000]] as const }]; // prettier-ignore
    expect(
      faultsOf(rich({ tasks: closed }, { pairs: [pair('ab', 700)] }), 'van1: hub a b hub'),
    ).to.deep.equal(['aboard a']);
  });

  it('leaves a vehicle with one door last in, first out', () => {
    const two = [PICKUP_HERE, PICKUP_HERE, DELIVERY_HERE, DELIVERY_HERE];
    const made = (vehicle: Partial<VehicleInput>) =>
      rich({ tasks: two, vehicles: [vehicle] }, { pairs: [pair('ac'), pair('bd')] });
    expect(faultsOf(made({ lifo: true }), 'van1: hub a b d c hub')).to.deep.equal([]);
    expect(faultsOf(made({ lifo: true }), 'van1: hub a b c d hub')).to.deep.equal(['lifo c']);
    expect(faultsOf(made({}), 'van1: hub a b c d hub')).to.deep.equal([]);
  });
});

describe('a delivered task', () => {
  const tasks = [
    { ...ON_THE_WAY, delivered: true, load: [3] },
    { load: [2] },
    { ...ON_THE_WAY, delivered: true },
  ];

  it('is aboard from the start of its run', () => {
    const made = (capacity: number) => rich({ tasks, vehicles: [{ capacity: [capacity] }] });
    expect(faultsOf(made(4), 'van1: hub a b c hub')).to.deep.equal([]);
    expect(faultsOf(made(3), 'van1: hub a b c hub')).to.deep.equal(['too-large a']);
    expect(faultsOf(made(4), 'van1: hub b a c hub')).to.deep.equal(['too-large b']);
  });

  it('comes before collected ones where the vehicle says so', () => {
    const backhaul = rich({ tasks, vehicles: [{ deliveriesFirst: true }] });
    expect(faultsOf(backhaul, 'van1: hub a c b hub')).to.deep.equal([]);
    expect(faultsOf(backhaul, 'van1: hub a b c hub')).to.deep.equal(['backhaul c']);
    expect(faultsOf(backhaul, 'van1: hub b hub, a c hub')).to.deep.equal([]);
  });
});

describe('a group of alternatives', () => {
  const tasks = [{ penalty: 9 }, {}, {}];
  const group = (penalty: number | null) => rich({ tasks }, { alternatives: [{ tasks: [0, 1], penalty }] });

  it('leaves nothing out where one member is served', () => {
    const plan = planOf(group(50), 'van1: hub b c hub');
    expect(letters(plan)).to.equal('');
    expect(plan.cost.penalties).to.equal(0);
  });

  it('pays its own penalty once where none is', () => {
    const plan = planOf(group(50), 'van1: hub c hub');
    expect(letters(plan)).to.equal('ab');
    expect(plan.cost.penalties).to.equal(50);
  });

  it('is not served twice', () => {
    expect(faultsOf(group(50), 'van1: hub a b c hub')).to.deep.equal(['alternatives-repeated b']);
  });

  it('counts as one task left out where one must be served', () => {
    const problem = freeze(group(null));
    const without = planOf(group(null), 'van1: hub c hub');
    const with1 = planOf(group(null), 'van1: hub a c hub');
    const neither = planOf(group(null), 'van1: hub b hub');
    expect(comparePlans(problem, with1, without)).to.be.lessThan(0);
    // One is missing in each: the cheaper road is the better plan.
    expect(comparePlans(problem, neither, without)).to.equal(neither.cost.total - without.cost.total);
  });
});

describe('a same-run group', () => {
  const made = (ordered: boolean) =>
    rich({ tasks: [{}, {}, {}], vehicles: [{}, {}] }, { sameRun: [{ tasks: [2, 0], ordered }] });

  it('is served by one run, whole or not at all', () => {
    expect(faultsOf(made(false), 'van1: hub a b c hub')).to.deep.equal([]);
    expect(faultsOf(made(false), 'van1: hub b hub')).to.deep.equal([]);
    expect(faultsOf(made(false), 'van1: hub a b hub')).to.deep.equal(['same-run-split c']);
    expect(faultsOf(made(false), 'van1: hub a b hub | van2: hub c hub')).to.deep.equal(['same-run-split a']);
  });

  it('keeps its order where it has one, others between', () => {
    expect(faultsOf(made(true), 'van1: hub c b a hub')).to.deep.equal([]);
    expect(faultsOf(made(true), 'van1: hub a b c hub')).to.deep.equal(['order a']);
  });
});

describe('a precedence', () => {
  const input = rich(
    { tasks: [{}, {}, {}], vehicles: [{}, {}] },
    { precedences: [{ before: 1, after: 0 }, { before: 0, after: 2 }] }, // prettier-ignore
  );

  it('binds where one run serves both', () => {
    expect(faultsOf(input, 'van1: hub b a c hub')).to.deep.equal([]);
    expect(faultsOf(input, 'van1: hub a b c hub')).to.deep.equal(['order a']);
  });

  it('binds neither across runs nor through a task served elsewhere', () => {
    expect(faultsOf(input, 'van1: hub a hub, b hub | van2: hub c hub')).to.deep.equal([]);
    expect(faultsOf(input, 'van1: hub c b hub | van2: hub a hub')).to.deep.equal([]);
  });
});
