import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Point } from '../../../src/roads/road-source.js';
import { secondsOf, type Measure } from './peer.js';

const run = promisify(execFile);
const PACKAGE = '@valhallajs/valhallajs';
const VERSION = '3.6.1';
/** Rows and columns of one question: its default limits take no more pairs. */
const BLOCK = 50;

interface Actor {
  matrix(request: object): Promise<unknown>;
}
interface Valhalla {
  readonly Actor: { fromConfigFile(path: string): Promise<Actor> };
}

/**
 * The whole table by its matrix service, in blocks. The package, with its binaries, is installed into a
 * folder that is thrown away. @throws Error where it does not install or build, with what it said
 */
export const measure: Measure = async (points, _profile, { extract }) => {
  const folder = await mkdtemp(join(tmpdir(), 'packhorse-valhalla-'));
  try {
    const actor = await prepare(folder, extract);
    const blocks = blocksOf(points);
    await ask(actor, points.slice(0, 10), points.slice(0, 10));
    const seconds = await secondsOf(async () => {
      for (const from of blocks) for (const to of blocks) await ask(actor, from, to);
    });
    return {
      name: `Valhalla ${VERSION}, matrix`,
      seconds,
      cells: points.length ** 2,
      note: `npm ${PACKAGE}, costing auto, blocks of ${BLOCK} x ${BLOCK}, one at a time; no climbs`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const prepare = async (folder: string, extract: string): Promise<Actor> => {
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const node = { cwd: folder, maxBuffer: 1 << 28 };
  await run('npm', ['install', '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`], node);
  // Its builder takes paths without spaces only.
  await symlink(resolve(extract), join(folder, 'map.osm.pbf'));
  const cli = join(folder, 'node_modules', PACKAGE, 'bin', 'valhalla-cli.js');
  const tiles = join(folder, 'tiles');
  const { stdout } = await run(process.execPath, [cli, 'build_config', '--mjolnir-tile-dir', tiles], node);
  const config = JSON.parse(stdout) as { mjolnir: Record<string, unknown> };
  delete config.mjolnir['tile_extract'];
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await run(process.execPath, [cli, 'build_tiles', '-c', 'config.json', 'map.osm.pbf'], node);
  const valhalla = createRequire(join(folder, 'package.json'))(PACKAGE) as Valhalla;
  return valhalla.Actor.fromConfigFile(join(folder, 'config.json'));
};

const blocksOf = (points: readonly Point[]): Point[][] =>
  Array.from({ length: Math.ceil(points.length / BLOCK) }, (_, i) =>
    points.slice(i * BLOCK, (i + 1) * BLOCK),
  );

const ask = (actor: Actor, from: readonly Point[], to: readonly Point[]): Promise<unknown> =>
  actor.matrix({ sources: from, targets: to, costing: 'auto', verbose: false });
