/** Reads the settings, builds every part, listens: the only file, with cli.ts, that knows all. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { destination, pino, type Logger } from 'pino';
import { readConfig, type Config } from './config.js';
import { buildApp } from './http/app.js';
import { Metrics } from './http/metrics.js';
import { PlanReader } from './http/plan-reader.js';
import type { Services } from './http/services.js';
import type { Plan } from './domain/plan.js';
import { readDay } from './intake/read-day.js';
import { EmbeddedQueue } from './jobs/embedded-queue.js';
import { withProfiles } from './planning/network-setting.js';
import { planInWorker } from './planning/plan-in-worker.js';
import { projectRoot } from './project-root.js';
import { planFirstDay } from './server/first-day.js';
import { NamedDays } from './server/named-days.js';
import { openRoads } from './server/open-roads.js';
import { RoadNetworks } from './server/road-networks.js';
import type { RunningServer, StartOptions } from './server/start-options.js';
import { openSqliteStore } from './storage/knex/open-store.js';
import type { Store } from './storage/store.js';

/** Why the service does not start. */
export class StartError extends Error {
  constructor(
    readonly code: 'config-no-keys' | 'config-address',
    message: string,
  ) {
    super(message);
    this.name = 'StartError';
  }
}

const PURGE_MILLISECONDS = 3_600_000;

/**
 * Starts the service; it answers when this resolves.
 * @throws StartError, ConfigError, NamedDayError, each with a code and a remedy
 */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = pino(
    { level: config.logLevel, base: { service: 'packhorse' } },
    options.logTo ?? destination({ dest: 2, sync: false }),
  );
  const store = await openSqliteStore(config.databaseFile);
  try {
    return await build(config, options, store, log);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function build(
  config: Config,
  options: StartOptions,
  store: Store,
  log: Logger,
): Promise<RunningServer> {
  const loopback = isLoopback(config.host);
  if (!loopback && (await store.keys.count()) === 0)
    throw new StartError(
      'config-no-keys',
      `HOST ${config.host} is not loopback and no key exists: make one with "packhorse keys create --role dispatcher", or use HOST=127.0.0.1`,
    );
  const closing = new AbortController();
  const readiness: Readiness = {
    why: options.firstDay === undefined ? null : 'the first day is being planned',
  };
  const services: Services = {
    ...(await parts(config, options, store, log)),
    loopback,
    unready: () => readiness.why,
    closing: closing.signal,
  };
  const page = join(projectRoot(), 'dist', 'web');
  const server = createServer(buildApp(services, { version: version(), page }));
  await listen(server, config);
  await services.queue.start();
  const firstPlan =
    options.firstDay === undefined ? null : watchFirstDay(options.firstDay, services, readiness);
  const purge = setInterval(
    () => void store.purge(new Date().toISOString()).catch(() => undefined),
    PURGE_MILLISECONDS,
  );
  purge.unref();
  log.info(
    { port: (server.address() as AddressInfo).port, networks: services.networks.names() },
    'listening',
  );
  return {
    url: urlOf(server, config.host),
    firstPlan,
    close: once(async () => {
      clearInterval(purge);
      closing.abort();
      await shutDown(server, services);
      log.info('stopped');
    }),
  };
}

/** What the routes and the queue work with, each built once. */
async function parts(
  config: Config,
  options: StartOptions,
  store: Store,
  log: Logger,
): Promise<Omit<Services, 'loopback' | 'unready' | 'closing'>> {
  const networks = new RoadNetworks(
    config.networks,
    options.openRoads ?? ((files) => openRoads(files, config.graphCache)),
  );
  const days = await namedDays(config, networks, log);
  const metrics = new Metrics(store);
  metrics.recall((await store.plans.list({ status: 'done', limit: 50 })).plans);
  const queue = new EmbeddedQueue({
    store,
    planner: options.planner ?? planInWorker,
    network: (name) => networks.files(name),
    graphCache: config.graphCache,
    workers: config.plan.workers,
    hangSeconds: config.plan.hangSeconds,
    observer: metrics,
    log,
  });
  return { config, store, queue, days, networks, reader: new PlanReader(store), metrics, log };
}

/** Why the service is not ready; null when it is. */
interface Readiness {
  why: string | null;
}

function watchFirstDay(
  firstDay: NonNullable<StartOptions['firstDay']>,
  services: Services,
  readiness: Readiness,
): Promise<Plan> {
  const planned = planFirstDay(firstDay, services, services.closing);
  planned.then(
    () => (readiness.why = null),
    (error: Error) => {
      readiness.why = error.message;
      services.log.error({ err: error }, 'the first day was not planned');
    },
  );
  return planned;
}

/** Registers the days of every folder, and the roads that each brings. */
async function namedDays(config: Config, networks: RoadNetworks, log: Logger): Promise<NamedDays> {
  const days = new NamedDays((text) => readDay(text));
  for (const folder of config.dayFolders) days.addFolder(folder);
  for (const { name, file } of days.list()) {
    const reading = await days.read(name);
    if (reading !== null && !reading.ok)
      log.warn({ file, faults: reading.faults.slice(0, 20) }, 'a named day has faults and cannot be planned');
    const files = await days.roads(name);
    if (files === null) continue;
    if (networks.register(name, withProfiles(files, config.profiles ?? undefined)))
      days.setNetwork(name, name);
    else
      log.warn({ day: name }, 'PACKHORSE_NETWORKS gives other files to the name of this day; those are used');
  }
  return days;
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartError(
          'config-address',
          `cannot listen on ${host}:${port}: ${error.message}; set HOST and PORT`,
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
}

/** Answers what was asked, gives unfinished plans back to the queue, closes the store last. */
async function shutDown(server: Server, { queue, networks, store, config }: Services): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await queue.stop(config.shutdownGraceSeconds * 1000);
  const cut = setTimeout(() => server.closeAllConnections(), 1000);
  await closed;
  clearTimeout(cut);
  await networks.close();
  await store.close();
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const version = (): string =>
  (JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= act());
}

/** Serves until SIGINT or SIGTERM; a second signal ends the process at once. */
export async function serveUntilSignal(server: RunningServer): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  await server.close();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await startServer(readConfig());
  process.stdout.write(`Packhorse is at ${server.url}\n`);
  await serveUntilSignal(server);
}
