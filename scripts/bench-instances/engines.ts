import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { BenchOptions, Clock, EngineName } from './options.js';
import { runProcess, type Ended } from './process.js';

/** One run of one engine on one instance. */
export interface Task {
  readonly file: string;
  readonly rounding: string;
  readonly objective: string;
  readonly seconds: number;
  readonly seed: number;
  readonly threads: number;
  readonly clock: Clock;
}

/** What an engine says; routes and vehicles as `packhorse solve` prints them. */
export interface Answer {
  readonly routes: readonly (readonly number[])[];
  readonly vehicles?: readonly number[];
  readonly cost: number | null;
  readonly feasible: boolean;
  readonly seconds: number;
  readonly iterations?: number | null;
}

export type Outcome = (
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The engine's model has no room for the instance, or it broke or was overdue. */
  | { readonly kind: 'cannot' | 'failed'; readonly reason: string }
) & { readonly ended: Ended };

export interface Engine {
  readonly name: EngineName;
  /** Tells builds apart, so that results of another one are not taken for this one's. */
  readonly version: string;
  /** The clocks that its time limit can be told in; the first where the other is not asked for or not there. */
  readonly clocks: readonly Clock[];
  command(task: Task): string[];
}

const CPU_STRETCH = 6;

const root = new URL('../../', import.meta.url).pathname;

/** The engines asked for that are there; says on standard error which are not. */
export const findEngines = async (options: BenchOptions): Promise<Engine[]> => {
  const found: Engine[] = [];
  for (const name of options.engines) {
    const engine = name === 'packhorse' ? ours() : await peer(name, options);
    if (typeof engine === 'string') console.error(`${name} is left out: ${engine}`);
    else found.push(engine);
  }
  return found;
};

/** Runs an engine on an instance in a process of its own and reads its answer. */
export const runEngine = async (
  engine: Engine,
  task: Task,
  grace: number,
  core: string | undefined,
): Promise<Outcome> => {
  // CPU seconds last longer than the wall's on a machine that others use.
  const limit = (task.seconds + grace) * (task.clock === 'cpu' ? CPU_STRETCH : 1);
  const ended = await runProcess(engine.command(task), limit, core);
  const failed = (reason: string): Outcome => ({ kind: 'failed', reason, ended });
  if (ended.overdue) return failed(`no answer after ${Math.round(ended.wallSeconds)} s`);
  if (ended.code !== 0) return failed(ended.err === '' ? `ended with ${ended.code}` : ended.err);
  try {
    const told = JSON.parse(ended.out) as Answer & { readonly cannot?: string };
    if (told.cannot !== undefined) return { kind: 'cannot', reason: told.cannot, ended };
    return { kind: 'answered', answer: told, ended };
  } catch {
    return failed(`its answer is no JSON: ${ended.out.slice(0, 80)}`);
  }
};

const ours = (): Engine | string => {
  const cli = join(root, 'dist', 'src', 'cli.js');
  if (!existsSync(cli)) return 'it is not built: run scripts/prepare';
  return {
    name: 'packhorse',
    version: buildOf(join(root, 'dist')),
    clocks: ['wall'],
    command: ({ file, rounding, objective, seconds, seed, threads }) => [
      ...[process.execPath, '--max-old-space-size=4096', cli, 'solve', file],
      ...['--time', String(seconds), '--seed', String(seed), '--threads', String(threads)],
      ...['--rounding', rounding, '--objective', objective],
    ],
  };
};

// A hash of what is run: a commit would miss work that is not committed or not built.
const buildOf = (dist: string): string => {
  const hash = createHash('sha256');
  for (const folder of ['solver', 'src'])
    for (const name of readdirSync(join(dist, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.js')) hash.update(name).update(readFileSync(join(dist, folder, name)));
  return hash.digest('hex').slice(0, 8);
};

const CLOCKS: Readonly<Record<Exclude<EngineName, 'packhorse'>, readonly Clock[]>> = {
  pyvrp: ['wall', 'cpu'],
  ortools: ['wall', 'cpu'],
  pyvroom: ['wall', 'cpu'],
  vroom: ['wall', 'cpu'],
  hgs: ['cpu'],
};

const SCRIPTS: Readonly<Record<Exclude<EngineName, 'packhorse'>, string>> = {
  pyvrp: 'run-pyvrp.py',
  ortools: 'run-ortools.py',
  pyvroom: 'run-vroom.py',
  vroom: 'run-vroom.py',
  hgs: 'run-hgs.py',
};

const peer = async (
  name: Exclude<EngineName, 'packhorse'>,
  { python, binaries }: BenchOptions,
): Promise<Engine | string> => {
  if (!existsSync(python)) return `${python} is not there: run scripts/peers/install, or give --python`;
  const script = join(root, 'scripts', 'peers', SCRIPTS[name]);
  const needsBinary = name === 'hgs' || name === 'vroom';
  const binary = needsBinary ? (binaries[name] ?? onPath(name, dirname(python))) : undefined;
  if (needsBinary && binary === undefined) return `there is no ${name} on the PATH: give --${name} PATH`;
  const extra = binary === undefined ? [] : ['--binary', binary];
  const asked = await runProcess([python, '-B', script, '--version', ...extra], 60, undefined);
  if (asked.code !== 0) return asked.err;
  return {
    name,
    version: asked.out.trim(),
    clocks: CLOCKS[name],
    command: ({ file, rounding, objective, seconds, seed, clock }) => [
      ...[python, '-B', script, file, '--time', String(seconds), '--seed', String(seed)],
      ...['--rounding', rounding, '--objective', objective, '--clock', clock, ...extra],
    ],
  };
};

// pyvroom puts a vroom of its own into the environment: that is pyvroom again, not VROOM's own build.
const onPath = (name: string, environment: string): string | undefined =>
  [...(name === 'vroom' ? [] : [environment]), ...(process.env['PATH'] ?? '').split(delimiter)]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
