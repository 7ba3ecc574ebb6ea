import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { length } from '@turf/turf';
import { expect } from 'chai';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { ensureGraph, openGraph } from '../../../src/roads/embedded/open-graph.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { MAIN } from '../../../src/roads/embedded/road-graph.js';
import { dijkstraTable } from '../../../src/roads/embedded/search/dijkstra.js';
import { manyToMany } from '../../../src/roads/embedded/search/many-to-many.js';
import { packSeeds } from '../../../src/roads/embedded/search/seeds.js';
import { anchorer, sourceSeeds, targetSeeds } from '../../../src/roads/embedded/snap/anchor.js';
import { nearestPlace } from '../../../src/roads/embedded/snap/segment-index.js';
import { readGraphFiles } from '../../../src/roads/embedded/store/graph-files.js';
import { readManifest } from '../../../src/roads/embedded/store/manifest.js';
import type { Point, RoadSource } from '../../../src/roads/road-source.js';
import { roadSourceContract } from '../road-source.contract.js';

const data = process.env['PACKHORSE_TEST_DATA'];
const extractOf = (name: string): string => join(data ?? '', 'osm', name);

/** Leaves a suite out, saying why, where the real map is not at hand. */
const needs = (name: string): (() => void) =>
  function (this: Mocha.Context) {
    if (data !== undefined && existsSync(extractOf(name))) return;
    const why = data === undefined ? 'PACKHORSE_TEST_DATA is not set' : `${extractOf(name)} is not there`;
    process.stdout.write(`    left out: ${why}\n`);
    this.skip();
  };

const CAPITAL: Point = { lon: 1.5218, lat: 42.5063 };
const PASS: Point = { lon: 1.719, lat: 42.54 };

/** Whole numbers below 2^31 in a fixed order. */
const sequence = (seed: number) => () => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return seed;
};

