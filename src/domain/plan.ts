/** A day's plan as it is stored, served and printed. One schema for checks, types and OpenAPI. */
import { z } from 'zod';

const instant = z.string().describe('ISO 8601 with the offset of the day');
const yuan = z.number().describe('yuan');

export const planStopSchema = z
  .strictObject({
    /** Exactly one of site and outlet. */
    site: z.string().optional(),
    outlet: z.string().optional(),
    arriveAt: instant,
    /** Handling starts, after any wait. */
    startAt: instant,
    leaveAt: instant,
    /** Orders collected here (first carrier scan). */
    orders: z.array(z.string()),
    /** Orders that earlier runs brought to this outlet and that this run takes on to the hub. */
    transfers: z.array(z.string()),
    parcels: z.number().int(),
    kg: z.number(),
    litres: z.number(),
    /** From the stop before (or the run's start) to here. */
    leg: z.strictObject({ metres: z.number(), seconds: z.number(), ascentMetres: z.number() }),
    /** One way on foot beyond the road; zeros where the vehicle reaches the place. */
    walk: z.strictObject({ metres: z.number(), minutes: z.number() }),
    /** Latest arrival that still meets every window, due time and the departures this run is planned to catch. */
    latestArriveAt: instant.nullable(),
  })
  .meta({ id: 'PlanStop' });

export const planRunSchema = z
  .strictObject({
    id: z.string(),
    vehicle: z.string(),
    kind: z.enum(['collection', 'feeder', 'direct']),
    /** Outlet or hub id where the run starts. */
    start: z.string(),
    departAt: instant,
    /** At the end place. */
    returnAt: instant,
    /** Unloaded and sorted there. */
    unloadedAt: instant,
    /** Outlet or hub id. */
    end: z.string(),
    stops: z.array(planStopSchema),
    /** Rests that the driving rules demand, between the leaving of a stop (-1: the start) and the next arrival. */
    rests: z.array(z.strictObject({ afterStop: z.number().int(), minutes: z.number() })),
    metres: z.number(),
    ascentMetres: z.number(),
    drivingSeconds: z.number(),
    parcels: z.number().int(),
    kg: z.number(),
    litres: z.number(),
    /** Parcels by trunk departure they catch; key `departure@instant`. Empty for runs that end at an outlet. */
    departures: z.array(
      z.strictObject({
        departure: z.string(),
        leavesAt: instant,
        cutOffAt: instant,
        parcels: z.number().int(),
      }),
    ),
    /** Last leg back from the last stop to the end. */
    lastLeg: z.strictObject({ metres: z.number(), seconds: z.number(), ascentMetres: z.number() }),
  })
  .meta({ id: 'PlanRun' });

export const UNASSIGNED_CODES = [
  'faulty-order',
  'faulty-site',
  'unroutable',
  'no-vehicle',
  'no-road',
  'too-large',
  'window-unreachable',
  'spoils-before-hub',
  'misses-last-departure',
  'fleet-exhausted',
  'no-supply',
] as const;
export type UnassignedCode = (typeof UNASSIGNED_CODES)[number];

export const unassignedSchema = z
  .strictObject({
    order: z.string(),
    code: z.enum(UNASSIGNED_CODES),
    reason: z.string(),
    /** What would change it. */
    remedy: z.string(),
    site: z.string().optional(),
  })
  .meta({ id: 'Unassigned' });

export const metricSchema = z
  .strictObject({
    /** Mean hours after confirmation. */
    plan: z.number().nullable(),
    baseline: z.number().nullable(),
    gain: z.number().nullable(),
    median: z.strictObject({
      plan: z.number().nullable(),
      baseline: z.number().nullable(),
      gain: z.number().nullable(),
    }),
    p90: z.strictObject({
      plan: z.number().nullable(),
      baseline: z.number().nullable(),
      gain: z.number().nullable(),
    }),
  })
  .meta({ id: 'Metric' });
export type Metric = z.infer<typeof metricSchema>;

