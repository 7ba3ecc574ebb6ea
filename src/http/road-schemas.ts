/** What the road routes take and answer. */
import { z } from 'zod';
import { MAX_ROAD_CHANGES, roadChangeSchema } from '../domain/road-change.js';
import { wholeText } from './schemas.js';

/** Points of one matrix; 1,000 squared are 3,000,000 figures and some 20 MB of JSON. */
export const MAX_MATRIX_POINTS = 1000;
const MAX_NEAREST_POINTS = 100;
const MAX_MINUTES = 12 * 60;
const MAX_TIMES = 12;

const NUMBER = String.raw`-?\d{1,3}(?:\.\d{1,20})?`;
const PAIR = `${NUMBER},${NUMBER}`;

const place = (text: string): { lon: number; lat: number } => {
  const [lon = NaN, lat = NaN] = text.split(',').map(Number);
  return { lon, lat };
};
const onEarth = ({ lon, lat }: { lon: number; lat: number }): boolean =>
  Math.abs(lon) <= 180 && Math.abs(lat) < 90;
const AS_DEGREES = 'longitude,latitude in WGS-84 degrees, longitude first, such as 109.5,34.5';

/** One place in a query. */
const placeText = (description: string) =>
  z
    .string()
    .regex(new RegExp(`^${PAIR}$`), AS_DEGREES)
    .transform(place)
    .refine(onEarth, AS_DEGREES)
    .meta({ type: 'string', example: '109.5,34.5', description });

const profile = z.string().min(1).max(40).describe('Speed profile of the roads, such as van');
const season = z.string().min(1).max(40).describe('A season of the roads; default their first');
const CLOCK = /^(\d{4}-\d{2}-\d{2}T)?([01]\d|2[0-3]):[0-5]\d$/;
const at = z
  .string()
  .regex(CLOCK, 'HH:MM or YYYY-MM-DDTHH:MM, a clock time of the place')
  .describe(
    'Clock of the place, HH:MM or YYYY-MM-DDTHH:MM: bans and factors by the clock are of this moment',
  );
const load = z.enum(['laden', 'empty']).describe('Default laden');
const maxSnap = wholeText(
  0,
  20_000,
  'Metres from a road beyond which a point is off the roads; default 2000',
);

const conditionsQuery = {
  season: season.optional(),
  at: at.optional(),
  load: load.optional(),
  plan: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .describe('A done plan: season, load and closures of its day hold, where not given here'),
};

export const nearestQuery = z.strictObject({
  profile,
  points: z
    .string()
    .regex(new RegExp(`^${PAIR}(?:;${PAIR}){0,${MAX_NEAREST_POINTS - 1}}$`), `${AS_DEGREES}, separated by ;`)
    .transform((text) => text.split(';').map(place))
    .refine((points) => points.every(onEarth), AS_DEGREES)
    .meta({
      type: 'string',
      example: '109.5,34.5;109.6,34.6',
      description: `lon,lat of at most ${MAX_NEAREST_POINTS} points, separated by ;`,
    }),
  maxSnap,
});

export const routeQuery = z.strictObject({
  profile,
  from: placeText('Start, lon,lat'),
  to: placeText('End, lon,lat'),
  maxSnap,
  ...conditionsQuery,
});

export const isochroneQuery = z.strictObject({
  profile,
  point: placeText('Where from, or where to; lon,lat'),
  minutes: z
    .string()
    .regex(new RegExp(String.raw`^\d{1,3}(?:,\d{1,3}){0,${MAX_TIMES - 1}}$`), 'minutes, separated by commas')
    .transform((text) => [...new Set(text.split(',').map(Number))].sort((a, b) => a - b))
    .refine((all) => all.every((one) => one >= 1 && one <= MAX_MINUTES), `minutes from 1 to ${MAX_MINUTES}`)
    .default([15, 30, 60])
    .meta({
      type: 'string',
      example: '15,30,60',
      description: `At most ${MAX_TIMES} times in minutes, each at most ${MAX_MINUTES}; default 15,30,60`,
    }),
  direction: z
    .enum(['from', 'to'])
    .optional()
    .describe('Reached from the point (default), or from where the point is reached'),
  maxSnap,
  ...conditionsQuery,
});

export const tileQuery = z.strictObject({
  profile: profile.optional().describe('Also tells each line’s `grade` and `kmh` for this profile'),
});

