import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../../src/config.js';
import type { Plan } from '../../src/domain/plan.js';
import type { Planner } from '../../src/jobs/queue.js';
import { startServer } from '../../src/main.js';
import { planDay } from '../../src/planning/plan-day.js';
import type { RunningServer, StartOptions } from '../../src/server/start-options.js';
import { openSqliteStore } from '../../src/storage/knex/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { planeRoads } from '../support/plane-roads.js';
import { smallDay } from '../support/small-day.js';

/** The real planner on the roads of a plain, in this thread. */
export const plainPlanner: Planner = (task, hooks) => planDay({ ...task, ...hooks, roads: planeRoads() });

const planned = new Map<string, Promise<Plan>>();

/** As {@link plainPlanner}, but a day that was planned before gets the same plan under its own id. */
const rememberingPlanner: Planner = async (task, hooks) => {
  const key = JSON.stringify([task.day, task.options]);
  const plan = planned.get(key) ?? plainPlanner(task, hooks);
  planned.set(key, plan);
  plan.catch(() => planned.delete(key));
  return { ...(await plan), id: task.id, createdAt: task.createdAt };
};

export interface TestServer extends RunningServer {
  readonly config: Config;
  /** Another handle on the same database. */
  readonly withStore: <T>(act: (store: Store) => Promise<T>) => Promise<T>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
}

const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'packhorse-http-'));
  folders.push(folder);
  return folder;
}

/** Starts the real service on a free port with a database of its own and one road network, `plain`. */
export async function startTestServer(
  settings: Readonly<Record<string, string>> = {},
  options: StartOptions = {},
  before: (store: Store) => Promise<void> = () => Promise.resolve(),
): Promise<TestServer> {
  const folder = temporaryFolder();
  const config = readConfig({
    PORT: '0',
    DATABASE_FILE: join(folder, 'packhorse.sqlite'),
    PACKHORSE_DATA: folder,
    PACKHORSE_NETWORKS: `plain=${join(folder, 'plain.osm.pbf')}`,
    PLAN_SECONDS: '1',
    PLAN_THREADS: '1',
    LOG_LEVEL: 'silent',
    SHUTDOWN_GRACE_SECONDS: '0',
    ...settings,
  });
  const withStore = async <T>(act: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openSqliteStore(config.databaseFile);
    return act(store).finally(() => store.close());
  };
  await withStore(before);
  const server = await startServer(config, {
    planner: rememberingPlanner,
    openRoads: () => Promise.resolve(planeRoads()),
    ...options,
  });
  return {
    ...server,
    config,
    withStore,
    get: (path, headers = {}) => fetch(server.url + path, { headers, redirect: 'manual' }),
    post: (path, body = smallDay(), headers = {}) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
  };
}

/** A JSON answer; loose, as a client reads it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const json = async (answer: Response): Promise<any> => (await answer.json()) as unknown;

/** Posts the small day and waits for its plan; returns its id. */
export async function plannedId(server: TestServer): Promise<string> {
  const answer = await server.post('/v1/plans?wait=30&iterations=1');
  const body = await json(answer);
  if (body.status !== 'done') throw new Error(`not planned: ${JSON.stringify(body).slice(0, 500)}`);
  return body.id as string;
}
