import type { Knex } from 'knex';
import type { JobOutcome, JobStore, PlanRecord } from '../store.js';
import { findPlan } from './plan-table.js';
import { packJson, toCount, type Row } from './rows.js';

/**
 * Jobs exist while their plan is unfinished. Every transaction here writes first: SQLite refuses to
 * turn a reader into a writer while another process writes.
 */
export function jobTable(db: Knex): JobStore {
  return {
    claim: (owner, now, leaseUntil) => claim(db, owner, now, leaseUntil),
    async renew(id, owner, leaseUntil) {
      return (await held(db, id, owner).update({ lease_until: leaseUntil })) > 0;
    },
    async saveProgress(id, owner, progress) {
      await db('plans')
        .where({ id })
        .whereExists(held(db, id, owner).select('plan_id'))
        .update({ progress: JSON.stringify(progress) });
    },
    finish: (id, owner, outcome) => finish(db, id, owner, outcome),
    async giveBack(id, owner) {
      await db.transaction(async (trx) => {
        const given = await held(trx, id, owner).update({ state: 'queued', owner: null, lease_until: null });
        if (given > 0)
          await trx('plans')
            .where({ id })
            .update({ status: 'queued', started_at: null })
            .decrement('attempts', 1);
      });
    },
    recover: (query) => recover(db, query),
    cancel: (id, at) => cancel(db, id, at),
    async counts() {
      const rows = (await db('jobs').select('state').count({ jobs: '*' }).groupBy('state')) as Row[];
      const count = (state: string): number => toCount(rows.find((row) => row['state'] === state)?.['jobs']);
      return { queued: count('queued'), running: count('running') };
    },
  };
}

const held = (db: Knex, id: string, owner: string) =>
  db('jobs').where({ plan_id: id, owner, state: 'running' });

function claim(db: Knex, owner: string, now: string, leaseUntil: string): Promise<PlanRecord | null> {
  return db.transaction(async (trx) => {
    const oldest = trx('jobs').select('plan_id').where({ state: 'queued' }).orderBy('place').limit(1);
    const claimed = (await trx('jobs')
      .where({ state: 'queued' })
      .whereIn('plan_id', oldest)
      .update({ state: 'running', owner, lease_until: leaseUntil })
      .returning('plan_id')) as Row[];
    const id = claimed[0]?.['plan_id'];
    if (id === undefined) return null;
    await trx('plans').where({ id }).update({ status: 'running', started_at: now }).increment('attempts', 1);
    return findPlan(trx, String(id));
  });
}

async function finish(db: Knex, id: string, owner: string, outcome: JobOutcome): Promise<boolean> {
  const bytes = outcome.status === 'done' ? await packJson(outcome.plan) : null;
  return db.transaction(async (trx) => {
    if ((await held(trx, id, owner).delete()) === 0) return false;
    if (bytes !== null) await trx('results').insert({ plan_id: id, gzip_json: bytes });
    await trx('plans')
      .where({ id })
      .update({
        status: outcome.status,
        finished_at: outcome.at,
        digest: outcome.status === 'done' ? JSON.stringify(outcome.digest) : null,
        error:
          outcome.status === 'failed'
            ? JSON.stringify({ code: outcome.code, message: outcome.message })
            : null,
      });
    return true;
  });
}

async function recover(
  db: Knex,
  { now, maxAttempts, isGone }: Parameters<JobStore['recover']>[0],
): Promise<{ requeued: number; failed: number }> {
  const running = (await db('jobs')
    .join('plans', 'plans.id', 'jobs.plan_id')
    .where('jobs.state', 'running')
    .select('jobs.plan_id', 'jobs.owner', 'jobs.lease_until', 'plans.attempts')) as Row[];
  let requeued = 0;
  let failed = 0;
  for (const row of running) {
    const id = String(row['plan_id']);
    const owner = String(row['owner']);
    if (String(row['lease_until']) > now && !isGone(owner)) continue;
    if (toCount(row['attempts']) >= maxAttempts) {
      const message = `the service ended ${maxAttempts} times while it planned this day; give it more memory, or plan a smaller day`;
      if (await finish(db, id, owner, { status: 'failed', code: 'interrupted', message, at: now })) failed++;
    } else if (await requeue(db, id, owner)) requeued++;
  }
  return { requeued, failed };
}

/** Only where that owner still holds it: another process may have recovered it in between. */
const requeue = (db: Knex, id: string, owner: string): Promise<boolean> =>
  db.transaction(async (trx) => {
    const given = await held(trx, id, owner).update({ state: 'queued', owner: null, lease_until: null });
    if (given > 0) await trx('plans').where({ id }).update({ status: 'queued' });
    return given > 0;
  });

function cancel(db: Knex, id: string, at: string): Promise<'cancelled' | 'finished' | 'unknown'> {
  return db.transaction(async (trx) => {
    if ((await trx('jobs').where({ plan_id: id }).delete()) > 0) {
      await trx('plans').where({ id }).update({ status: 'cancelled', finished_at: at });
      return 'cancelled';
    }
    const plan = await findPlan(trx, id);
    if (plan === null) return 'unknown';
    return plan.status === 'cancelled' ? 'cancelled' : 'finished';
  });
}
