/**
 * A day's document: the one schema that checks, types and the OpenAPI document come from.
 * Units: kg, litres, metres, hours or minutes as each name says; instants ISO 8601 with an offset;
 * clock times "HH:MM" in the day's time zone. Defaults carry their source: [S] stated by a public
 * source, [D] derived, [E] our estimate.
 */
import { z } from 'zod';
import { MAX_ROAD_CHANGES, roadChangeSchema } from './road-change.js';

const id = <Brand extends string>(_brand: Brand) =>
  z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,79}$/u, 'letters, digits, . _ : - only, at most 80 characters')
    .brand<Brand>();

export const orderIdSchema = id('OrderId');
export const siteIdSchema = id('SiteId');
export const outletIdSchema = id('OutletId');
export const vehicleIdSchema = id('VehicleId');
export const zoneIdSchema = id('ZoneId');
export const departureIdSchema = id('DepartureId');
export const productIdSchema = id('ProductId');
export type OrderId = z.infer<typeof orderIdSchema>;
export type SiteId = z.infer<typeof siteIdSchema>;
export type OutletId = z.infer<typeof outletIdSchema>;
export type VehicleId = z.infer<typeof vehicleIdSchema>;
export type ZoneId = z.infer<typeof zoneIdSchema>;
export type DepartureId = z.infer<typeof departureIdSchema>;
export type ProductId = z.infer<typeof productIdSchema>;

