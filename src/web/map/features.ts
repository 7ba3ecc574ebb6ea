import { convex } from '@turf/turf';
import type { Feature, FeatureCollection, LineString, Point, Polygon } from 'geojson';
import type { LocalName, OutletRow, RunRow } from '../api/types.js';

/** A site as the hub's schedule lists it: a row a run that collects there. */
export interface SiteRow {
  readonly site: string;
  readonly name?: LocalName;
  readonly outlet: string;
  readonly lat: number;
  readonly lon: number;
  readonly run: string;
  readonly collectedAt: string;
  readonly orders: number;
}

export interface MapData {
  readonly places: FeatureCollection<Point>;
  readonly areas: FeatureCollection<Polygon>;
  readonly spokes: FeatureCollection<LineString>;
  /** [west, south, east, north]; null where there is nothing to show. */
  readonly bounds: [number, number, number, number] | null;
}

type Position = [number, number];

/** What the map shows of a plan before anything is selected. */
export function mapData(
  outlets: readonly OutletRow[],
  sites: readonly SiteRow[],
  runs: readonly RunRow[],
  name: (name: LocalName | undefined, fallback: string) => string,
): MapData {
  const kinds = new Map(runs.map((run) => [run.id, run.kind]));
  const places: Feature<Point>[] = [
    ...sites.map((row) =>
      point([row.lon, row.lat], {
        role: 'site',
        id: row.site,
        label: name(row.name, row.site),
        run: row.run,
        outlet: row.outlet,
        kind: kinds.get(row.run) ?? 'collection',
        orders: row.orders,
      }),
    ),
    ...outlets.map((row) =>
      point([row.lon, row.lat], {
        role: row.isHub ? 'hub' : 'outlet',
        id: row.outlet,
        label: name(row.name, row.outlet),
        outlet: row.outlet,
        orders: row.orders,
      }),
    ),
  ];
  return {
    places: { type: 'FeatureCollection', features: places },
    areas: { type: 'FeatureCollection', features: areas(sites) },
    spokes: { type: 'FeatureCollection', features: spokes(outlets, sites, runs) },
    bounds: boundsOf(places),
  };
}

const point = (coordinates: Position, properties: Record<string, unknown>): Feature<Point> => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates },
  properties,
});

function byKey<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const list = groups.get(key(row));
    if (list) list.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/** Where an outlet's parcels come from: the hull of its sites. Fewer than three sites make no area. */
function areas(sites: readonly SiteRow[]): Feature<Polygon>[] {
  return [...byKey(sites, (row) => row.outlet)].flatMap(([outlet, rows], k) => {
    const hull = convex({
      type: 'FeatureCollection',
      features: rows.map((row) => point([row.lon, row.lat], {})),
    });
    return hull === null ? [] : [{ ...hull, properties: { outlet, tint: k % 6 } }];
  });
}

/**
 * Each run drawn straight from stop to stop, apart from its ways out and back, which would hide the
 * rest; the way along the roads is drawn when it is selected.
 */
function spokes(
  outlets: readonly OutletRow[],
  sites: readonly SiteRow[],
  runs: readonly RunRow[],
): Feature<LineString>[] {
  const at = new Map<string, Position>(outlets.map((row) => [row.outlet, [row.lon, row.lat]]));
  const stops = byKey(sites, (row) => row.run);
  return runs.flatMap((run) => {
    const rows = (stops.get(run.id) ?? []).sort(
      (a, b) => Date.parse(a.collectedAt) - Date.parse(b.collectedAt),
    );
    const between = rows.map((row): Position => [row.lon, row.lat]);
    const [first, last] = [between[0], between.at(-1)];
    const line = (coordinates: (Position | undefined)[], deadhead: boolean): Feature<LineString>[] => {
      const known = coordinates.filter((one): one is Position => one !== undefined);
      if (known.length < 2) return [];
      const geometry = { type: 'LineString' as const, coordinates: known };
      return [{ type: 'Feature', geometry, properties: { run: run.id, kind: run.kind, deadhead } }];
    };
    return [
      ...line(between, false),
      ...line([at.get(run.start), first], true),
      ...line([last, at.get(run.end)], true),
    ];
  });
}

export function boundsOf(places: readonly Feature<Point>[]): [number, number, number, number] | null {
  if (places.length === 0) return null;
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of places) {
    const [lon = 0, lat = 0] = geometry.coordinates;
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}
