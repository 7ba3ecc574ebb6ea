/**
 * Writes a made-up mountain road network of any size with its elevation tiles, the same for the same seed.
 *
 *   node --import tsx scripts/bench-roads/make-network.ts JUNCTIONS FOLDER [SEED]
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';

/** Metres between neighbouring junctions of the grid the network is cut from. */
const SPACING = 300;
const SOUTH = 25;
const WEST = 100;
const METRES_PER_DEGREE = 111_195;
const SHAPE_POINTS = 2;
/** Roads a junction, as in real road networks of the hills. */
const EDGES_PER_NODE = 1.32;
const PER_BLOCK = 8000;
const TILE_SIDE = 1201;

export interface MadeNetwork {
  readonly extract: string;
  readonly elevation: string;
  readonly junctions: number;
  readonly roads: number;
}

/** Makes the network; `junctions` is rounded to a square. */
export const makeNetwork = (junctions: number, folder: string, seed: number): MadeNetwork => {
  const side = Math.round(Math.sqrt(junctions));
  const random = mulberry(seed);
  const land = new Land(side, random);
  const roads = chooseRoads(land, random);
  mkdirSync(join(folder, 'elevation'), { recursive: true });
  const extract = join(folder, 'roads.osm.pbf');
  writeExtract(extract, land, roads, random);
  writeTiles(join(folder, 'elevation'), land);
  return { extract, elevation: join(folder, 'elevation'), junctions: side * side, roads: roads.from.length };
};

const mulberry = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

/** Junctions on a shaken grid over ridges and valleys. */
class Land {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly height: Float64Array;
  private readonly waves: readonly (readonly [number, number, number, number])[];
  private readonly lonScale: number;

  constructor(
    readonly side: number,
    random: () => number,
  ) {
    this.waves = [7000, 4300, 2300, 1200].map((metres) => {
      const angle = random() * Math.PI;
      return [
        (Math.cos(angle) * 2 * Math.PI) / metres,
        (Math.sin(angle) * 2 * Math.PI) / metres,
        random() * 6,
        metres / 16,
      ];
    });
    this.lonScale = METRES_PER_DEGREE * Math.cos(((SOUTH + 1) * Math.PI) / 180);
    const count = side * side;
    this.lon = new Float64Array(count);
    this.lat = new Float64Array(count);
    this.height = new Float64Array(count);
    for (let i = 0; i < count; i += 1) {
      const x = ((i % side) + (random() - 0.5) * 0.6) * SPACING;
      const y = (Math.floor(i / side) + (random() - 0.5) * 0.6) * SPACING;
      this.lon[i] = WEST + 0.01 + x / this.lonScale;
      this.lat[i] = SOUTH + 0.01 + y / METRES_PER_DEGREE;
      this.height[i] = this.heightAt(this.lon[i]!, this.lat[i]!);
    }
  }

  /** Metres above the sea. */
  heightAt(lon: number, lat: number): number {
    const x = (lon - WEST) * this.lonScale;
    const y = (lat - SOUTH) * METRES_PER_DEGREE;
    let height = 1500;
    for (const [fx, fy, phase, swell] of this.waves) height += swell * Math.sin(fx * x + fy * y + phase);
    return height;
  }

  /** Degrees from the south-west corner to the north-east one. */
  extent(): readonly [east: number, north: number] {
    return [(this.side * SPACING) / this.lonScale + 0.02, (this.side * SPACING) / METRES_PER_DEGREE + 0.02];
  }
}

interface Roads {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Junctions beyond the road in the tree, 0 for a road that closes a loop. */
  readonly beyond: Int32Array;
}

