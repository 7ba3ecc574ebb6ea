/** Coordinate systems of Chinese map makers, converted to WGS-84 at the edge. */
import gcoordModule from 'gcoord';
import type { Day } from './day.js';
import type { RoadChangeFeature } from './road-change.js';

/** Systems a document may be written in. */
export type CoordinateSystem = Day['crs'];

/** Degrees. */
export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

interface Gcoord {
  readonly transform: (input: [number, number], from: string, to: string) => [number, number];
}

/** The package's default export is typed as a module under nodenext; this is what it holds. */
const gcoord = gcoordModule as unknown as Gcoord;

const NAMES = { 'WGS-84': 'WGS84', 'GCJ-02': 'GCJ02', 'BD-09': 'BD09' } as const;

/** The same place in another system. Points outside China are not shifted by GCJ-02. */
export function convertPoint(point: LatLon, from: CoordinateSystem, to: CoordinateSystem): LatLon {
  if (from === to) return { lat: point.lat, lon: point.lon };
  const [lon, lat] = gcoord.transform([point.lon, point.lat], NAMES[from], NAMES[to]);
  return { lat, lon };
}

/** A network or day with every coordinate in WGS-84, and saying so. */
export function toWgs84<Document extends Pick<Day, 'crs' | 'hub' | 'outlets' | 'sites' | 'roads'>>(
  document: Document,
): Document {
  const { crs, roads } = document;
  if (crs === 'WGS-84') return document;
  const moved = <Row extends LatLon>(row: Row): Row => ({ ...row, ...convertPoint(row, crs, 'WGS-84') });
  return {
    ...document,
    crs: 'WGS-84',
    hub: moved(document.hub),
    outlets: document.outlets.map(moved),
    sites: document.sites.map((site) =>
      site.stopAt ? { ...moved(site), stopAt: moved(site.stopAt) } : moved(site),
    ),
    ...(roads?.changes === undefined
      ? {}
      : { roads: { ...roads, changes: roads.changes.map((change) => changeToWgs84(change, crs)) } }),
  };
}

/** A box is not kept: it would have to be made anew, and nothing reads it. */
function changeToWgs84(
  { bbox: _bbox, geometry, ...rest }: RoadChangeFeature,
  crs: CoordinateSystem,
): RoadChangeFeature {
  const moved = ([lon = 0, lat = 0]: readonly number[]): number[] => {
    const point = convertPoint({ lat, lon }, crs, 'WGS-84');
    return [point.lon, point.lat];
  };
  if (geometry === null) return { ...rest, geometry };
  switch (geometry.type) {
    case 'Point':
      return { ...rest, geometry: { ...geometry, coordinates: moved(geometry.coordinates) } };
    case 'LineString':
      return { ...rest, geometry: { ...geometry, coordinates: geometry.coordinates.map(moved) } };
    case 'Polygon': {
      const coordinates = geometry.coordinates.map((ring) => ring.map(moved));
      return { ...rest, geometry: { ...geometry, coordinates } };
    }
  }
}