describe('Andorra', () => {
  let folder = '';
  let roads: RoadSource;

  before(needs('andorra-2025.osm.pbf'));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packhorse-andorra-'));
    const options = {
      extract: extractOf('andorra-2025.osm.pbf'),
      dem: join(data!, 'osm'),
      out: join(folder, 'graph'),
    };
    roads = await ensureGraph(options);
  });
  after(async () => {
    await roads?.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  roadSourceContract('the embedded graph of Andorra', () => ({
    roads,
    profile: 'van',
    points: [CAPITAL, PASS, { lon: 1.4914, lat: 42.4634 }, { lon: 1.5339, lat: 42.5565 }],
    offRoad: { lon: 1.4985, lat: 42.5035 },
    far: { lon: 1.4, lat: 42.3 },
  }));

  it('credits OpenStreetMap and is no fixture', () => {
    expect(roads.attribution).to.include('OpenStreetMap');
    expect(roads.synthetic).to.equal(false);
  });

  it('climbs from the capital to the Envalira pass as the spot heights say', async () => {
    const { legs } = await roads.route({ profile: 'van', points: [CAPITAL, PASS] });
    const { ascentMetres, descentMetres, metres } = legs[0]!;
    expect(ascentMetres - descentMetres).to.be.closeTo(2409 - 1024, 30);
    expect(ascentMetres).to.be.within(1385, 1650);
    expect(metres).to.be.within(26_000, 31_000);
  });

  it('takes a truck longer up than down, and a heavy one longer still', async () => {
    const time = async (profile: string): Promise<number[]> => {
      const { legs } = await roads.route({ profile, points: [CAPITAL, PASS, CAPITAL] });
      return legs.map((leg) => leg!.seconds);
    };
    const [truck, heavy, foot] = [await time('truck'), await time('heavy'), await time('foot')];
    expect(truck[0]).to.be.above(truck[1]!);
    expect(heavy[0]).to.be.above(heavy[1]!);
    expect(heavy[0]).to.be.above(truck[0]! * 1.1);
    expect(foot[0]).to.be.above(foot[1]! * 1.1);
  });

  it('draws a line as long as the leg says', async () => {
    const { legs } = await roads.route({ profile: 'van', points: [CAPITAL, PASS] });
    const coordinates = legs[0]!.coordinates.map((position) => [...position]);
    const drawn = length({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } });
    expect(drawn * 1000).to.be.closeTo(legs[0]!.metres, legs[0]!.metres * 0.001);
  });

  it('lists the roads for the map, with classes and names', () => {
    const lines = [...roads.lines!()];
    expect(lines.length).to.be.above(5000);
    expect(lines.some((line) => line.name === 'Avinguda Meritxell')).to.equal(true);
    expect(lines.every((line) => line.coordinates.length >= 2 && line.highway !== '')).to.equal(true);
  });

  it('equals Dijkstra on 40,000 pairs of places by every profile', async () => {
    const graph = await readGraphFiles(join(folder, 'graph'), await readManifest(join(folder, 'graph')));
    const next = sequence(7);
    for (const [index, profile] of graph.profiles.entries()) {
      const anchor = anchorer(graph, index);
      const places = Array.from({ length: 200 }, () => {
        let edge = next() % graph.network.edgeCount;
        while (profile.standing[edge] !== MAIN) edge = next() % graph.network.edgeCount;
        const vertex = graph.network.edgeStart[edge]!;
        const [lon, lat] = [graph.network.lon[vertex]! / 1e7, graph.network.lat[vertex]! / 1e7];
        return anchor(nearestPlace(graph.segments, graph.network, profile.standing, lon + 1e-4, lat, 2000)!);
      });
      const from = packSeeds(places.map((place) => sourceSeeds(graph, profile, place)));
      const to = packSeeds(places.map((place) => targetSeeds(graph, profile, place)));
      const fast = manyToMany(profile.hierarchy, from, to)!;
      expect(fast.millis).to.deep.equal(dijkstraTable(profile.graph, from, to)!.millis);
      expect(
        fast.millis.every((millis) => millis >= 0),
        profile.profile.name,
      ).to.equal(true);
    }
  });

  it('works a large matrix out in its thread, equal to the small ones, and can be stopped', async () => {
    const next = sequence(11);
    const points = Array.from({ length: 120 }, () => ({
      lon: 1.45 + (next() % 1000) / 3500,
      lat: 42.45 + (next() % 1000) / 6000,
    }));
    const shares: number[] = [];
    const large = await roads.matrix({ profile: 'truck', points, onProgress: (share) => shares.push(share) });
    const small = await roads.matrix({ profile: 'truck', points: points.slice(0, 30) });
    for (let row = 0; row < 30; row += 1) {
      expect(large.durations.slice(row * 120, row * 120 + 30)).to.deep.equal(
        small.durations.slice(row * 30, row * 30 + 30),
      );
    }
    expect(shares[shares.length - 1]).to.equal(1);
    const control = new AbortController();
    const asked = roads.matrix({ profile: 'truck', points, signal: control.signal });
    setTimeout(() => control.abort(), 0);
    const outcome: unknown = await asked.catch((fault: unknown) => fault);
    // Aborted, or already done: never a wrong matrix.
    if (outcome instanceof Error) expect(outcome.name).to.equal('AbortError');
    else expect(outcome).to.deep.include({ size: 120, durations: large.durations });
  });
});

describe('Porto Alegre', () => {
  before(needs('porto-alegre.osm.pbf'));

  it('imports without elevation, level and with a warning', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'packhorse-porto-'));
    try {
      const out = join(folder, 'graph');
      const manifest = await buildGraph({
        extract: extractOf('porto-alegre.osm.pbf'),
        out,
        profiles: builtInProfiles(['van']),
      });
      expect(manifest.warnings.join()).to.include('level');
      const roads = await openGraph(out);
      const [west, south, east, north] = roads.bounds!;
      const [lon, lat] = [(west + east) / 2, (south + north) / 2];
      const points = [-1, 0, 1].map((step) => ({
        lon: lon + (step * (east - west)) / 5,
        lat: lat + (step * (north - south)) / 5,
      }));
      const { durations, ascents } = await roads.matrix({ profile: 'van', points });
      expect(durations.every((value) => value >= 0)).to.equal(true);
      expect(ascents.every((value) => value === 0)).to.equal(true);
      await roads.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