/** A spanning tree that follows the valleys, and loops where the ground is mildest. */
const chooseRoads = (land: Land, random: () => number): Roads => {
  const { side } = land;
  const count = side * side;
  const [a, b, weight]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < count; i += 1) {
    for (const j of [i % side < side - 1 ? i + 1 : -1, i + side < count ? i + side : -1]) {
      if (j < 0) continue;
      a.push(i);
      b.push(j);
      weight.push(Math.abs(land.height[i]! - land.height[j]!) + land.height[i]! / 8 + random() * 60);
    }
  }
  const order = Int32Array.from(a.keys()).sort((x, y) => weight[x]! - weight[y]!);
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
    return node;
  };
  const tree: number[] = [];
  const loops: number[] = [];
  for (const edge of order) {
    const [x, y] = [root(a[edge]!), root(b[edge]!)];
    if (x === y) loops.push(edge);
    else {
      parent[x] = y;
      tree.push(edge);
    }
  }
  const kept = loops.slice(0, Math.max(0, Math.round(EDGES_PER_NODE * count) - tree.length));
  const all = [...tree, ...kept];
  const beyond = subtreeSizes(count, tree, a, b);
  return {
    from: Int32Array.from(all, (edge) => a[edge]!),
    to: Int32Array.from(all, (edge) => b[edge]!),
    beyond: Int32Array.from(all, (_, i) => (i < tree.length ? beyond[i]! : 0)),
  };
};

const subtreeSizes = (count: number, tree: readonly number[], a: readonly number[], b: readonly number[]) => {
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(2 * tree.length);
  tree.forEach((edge, i) => {
    next[2 * i] = first[a[edge]!]!;
    first[a[edge]!] = 2 * i;
    next[2 * i + 1] = first[b[edge]!]!;
    first[b[edge]!] = 2 * i + 1;
  });
  const via = new Int32Array(count).fill(-1);
  const sequence = new Int32Array(count);
  const seen = new Uint8Array(count);
  seen[0] = 1;
  for (let head = 0, tail = 1; head < tail; head += 1) {
    const node = sequence[head]!;
    for (let half = first[node]!; half >= 0; half = next[half]!) {
      const edge = tree[half >> 1]!;
      const other = (half & 1) === 0 ? b[edge]! : a[edge]!;
      if (seen[other] === 1) continue;
      seen[other] = 1;
      via[other] = half >> 1;
      sequence[tail++] = other;
    }
  }
  const size = new Int32Array(count).fill(1);
  const beyond = new Int32Array(tree.length);
  for (let i = count - 1; i > 0; i -= 1) {
    const node = sequence[i]!;
    const edge = tree[via[node]!]!;
    beyond[via[node]!] = size[node]!;
    size[a[edge] === node ? b[edge]! : a[edge]!]! += size[node]!;
  }
  return beyond;
};

const highwayOf = (beyond: number, random: () => number): string => {
  if (beyond > 4000) return 'primary';
  if (beyond > 800) return 'secondary';
  if (beyond > 60) return 'tertiary';
  return random() < 0.75 ? 'unclassified' : 'track';
};

const writeExtract = (path: string, land: Land, roads: Roads, random: () => number): void => {
  const file = openSync(path, 'w');
  const header = new PbfWriter();
  for (const feature of ['OsmSchema-V0.6', 'DenseNodes']) header.writeStringField(4, feature);
  header.writeStringField(16, 'packhorse-fixtures');
  writeBlob(file, 'OSMHeader', header.finish());
  const count = land.lon.length;
  for (let first = 0; first < count; first += PER_BLOCK) {
    const ids = Array.from({ length: Math.min(PER_BLOCK, count - first) }, (_, k) => first + k);
    writeNodes(
      file,
      ids.map((id) => [id + 1, land.lon[id]!, land.lat[id]!]),
    );
  }
  const shapeId = (road: number, k: number): number => count + 1 + road * SHAPE_POINTS + k;
  for (let first = 0; first < roads.from.length; first += PER_BLOCK / SHAPE_POINTS) {
    const last = Math.min(first + PER_BLOCK / SHAPE_POINTS, roads.from.length);
    const nodes: [number, number, number][] = [];
    for (let road = first; road < last; road += 1) {
      const [a, b] = [roads.from[road]!, roads.to[road]!];
      for (let k = 0; k < SHAPE_POINTS; k += 1) {
        const share = (k + 1) / (SHAPE_POINTS + 1);
        const bow = (random() - 0.5) * 0.0008;
        nodes.push([
          shapeId(road, k),
          land.lon[a]! + (land.lon[b]! - land.lon[a]!) * share + bow,
          land.lat[a]! + (land.lat[b]! - land.lat[a]!) * share - bow,
        ]);
      }
    }
    writeNodes(file, nodes);
  }
  for (let first = 0; first < roads.from.length; first += PER_BLOCK) {
    const last = Math.min(first + PER_BLOCK, roads.from.length);
    const ways: { id: number; refs: number[]; highway: string }[] = [];
    for (let road = first; road < last; road += 1) {
      const shape = Array.from({ length: SHAPE_POINTS }, (_, k) => shapeId(road, k));
      const refs = [roads.from[road]! + 1, ...shape, roads.to[road]! + 1];
      ways.push({ id: road + 1, refs, highway: highwayOf(roads.beyond[road]!, random) });
    }
    writeWays(file, ways);
  }
  closeSync(file);
};

