import { join } from 'node:path';
import { ensureFixture, FIXTURE_NAMES } from '../../fixtures/make/index.js';
import { readConfig, type Config } from '../config.js';
import type { Gains, Metric, Plan } from '../domain/plan.js';
import { serveUntilSignal, startServer, StartError } from '../main.js';
import { projectRoot } from '../project-root.js';
import { keysCreate } from '../server/keys.js';
import type { RunningServer, StartOptions } from '../server/start-options.js';
import { openSqliteStore } from '../storage/knex/open-store.js';
import { parse, UsageError } from './args.js';

type FixtureName = (typeof FIXTURE_NAMES)[number];

/** `serve [--first-day NAME] [--time S] [--seed N]`: until interrupted. */
export async function serveCommand(argv: readonly string[]): Promise<undefined> {
  const args = parse(argv, ['first-day', 'time', 'seed', 'threads']);
  if (args.positionals.length > 0) throw new UsageError(`serve takes no ${args.positionals[0]}`);
  const name = args.text('first-day');
  const config = settings();
  if (ownDays()) await makeFixtures(name);
  const options: StartOptions =
    name === undefined
      ? {}
      : {
          firstDay: {
            name,
            ...(args.text('time') === undefined ? {} : { timeSeconds: args.number('time', 60, 0.1, 3600) }),
            ...(args.text('seed') === undefined ? {} : { seed: args.number('seed', 1, 0, 2147483647) }),
            ...(args.text('threads') === undefined ? {} : { threads: args.number('threads', 2, 1, 64) }),
          },
        };
  const server = await start(config, options);
  const stopped = serveUntilSignal(server);
  const plan = await server.firstPlan?.catch((error: Error) => {
    process.stderr.write(`packhorse: ${error.message}\n`);
    return null;
  });
  if (plan) process.stdout.write(gainLines(plan));
  process.stdout.write(`Packhorse is at ${server.url}\n`);
  await stopped;
  return undefined;
}

/** `migrate`: brings the database up to date. */
export async function migrateCommand(argv: readonly string[]): Promise<unknown> {
  parse(argv, []);
  const { databaseFile } = settings();
  const store = await openSqliteStore(databaseFile);
  await store.close();
  return { database: databaseFile, migrated: true };
}

/** `keys create --role R [--outlet ID] [--label TEXT]`: the secret is printed once. */
export async function keysCommand(argv: readonly string[]): Promise<unknown> {
  const args = parse(argv, ['role', 'outlet', 'label']);
  if (args.positionals[0] !== 'create')
    throw new UsageError('packhorse keys create --role dispatcher|outlet|viewer|metrics [--outlet ID]');
  const outlet = args.text('outlet');
  const label = args.text('label');
  const store = await openSqliteStore(settings().databaseFile);
  try {
    return await keysCreate(store, {
      role: args.required('role'),
      ...(outlet === undefined ? {} : { outlet }),
      ...(label === undefined ? {} : { label }),
    });
  } finally {
    await store.close();
  }
}

/** The environment's settings; files default to the project's own `var`, days to its fixtures. */
function settings(): Config {
  const root = projectRoot();
  return readConfig({
    DATABASE_FILE: join(process.env['PACKHORSE_DATA'] || join(root, 'var'), 'packhorse.sqlite'),
    PACKHORSE_DATA: join(root, 'var'),
    PACKHORSE_DAYS: join(root, 'fixtures'),
    ...Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
  });
}

const ownDays = (): boolean => !process.env['PACKHORSE_DAYS'];

/** The first day must be there; the others are offered where they can be made. */
async function makeFixtures(first: string | undefined): Promise<void> {
  for (const name of FIXTURE_NAMES) {
    try {
      await ensureFixture(name as FixtureName);
    } catch (error) {
      if (name === first) throw error;
      process.stderr.write(
        `packhorse: the fixture day ${name} is not offered: ${(error as Error).message}\n`,
      );
    }
  }
}

/** Takes a free port where the usual one is taken and none was asked for. */
async function start(config: Config, options: StartOptions): Promise<RunningServer> {
  try {
    return await startServer(config, options);
  } catch (error) {
    const taken = error instanceof StartError && error.code === 'config-address';
    if (!taken || process.env['PORT']) throw error;
    process.stderr.write(`packhorse: port ${config.port} is taken; a free one is used\n`);
    return startServer({ ...config, port: 0 }, options);
  }
}

/** A line each for ship, collect and sign, as scripts/run prints them. */
export function gainLines(plan: Plan): string {
  const { gains, summary } = plan;
  const line = (name: keyof Pick<Gains, 'ship' | 'collect' | 'sign'>): string =>
    metricLine(name, gains[name]);
  const head = `${plan.day} ${plan.date}: ${summary.planned} of ${summary.orders} orders in ${summary.runs} runs, ${plan.synthetic ? 'synthetic data, ' : ''}hours against the simulated baseline`;
  return `${head}\n${line('ship')}${line('collect')}${line('sign')}`;
}

const metricLine = (name: string, metric: Metric): string =>
  metric.gain === null
    ? `${name.padEnd(8)} nothing to compare\n`
    : `${name.padEnd(8)} ${metric.gain.toFixed(2)} h earlier (${metric.plan!.toFixed(2)} h, baseline ${metric.baseline!.toFixed(2)} h)\n`;
