import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { ensureGraph, openGraph } from '../../../src/roads/embedded/open-graph.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { osmPbf } from '../../support/osm-pbf.js';
import { inFolder } from '../graph-of.js';
import { sketch } from '../sketch.js';

const short = sketch('a--b');
const long = sketch('a-----b');

/** Builds a graph of the short road and hands over what is needed to disturb it. */
const withGraph = (
  work: (options: {
    extract: string;
    out: string;
    profiles: ReturnType<typeof builtInProfiles>;
  }) => Promise<void>,
) =>
  inFolder(async (folder) => {
    const options = {
      extract: join(folder, 'map.osm.pbf'),
      out: join(folder, 'graph'),
      profiles: builtInProfiles(['van']),
    };
    await writeFile(options.extract, osmPbf(short.map));
    await buildGraph(options);
    await work(options);
    expect((await readdir(folder)).sort()).to.deep.equal(['graph', 'map.osm.pbf']);
  });

const lengthOf = async (out: string, drawn = short): Promise<number> => {
  const roads = await openGraph(out);
  const { distances } = await roads.matrix({ profile: 'van', points: [drawn.at('a'), drawn.at('b')] });
  await roads.close();
  return distances[1]!;
};

const ensure = async (options: Parameters<typeof ensureGraph>[0]): Promise<string[]> => {
  const told: string[] = [];
  const roads = await ensureGraph({ ...options, onProgress: (message) => told.push(message) });
  await roads.close();
  return told;
};

describe('a road graph on disk', () => {
  it('is opened without building where nothing has changed', () =>
    withGraph(async (options) => {
      expect(await ensure(options)).to.deep.equal([]);
    }));

  it('is built where there is none', () =>
    withGraph(async (options) => {
      const told = await ensure({ ...options, out: join(options.out) });
      expect(told).to.deep.equal([]);
      await inFolder(async (folder) => {
        expect((await ensure({ ...options, out: join(folder, 'deep', 'graph') }))[0]).to.match(/^Building/);
        expect(await lengthOf(join(folder, 'deep', 'graph'))).to.equal(300);
      });
    }));

  it('is built again when the extract changes', () =>
    withGraph(async (options) => {
      await writeFile(options.extract, osmPbf(long.map));
      expect((await ensure(options))[0]).to.include('the map extract has changed');
      expect(await lengthOf(options.out, long)).to.equal(600);
    }));

  it('is built again when the profiles change', () =>
    withGraph(async (options) => {
      const told = await ensure({ ...options, profiles: builtInProfiles(['van', 'foot']) });
      expect(told[0]).to.include('the profiles have changed');
    }));

  it('is opened as it is where the extract is gone', () =>
    withGraph(async (options) => {
      const { rm } = await import('node:fs/promises');
      const bytes = await readFile(options.extract);
      await rm(options.extract);
      expect((await ensure(options))[0]).to.include('used as it is');
      await writeFile(options.extract, bytes);
    }));

  for (const name of ['network.bin', 'ground.bin', 'profile-van.bin', 'manifest.json']) {
    it(`is refused, and built again, with ${name} cut short`, () =>
      withGraph(async (options) => {
        const path = join(options.out, name);
        await truncate(path, (await readFile(path)).length - 9);
        const fault: unknown = await openGraph(options.out).catch((error: unknown) => error);
        expect(fault).to.include({ code: 'graph-damaged' });
        expect((fault as Error).message).to.include(path);
        expect((await ensure(options))[0]).to.include('Building it again');
        expect(await lengthOf(options.out)).to.equal(300);
      }));

    it(`is refused, and built again, with one byte of ${name} changed`, () =>
      withGraph(async (options) => {
        const path = join(options.out, name);
        const bytes = await readFile(path);
        const at = name === 'manifest.json' ? 0 : Math.floor(bytes.length / 2);
        bytes[at] = bytes[at]! ^ 1;
        await writeFile(path, bytes);
        const fault: unknown = await openGraph(options.out).catch((error: unknown) => error);
        expect(fault).to.include({ code: 'graph-damaged' });
        await ensure(options);
        expect(await lengthOf(options.out)).to.equal(300);
      }));
  }

  for (const part of ['extract', 'elevation', 'profiles', 'bounds', 'attribution', 'files']) {
    it(`is refused, and built again, where the manifest's ${part} is damaged`, () =>
      withGraph(async (options) => {
        const path = join(options.out, 'manifest.json');
        const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
        await writeFile(path, JSON.stringify({ ...manifest, [part]: null }));
        const fault: unknown = await openGraph(options.out).catch((error: unknown) => error);
        expect(fault).to.include({ code: 'graph-damaged' });
        expect((await ensure(options))[0]).to.include('Building it again');
      }));
  }

  it('of another format is told as outdated, and built again', () =>
    withGraph(async (options) => {
      const path = join(options.out, 'manifest.json');
      const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
      await writeFile(path, JSON.stringify({ ...manifest, version: 0 }));
      const fault: unknown = await openGraph(options.out).catch((error: unknown) => error);
      expect(fault).to.include({ code: 'graph-outdated' });
      await ensure(options);
      expect(await lengthOf(options.out)).to.equal(300);
    }));

  it('stays as it was when a build of another fails', () =>
    withGraph(async (options) => {
      const bytes = await readFile(options.extract);
      await writeFile(options.extract, bytes.subarray(0, bytes.length - 20));
      const fault: unknown = await buildGraph(options).catch((error: unknown) => error);
      expect(fault).to.include({ code: 'extract-damaged' });
      expect(await lengthOf(options.out)).to.equal(300);
    }));

  it('is whole when two build it at once', () =>
    withGraph(async (options) => {
      await Promise.all([buildGraph(options), buildGraph(options), buildGraph(options)]);
      expect(await lengthOf(options.out)).to.equal(300);
    }));

  it('that was never built is told with the command that builds it', async () => {
    const fault: unknown = await openGraph('/nowhere/graph').catch((error: unknown) => error);
    expect(fault).to.include({ code: 'graph-missing' });
    expect((fault as Error).message).to.include('packhorse roads build');
  });

  it('answers nothing once closed', () =>
    withGraph(async ({ out }) => {
      const roads = await openGraph(out);
      await roads.close();
      const points = Array.from({ length: 60 }, () => short.at('a'));
      const fault: unknown = await roads.matrix({ profile: 'van', points }).catch((error: unknown) => error);
      expect(fault).to.include({ code: 'source-closed' });
    }));
});
