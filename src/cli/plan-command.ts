import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { FIXTURE_NAMES, ensureFixture } from '../../fixtures/make/index.js';
import { readConfig } from '../config.js';
import type { Day } from '../domain/day.js';
import type { DayReading } from '../domain/day-reading.js';
import type { Fault } from '../domain/fault.js';
import type { Plan } from '../domain/plan.js';
import { readDay } from '../intake/read-day.js';
import { readOrdersCsv } from '../intake/orders-csv.js';
import { readNetwork } from '../intake/read-network.js';
import { planInWorker } from '../planning/plan-in-worker.js';
import { withProfiles } from '../planning/network-setting.js';
import type { NetworkFiles, PlanProgress } from '../planning/plan-options.js';
import { projectRoot } from '../project-root.js';
import { InfeasibleError, parse, UsageError, type Arguments } from './args.js';
import { serverSetting } from './server-setting.js';

/** `plan DAY.json [--orders CSV] [--time S] [--threads N] [--seed N] [--iterations N] [--strict]` */
export async function planCommand(argv: readonly string[]): Promise<Plan> {
  const args = parse(argv, [
    'time',
    'threads',
    'seed',
    'iterations',
    'orders',
    'extract',
    'elevation',
    'graphhopper',
    'graphs',
    'strict?',
    'quiet?',
  ]);
  const file = args.positionals[0];
  if (file === undefined || args.positionals.length > 1)
    throw new UsageError('give one day document: packhorse plan DAY.json');
  await makeFixtureOf(file);
  const started = performance.now();
  const reading = await read(file, args.text('orders'), args.flag('strict'));
  if (!reading.ok)
    throw new UsageError(`${file}: ${reading.faults.length} faults, nothing planned`, {
      faults: reading.faults,
    });
  warn(file, reading.faults);
  const intake = Math.round(performance.now() - started) / 1000;
  const iterations = args.text('iterations') === undefined ? undefined : args.number('iterations', 0, 1, 1e9);
  const plan = await planInWorker(
    {
      id: `plan-${randomUUID()}`,
      createdAt: new Date().toISOString(),
      day: reading.day,
      setAside: reading.setAside,
      network: networkOf(file, reading.day, args),
      graphCache: resolve(args.text('graphs') ?? join(dataFolder(), 'graphs')),
      options: {
        timeSeconds: args.number('time', 60, 0.1, 86400),
        threads: args.number('threads', 2, 1, 64),
        seed: args.number('seed', 1, 0, 2147483647),
        ...(iterations === undefined ? {} : { iterations }),
      },
    },
    args.flag('quiet') ? {} : { onProgress: progressTeller() },
  );
  const whole = {
    ...plan,
    timings: {
      intake,
      ...plan.timings,
      total: Math.round((intake + (plan.timings['total'] ?? 0)) * 1000) / 1000,
    },
  };
  if (plan.summary.planned === 0 && plan.summary.orders > 0) throw new InfeasibleError(JSON.stringify(whole));
  return whole;
}

/** The service's own, so that a graph is built once; the project's folder may not be writable. */
const dataFolder = (): string => process.env['PACKHORSE_DATA'] || join(projectRoot(), 'var');

/** A fixture day that is not there yet is made on first use. */
async function makeFixtureOf(file: string): Promise<void> {
  const inside = relative(join(projectRoot(), 'fixtures'), resolve(file));
  const name = dirname(inside);
  if (basename(inside) === 'day.json' && FIXTURE_NAMES.includes(name as (typeof FIXTURE_NAMES)[number]))
    await ensureFixture(name as (typeof FIXTURE_NAMES)[number]);
}

async function read(file: string, orders: string | undefined, strict: boolean): Promise<DayReading> {
  const text = await bytesOf(file);
  if (orders === undefined) return readDay(text, { strict });
  await bytesOf(orders, false);
  const network = readNetwork(text);
  if (!network.ok) return { ok: false, faults: network.faults };
  const { faultyPlaces } = network;
  const reading = await readOrdersCsv(createReadStream(orders), network.network, { strict, faultyPlaces });
  return reading.ok ? { ...reading, faults: [...network.faults, ...reading.faults] } : reading;
}

