/**
 * Closures and slowdowns of the day as GeoJSON features: one schema for the day's document and for
 * files of changes. Dated clock times are those of the place; positions are [lon, lat].
 */
import { z } from 'zod';
import type { FaultCode } from './fault.js';

const LOCAL_CLOCK = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/,
    'a clock time of the place without an offset, such as 2026-10-17T06:30',
  );

/** [lon, lat], degrees; a third number, as GeoJSON allows, is not read. */
const position = z
  .array(z.number())
  .min(2)
  .max(3)
  .meta({ description: '[lon, lat] in degrees; a third number is not read' });
const line = z.array(position).min(2).max(10_000);
const ring = z.array(position).min(4).max(10_000);

const geometry = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Point'), coordinates: position }),
  z.strictObject({ type: z.literal('LineString'), coordinates: line }),
  z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1).max(100) }),
]);

const properties = z.strictObject({
  /** Named in messages and answers. */
  id: z.string().min(1).max(80),
  /** Default closed. */
  effect: z.enum(['closed', 'slow']).default('closed'),
  /** With `slow`: the speed is multiplied by it. */
  factor: z.number().positive().max(1).optional(),
  /** With `slow`: no faster than so. */
  maxKmh: z.number().positive().max(200).optional(),
  /** An OpenStreetMap way, instead of a geometry. */
  way: z.number().int().positive().optional(),
  /** Round a Point: every road so near instead of the nearest; beside a LineString, default 25. */
  withinMetres: z.number().positive().max(20_000).optional(),
  /** Profiles it binds; absent: all. */
  profiles: z.array(z.string().min(1).max(40)).min(1).max(50).optional(),
  /** When it holds, both ends included; absent: open-ended. */
  from: LOCAL_CLOCK.optional(),
  until: LOCAL_CLOCK.optional(),
  /** For people; the planner does not read it. */
  note: z.string().max(500).optional(),
});

/** Changes of one file or day; more is a mistake, or a map to be made anew. */
export const MAX_ROAD_CHANGES = 1000;

/** A closure or slowdown as a GeoJSON feature; its geometry is null where `way` says the place. */
export const roadChangeSchema = z
  .strictObject({
    type: z.literal('Feature'),
    id: z.union([z.string(), z.number()]).optional(),
    bbox: z.array(z.number()).optional(),
    properties,
    geometry: geometry.nullable(),
  })
  .meta({ id: 'RoadChange' });

/** As read: defaults filled in. */
export type RoadChangeFeature = z.output<typeof roadChangeSchema>;

/** What a schema cannot say about one change. */
export interface ChangeFault {
  /** Inside the feature. */
  readonly path: readonly (string | number)[];
  readonly code: FaultCode;
  readonly message: string;
  readonly remedy: string;
}

/** Contradictions inside a change whose form is right. */
export const changeFaults = (change: RoadChangeFeature): ChangeFault[] => [
  ...effectFaults(change.properties),
  ...placeFaults(change),
  ...positionsOf(change.geometry).flatMap(([path, position]) => positionFaults(path, position)),
];

function effectFaults({
  effect,
  factor,
  maxKmh,
  from,
  until,
}: RoadChangeFeature['properties']): ChangeFault[] {
  const faults: ChangeFault[] = [];
  const limits = [factor, maxKmh].filter((limit) => limit !== undefined).length;
  if (effect === 'slow' && limits !== 1)
    faults.push({
      path: ['properties', 'effect'],
      code: limits === 0 ? 'missing' : 'contradiction',
      message: limits === 0 ? 'says slow, but not how slow' : 'says slow by a factor and by a limit',
      remedy: 'Give `factor` (above 0, at most 1) or `maxKmh`, one of them.',
    });
  if (effect === 'closed' && limits > 0)
    faults.push({
      path: ['properties', factor === undefined ? 'maxKmh' : 'factor'],
      code: 'contradiction',
      message: 'is given for a road that is closed',
      remedy: 'Write `"effect": "slow"`, or leave it out.',
    });
  if (from !== undefined && until !== undefined && from > until)
    faults.push({
      path: ['properties', 'until'],
      code: 'contradiction',
      message: `is before \`from\` (${from})`,
      remedy: 'Write a later time.',
    });
  return faults;
}

function placeFaults({ properties: { way, withinMetres }, geometry }: RoadChangeFeature): ChangeFault[] {
  const faults: ChangeFault[] = [];
  if (geometry === null && way === undefined)
    faults.push({
      path: ['geometry'],
      code: 'missing',
      message: 'is null and no `way` is named',
      remedy: 'Give a geometry or `way`.',
    });
  if (geometry !== null && way !== undefined)
    faults.push({
      path: ['properties', 'way'],
      code: 'contradiction',
      message: 'is given beside a geometry',
      remedy: 'Give one of them; with `way` the geometry is null.',
    });
  if (withinMetres !== undefined && (geometry === null || geometry.type === 'Polygon'))
    faults.push({
      path: ['properties', 'withinMetres'],
      code: 'contradiction',
      message: 'is only for a Point or a LineString',
      remedy: 'Leave it out, or draw the area as a Polygon.',
    });
  return faults;
}

function positionFaults(path: readonly number[], [lon = 0, lat = 0]: readonly number[]): ChangeFault[] {
  if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) return [];
  const swapped = Math.abs(lon) <= 90 && Math.abs(lat) <= 180;
  return [
    {
      path: ['geometry', 'coordinates', ...path],
      code: 'out-of-range',
      message: `[${lon}, ${lat}] is no longitude and latitude`,
      remedy: swapped ? 'Longitude comes first.' : 'Write degrees.',
    },
  ];
}

type Located = readonly [path: number[], position: readonly number[]];

function positionsOf(geometry: RoadChangeFeature['geometry']): Located[] {
  if (geometry === null) return [];
  if (geometry.type === 'Point') return [[[], geometry.coordinates]];
  if (geometry.type === 'LineString') return geometry.coordinates.map((at, index): Located => [[index], at]);
  return geometry.coordinates.flatMap((ring, k) => ring.map((at, index): Located => [[k, index], at]));
}
