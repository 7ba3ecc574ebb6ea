/**
 * Runs the built solver over a folder of benchmark instances and prints gaps to best-known costs.
 *
 *   node --import tsx scripts/bench-instances.ts FOLDER --bks FILE.csv [--time 10] [--seeds 1,2,3] [--threads 1]
 *        [--only NAME,NAME] [--objective cost|vehicles-first]
 *
 * FILE.csv has the columns class, instance, dimension, best_known_cost, rounding; rows of the folder's name are
 * taken. Each run is a process of its own, one after another. Compare only rows from one machine.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { SolveAnswer } from '../src/cli/solve-command.js';

interface Known {
  readonly name: string;
  readonly size: number;
  readonly cost: number;
  readonly rounding: string;
}

const run = promisify(execFile);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bks: { type: 'string' },
    time: { type: 'string', default: '10' },
    seeds: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    objective: { type: 'string', default: 'cost' },
  },
});

const knownOf = (file: string, problem: string): Known[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([kind]) => kind === problem)
    .map(([, name, size, cost, rounding]) => ({
      name: name!,
      size: Number(size),
      cost: Number(cost),
      rounding: rounding!,
    }));

const solveOnce = async (file: string, rounding: string, seed: string): Promise<SolveAnswer> => {
  const cli = new URL('../dist/src/cli.js', import.meta.url).pathname;
  const { time, threads, objective } = values;
  const options = { time, threads, seed, rounding, objective };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout } = await run(process.execPath, ['--max-old-space-size=4096', cli, 'solve', file, ...args], {
    maxBuffer: 1e8,
  });
  return JSON.parse(stdout) as SolveAnswer;
};

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;

const main = async (folder: string, bks: string): Promise<void> => {
  console.log(
    `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, ${values.time} s, seeds ${values.seeds}`,
  );
  const only = values.only.split(',').filter(Boolean);
  const gaps: number[] = [];
  for (const { name, size, cost, rounding } of knownOf(bks, basename(folder))) {
    if (only.length > 0 && !only.includes(name)) continue;
    const file = [join(folder, `${name}.vrp`), join(folder, `${name}.txt`)].find((path) => existsSync(path));
    if (file === undefined) continue;
    const own: number[] = [];
    let infeasible = 0;
    for (const seed of values.seeds.split(',')) {
      const answer = await solveOnce(file, rounding, seed);
      if (answer.feasible) own.push((answer.cost / cost - 1) * 100);
      else infeasible += 1;
    }
    gaps.push(...own);
    const told = own.length === 0 ? 'no feasible plan' : `${mean(own).toFixed(2)} %`;
    console.log(
      `${name.padEnd(16)} ${String(size).padStart(6)}  ${told}${infeasible > 0 ? `, ${infeasible} infeasible` : ''}`,
    );
  }
  if (gaps.length > 0) console.log(`mean gap ${mean(gaps).toFixed(2)} % of ${gaps.length} runs`);
};

const [folder] = positionals;
if (folder === undefined || values.bks === undefined) {
  console.error('Give a folder and its best-known costs: bench-instances.ts FOLDER --bks FILE.csv');
  process.exitCode = 2;
} else await main(folder.replace(/\/$/, ''), values.bks);