/** The bytes as they are: intake says where they are not UTF-8. @throws UsageError where there is no such file */
async function bytesOf(file: string, reads = true): Promise<Uint8Array> {
  if (!existsSync(file)) throw new UsageError(`${file}: no such file`);
  if (statSync(file).isDirectory()) throw new UsageError(`${file}: a folder, not a file`);
  return reads ? readFile(file) : new Uint8Array();
}

/**
 * Roads named on the command line, a network of PACKHORSE_NETWORKS that the document names, or files
 * beside the document.
 * @throws UsageError where there are none
 */
function networkOf(file: string, day: Day, args: Arguments): NetworkFiles {
  const server = args.text('graphhopper');
  const [extract, elevation] = [args.text('extract'), args.text('elevation')];
  if (server !== undefined) {
    if (extract !== undefined) throw new UsageError('give --extract or --graphhopper, not both');
    return serverSetting(server);
  }
  const name = day.roads?.network;
  if (extract === undefined && day.roads?.extract === undefined && name !== undefined)
    return namedNetwork(file, name);
  return networkFiles(file, day, extract, elevation);
}

function namedNetwork(file: string, name: string): NetworkFiles {
  const { PACKHORSE_NETWORKS, PACKHORSE_PROFILES } = process.env;
  const { networks } = readConfig({ PACKHORSE_NETWORKS, PACKHORSE_PROFILES });
  const network = networks.get(name);
  if (network !== undefined) return network;
  throw new UsageError(
    `${file}: roads.network ${JSON.stringify(name)} is not in PACKHORSE_NETWORKS: name one of it there, or give --extract FILE or --graphhopper URL`,
  );
}

function networkFiles(file: string, day: Day, extract?: string, elevation?: string): NetworkFiles {
  const beside = (path: string): string => resolve(dirname(file), path);
  const roads =
    extract === undefined
      ? day.roads?.extract === undefined
        ? undefined
        : beside(day.roads.extract)
      : resolve(extract);
  if (roads === undefined)
    throw new UsageError(
      `${file}: roads.extract is missing: name an .osm.pbf beside the document, or give --extract FILE or --graphhopper URL`,
    );
  if (!existsSync(roads)) throw new UsageError(`${file}: roads.extract ${roads}: no such file`);
  const heights =
    elevation === undefined
      ? day.roads?.elevation === undefined
        ? undefined
        : beside(day.roads.elevation)
      : resolve(elevation);
  if (heights !== undefined && !existsSync(heights))
    throw new UsageError(`${file}: roads.elevation ${heights}: no such folder`);
  const files = { extract: roads, ...(heights === undefined ? {} : { elevation: heights }) };
  return withProfiles(files, process.env['PACKHORSE_PROFILES'] || undefined);
}

function warn(file: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  process.stderr.write(
    `${file}: ${faults.length} faults; the faulty rows are set aside and the rest is planned\n`,
  );
  for (const fault of faults.slice(0, 20))
    process.stderr.write(`  ${fault.path}: ${fault.message}; ${fault.remedy}\n`);
  if (faults.length > 20) process.stderr.write(`  and ${faults.length - 20} more\n`);
}

/** One line a stage, and the incumbent every few seconds. */
export function progressTeller(): (progress: PlanProgress) => void {
  let stage = '';
  let told = 0;
  return (progress) => {
    const due =
      progress.stage !== stage || (progress.incumbent !== null && progress.elapsedSeconds - told > 5);
    if (!due) return;
    stage = progress.stage;
    told = progress.elapsedSeconds;
    const yuan = progress.incumbent === null ? '' : `  ${progress.incumbent.toFixed(0)} yuan`;
    process.stderr.write(`${progress.elapsedSeconds.toFixed(1).padStart(7)} s  ${progress.stage}${yuan}\n`);
  };
}