const DATE = z.regexes.date.source.slice(1, -1);
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?`;
const OFFSET = String.raw`(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
/** ISO 8601 with seconds optional and an offset or Z required. */
export const instantSchema = z
  .string()
  .regex(
    new RegExp(`^${DATE}T${TIME}${OFFSET}$`),
    'an ISO 8601 time with an offset, such as 2026-10-17T06:30:00+08:00',
  )
  .meta({ format: 'date-time', description: 'ISO 8601 with an offset' });
/** A clock time of the day's time zone. */
export const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a clock time HH:MM');

const lat = z.number().min(-90).max(90);
const lon = z.number().min(-180).max(180);
const nameSchema = z
  .strictObject({ zh: z.string().max(200).optional(), en: z.string().max(200).optional() })
  .refine((name) => name.zh !== undefined || name.en !== undefined, 'a name in zh or en');
export type LocalName = z.infer<typeof nameSchema>;

const clockWindow = z.strictObject({ opens: clockSchema, closes: clockSchema });

export const zoneSchema = z.strictObject({
  id: zoneIdSchema,
  name: nameSchema.optional(),
  /** Trunk, destination and delivery hours after a departure. Default 47.27 [S, 2019 national means]. */
  downstreamHours: z.number().positive().max(720).default(47.27),
});

/** A trunk departure that leaves every day at a clock time. */
export const departureSchema = z.strictObject({
  id: departureIdSchema,
  leavesAt: clockSchema,
  /** Parcels must be unloaded and sorted so long before it leaves. Default 30 min [E]. */
  cutOffMinutes: z.number().int().min(0).max(1440).default(30),
  /** Places in parcels; absent where they do not run out. */
  capacityParcels: z.number().int().positive().optional(),
  /** Zones it serves; absent means all. */
  zones: z.array(zoneIdSchema).min(1).optional(),
});

export const hubSchema = z.strictObject({
  id: outletIdSchema,
  name: nameSchema,
  lat,
  lon,
  /** When vehicles may unload. Default all day [E]. */
  hours: clockWindow.default({ opens: '00:00', closes: '23:59' }),
  /** Docking and paperwork per run. Default 10 min [E]. */
  dockMinutes: z.number().min(0).max(240).default(10),
  /** Unloading and sorting a parcel. Default 0.72 s = 5,000 an hour [D]. */
  unloadSecondsPerParcel: z.number().min(0).max(120).default(0.72),
  departures: z.array(departureSchema).min(1),
});

export const outletSchema = z.strictObject({
  id: outletIdSchema,
  name: nameSchema,
  lat,
  lon,
  /** Default 08:30-17:30 [E]. */
  hours: clockWindow.default({ opens: '08:30', closes: '17:30' }),
  /** Waybills an hour. Default 240 [E]. */
  labelsPerHour: z.number().positive().default(240),
  /** Weighing, bagging and handing over a load that arrives with a run. Default 10 min [E]. */
  handlingMinutes: z.number().min(0).max(600).default(10),
  /** GB/T 2260 code of the county, where known. */
  countyCode: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  phone: z.string().max(40).optional(),
});

export const siteSchema = z.strictObject({
  id: siteIdSchema,
  name: nameSchema,
  kind: z.enum(['farm', 'household', 'cooperative', 'station']).default('farm'),
  lat,
  lon,
  /** The outlet in charge; absent: the planner assigns one. */
  outlet: outletIdSchema.optional(),
  /** Where the vehicle must stop when it is not the nearest road, with the walk from there. */
  stopAt: z.strictObject({ lat, lon }).optional(),
  /** The walk from the end of the road, where known better than from the map. */
  walk: z
    .strictObject({
      metres: z.number().min(0).max(20000),
      ascentMetres: z.number().min(-3000).max(3000).default(0),
    })
    .optional(),
  /** When someone is there. Absent: 07:00-20:00 [E]. */
  windows: z
    .array(clockWindow)
    .min(1)
    .max(6)
    .default([{ opens: '07:00', closes: '20:00' }]),
  /** Contact as printed, masked on paper and screens. */
  contact: z.string().max(80).optional(),
  note: z.string().max(500).optional(),
  /** Ripe produce that product orders may be filled from today. */
  supply: z.array(z.strictObject({ product: productIdSchema, kg: z.number().positive() })).optional(),
});

export const productSchema = z.strictObject({
  id: productIdSchema,
  name: nameSchema,
  /** Hours from ready to spoilt at ambient 20 C; absent: keeps. Apple 600 [E], cherry 60 [E]. */
  shelfLifeHours: z.number().positive().optional(),
  /** Must be at the hub within so many hours of being ready; default a fifth of the shelf life [E]. */
  hubWithinHours: z.number().positive().optional(),
  /** Only cold vehicles may carry it. */
  cold: z.boolean().default(false),
});

export const vehicleSchema = z.strictObject({
  id: vehicleIdSchema,
  plate: z.string().max(20).optional(),
  type: z.string().max(60),
  /** Speed profile of the roads: motorbike, trike, van, truck, heavy, or one of the operator's. */
  profile: z.string().max(40),
  /** Hub or outlet where it starts its day. */
  base: outletIdSchema,
  /** Where its runs end: 'base', or 'hub', or 'either'. Default hub. */
  unloadsAt: z.enum(['base', 'hub', 'either']).default('hub'),
  capacity: z.strictObject({
    kg: z.number().positive(),
    litres: z.number().positive(),
    parcels: z.number().int().positive().optional(),
  }),
  /** Default 07:00-21:00 [E]. */
  shift: z.strictObject({ start: clockSchema, end: clockSchema }).default({ start: '07:00', end: '21:00' }),
  /** Default 10 [E]. */
  maxDutyHours: z.number().positive().max(24).default(10),
  /** Default 8 [S, rule for passenger drivers, adopted]. */
  maxDrivingHours: z.number().positive().max(24).default(8),
  /** Default 20 min after 4 h [S]. */
  rest: z
    .strictObject({ afterDrivingHours: z.number().positive(), minutes: z.number().positive() })
    .default({ afterDrivingHours: 4, minutes: 20 }),
  rangeKm: z.number().positive().optional(),
  maxRuns: z.number().int().positive().optional(),
  /** Between unloading and the next run. Default 10 min [E]. */
  turnaroundMinutes: z.number().min(0).max(600).default(10),
  cold: z.boolean().default(false),
  cost: z.strictObject({
    perKm: z.number().min(0),
    /** Paid for a run's hours. Default 10 yuan [E]. */
    perHour: z.number().min(0).default(10),
    /** Vehicle and driver used. Default 120 yuan [E]; with 10 h at 10 yuan within 180-250 a day [S]. */
    perDay: z.number().min(0).default(120),
  }),
  /** Driver and collector as printed, masked. */
  driver: z.string().max(80).optional(),
  phone: z.string().max(40).optional(),
});

export const orderSchema = z
  .strictObject({
    id: orderIdSchema,
    confirmedAt: instantSchema,
    /** A site, or an outlet where the grower brings it. Either this or `product`. */
    site: z.union([siteIdSchema, outletIdSchema]).optional(),
    product: productIdSchema.optional(),
    parcels: z.number().int().positive().max(10000).default(1),
    kg: z.number().positive().max(100000),
    litres: z.number().positive().max(1000000),
    /** Packed and ready to go; default: when confirmed. */
    readyAt: instantSchema.optional(),
    zone: zoneIdSchema,
    promise: z
      .strictObject({ shipBy: instantSchema.optional(), signBy: instantSchema.optional() })
      .optional(),
    /** Overrides the product's. */
    shelfLifeHours: z.number().positive().optional(),
    cold: z.boolean().optional(),
    waybill: z.string().max(40).optional(),
  })
  .refine((order) => order.site !== undefined || order.product !== undefined, {
    message: 'an order names a site, or a product to be sourced',
    path: ['site'],
  });

/** Prices of the one objective, in yuan. */
export const objectiveSchema = z.strictObject({
  /** Default 0.20 [E]. */
  yuanPerOrderHour: z.number().min(0).default(0.2),
  /** An order left behind today. Default 40 [E]: two late scans. */
  yuanPerUnservedOrder: z.number().min(0).default(40),
});

/** How the plan's side handles labels. */
export const processSchema = z.strictObject({
  /** Outlets post waybills in waves so far apart while open. Default 60 min [E]. */
  labelEveryMinutes: z.number().int().positive().max(1440).default(60),
  /** A stop. Default 4 min [E]. */
  stopMinutes: z.number().min(0).max(240).default(4),
  /** A parcel by hand. Default 20 s [E]. */
  secondsPerParcel: z.number().min(0).max(600).default(20),
  /** A parcel at an outlet with a belt. Default 9 s [E]. */
  secondsPerParcelAtOutlet: z.number().min(0).max(600).default(9),
  /** What one person carries on a walk. Default 20 kg [E]. */
  kgPerWalk: z.number().positive().default(20),
  /** People on foot at one stop; more carry more a walk. Default 2 [E]. */
  walkers: z.number().int().positive().default(2),
});

/** The peers' process the gains are measured against; untuned. */
export const baselineSchema = z.strictObject({
  version: z.literal('peers-1').default('peers-1'),
  /** Orders are batched once at this time. [E] */
  batchAt: clockSchema.default('00:00'),
  /** Waybills are posted evenly in this window of the next day. [E] */
  posting: clockWindow.default({ opens: '10:00', closes: '18:00' }),
  /** One fixed loop leaves the hub. [E] */
  loopLeavesAt: clockSchema.default('18:30'),
  /** First scan so long after the vehicle reaches the outlet. Half of "within 1 h" [E]. */
  scanMinutes: z.number().min(0).max(600).default(30),
  /** From the loop's end to sorted at the city hub: at least this. [E] */
  toHubHours: z.number().min(0).max(48).default(4),
  /** One trunk departure. [E] */
  departsAt: clockSchema.default('06:00'),
});

export const roadsSchema = z.strictObject({
  /** An OpenStreetMap extract beside the document, or a network the service was started with. */
  extract: z.string().max(400).optional(),
  elevation: z.string().max(400).optional(),
  network: z.string().max(80).optional(),
  maxSnapMetres: z.number().positive().max(20000).default(2000),
  /** A season of the roads, such as rainy; absent: their default. */
  season: z.string().min(1).max(40).optional(),
  /** How full vehicles climb: laden (default) is slower, and safe. */
  load: z.enum(['laden', 'empty']).default('laden'),
  /** Closures and slowdowns, GeoJSON features in the document's crs. */
  changes: z.array(roadChangeSchema).max(MAX_ROAD_CHANGES).optional(),
});
export type Roads = z.infer<typeof roadsSchema>;

const networkShape = {
  format: z.literal('packhorse-day/1'),
  name: z
    .string()
    .min(1)
    .max(80)
    .regex(/^[\p{L}\p{N} ._-]+$/u),
  title: nameSchema.optional(),
  /** YYYY-MM-DD, the day whose runs are planned. */
  date: z.iso.date(),
  timeZone: z.string().default('Asia/Shanghai'),
  /** Of every coordinate in the document; kept as WGS-84 inside. */
  crs: z.enum(['WGS-84', 'GCJ-02', 'BD-09']).default('WGS-84'),
  /** The moment the plan is made; no run leaves before it. Absent: the start of the date. */
  planAt: instantSchema.optional(),
  /** Made-up data, labelled so wherever it is shown. */
  synthetic: z.boolean().default(false),
  /** Credits to be shown with plans of this day. */
  attribution: z.array(z.string().max(300)).default([]),
  roads: roadsSchema.optional(),
  zones: z.array(zoneSchema).min(1),
  products: z.array(productSchema).default([]),
  hub: hubSchema,
  outlets: z.array(outletSchema).default([]),
  sites: z.array(siteSchema).default([]),
  vehicles: z.array(vehicleSchema).min(1),
  objective: objectiveSchema.prefault({}),
  process: processSchema.prefault({}),
  baseline: baselineSchema.prefault({}),
};

/** A day without its orders: what an orders CSV is joined to. */
export const networkSchema = z.strictObject(networkShape).meta({ id: 'Network' });
export const daySchema = z
  .strictObject({ ...networkShape, orders: z.array(orderSchema) })
  .meta({ id: 'Day' });

export type Day = z.infer<typeof daySchema>;
/** What an author of a day writes: defaults may be left out. */
export type DayInput = z.input<typeof daySchema>;
export type Network = z.infer<typeof networkSchema>;
export type Order = z.infer<typeof orderSchema>;
export type Site = z.infer<typeof siteSchema>;
export type Outlet = z.infer<typeof outletSchema>;
export type Hub = z.infer<typeof hubSchema>;
export type Vehicle = z.infer<typeof vehicleSchema>;
export type Zone = z.infer<typeof zoneSchema>;
export type Product = z.infer<typeof productSchema>;
export type Departure = z.infer<typeof departureSchema>;
export type Objective = z.infer<typeof objectiveSchema>;
export type Process = z.infer<typeof processSchema>;
export type Baseline = z.infer<typeof baselineSchema>;
