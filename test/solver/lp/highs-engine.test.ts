import { expect } from 'chai';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { loadHighsEngine } from '../../../solver/lp/engine/highs-engine.js';
import { LpEngineError } from '../../../solver/lp/engine/lp-engine.js';
import { workerUrl } from '../../../src/worker-url.js';
import { beale, toLpModel } from './lp-oracle.js';

/** Forty things, five knapsacks of half their weight each, worth about their weight: a long search. */
const knapsacks = toLpModel(
  {
    columns: Array.from({ length: 40 }, (_, thing) => ({
      cost: -100 - ((thing * 37) % 11),
      lower: 0,
      upper: 1,
    })),
    rows: Array.from({ length: 5 }, (_, sack) => ({
      lower: -Infinity,
      upper: 2000,
      coefficients: Array.from(
        { length: 40 },
        (_, thing) => 60 + ((thing * (17 + 6 * sack) + 13 * sack) % 83),
      ),
    })),
  },
  true,
);

describe('HiGHS engine', () => {
  it('works in a worker thread', async () => {
    const worker = new Worker(workerUrl(import.meta.url, './highs-worker'));
    const [objective] = (await once(worker, 'message')) as [number];
    expect(objective).to.be.closeTo(-0.05, 1e-9);
    await worker.terminate();
  });

  it('is one instance a thread, however many ask at once', async () => {
    const [first, second] = await Promise.all([loadHighsEngine(), loadHighsEngine()]);
    expect(first).to.equal(second);
  });

  it('reports a refused model in one short line and works on', async () => {
    const engine = await loadHighsEngine();
    const broken = { ...beale, rows: beale.rows.map(() => 99) };
    const failure = (() => {
      try {
        return engine.solveLp(broken);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).to.be.instanceOf(LpEngineError);
    expect((failure as LpEngineError).message).to.match(/^highs: .{1,280}$/);
    expect(engine.solveLp(beale).status).to.equal('optimal');
  });

  it('stops at its limits and claims nothing then', async () => {
    const engine = await loadHighsEngine();
    expect(engine.solveLp(beale, { iterations: 0 }).status).to.equal('limit');
  });

  it('stops a branch and bound at a count of its work, at the same place each time', async () => {
    const engine = await loadHighsEngine();
    const limited = engine.solveMip(knapsacks, { effort: 500 });
    expect(limited.status).to.equal('limit');
    expect(engine.solveMip(knapsacks, { effort: 500 })).to.deep.equal(limited);
    const longer = engine.solveMip(knapsacks, { effort: 4000 });
    expect(longer.nodes).to.be.above(limited.nodes);
  });

  it('keeps the point it starts from where its work ends at once', async () => {
    const engine = await loadHighsEngine();
    const start = new Float64Array(knapsacks.cost.length);
    const { status, objective, primal } = engine.solveMip(knapsacks, { effort: 0, start });
    expect([status, primal === null, objective <= 0]).to.deep.equal(['limit', false, true]);
  });
});
