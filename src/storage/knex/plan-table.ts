import type { Knex } from 'knex';
import type { Acceptance, DayDocument, IdempotencyClaim, NewPlan, PlanRecord, PlanStore } from '../store.js';
import { PLAN_COLUMNS, packJson, toPlanRecord, unpackText, type Row } from './rows.js';

/** Plans, their days and their results. */
export function planTable(db: Knex): PlanStore {
  return {
    accept: (plan, document, claim) => accept(db, plan, document, claim),
    find: (id) => findPlan(db, id),
    async list({ limit, before, status }) {
      const query = db('plans')
        .select(PLAN_COLUMNS)
        .orderBy('sequence', 'desc')
        .limit(limit + 1);
      if (before !== undefined) query.where('sequence', '<', before);
      if (status !== undefined) query.where({ status });
      const found = ((await query) as Row[]).map(toPlanRecord);
      const plans = found.slice(0, limit);
      return { plans, next: found.length > limit ? (plans.at(-1)?.sequence ?? null) : null };
    },
    async document(id) {
      const text = await packed(db, 'day_documents', id);
      return text === null ? null : (JSON.parse(text) as DayDocument);
    },
    resultText: (id) => packed(db, 'results', id),
    async release(id, by, at) {
      await db('plans')
        .where({ id, status: 'done', released_at: null })
        .update({ released_at: at, released_by: by });
      const plan = await findPlan(db, id);
      return plan?.status === 'done' ? plan : null;
    },
  };
}

/** One plan's record, inside or outside a transaction. */
export async function findPlan(db: Knex, id: string): Promise<PlanRecord | null> {
  const row = (await db('plans').select(PLAN_COLUMNS).where({ id }).first()) as Row | undefined;
  return row === undefined ? null : toPlanRecord(row);
}

async function packed(db: Knex, table: string, planId: string): Promise<string | null> {
  const row = (await db(table).select('gzip_json').where({ plan_id: planId }).first()) as Row | undefined;
  return row === undefined ? null : unpackText(row['gzip_json']);
}

async function accept(
  db: Knex,
  plan: NewPlan,
  document: DayDocument,
  claim: IdempotencyClaim | undefined,
): Promise<Acceptance> {
  const bytes = await packJson(document);
  return db.transaction(async (trx): Promise<Acceptance> => {
    if (claim !== undefined && !(await claimKey(trx, plan, claim))) return replay(trx, claim);
    const inserted = (await trx('plans').insert(planRow(plan, document)).returning('sequence')) as Row[];
    await trx('day_documents').insert({ plan_id: plan.id, gzip_json: bytes });
    await trx('jobs').insert({ plan_id: plan.id, place: inserted[0]?.['sequence'], state: 'queued' });
    const accepted = await findPlan(trx, plan.id);
    if (accepted === null) throw new Error(`plan ${plan.id} vanished inside its own transaction`);
    return { kind: 'accepted', plan: accepted };
  });
}

/** True where the key is free or ran out. The first statement writes, so that no reader is upgraded. */
async function claimKey(trx: Knex, plan: NewPlan, claim: IdempotencyClaim): Promise<boolean> {
  await trx('idempotency_keys').where({ key: claim.key }).where('expires_at', '<=', plan.createdAt).delete();
  const rows = (await trx('idempotency_keys')
    .insert({
      key: claim.key,
      request_hash: claim.requestHash,
      plan_id: plan.id,
      expires_at: claim.expiresAt,
    })
    .onConflict('key')
    .ignore()
    .returning('key')) as Row[];
  return rows.length > 0;
}

async function replay(trx: Knex, claim: IdempotencyClaim): Promise<Acceptance> {
  const row = (await trx('idempotency_keys').where({ key: claim.key }).first()) as Row | undefined;
  if (row === undefined || row['request_hash'] !== claim.requestHash) return { kind: 'key-reused' };
  const plan = await findPlan(trx, String(row['plan_id']));
  return plan === null ? { kind: 'key-reused' } : { kind: 'replayed', plan };
}

const planRow = (plan: NewPlan, { day, setAside }: DayDocument): Row => ({
  id: plan.id,
  status: 'queued',
  day: day.name,
  date: day.date,
  network: plan.network,
  orders: day.orders.length,
  set_aside: setAside.length,
  created_at: plan.createdAt,
  options: JSON.stringify(plan.options),
});
