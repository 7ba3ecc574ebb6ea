import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engines.js';
import type { Case } from './instances.js';
import { makeInstance } from './make-instance.js';
import type { BenchOptions } from './options.js';
import type { Results, Row } from './results.js';
import { runCases } from './run-cases.js';
import { markdown, mean } from './tables.js';

/** Shares of the longest time that are run, each afresh: a search that cools by its time has no other curve. */
const LADDER = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];
/** Shorter limits measure nothing but the start of a process. */
const SHORTEST_SECONDS = 0.25;
/** What counts as a good plan: this far above the best that any run of the size has found. */
const GOOD = 0.01;
const SEED = 1;

/** Time to a good plan, memory and speed by the number of stops, on made-up instances, as a Markdown table. */
export const growth = async (
  engines: readonly Engine[],
  options: BenchOptions,
  results: Results,
): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'packhorse-growth-'));
  try {
    const cases = options.sizes.map((stops) => write(join(folder, 'made'), stops));
    const longest = Math.max(...options.times);
    const times = LADDER.map((share) => Math.round(longest * share * 100) / 100).filter(
      (time) => time >= SHORTEST_SECONDS,
    );
    const rows = await runCases(cases, engines, { ...options, times }, results);
    const lines = engines.flatMap(({ name }) => options.sizes.map((stops) => line(name, stops, times, rows)));
    return `${markdown(head(times), lines)}\n\n${notes(longest)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const write = (folder: string, stops: number): Case => {
  mkdirSync(folder, { recursive: true });
  const name = `made-${stops}-${SEED}`;
  const file = join(folder, `${name}.vrp`);
  writeFileSync(file, makeInstance(stops, SEED));
  return {
    problem: 'made',
    name,
    file,
    rounding: 'round',
    objective: 'cost',
    bestCost: null,
    bestVehicles: null,
  };
};

const head = (times: readonly number[]): string[] => [
  'engine',
  'stops',
  'best cost',
  ...times.map((time) => `${time} s`),
  'to 1 %',
  'peak MB',
  'iterations/s',
];

const line = (
  engine: string,
  stops: number,
  times: readonly number[],
  all: readonly Row[],
): (string | number)[] => {
  const feasible = all.filter(({ dimension, status }) => dimension === stops + 1 && status === 'feasible');
  const best = Math.min(...feasible.map((row) => row.cost!));
  const own = feasible.filter((row) => row.engine === engine);
  const gaps = times.map((time) => {
    const some = own.filter((row) => row.time === time).map((row) => row.cost! / best - 1);
    return some.length === 0 ? null : mean(some);
  });
  const longest = own.filter((row) => row.time === times.at(-1));
  const rates = longest.flatMap(({ iterations, seconds }) =>
    iterations === null || seconds === null ? [] : [iterations / seconds],
  );
  const peaks = longest.flatMap(({ peak }) => (peak === null ? [] : [peak]));
  return [
    engine,
    stops,
    best,
    ...gaps.map((gap) => (gap === null ? '-' : `${(gap * 100).toFixed(2)} %`)),
    timeTo(times, gaps),
    peaks.length === 0 ? '-' : Math.max(...peaks).toFixed(0),
    rates.length === 0 ? '-' : Math.round(mean(rates)),
  ];
};

/** Seconds at which the gap falls below what is good, between the two runs around it on a scale of powers. */
const timeTo = (times: readonly number[], gaps: readonly (number | null)[]): string => {
  const at = gaps.findIndex((gap) => gap !== null && gap <= GOOD);
  if (at === -1) return `over ${times.at(-1)} s`;
  const before = gaps[at - 1] ?? null;
  if (before === null) return `under ${times[at]} s`;
  const share = (before - GOOD) / (before - gaps[at]!);
  return `${(times[at - 1]! * (times[at]! / times[at - 1]!) ** share).toFixed(1)} s`;
};

const notes = (longest: number): string =>
  `Each cell is a run of its own under that limit, seed for seed: gap to the best cost of all runs of the size, the longest of ${longest} s included.`;
