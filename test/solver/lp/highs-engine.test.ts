import { expect } from 'chai';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { loadHighsEngine } from '../../../solver/lp/engine/highs-engine.js';
import { LpEngineError } from '../../../solver/lp/engine/lp-engine.js';
import { workerUrl } from '../../../src/worker-url.js';
import { beale } from './lp-oracle.js';

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
});