export const gainsSchema = z
  .strictObject({
    ship: metricSchema,
    collect: metricSchema,
    sign: metricSchema,
    /** Means of the hours between the three scans: collect - ship, and sign - collect. */
    segments: z.strictObject({ shipToCollect: metricSchema, collectToSign: metricSchema }),
    byOutlet: z.array(
      z.strictObject({
        outlet: z.string(),
        orders: z.number().int(),
        ship: metricSchema,
        collect: metricSchema,
        sign: metricSchema,
      }),
    ),
    byZone: z.array(
      z.strictObject({
        zone: z.string(),
        orders: z.number().int(),
        ship: metricSchema,
        collect: metricSchema,
        sign: metricSchema,
      }),
    ),
    /** Mean hours spent in each stage, plan and baseline. */
    stages: z.array(z.strictObject({ stage: z.string(), plan: z.number(), baseline: z.number() })),
    /** Orders counted on both sides: those the plan collects. */
    orders: z.number().int(),
    /** Value of the hours to sign at the stated price. */
    yuan: z.number(),
    baselineVersion: z.string(),
    /** Orders confirmed after the plan was made: the plan knew them early, so replay tells the honest figure. */
    confirmedAfterPlan: z.number().int(),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Gains' });
export type Gains = z.infer<typeof gainsSchema>;

/** The life of one order, plan and baseline. Null where the order is not collected. */
export const chainSchema = z
  .strictObject({
    order: z.string(),
    outlet: z.string(),
    site: z.string(),
    zone: z.string(),
    run: z.string(),
    feeder: z.string().nullable(),
    departure: z.string(),
    confirmedAt: instant,
    readyAt: instant,
    shippedAt: instant,
    collectedAt: instant,
    /** Null where the run goes straight to the hub. */
    atOutletAt: instant.nullable(),
    atHubAt: instant,
    departedAt: instant,
    signedAt: instant,
    /** The same order through the baseline process; null where its loops cannot reach the outlet. */
    baseline: z
      .strictObject({
        shippedAt: instant,
        collectedAt: instant,
        atHubAt: instant,
        departedAt: instant,
        signedAt: instant,
      })
      .nullable(),
  })
  .meta({ id: 'Chain' });
export type Chain = z.infer<typeof chainSchema>;

export const costSchema = z
  .strictObject({ total: yuan, vehicles: yuan, distance: yuan, time: yuan, hours: yuan, unserved: yuan })
  .meta({ id: 'Cost' });

export const PLAN_NOTE_CODES = [
  'roads-season',
  'roads-empty',
  'road-closed',
  'road-slowed',
  'road-change-unmet',
] as const;

/** What a reader must know beside the figures. */
export const planNoteSchema = z
  .strictObject({
    code: z.enum(PLAN_NOTE_CODES),
    /** The season, or the id of the road change. */
    about: z.string(),
    message: z.string(),
  })
  .meta({ id: 'PlanNote' });
export type PlanNote = z.infer<typeof planNoteSchema>;

export const planSchema = z
  .strictObject({
    id: z.string(),
    day: z.string(),
    date: z.string(),
    title: z.strictObject({ zh: z.string().optional(), en: z.string().optional() }),
    timeZone: z.string(),
    synthetic: z.boolean(),
    attribution: z.array(z.string()),
    planAt: instant,
    createdAt: instant,
    seed: z.number().int(),
    runs: z.array(planRunSchema),
    unassigned: z.array(unassignedSchema),
    /** Conditions of the roads; absent in plans made before there were any. */
    notes: z.array(planNoteSchema).optional(),
    /** Yuan that a plan can change: hours count above the least possible for each order. */
    cost: z.number(),
    costParts: costSchema,
    lowerBound: z.number().nullable(),
    gap: z.number().nullable(),
    gains: gainsSchema,
    /** Order by order. */
    chain: z.array(chainSchema),
    summary: z.strictObject({
      orders: z.number().int(),
      planned: z.number().int(),
      unassigned: z.number().int(),
      parcels: z.number().int(),
      kg: z.number(),
      vehiclesUsed: z.number().int(),
      runs: z.number().int(),
      km: z.number(),
      drivingHours: z.number(),
    }),
    /** Seconds by stage. */
    timings: z.record(z.string(), z.number()),
    solver: z.strictObject({
      iterations: z.number().int(),
      poolRuns: z.number().int(),
      selection: z.string().nullable(),
    }),
  })
  .meta({ id: 'Plan' });
export type Plan = z.infer<typeof planSchema>;
export type PlanRunDocument = z.infer<typeof planRunSchema>;
export type PlanStopDocument = z.infer<typeof planStopSchema>;
export type Unassigned = z.infer<typeof unassignedSchema>;
