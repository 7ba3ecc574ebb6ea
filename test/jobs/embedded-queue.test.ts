import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { daySchema } from '../../src/domain/day.js';
import { EmbeddedQueue, type QueueParts } from '../../src/jobs/embedded-queue.js';
import type { Planner, PlanEvent } from '../../src/jobs/queue.js';
import { PlanningError } from '../../src/planning/plan-in-worker.js';
import { openSqliteStore } from '../../src/storage/knex/open-store.js';
import type { PlanRecord, Store } from '../../src/storage/store.js';
import { smallDay } from '../support/small-day.js';
import { emptyPlan, HandPlanner, progress, until } from './planners.js';

describe('embedded queue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packhorse-queue-'));
  let store: Store;
  let queues: EmbeddedQueue[] = [];
  let files = 0;
  beforeEach(async () => {
    store = await openSqliteStore(join(folder, `${(files += 1)}.sqlite`));
  });
  afterEach(async () => {
    for (const queue of queues) await queue.stop(0);
    queues = [];
    await store.close();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function open(planner: Planner, parts: Partial<QueueParts> = {}): Promise<EmbeddedQueue> {
    const log = { warn: () => undefined, error: () => undefined };
    const network = (name: string) => (name === 'net' ? { extract: 'none' } : null);
    const queue = new EmbeddedQueue({
      store,
      planner,
      network,
      graphCache: folder,
      workers: 1,
      hangSeconds: 60,
      log,
      ...parts,
    });
    queues.push(queue);
    await queue.start();
    return queue;
  }

  async function accept(id: string, network = 'net', timeSeconds = 1): Promise<string> {
    const document = { day: daySchema.parse(smallDay()), setAside: [], faults: [] };
    const options = { timeSeconds, threads: 1, seed: 1 };
    await store.plans.accept({ id, createdAt: new Date().toISOString(), network, options }, document);
    return id;
  }
  const statusOf = async (id: string) => (await store.plans.find(id))?.status;
  const ended = (queue: EmbeddedQueue, id: string): Promise<PlanRecord | null> => queue.settled(id, 5000);

  it('plans what was accepted before it started, oldest first, one at a time', async () => {
    for (const id of ['a', 'b']) await accept(id);
    const planner = new HandPlanner();
    const queue = await open(planner.plan);
    await until(() => planner.started.length === 1, 'a starts');
    expect(await statusOf('b')).to.equal('queued');
    planner.finish('a');
    expect((await ended(queue, 'a'))?.status).to.equal('done');
    await until(() => planner.started.length === 2, 'b starts');
    planner.finish('b');
    expect((await ended(queue, 'b'))?.digest?.gains.sign).to.equal(1);
    expect(planner.started).to.deep.equal(['a', 'b']);
  });

  it('plans as many at a time as it has workers', async () => {
    for (const id of ['a', 'b', 'c']) await accept(id);
    const planner = new HandPlanner();
    await open(planner.plan, { workers: 2 });
    await until(() => planner.started.length === 2, 'two start');
    expect(await store.jobs.counts()).to.deep.equal({ queued: 1, running: 2 });
  });

  it('hands the planner the day as it was accepted', async () => {
    await accept('a');
    let seen: unknown;
    const queue = await open((task) => {
      seen = task;
      return Promise.resolve(emptyPlan(task.id));
    });
    await ended(queue, 'a');
    expect(seen).to.deep.include({ id: 'a', network: { extract: 'none' }, setAside: [] });
    expect((seen as { day: unknown }).day).to.deep.equal(daySchema.parse(smallDay()));
  });

  it('keeps a failure with its code and goes on', async () => {
    for (const id of ['a', 'b']) await accept(id);
    const queue = await open((task) =>
      task.id === 'a'
        ? Promise.reject(new PlanningError('out-of-memory', 'too large'))
        : Promise.resolve(emptyPlan(task.id)),
    );
    expect((await ended(queue, 'a'))?.error).to.deep.equal({ code: 'out-of-memory', message: 'too large' });
    expect((await ended(queue, 'b'))?.status).to.equal('done');
  });

  it('fails a plan whose road network the service does not have', async () => {
    await accept('a', 'mars');
    const failed = await ended(await open(new HandPlanner().plan), 'a');
    expect(failed?.error?.code).to.equal('roads-unknown-network');
  });

  it('gives up on a planner that hangs and hears nothing', async () => {
    for (const id of ['a', 'b']) await accept(id, 'net', 0.05);
    const deaf: Planner = (task) =>
      task.id === 'a' ? new Promise(() => undefined) : Promise.resolve(emptyPlan(task.id));
    const queue = await open(deaf, { hangSeconds: 0 });
    expect((await ended(queue, 'a'))?.error?.code).to.equal('timed-out');
    expect((await ended(queue, 'b'))?.status).to.equal('done');
  });

  it('cancels a plan that waits and one that runs', async () => {
    for (const id of ['a', 'b']) await accept(id);
    const planner = new HandPlanner();
    const queue = await open(planner.plan);
    await until(() => planner.started.length === 1, 'a starts');
    expect(await queue.cancel('b')).to.equal('cancelled');
    expect(await queue.cancel('a')).to.equal('cancelled');
    expect(planner.aborted).to.deep.equal(['a']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([await statusOf('a'), await statusOf('b')]).to.deep.equal(['cancelled', 'cancelled']);
    expect(planner.started).to.deep.equal(['a']);
  });

  it('tells listeners of every state and of progress', async () => {
    const heard: string[] = [];
    const planner: Planner = (task, hooks) => {
      hooks.onProgress?.(progress(0.1));
      hooks.onProgress?.(progress(0.2));
      return Promise.resolve(emptyPlan(task.id));
    };
    const queue = await open(planner);
    const stop = queue.subscribe('a', (event: PlanEvent) =>
      heard.push(event.kind === 'status' ? event.record.status : String(event.event)),
    );
    await accept('a');
    queue.poke();
    await ended(queue, 'a');
    stop();
    expect(heard).to.deep.equal(['running', '1', '2', 'done']);
    expect((await store.plans.find('a'))?.progress?.data).to.deep.equal(progress(0.1));
  });

  it('returns a running plan to the queue when it stops, not counted', async () => {
    await accept('a');
    const planner = new HandPlanner();
    const queue = await open(planner.plan);
    await until(() => planner.started.length === 1, 'a starts');
    await queue.stop(0);
    expect(await store.plans.find('a')).to.include({ status: 'queued', attempts: 0 });
  });

  it('lets a running plan end within the grace time', async () => {
    await accept('a');
    const planner = new HandPlanner();
    const queue = await open(planner.plan);
    await until(() => planner.started.length === 1, 'a starts');
    const stopped = queue.stop(5000);
    planner.finish('a');
    await stopped;
    expect(await statusOf('a')).to.equal('done');
  });

  it('takes over from a process that is gone, and not from one elsewhere before its lease ends', async () => {
    for (const id of ['a', 'b']) await accept(id);
    const now = new Date().toISOString();
    const lease = new Date(Date.now() + 400).toISOString();
    await store.jobs.claim(`${hostname()}|${await goneProcess()}|x`, now, '9999-01-01T00:00:00.000Z');
    await store.jobs.claim('another-machine|1|x', now, lease);
    const planner: Planner = (task) => Promise.resolve(emptyPlan(task.id));
    const queue = await open(planner, { leaseMilliseconds: 150 });
    expect((await ended(queue, 'a'))?.attempts).to.equal(2);
    expect(await statusOf('b')).to.equal('running');
    expect((await ended(queue, 'b'))?.status).to.equal('done');
  });

  it('stops a plan that another process took over', async () => {
    await accept('a');
    const planner = new HandPlanner();
    await open(planner.plan, { leaseMilliseconds: 150 });
    await until(() => planner.started.length === 1, 'a starts');
    await store.jobs.recover({ now: '9999', maxAttempts: 3, isGone: () => true });
    await store.jobs.claim('another', '2026', '9999');
    await until(() => planner.aborted.length === 1, 'the first is stopped');
    expect(await statusOf('a')).to.equal('running');
  });
});

/** Id of a process that has ended. */
async function goneProcess(): Promise<number> {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}
