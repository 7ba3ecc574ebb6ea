import { parseArgs } from 'node:util';
import { cpus } from 'node:os';

export const USAGE = `Runs the built solver and the peers that are installed over folders of benchmark instances.

  scripts/bench FOLDER... --bks FILE.csv [--time 10,60] [--seeds 1,2,3] [--threads 1]
      [--peers pyvrp,ortools,vroom,hgs] [--without-ours] [--only NAME,...] [--objective cost|vehicles-first]
      [--rounding round|trunc|dimacs|exact] [--jobs N] [--cores LIST] [--checker FILE.py] [--out RESULTS.csv]
      [--python PATH] [--hgs PATH] [--vroom PATH] [--grace 60] [--clock wall|cpu]
  scripts/bench --growth [--sizes 200,...] [--time 60] [--peers ...] [--seeds 1] [--out RESULTS.csv]

FILE.csv has the columns class, instance, dimension, best_known_cost, rounding, objective, best_known_vehicles; a
folder's name is its class. Without it every instance of a folder is run and gaps are to the best cost of the run.
With --out each result is appended as it comes and what the file holds already is not run again. --cores pins each
job to a core of its own. A process that has not answered after its time and --grace seconds more is ended.
--clock cpu limits the CPU time of peers instead of wall time, so that a busy machine does not decide (hgs: always).
Peers: scripts/peers/install makes their environment, with --hgs that program too; vroom (C++) is taken from the PATH.
What is stale is built first, unless PACKHORSE_AS_BUILT=1.`;

export const ENGINES = ['packhorse', 'pyvrp', 'ortools', 'pyvroom', 'vroom', 'hgs'] as const;
export type EngineName = (typeof ENGINES)[number];

export type Clock = 'wall' | 'cpu';

export interface BenchOptions {
  readonly folders: readonly string[];
  readonly bks: string | undefined;
  readonly times: readonly number[];
  readonly seeds: readonly number[];
  readonly threads: number;
  readonly engines: readonly EngineName[];
  readonly only: ReadonlySet<string>;
  readonly objective: string | undefined;
  readonly rounding: string;
  readonly jobs: number;
  /** A core a job; empty where processes are not pinned. */
  readonly cores: readonly string[];
  readonly checker: string | undefined;
  readonly out: string | undefined;
  readonly python: string;
  readonly binaries: Readonly<Partial<Record<EngineName, string>>>;
  /** Seconds beyond its time after which a process is ended. */
  readonly grace: number;
  /** Of the time limit, where an engine can be told so: CPU time compares runs on a machine that is not idle. */
  readonly clock: Clock;
  readonly growth: boolean;
  /** Stops of the instances of the growth benchmark. */
  readonly sizes: readonly number[];
}

const root = new URL('../../', import.meta.url).pathname;

const ARGUMENTS = {
  bks: { type: 'string' },
  time: { type: 'string', default: '10' },
  seeds: { type: 'string', default: '1' },
  threads: { type: 'string', default: '1' },
  peers: { type: 'string', default: '' },
  'without-ours': { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  objective: { type: 'string' },
  rounding: { type: 'string', default: 'round' },
  jobs: { type: 'string', default: '1' },
  cores: { type: 'string' },
  checker: { type: 'string' },
  out: { type: 'string' },
  python: { type: 'string', default: `${root}var/peers/bin/python` },
  hgs: { type: 'string' },
  vroom: { type: 'string' },
  grace: { type: 'string', default: '60' },
  clock: { type: 'string', default: 'wall' },
  growth: { type: 'boolean', default: false },
  sizes: { type: 'string', default: '200,500,1000,2000,5000,10000,15000' },
} as const;

/** @throws Error that names what is wrong with the arguments */
export const readOptions = (argv: readonly string[]): BenchOptions => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: ARGUMENTS,
  });
  const jobs = whole('jobs', values.jobs);
  if (positionals.length === 0 && !values.growth) throw new Error('give a folder of instances, or --growth');
  return {
    folders: positionals.map((folder) => folder.replace(/\/+$/, '')),
    bks: values.bks,
    times: numbers('time', values.time),
    seeds: numbers('seeds', values.seeds),
    threads: whole('threads', values.threads),
    engines: enginesOf(values.peers, !values['without-ours']),
    only: new Set(words(values.only)),
    objective: values.objective,
    rounding: values.rounding,
    jobs,
    cores: coresOf(values.cores, jobs),
    checker: values.checker,
    out: values.out,
    python: values.python,
    binaries: {
      ...(values.hgs === undefined ? {} : { hgs: values.hgs }),
      ...(values.vroom === undefined ? {} : { vroom: values.vroom }),
    },
    grace: numbers('grace', values.grace)[0]!,
    clock: clockOf(values.clock),
    growth: values.growth,
    sizes: numbers('sizes', values.sizes),
  };
};

const clockOf = (word: string): Clock => {
  if (word !== 'wall' && word !== 'cpu') throw new Error(`--clock is "${word}": give wall or cpu`);
  return word;
};

const words = (list: string): string[] => list.split(',').filter(Boolean);

const numbers = (name: string, list: string): number[] =>
  words(list).map((word) => {
    if (!(Number(word) >= 0)) throw new Error(`--${name} is "${word}": give numbers, with commas between`);
    return Number(word);
  });

const whole = (name: string, word: string): number => {
  if (!/^[1-9]\d*$/.test(word)) throw new Error(`--${name} is "${word}": give a whole number from 1`);
  return Number(word);
};

const enginesOf = (list: string, ours: boolean): EngineName[] => {
  const peers = words(list).map((word) => {
    const engine = ENGINES.find((name) => name === word && name !== 'packhorse');
    if (engine === undefined)
      throw new Error(`--peers has "${word}": give some of ${ENGINES.slice(1).join(', ')}`);
    return engine;
  });
  if (!ours && peers.length === 0) throw new Error('--without-ours leaves nothing to run: give --peers');
  return ours ? ['packhorse', ...peers] : peers;
};

// Two processes side by side disturb one another least on cores of their own.
const coresOf = (list: string | undefined, jobs: number): string[] => {
  const cores = list === undefined ? (jobs > 1 ? [...cpus().keys()].map(String) : []) : words(list);
  if (cores.length > 0 && cores.length < jobs)
    throw new Error(`--jobs is ${jobs} but there are ${cores.length} cores to pin them to`);
  return cores;
};
