import { setImmediate as nextTurn } from 'node:timers/promises';
import { geoJSONToTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import Flatbush from 'flatbush';
import { gradeClass } from '../roads/grade-class.js';
import type { RoadLine, RoadSource, RoadStretch } from '../roads/road-source.js';

/** Roads of a network, ready to be cut into vector tiles. */
export interface RoadTileset {
  readonly lines: number;
  /** A tile's bytes; null where no road is drawn in it. */
  tile(z: number, x: number, y: number): Uint8Array | null;
}

/** How roads are drawn: the class the map styles by and the zoom from which it is shown. */
const CLASSES = [
  { name: 'trunk', fromZoom: 0, highways: ['motorway', 'trunk', 'motorway_link', 'trunk_link'] },
  { name: 'primary', fromZoom: 6, highways: ['primary', 'primary_link'] },
  { name: 'secondary', fromZoom: 8, highways: ['secondary', 'secondary_link'] },
  { name: 'tertiary', fromZoom: 9, highways: ['tertiary', 'tertiary_link'] },
  { name: 'minor', fromZoom: 11, highways: ['unclassified', 'residential', 'living_street', 'road'] },
  { name: 'track', fromZoom: 12, highways: ['track', 'service'] },
  {
    name: 'path',
    fromZoom: 13,
    highways: ['path', 'footway', 'steps', 'bridleway', 'cycleway', 'pedestrian'],
  },
] as const;
const CLASS_OF: ReadonlyMap<string, number> = new Map(
  CLASSES.flatMap((one, index) => one.highways.map((highway) => [highway as string, index] as const)),
);
/** Roads of a kind not listed are drawn as minor ones. */
const OTHER = CLASSES.findIndex((one) => one.name === 'minor');
const NAMES_FROM_ZOOM = 12;
/** Tiles deeper than this are drawn from their parents by the map. */
export const MAX_TILE_ZOOM = 14;
const EXTENT = 4096;
/** Beyond the tile's edge, so that wide lines meet across tiles; of the extent. */
const BUFFER = 64;
/** Lines read between two turns of the event loop. */
const LINES_PER_TURN = 20_000;
const MICRO = 1e6;

/**
 * Reads the lines of a road source once; other requests are answered while it does. With a profile
 * they are cut by grade and tell its speed, where the source can.
 */
export async function roadTileset(source: RoadSource, profile: string | null = null): Promise<RoadTileset> {
  const roads = new RoadList();
  const lines = profile === null ? source.lines?.() : (source.stretches?.(profile) ?? source.lines?.());
  if (lines)
    for (const line of lines) {
      roads.add(line);
      if (roads.size % LINES_PER_TURN === 0) await nextTurn();
    }
  const index = await roads.index();
  return {
    lines: roads.size,
    tile(z, x, y) {
      if (index === null) return null;
      const margin = BUFFER / EXTENT;
      const found = index.search(
        longitude(x - margin, z),
        latitude(y + 1 + margin, z),
        longitude(x + 1 + margin, z),
        latitude(y - margin, z),
        (road) => z >= roads.fromZoom(road),
      );
      if (found.length === 0) return null;
      return encode(
        found.sort((a, b) => a - b).map((road) => roads.feature(road, z >= NAMES_FROM_ZOOM)),
        z,
        x,
        y,
      );
    },
  };
}

function encode(features: GeoJSON.Feature[], z: number, x: number, y: number): Uint8Array | null {
  const tile = geoJSONToTile({ type: 'FeatureCollection', features }, z, x, y, {
    maxZoom: MAX_TILE_ZOOM,
    extent: EXTENT,
    buffer: BUFFER,
    clip: true,
  });
  if (tile.features.length === 0) return null;
  return fromGeojsonVt({ roads: tile }, { version: 2, extent: EXTENT });
}

const longitude = (x: number, z: number): number => (x / 2 ** z) * 360 - 180;
const latitude = (y: number, z: number): number =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI;

/** What a stretch tells: the class of its grade, and the mean speed of the directions that are open. */
interface Told {
  readonly grade?: number;
  readonly kmh?: number;
}

/** Alike ones are one object: there are a few hundred, for as many stretches as a county has. */
const TOLD = new Map<string, Told>();

function toldOf({ gradePercent, kmhAlong, kmhAgainst }: RoadStretch): Told {
  const grade = gradePercent === null ? null : gradeClass(gradePercent);
  const open = [kmhAlong, kmhAgainst].filter((kmh) => kmh !== null);
  const kmh = open.length === 0 ? null : Math.round(open.reduce((sum, one) => sum + one, 0) / open.length);
  const key = `${grade} ${kmh}`;
  const known = TOLD.get(key);
  if (known) return known;
  const told = { ...(grade === null ? {} : { grade }), ...(kmh === null ? {} : { kmh }) };
  TOLD.set(key, told);
  return told;
}

/** Roads in flat arrays: a county has some 250,000, too many to keep as objects. */
class RoadList {
  #coordinates = new Int32Array(1 << 16);
  #used = 0;
  readonly #starts: number[] = [0];
  readonly #classes: number[] = [];
  readonly #names: (string | null)[] = [];
  readonly #tells: (Told | null)[] = [];

  get size(): number {
    return this.#classes.length;
  }

  add(line: RoadLine | RoadStretch): void {
    const { coordinates, highway, name } = line;
    if (coordinates.length < 2) return;
    const needed = this.#used + coordinates.length * 2;
    if (needed > this.#coordinates.length) {
      const larger = new Int32Array(Math.max(needed, this.#coordinates.length * 2));
      larger.set(this.#coordinates);
      this.#coordinates = larger;
    }
    for (const [lon, lat] of coordinates) {
      this.#coordinates[this.#used++] = Math.round(lon * MICRO);
      this.#coordinates[this.#used++] = Math.round(lat * MICRO);
    }
    this.#starts.push(this.#used);
    this.#classes.push(CLASS_OF.get(highway) ?? OTHER);
    this.#names.push(name);
    this.#tells.push('gradePercent' in line ? toldOf(line) : null);
  }

  /** The zoom from which a road is drawn. */
  fromZoom(road: number): number {
    return CLASSES[this.#classes[road] ?? OTHER]?.fromZoom ?? 0;
  }

  /** Boxes of the roads in degrees; null where there are none. */
  async index(): Promise<Flatbush | null> {
    if (this.size === 0) return null;
    const index = new Flatbush(this.size);
    for (let road = 0; road < this.size; road++) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let k = this.#starts[road] as number; k < (this.#starts[road + 1] as number); k += 2) {
        const lon = (this.#coordinates[k] as number) / MICRO;
        const lat = (this.#coordinates[k + 1] as number) / MICRO;
        [west, south, east, north] = [
          Math.min(west, lon),
          Math.min(south, lat),
          Math.max(east, lon),
          Math.max(north, lat),
        ];
      }
      index.add(west, south, east, north);
      if (road % LINES_PER_TURN === 0) await nextTurn();
    }
    index.finish();
    return index;
  }

  feature(road: number, named: boolean): GeoJSON.Feature {
    const coordinates: [number, number][] = [];
    for (let k = this.#starts[road] as number; k < (this.#starts[road + 1] as number); k += 2)
      coordinates.push([
        (this.#coordinates[k] as number) / MICRO,
        (this.#coordinates[k + 1] as number) / MICRO,
      ]);
    const name = named ? this.#names[road] : null;
    const properties = {
      class: CLASSES[this.#classes[road] ?? OTHER]?.name,
      ...(name ? { name } : {}),
      ...this.#tells[road],
    };
    return { type: 'Feature', geometry: { type: 'LineString', coordinates }, properties };
  }
}
