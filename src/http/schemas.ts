/** Shapes that only the service speaks; the day and the plan have theirs in domain/. */
import { z } from 'zod';
import { FAULT_CODES } from '../domain/fault.js';
import { PLAN_STAGES } from '../planning/plan-options.js';
import { PLAN_STATUSES } from '../storage/store.js';
import { chainSchema, planRunSchema, planSchema, unassignedSchema } from '../domain/plan.js';

export const faultSchema = z
  .strictObject({
    path: z.string().describe('Where: `orders[17].readyAt`, `line 18, column ready_at`, `query.time`'),
    code: z.enum(FAULT_CODES),
    message: z.string(),
    value: z.string().optional().describe('What stands there, cut; left out where it may be personal'),
    remedy: z.string(),
  })
  .meta({ id: 'Fault' });

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().describe('Stable; docs/api.md lists them all'),
    detail: z.string(),
    instance: z.string().describe('Names this request in the service’s log'),
    remedy: z.string().optional(),
    faults: z.array(faultSchema).optional(),
  })
  .meta({ id: 'Problem' });

export const progressSchema = z
  .strictObject({
    stage: z.enum(PLAN_STAGES),
    share: z.number().nullable().describe('Of this stage, 0 to 1'),
    elapsedSeconds: z.number(),
    pass: z
      .number()
      .int()
      .nullable()
      .describe('Number of the solving pass; incumbents of different passes do not compare'),
    incumbent: z.number().nullable().describe('yuan'),
    bound: z.number().nullable().describe('yuan'),
    gap: z.number().nullable(),
    unassigned: z.number().int().nullable(),
  })
  .meta({ id: 'Progress' });

const optionsSchema = z.strictObject({
  timeSeconds: z.number(),
  threads: z.number().int(),
  seed: z.number().int(),
  iterations: z.number().int().optional(),
});

const digestSchema = z
  .strictObject({
    orders: z.number().int(),
    planned: z.number().int(),
    unassigned: z.number().int(),
    runs: z.number().int(),
    vehiclesUsed: z.number().int(),
    km: z.number(),
    cost: z.number(),
    gap: z.number().nullable(),
    gains: z
      .strictObject({
        ship: z.number().nullable(),
        collect: z.number().nullable(),
        sign: z.number().nullable(),
      })
      .describe('Mean hours gained on the baseline'),
  })
  .meta({ id: 'PlanDigest' });

/** A plan's state: what every answer about a plan holds. */
export const planStateSchema = z
  .strictObject({
    id: z.string(),
    status: z.enum(PLAN_STATUSES),
    day: z.string(),
    date: z.string(),
    network: z.string().describe('Road network it drives on'),
    orders: z.number().int(),
    setAside: z.number().int().describe('Rows that intake could not use'),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    attempts: z.number().int(),
    options: optionsSchema,
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    progress: progressSchema.nullable(),
    digest: digestSchema.nullable().describe('Null until it is done'),
    releasedAt: z.string().nullable(),
    releasedBy: z.string().nullable(),
    links: z.record(z.string(), z.string()),
  })
  .meta({ id: 'PlanState' });

export const planAnswerSchema = planStateSchema
  .extend({
    plan: planSchema.optional().describe('Once it is done; left out with ?fields=summary'),
    summary: z
      .looseObject({})
      .optional()
      .describe('With ?fields=summary: the plan without its runs, chain and unassigned orders'),
    faults: z.array(faultSchema).optional(),
    setAsideOrders: z.array(unassignedSchema).optional(),
  })
  .meta({ id: 'PlanAnswer' });

export const acceptedSchema = z
  .strictObject({
    id: z.string(),
    status: z.enum(PLAN_STATUSES),
    day: z.string(),
    date: z.string(),
    orders: z.number().int(),
    links: z.record(z.string(), z.string()),
    faults: z.array(faultSchema).describe('What intake found; the rest of the day is planned'),
    setAside: z.array(unassignedSchema),
  })
  .meta({ id: 'AcceptedPlan' });

export const planListSchema = z
  .strictObject({
    plans: z.array(planStateSchema),
    next: z.string().nullable().describe('The next page’s cursor'),
  })
  .meta({ id: 'PlanList' });

export const runListSchema = z
  .strictObject({
    runs: z.array(
      planRunSchema.omit({ stops: true, rests: true, lastLeg: true }).extend({
        stops: z.number().int(),
        orders: z.number().int(),
        profile: z.string().describe('Speed profile of its vehicle'),
        links: z.record(z.string(), z.string()),
      }),
    ),
  })
  .meta({ id: 'RunList' });

export const outletListSchema = z
  .strictObject({
    outlets: z.array(
      z.strictObject({
        outlet: z.string(),
        isHub: z.boolean(),
        name: z.strictObject({ zh: z.string().optional(), en: z.string().optional() }),
        lat: z.number(),
        lon: z.number(),
        orders: z.number().int().describe('Collected orders that it is in charge of'),
        runs: z.number().int().describe('Runs that start, stop or end here'),
        links: z.record(z.string(), z.string()),
      }),
    ),
  })
  .meta({ id: 'OutletList' });

export const chainPageSchema = z
  .strictObject({
    orders: z.array(chainSchema),
    unassigned: z.array(unassignedSchema).describe('Where ?order= names one that is not collected'),
    next: z.string().nullable(),
  })
  .meta({ id: 'OrderPage' });

export const networkAnswerSchema = z
  .strictObject({
    name: z.string(),
    date: z.string(),
    outlets: z.number().int(),
    sites: z.number().int(),
    vehicles: z.number().int(),
    savedAt: z.string(),
    faults: z.array(faultSchema).optional(),
    links: z.record(z.string(), z.string()),
  })
  .meta({ id: 'NetworkState' });

export const networkListSchema = z
  .strictObject({
    networks: z.array(networkAnswerSchema),
    roads: z.array(z.string()).describe('Road networks that `roads.network` of a day may name'),
  })
  .meta({ id: 'NetworkList' });

export const dayListSchema = z
  .strictObject({
    days: z.array(
      z.strictObject({
        name: z.string(),
        ok: z.boolean(),
        title: z.strictObject({ zh: z.string().optional(), en: z.string().optional() }).nullable(),
        date: z.string().nullable(),
        orders: z.number().int(),
        outlets: z.number().int(),
        vehicles: z.number().int(),
        synthetic: z.boolean(),
        faults: z.number().int(),
        roads: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DayList' });

const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/, 'a cursor as `next` gave it')
  .transform((text) => Number(Buffer.from(text, 'base64url').toString('latin1')))
  .refine((at) => Number.isSafeInteger(at) && at >= 0, 'a cursor as `next` gave it')
  .optional();

export const writeCursor = (at: number): string => Buffer.from(String(at), 'latin1').toString('base64url');

/** A whole number in a query, which is text; the OpenAPI document calls it what it is. */
export const wholeText = (min: number, max: number, description: string) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `a whole number from ${min} to ${max}`)
    .optional()
    .meta({ type: 'integer', minimum: min, maximum: max, description });

export const pageQuery = {
  limit: wholeText(1, 1000, 'Rows a page; default 50'),
  cursor: cursor.describe('`next` of the page before'),
};

export const languageQuery = z.strictObject({
  lang: z.enum(['zh', 'en', 'both']).optional().describe('Language of html and csv; default both'),
});
