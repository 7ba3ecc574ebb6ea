import { expect } from 'chai';
import { solve } from '../../../solver/index.js';
import type { PairInput, ProblemInput, SolverPlan } from '../../../solver/index.js';
import { checkRichPlan } from '../../support/rich-checker.js';
import { freeze, handMade, planText } from '../../support/hand-made-problem.js';

/** Every plan is held to the checker that shares no code with the solver. */
async function planned(input: ProblemInput): Promise<SolverPlan> {
  const { plan } = await solve(freeze(input), { seed: 1, iterations: 400 });
  expect(checkRichPlan(input, plan)).to.deep.equal([]);
  return plan;
}

const textOf = async (input: ProblemInput): Promise<string> => planText(await planned(input));

const pair = (pickup: number, delivery: number, maxAboardSeconds: number | null = null): PairInput => ({
  pickup,
  delivery,
  maxAboardSeconds,
});
/** No orders: what a pair carries, or a vehicle brings, reaches no sink. */
const CARRIED = { ordersByClass: [0], parcelsByClass: [0] };
const SET_DOWN = { ...CARRIED, load: [0] };
const BROUGHT = { ...CARRIED, delivered: true };
const ONE_RUN = { maxRuns: 1 };

describe('solve, where tasks depend on each other', () => {
  it('picks up before it delivers, even where that is the longer way', async () => {
    const input = {
      ...handMade({ tasks: [SET_DOWN, CARRIED, {}], vehicles: [ONE_RUN] }),
      pairs: [pair(1, 0)],
    };
    expect(await textOf(input)).to.match(/b.* a hub/);
  });

  it('carries no more pairs at once than the vehicle holds', async () => {
    const tasks = [{ ...CARRIED, load: [6] }, { ...CARRIED, load: [6] }, SET_DOWN, SET_DOWN];
    const input = {
      ...handMade({ tasks, vehicles: [{ capacity: [10], ...ONE_RUN }] }),
      pairs: [pair(0, 2), pair(1, 3)],
    };
    expect(await textOf(input)).to.be.oneOf(['van1: hub b d a c hub', 'van1: hub a c b d hub']);
  });

  it('keeps a pair aboard no longer than it may be, waiting before the pickup', async () => {
    const tasks = [CARRIED, { windows: [[5000, 6000] as const] }, SET_DOWN];
    const input = { ...handMade({ tasks, vehicles: [ONE_RUN] }), pairs: [pair(0, 2, 1200)] };
    const plan = await planned(input);
    expect(plan.leftOut).to.deep.equal([]);
  });

  it('leaves a pair out as a whole where its window cannot be met', async () => {
    const tasks = [{ ...CARRIED, penalty: 5 }, { ...SET_DOWN, penalty: 7, windows: [[0, 10] as const] }, {}];
    const plan = await planned({ ...handMade({ tasks }), pairs: [pair(0, 1)] });
    expect(planText(plan)).to.equal('van1: hub c hub');
    expect(plan.cost.penalties).to.equal(12);
  });

  it('delivers last what it picked up first where loads are stacked', async () => {
    const tasks = [CARRIED, CARRIED, { ...SET_DOWN, windows: [[0, 1900] as const] }, SET_DOWN];
    const pairs = [pair(0, 2), pair(1, 3)];
    const free = { ...handMade({ tasks, vehicles: [ONE_RUN] }), pairs };
    expect(await textOf(free)).to.equal('van1: hub a b c d hub');
    const stacked = { ...handMade({ tasks, vehicles: [{ ...ONE_RUN, lifo: true }] }), pairs };
    expect(await textOf(stacked)).to.equal('van1: hub a c b d hub');
  });

  it('sets down what is aboard before it collects where the vehicle must', async () => {
    const tasks = [{}, BROUGHT, {}];
    const vehicles = [{ ...ONE_RUN, deliveriesFirst: true }];
    expect(await textOf(handMade({ tasks, vehicles }))).to.match(/hub b /);
  });

  it('collects into the room that deliveries leave', async () => {
    const tasks = [{ ...BROUGHT, load: [8] }, { load: [8] }];
    const input = handMade({ tasks, vehicles: [{ ...ONE_RUN, capacity: [8] }] });
    expect(await textOf(input)).to.equal('van1: hub a b hub');
  });

  it('serves one of alternatives, the one on its way', async () => {
    const input = {
      ...handMade({ tasks: [{}, {}, {}] }),
      alternatives: [{ tasks: [1, 2], penalty: null }],
    };
    const plan = await planned(input);
    expect(planText(plan)).to.be.oneOf(['van1: hub a b hub', 'van1: hub b a hub']);
    expect(plan.leftOut).to.deep.equal([]);
  });

  it('pays for a group of alternatives once where none is worth its way', async () => {
    const alternatives = [{ tasks: [1, 2], penalty: 900 }];
    const plan = await planned({ ...handMade({ tasks: [{}, {}, {}] }), alternatives });
    expect(planText(plan)).to.equal('van1: hub a hub');
    expect(plan.cost.penalties).to.equal(900);
  });

  it('keeps tasks of one rule in one run and in their order', async () => {
    const vehicles = [{ capacity: [3] }, { capacity: [3] }];
    const sameRun = [{ tasks: [4, 2, 0], ordered: true }];
    const text = await textOf({ ...handMade({ tasks: [{}, {}, {}, {}, {}], vehicles }), sameRun });
    expect(text).to.match(/e c a hub/);
  });

  it('heeds which task comes first where one run serves both', async () => {
    const precedences = [{ before: 2, after: 0 }];
    const vehicles = [{ ...ONE_RUN, capacity: [3] }];
    const text = await textOf({ ...handMade({ tasks: [{}, {}, {}], vehicles }), precedences });
    expect(text.indexOf(' c')).to.be.below(text.indexOf(' a'));
  });

  it('weighs lateness against the way', async () => {
    const lateness = { afterSeconds: 600, costPerSecond: 1000 };
    const tasks = [{ serviceSeconds: 3000 }, { lateness: { ...lateness, afterSeconds: 1200 } }];
    const plan = await planned(handMade({ tasks, vehicles: [ONE_RUN] }));
    expect(planText(plan)).to.equal('van1: hub b a hub');
    expect(plan.cost.lateness).to.equal(0);
  });

  it('sends the vehicle that knows a place, but not at any price', async () => {
    const known = (otherwiseCost: number) => [{ preferred: { vehicles: [1], otherwiseCost } }];
    const vehicles = [{}, { fixedCost: 500 }];
    expect(await textOf(handMade({ tasks: known(600), vehicles }))).to.equal('van2: hub a hub');
    expect(await textOf(handMade({ tasks: known(400), vehicles }))).to.equal('van1: hub a hub');
  });

  it('takes the meal where windows let it', async () => {
    const breaks = [{ window: [600, 1300] as const, seconds: 1000 }];
    const tasks = [{ windows: [[0, 650] as const] }, { windows: [[2200, 4000] as const] }];
    const plan = await planned(handMade({ tasks, vehicles: [{ ...ONE_RUN, breaks }] }));
    expect(planText(plan)).to.equal('van1: hub a b hub');
  });

  it('shares work out where the longest day costs', async () => {
    const tasks = [{ serviceSeconds: 4000 }, { serviceSeconds: 4000 }];
    const input = handMade({ tasks, vehicles: [{}, {}] });
    const balance = { longestDayCostPerSecond: 50, spreadCostPerSecond: 0 };
    expect((await textOf(input)).split(' | ')).to.have.length(1);
    expect((await textOf({ ...input, balance })).split(' | ')).to.have.length(2);
  });

  it('drives loads downhill where the laden profile is slower', async () => {
    const plain = handMade({ tasks: [{ load: [5] }, { load: [1] }], vehicles: [ONE_RUN] });
    const [travel] = plain.travel;
    if (!travel) throw new Error('no travel');
    const slow = { ...travel, durations: travel.durations.map((seconds) => 10 * seconds) };
    const input = {
      ...plain,
      travel: [travel, slow],
      vehicles: plain.vehicles.map((one) => ({ ...one, laden: { profile: 1, fromLoad: [5] } })),
    };
    expect(await textOf(input)).to.equal('van1: hub b a hub');
  });
});
