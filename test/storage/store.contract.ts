import { expect } from 'chai';
import { daySchema, type Day } from '../../src/domain/day.js';
import type { Plan } from '../../src/domain/plan.js';
import type { DayDocument, PlanDigest, Store } from '../../src/storage/store.js';

const NOW = '2026-10-17T00:00:00.000Z';
const LATER = '2026-10-17T00:01:00.000Z';
const OPTIONS = { timeSeconds: 5, threads: 1, seed: 7 };

const day = (name = 'tiny'): Day =>
  daySchema.parse({
    format: 'packhorse-day/1',
    name,
    date: '2026-10-17',
    zones: [{ id: 'east' }],
    hub: {
      id: 'hub',
      name: { en: 'Hub' },
      lat: 34.5,
      lon: 109.5,
      departures: [{ id: 'd6', leavesAt: '06:00' }],
    },
    vehicles: [
      {
        id: 'v1',
        type: 'van',
        profile: 'van',
        base: 'hub',
        capacity: { kg: 600, litres: 3000 },
        cost: { perKm: 0.9 },
      },
    ],
    orders: [
      { id: 'o1', confirmedAt: '2026-10-16T20:00:00+08:00', site: 'hub', kg: 2.9, litres: 12, zone: 'east' },
    ],
  });
const document = (name?: string): DayDocument => ({ day: day(name), setAside: [], faults: [] });
const plan = (id: string, createdAt = NOW) => ({ id, createdAt, network: 'net', options: OPTIONS });
const digest: PlanDigest = {
  orders: 1,
  planned: 1,
  unassigned: 0,
  runs: 1,
  vehiclesUsed: 1,
  km: 3,
  cost: 9.5,
  gap: null,
  gains: { ship: 1, collect: 2, sign: 3 },
};
/** Storage keeps a plan without looking into it. */
const result = (id: string): Plan => ({ id, day: '名', runs: [] }) as unknown as Plan;