const writeBlob = (file: number, type: string, data: Uint8Array): void => {
  const body = new PbfWriter();
  body.writeVarintField(2, data.length);
  body.writeBytesField(3, deflateSync(data, { level: 1 }));
  const bytes = body.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, bytes.length);
  const headBytes = head.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headBytes.length);
  writeSync(file, Buffer.concat([length, headBytes, bytes]));
};

const block = (strings: readonly string[], group: Uint8Array): Uint8Array => {
  const pbf = new PbfWriter();
  pbf.writeMessage(
    1,
    (texts: readonly string[], writer: PbfWriter) =>
      texts.forEach((text) => writer.writeStringField(1, text)),
    strings,
  );
  pbf.writeBytesField(2, group);
  return pbf.finish();
};

const deltas = (values: readonly number[]): number[] =>
  values.map((value, i) => value - (values[i - 1] ?? 0));

const writeNodes = (file: number, nodes: readonly (readonly [number, number, number])[]): void => {
  const dense = new PbfWriter();
  dense.writePackedSVarint(1, deltas(nodes.map(([id]) => id)));
  dense.writePackedSVarint(8, deltas(nodes.map(([, , lat]) => Math.round(lat * 1e7))));
  dense.writePackedSVarint(9, deltas(nodes.map(([, lon]) => Math.round(lon * 1e7))));
  const group = new PbfWriter();
  group.writeBytesField(2, dense.finish());
  writeBlob(file, 'OSMData', block([''], group.finish()));
};

const writeWays = (file: number, ways: readonly { id: number; refs: number[]; highway: string }[]): void => {
  const strings = ['', 'highway', 'primary', 'secondary', 'tertiary', 'unclassified', 'track'];
  const group = new PbfWriter();
  for (const { id, refs, highway } of ways) {
    const way = new PbfWriter();
    way.writeVarintField(1, id);
    way.writePackedVarint(2, [1]);
    way.writePackedVarint(3, [strings.indexOf(highway)]);
    way.writePackedSVarint(8, deltas(refs));
    group.writeBytesField(3, way.finish());
  }
  writeBlob(file, 'OSMData', block(strings, group.finish()));
};

const writeTiles = (folder: string, land: Land): void => {
  const [east, north] = land.extent();
  for (let lat = SOUTH; lat < SOUTH + north; lat += 1) {
    for (let lon = WEST; lon < WEST + east; lon += 1) {
      const bytes = Buffer.alloc(2 * TILE_SIDE * TILE_SIDE);
      for (let row = 0; row < TILE_SIDE; row += 1) {
        for (let column = 0; column < TILE_SIDE; column += 1) {
          const height = land.heightAt(lon + column / (TILE_SIDE - 1), lat + 1 - row / (TILE_SIDE - 1));
          bytes.writeInt16BE(Math.round(height), 2 * (row * TILE_SIDE + column));
        }
      }
      writeFileSync(
        join(folder, `N${String(lat).padStart(2, '0')}E${String(lon).padStart(3, '0')}.hgt`),
        bytes,
      );
    }
  }
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [junctions, folder, seed] = process.argv.slice(2);
  if (junctions === undefined || folder === undefined) {
    console.error('Give a size and a folder: make-network.ts JUNCTIONS FOLDER [SEED]');
    process.exitCode = 2;
  } else {
    console.log(JSON.stringify(makeNetwork(Number(junctions), folder, Number(seed ?? 1))));
  }
}