const position = z.tuple([z.number().min(-180).max(180), z.number().gt(-90).lt(90)]).describe('[lon, lat]');

export const matrixSchema = z
  .strictObject({
    profile,
    points: z.array(position).min(1).max(MAX_MATRIX_POINTS),
    maxSnapMetres: z.number().min(0).max(20_000).optional().describe('Default 2000'),
    conditions: z
      .strictObject({
        season: season.optional(),
        at: at.optional(),
        load: load.optional(),
        changes: z.array(roadChangeSchema).max(MAX_ROAD_CHANGES).optional(),
      })
      .optional(),
  })
  .meta({ id: 'MatrixQuestion' });

const snapSchema = z
  .strictObject({
    lon: z.number(),
    lat: z.number(),
    metres: z.number().int(),
    island: z.literal(true).optional().describe('On a road not joined both ways to the main network'),
  })
  .nullable()
  .describe('On the road, and how far that is; null where no road of the profile is near enough');
const snapped = z.array(snapSchema);
const rows = (unit: string) =>
  z
    .array(z.array(z.number().int().nullable()))
    .describe(`Whole ${unit}, a row a start; null where there is no way`);
const changes = z
  .array(z.strictObject({ id: z.string(), metres: z.number() }))
  .describe('What each change met: metres of road, 0 where none')
  .optional();

export const nearestAnswer = z.strictObject({ snapped }).meta({ id: 'Snapped' });
export const matrixAnswer = z
  .strictObject({
    durations: rows('seconds'),
    distances: rows('metres'),
    ascents: rows('metres climbed'),
    snapped,
    changes,
  })
  .meta({ id: 'Matrix' });

const share = z.strictObject({
  heldBy: z.string().describe('What held the speed'),
  highway: z.string().nullable().describe('The road’s class where that was the bound'),
  seconds: z.number(),
  metres: z.number(),
});
const surfaceShare = z.strictObject({
  surface: z.string().nullable().describe('OpenStreetMap surface, null where untagged'),
  seconds: z.number(),
  metres: z.number(),
});
const figure = (description: string) => z.number().nullable().describe(description);

export const routeAnswer = z
  .strictObject({
    type: z.literal('Feature'),
    geometry: z
      .strictObject({ type: z.literal('LineString'), coordinates: z.array(z.array(z.number())) })
      .nullable()
      .describe('Null where there is no way'),
    properties: z.strictObject({
      profile: z.string(),
      seconds: figure('Null, as all figures, where there is no way'),
      metres: figure('Along the road'),
      climb: figure('Metres climbed'),
      descent: figure('Metres descended'),
      summary: z
        .strictObject({
          byBound: z.array(share),
          bySurface: z.array(surfaceShare),
          steepestUpPercent: z.number(),
          steepestDownPercent: z.number(),
        })
        .describe('What the time is made of, the longest first'),
      parts: z
        .array(
          z.strictObject({
            from: z.number().int().describe('Index into the coordinates'),
            to: z.number().int(),
            metres: z.number(),
            seconds: z.number(),
            ascentMetres: z.number(),
            descentMetres: z.number(),
            highway: z.string(),
            name: z.string().nullable(),
            surface: z.string().nullable(),
            heldBy: z.string(),
            factor: z.number().describe('Share of the dry speed left by season, clock and slowdown'),
            kmh: z.number(),
            steepestPercent: z.number(),
          }),
        )
        .describe('In order of travel; empty where the roads do not tell'),
      snapped,
      changes,
      attribution: z.string(),
    }),
  })
  .meta({ id: 'RoadRoute' });

export const isochroneAnswer = z
  .strictObject({
    type: z.literal('FeatureCollection'),
    features: z
      .array(
        z.strictObject({
          type: z.literal('Feature'),
          geometry: z.strictObject({
            type: z.literal('MultiPolygon'),
            coordinates: z.array(z.array(z.array(z.array(z.number())))),
          }),
          properties: z.strictObject({ minutes: z.number(), profile: z.string(), direction: z.string() }),
        }),
      )
      .describe('The largest first, so that drawn in order the smaller lie on top; none off the roads'),
    snapped: snapSchema,
    attribution: z.string(),
  })
  .meta({ id: 'Isochrones' });
