/**
 * Areas within so many minutes, drawn round the roads that are reached. A grid holds, for each time,
 * how many metres of walk are left over at a place (negative: short of it), and the areas are the
 * contours of that field. Turf works at this edge and is loaded at first use.
 */
import { contours } from 'd3-contour';
import type { MultiPolygon, Position } from 'geojson';
import type { Isochrone } from '../road-source.js';
import { METRES_PER_DEGREE, metresPerLonDegree } from './geo.js';

/** Points along the roads, at most 50 m apart, and the seconds in which each is reached. */
export interface RoadSamples {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly seconds: Float64Array;
}

/** Tobler's pace on the level, 5.04 km/h, times 0.6 off the path [S: Tobler 1993]. */
const WALK_METRES_PER_SECOND = (5.04 / 3.6) * 0.6;
/** Nobody is thought to walk farther than this from the road [E]. */
const FARTHEST_WALK_METRES = 300;
const MAX_CELLS_A_SIDE = 300;
const FINEST_CELL_METRES = 25;
/** Lines are simplified by this share of a cell, and drawn farther out by twice as much, so that nothing is lost. */
const TOLERANCE_CELLS = 0.1;
/** Smaller holes are gaps between roads, not places out of reach; in cells. */
const SMALLEST_HOLE_CELLS = 9;
/** Beyond the walk the field goes on so far, so that it falls smoothly through every level drawn. */
const SKIRT_CELLS = 4;
const EMPTY = -1e6;

/** The area of each time, ascending minutes; every sample within the time lies inside, and each area holds those before it. */
export async function isochroneAreas(
  samples: RoadSamples,
  minutes: readonly number[],
): Promise<readonly Isochrone[]> {
  const grid = gridOver(samples, (minutes.at(-1) ?? 0) * 60);
  if (grid === null) return minutes.map((time) => ({ minutes: time, coordinates: [] }));
  const turf = await import('@turf/turf');
  return minutes.map((time, nth) => {
    const field = walkLeft(samples, grid, time * 60);
    // Each area is drawn a little farther out than those before, so that simplified lines never cross.
    const drawn = contourOf(field, grid, -(nth + 1) * 2 * TOLERANCE_CELLS);
    const { coordinates } = turf.simplify(drawn, { tolerance: TOLERANCE_CELLS, highQuality: true });
    return { minutes: time, coordinates: toDegrees(coordinates, grid) };
  });
}

/** Where the grid lies; its points are cell centres, rows running north. */
interface Grid {
  readonly west: number;
  readonly south: number;
  readonly metresPerLon: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
}

function gridOver({ lon, lat, seconds }: RoadSamples, most: number): Grid | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < seconds.length; i += 1) {
    if (!(seconds[i]! <= most)) continue;
    west = Math.min(west, lon[i]!);
    east = Math.max(east, lon[i]!);
    south = Math.min(south, lat[i]!);
    north = Math.max(north, lat[i]!);
  }
  if (west > east) return null;
  const metresPerLon = metresPerLonDegree((south + north) / 2);
  const wide = (east - west) * metresPerLon;
  const high = (north - south) * METRES_PER_DEGREE;
  const cell = Math.max(
    FINEST_CELL_METRES,
    (Math.max(wide, high) + 2 * FARTHEST_WALK_METRES) / (MAX_CELLS_A_SIDE - 2 * SKIRT_CELLS - 4),
  );
  const margin = farthestWalk(cell) + (SKIRT_CELLS + 1) * cell;
  return {
    west: west - margin / metresPerLon,
    south: south - margin / METRES_PER_DEGREE,
    metresPerLon,
    cell,
    columns: Math.ceil((wide + 2 * margin) / cell) + 1,
    rows: Math.ceil((high + 2 * margin) / cell) + 1,
  };
}

/** On a coarse grid the walk is at least as long as what the grid can show. */
const farthestWalk = (cell: number): number => Math.max(FARTHEST_WALK_METRES, 0.75 * cell);

/** Hot: metres of walk left at every grid point for one time. */
function walkLeft({ lon, lat, seconds }: RoadSamples, grid: Grid, limit: number): Float64Array {
  const { west, south, metresPerLon, cell, columns, rows } = grid;
  const field = new Float64Array(columns * rows).fill(EMPTY);
  const most = farthestWalk(cell);
  for (let i = 0; i < seconds.length; i += 1) {
    const left = limit - seconds[i]!;
    if (!(left >= 0)) continue;
    const x = ((lon[i]! - west) * metresPerLon) / cell - 0.5;
    const y = ((lat[i]! - south) * METRES_PER_DEGREE) / cell - 0.5;
    const walk = Math.min(most, left * WALK_METRES_PER_SECOND);
    const reach = walk / cell + SKIRT_CELLS;
    const lastColumn = Math.min(columns - 1, Math.floor(x + reach));
    const lastRow = Math.min(rows - 1, Math.floor(y + reach));
    for (let row = Math.max(0, Math.ceil(y - reach)); row <= lastRow; row += 1) {
      for (let column = Math.max(0, Math.ceil(x - reach)); column <= lastColumn; column += 1) {
        const slack = walk - cell * Math.sqrt((column - x) * (column - x) + (row - y) * (row - y));
        // The corners round a sample are inside with it, however little walk is left.
        const near = Math.abs(column - x) <= 1 && Math.abs(row - y) <= 1;
        const value = near && slack < 0 ? 0 : slack;
        const at = row * columns + column;
        if (value > field[at]!) field[at] = value;
      }
    }
  }
  return field;
}

/** In cells, where the field is above `level` cells of walk; without holes too small to mean anything. */
function contourOf(field: Float64Array, { columns, rows, cell }: Grid, level: number): MultiPolygon {
  const draw = contours().size([columns, rows]).smooth(true);
  const { coordinates } = draw.contour(Array.from(field), level * cell);
  return {
    type: 'MultiPolygon',
    coordinates: coordinates.map((rings) =>
      rings.filter((ring, index) => index === 0 || Math.abs(signedArea(ring)) > SMALLEST_HOLE_CELLS),
    ),
  };
}

/** Closed rings in degrees, outer ones anticlockwise and holes clockwise. */
const toDegrees = (polygons: readonly Position[][][], grid: Grid): Isochrone['coordinates'] =>
  polygons.map((rings) =>
    rings.map((ring, index) => {
      const degrees = ring.map(([x = 0, y = 0]): readonly [number, number] => [
        rounded(grid.west + (x * grid.cell) / grid.metresPerLon),
        rounded(grid.south + (y * grid.cell) / METRES_PER_DEGREE),
      ]);
      const anticlockwise = signedArea(ring) > 0;
      return anticlockwise === (index === 0) ? degrees : degrees.reverse();
    }),
  );

/** To a tenth of a metre. */
const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** Positive where the ring runs anticlockwise. */
function signedArea(ring: readonly Position[]): number {
  let twice = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax = 0, ay = 0] = ring[i - 1]!;
    const [bx = 0, by = 0] = ring[i]!;
    twice += ax * by - bx * ay;
  }
  return twice / 2;
}