/** What every store must do. `open` gives an empty store; `reopen` the same data in another handle. */
export function storeContract(open: () => Promise<Store>, reopen: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  describe('accepting', () => {
    it('keeps the plan, its day and its job when opened again', async () => {
      await store.plans.accept(plan('a'), document());
      const other = await reopen();
      try {
        expect((await other.plans.document('a'))?.day).to.deep.equal(day());
        expect(await other.plans.find('a')).to.deep.include({
          id: 'a',
          status: 'queued',
          orders: 1,
          attempts: 0,
          options: OPTIONS,
          progress: null,
          error: null,
        });
        expect(await other.jobs.counts()).to.deep.equal({ queued: 1, running: 0 });
      } finally {
        await other.close();
      }
    });

    it('refuses a second plan of the same id and keeps nothing of it', async () => {
      await store.plans.accept(plan('a'), document('first'));
      const refused = await store.plans.accept(plan('a'), document('second')).then(
        () => false,
        () => true,
      );
      expect(refused).to.equal(true);
      expect((await store.plans.document('a'))?.day.name).to.equal('first');
      expect((await store.jobs.counts()).queued).to.equal(1);
    });

    it('answers a repeated key with the first plan, and refuses the key for another request', async () => {
      const claim = { key: 'k', requestHash: 'h1', expiresAt: LATER };
      expect((await store.plans.accept(plan('a'), document(), claim)).kind).to.equal('accepted');
      const again = await store.plans.accept(plan('b'), document(), claim);
      expect(again.kind === 'replayed' && again.plan.id).to.equal('a');
      const other = await store.plans.accept(plan('c'), document(), { ...claim, requestHash: 'h2' });
      expect(other.kind).to.equal('key-reused');
      expect((await store.plans.list({ limit: 10 })).plans.map(({ id }) => id)).to.deep.equal(['a']);
    });

    it('accepts one of many racing requests with the same key', async () => {
      const claim = { key: 'k', requestHash: 'h', expiresAt: LATER };
      const answers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((id) => store.plans.accept(plan(id), document(), claim)),
      );
      expect(answers.filter(({ kind }) => kind === 'accepted')).to.have.length(1);
      expect(answers.filter(({ kind }) => kind === 'replayed')).to.have.length(3);
    });

    it('frees a key when it runs out', async () => {
      const claim = { key: 'k', requestHash: 'h1', expiresAt: NOW };
      await store.plans.accept(plan('a', '2026-10-16T23:00:00.000Z'), document(), claim);
      const next = await store.plans.accept(plan('b', LATER), document(), { ...claim, requestHash: 'h2' });
      expect(next.kind).to.equal('accepted');
      await store.purge(LATER);
    });
  });

  describe('listing', () => {
    it('pages newest first without gaps or repeats', async () => {
      for (const id of ['a', 'b', 'c', 'd', 'e']) await store.plans.accept(plan(id), document());
      const first = await store.plans.list({ limit: 2 });
      const second = await store.plans.list({ limit: 2, before: first.next ?? 0 });
      const third = await store.plans.list({ limit: 2, before: second.next ?? 0 });
      const ids = [first, second, third].flatMap((page) => page.plans.map(({ id }) => id));
      expect(ids).to.deep.equal(['e', 'd', 'c', 'b', 'a']);
      expect(third.next).to.equal(null);
    });

    it('filters by status', async () => {
      await store.plans.accept(plan('a'), document());
      await store.plans.accept(plan('b'), document());
      await store.jobs.claim('me', NOW, LATER);
      const running = await store.plans.list({ limit: 5, status: 'running' });
      expect(running.plans.map(({ id }) => id)).to.deep.equal(['a']);
    });
  });

  describe('jobs', () => {
    it('are claimed in the order they were accepted, each once', async () => {
      for (const id of ['b', 'a']) await store.plans.accept(plan(id), document());
      const claims = await Promise.all(['x', 'y', 'z'].map((owner) => store.jobs.claim(owner, NOW, LATER)));
      expect(claims.map((claim) => claim?.id)).to.deep.equal(['b', 'a', undefined]);
      expect(claims[0]).to.include({ status: 'running', attempts: 1, startedAt: NOW });
    });

    it('keep the last progress of their holder only', async () => {
      await store.plans.accept(plan('a'), document());
      await store.jobs.claim('me', NOW, LATER);
      await store.jobs.saveProgress('a', 'me', { event: 3, data: { stage: 'solve' } });
      await store.jobs.saveProgress('a', 'thief', { event: 4, data: { stage: 'done' } });
      expect((await store.plans.find('a'))?.progress).to.deep.equal({ event: 3, data: { stage: 'solve' } });
    });

    it('end with a result that reads back as written', async () => {
      await store.plans.accept(plan('a'), document());
      await store.jobs.claim('me', NOW, LATER);
      const done = { status: 'done', plan: result('a'), digest, at: LATER } as const;
      expect(await store.jobs.finish('a', 'me', done)).to.equal(true);
      expect(await store.plans.find('a')).to.deep.include({ status: 'done', digest, finishedAt: LATER });
      expect(JSON.parse((await store.plans.resultText('a')) ?? '')).to.deep.equal(result('a'));
      expect(await store.jobs.counts()).to.deep.equal({ queued: 0, running: 0 });
    });

    it('end with a coded failure and no result', async () => {
      await store.plans.accept(plan('a'), document());
      await store.jobs.claim('me', NOW, LATER);
      await store.jobs.finish('a', 'me', { status: 'failed', code: 'internal', message: 'm', at: LATER });
      const failed = await store.plans.find('a');
      expect(failed).to.deep.include({ status: 'failed', error: { code: 'internal', message: 'm' } });
      expect(await store.plans.resultText('a')).to.equal(null);
    });

    it('take no result from one who lost the lease', async () => {
      await store.plans.accept(plan('a'), document());
      await store.jobs.claim('slow', NOW, NOW);
      await store.jobs.recover({ now: LATER, maxAttempts: 3, isGone: () => false });
      await store.jobs.claim('next', LATER, LATER);
      const done = { status: 'done', plan: result('a'), digest, at: LATER } as const;
      expect(await store.jobs.renew('a', 'slow', LATER)).to.equal(false);
      expect(await store.jobs.finish('a', 'slow', done)).to.equal(false);
      expect(await store.plans.find('a')).to.include({ status: 'running', attempts: 2 });
    });

    it('return to their old place when their owner is gone, and not while it lives', async () => {
      for (const id of ['a', 'b']) await store.plans.accept(plan(id), document());
      await store.jobs.claim('dead', NOW, LATER);
      const alive = await store.jobs.recover({ now: NOW, maxAttempts: 3, isGone: () => false });
      expect(alive).to.deep.equal({ requeued: 0, failed: 0 });
      const gone = await store.jobs.recover({
        now: NOW,
        maxAttempts: 3,
        isGone: (owner) => owner === 'dead',
      });
      expect(gone).to.deep.equal({ requeued: 1, failed: 0 });
      expect((await store.jobs.claim('me', NOW, LATER))?.id).to.equal('a');
    });

    it('fail when they were tried often enough', async () => {
      await store.plans.accept(plan('a'), document());
      for (let attempt = 1; attempt <= 3; attempt++) {
        await store.jobs.claim('me', NOW, NOW);
        await store.jobs.recover({ now: LATER, maxAttempts: 3, isGone: () => true });
      }
      const failed = await store.plans.find('a');
      expect(failed?.status).to.equal('failed');
      expect(failed?.error?.code).to.equal('interrupted');
    });

    it('given back do not count as tried', async () => {
      await store.plans.accept(plan('a'), document());
      await store.jobs.claim('me', NOW, LATER);
      await store.jobs.giveBack('a', 'me');
      expect(await store.plans.find('a')).to.include({ status: 'queued', attempts: 0, startedAt: null });
    });

    it('are cancelled while queued and while running, and not once finished', async () => {
      for (const id of ['a', 'b']) await store.plans.accept(plan(id), document());
      await store.jobs.claim('me', NOW, LATER);
      expect(await store.jobs.cancel('a', LATER)).to.equal('cancelled');
      expect(await store.jobs.cancel('b', LATER)).to.equal('cancelled');
      expect(await store.jobs.renew('a', 'me', LATER)).to.equal(false);
      expect(await store.jobs.claim('me', NOW, LATER)).to.equal(null);
      expect(await store.jobs.cancel('c', LATER)).to.equal('unknown');
      expect((await store.plans.find('a'))?.status).to.equal('cancelled');
      expect(await store.jobs.cancel('a', LATER)).to.equal('cancelled');
    });
  });

  describe('release', () => {
    it('marks a done plan once and no other', async () => {
      await store.plans.accept(plan('a'), document());
      expect(await store.plans.release('a', 'li', NOW)).to.equal(null);
      await store.jobs.claim('me', NOW, LATER);
      await store.jobs.finish('a', 'me', { status: 'done', plan: result('a'), digest, at: NOW });
      expect(await store.plans.release('a', 'li', NOW)).to.include({ releasedBy: 'li', releasedAt: NOW });
      expect(await store.plans.release('a', 'wang', LATER)).to.include({ releasedBy: 'li', releasedAt: NOW });
      expect(await store.plans.release('zz', 'li', NOW)).to.equal(null);
    });
  });

  describe('keys', () => {
    const key = {
      id: 'k1',
      role: 'outlet',
      outlet: '镇',
      label: 'front desk',
      createdAt: NOW,
      revokedAt: null,
    } as const;

    it('are found by hash until they are revoked', async () => {
      await store.keys.add(key, 'hash');
      expect(await store.keys.findByHash('hash')).to.deep.equal(key);
      expect(await store.keys.findByHash('other')).to.equal(null);
      expect(await store.keys.count()).to.equal(1);
      expect(await store.keys.revoke('k1', LATER)).to.equal(true);
      expect(await store.keys.revoke('k1', LATER)).to.equal(false);
      expect(await store.keys.findByHash('hash')).to.equal(null);
      expect(await store.keys.count()).to.equal(0);
      expect(await store.keys.list()).to.deep.equal([{ ...key, revokedAt: LATER }]);
    });
  });

  describe('networks', () => {
    it('are replaced by name', async () => {
      const { orders: _orders, ...network } = day('north');
      expect((await store.networks.save(network, NOW)).created).to.equal(true);
      const again = await store.networks.save({ ...network, date: '2026-10-18' }, LATER);
      expect(again).to.deep.equal({
        created: false,
        record: { name: 'north', date: '2026-10-18', outlets: 0, sites: 0, vehicles: 1, savedAt: LATER },
      });
      expect((await store.networks.find('north'))?.date).to.equal('2026-10-18');
      expect(await store.networks.find('south')).to.equal(null);
      expect(await store.networks.list()).to.deep.equal([again.record]);
    });
  });
}
