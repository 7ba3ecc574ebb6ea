import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Instance } from '../../solver/formats/instance.js';
import { readInstance } from '../../solver/formats/read-instance.js';
import { runEngine, type Answer, type Engine, type Outcome } from './engines.js';
import type { Case } from './instances.js';
import { judge } from './judge.js';
import type { BenchOptions } from './options.js';
import { keyOf, type Results, type Row } from './results.js';

interface Planned {
  readonly known: Case;
  readonly engine: Engine;
  readonly seed: number;
  readonly time: number;
}

/** Runs every engine on every case and adds each row as it comes; tells each on standard error. */
export const runCases = async (
  cases: readonly Case[],
  engines: readonly Engine[],
  options: BenchOptions,
  results: Results,
): Promise<Row[]> => {
  const planned = plan(cases, engines, options);
  const rows: Row[] = [];
  let next = 0;
  const work = async (job: number): Promise<void> => {
    for (;;) {
      const at = next;
      next += 1;
      const one = planned[at];
      if (one === undefined) return;
      const given = keyFields(one, options);
      const kept = results.done(keyOf(given));
      const row = kept ?? (await runOne(one, options, options.cores[job]));
      if (kept === undefined) results.add(row);
      rows.push(row);
      console.error(`${at + 1}/${planned.length} ${tell(row)}${kept === undefined ? '' : ' (kept)'}`);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, (_, job) => work(job)));
  return rows;
};

// Engines take turns on one instance, so that a machine that slows down for a while is slow for all of them.
const plan = (cases: readonly Case[], engines: readonly Engine[], options: BenchOptions): Planned[] =>
  options.times.flatMap((time) =>
    cases.flatMap((known) =>
      options.seeds.flatMap((seed) => engines.map((engine) => ({ known, engine, seed, time }))),
    ),
  );

const keyFields = ({ known, engine, seed, time }: Planned, { threads, clock }: BenchOptions) => ({
  class: known.problem,
  instance: known.name,
  engine: engine.name,
  version: engine.version,
  seed,
  time,
  // Peers run on one thread whatever ours is given.
  threads: engine.name === 'packhorse' ? threads : 1,
  clock: engine.clocks.includes(clock) ? clock : engine.clocks[0]!,
  objective: known.objective,
});

const runOne = async (one: Planned, options: BenchOptions, core: string | undefined): Promise<Row> => {
  const { known, engine, seed, time } = one;
  const instance = readInstance(readFileSync(known.file, 'utf8'), basename(known.file));
  const given = keyFields(one, options);
  const { file, rounding, objective } = known;
  const task = { file, rounding, objective, seconds: time, seed, threads: given.threads, clock: given.clock };
  const outcome = await runEngine(engine, task, options.grace, core);
  return { ...given, dimension: instance.locations, ...(await judged(known, instance, outcome, options)) };
};

type Judged = Omit<Row, keyof ReturnType<typeof keyFields> | 'dimension'>;

const judged = async (
  known: Case,
  instance: Instance,
  outcome: Outcome,
  { checker }: BenchOptions,
): Promise<Judged> => {
  const { wallSeconds, cpuSeconds, peakMegabytes } = outcome.ended;
  const measured = {
    wall: round(wallSeconds),
    cpu: cpuSeconds && round(cpuSeconds),
    peak: peakMegabytes && round(peakMegabytes),
  };
  const nothing = { cost: null, vehicles: null, seconds: null, iterations: null };
  if (outcome.kind !== 'answered')
    return { ...measured, ...nothing, status: outcome.kind, reason: outcome.reason };
  const { answer } = outcome;
  const { cost, vehicles, faults } = judge(instance, known.rounding, answer);
  const second = checker === undefined ? null : await check(checker, known, answer);
  const dispute = disputed(faults.length === 0, cost, second, answer);
  return {
    ...measured,
    status: dispute !== null ? 'failed' : faults.length === 0 ? 'feasible' : 'infeasible',
    cost,
    vehicles,
    seconds: answer.seconds,
    iterations: answer.iterations ?? null,
    reason: dispute ?? faults.slice(0, 3).join('; '),
  };
};

interface Checked {
  readonly feasible: boolean;
  readonly cost: number;
}

// Two judges and the engine itself: where they differ nobody's number is taken.
const disputed = (feasible: boolean, cost: number, second: Checked | null, answer: Answer): string | null => {
  if (second !== null && second.feasible !== feasible)
    return `the checker says ${second.feasible ? 'feasible' : 'infeasible'}, the judge the opposite`;
  if (second !== null && Math.abs(second.cost - cost) > 0.5)
    return `the checker's cost is ${second.cost}, the judge's ${cost}`;
  if (feasible && answer.feasible && answer.cost !== null && Math.abs(answer.cost - cost) > 0.5)
    return `its own cost is ${answer.cost}, the judge's ${cost}`;
  return null;
};

/** Asks an outside checker: CHECKER INSTANCE RESULT.json --rounding R prints feasible or INFEASIBLE and the cost. */
const check = async (checker: string, known: Case, answer: Answer): Promise<Checked> => {
  const folder = mkdtempSync(join(tmpdir(), 'packhorse-bench-'));
  try {
    const result = join(folder, 'result.json');
    writeFileSync(result, JSON.stringify(answer));
    const args = [checker, known.file, result, '--rounding', known.rounding];
    // It ends with 1 where the solution is infeasible, so its words count and not its code.
    const said = await new Promise<string>((resolve) =>
      execFile('python3', args, (_, out, err) => resolve(out || err)),
    );
    const [, word, cost] = /^(feasible|INFEASIBLE)\s+(\S+)/.exec(said) ?? [];
    if (word === undefined) throw new Error(`${checker} said: ${said.trim().split('\n').at(-1) ?? ''}`);
    return { feasible: word === 'feasible', cost: Number(cost) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const round = (value: number): number => Math.round(value * 100) / 100;

const tell = (row: Row): string => {
  const cost = row.cost === null ? '' : ` ${row.cost}, ${row.vehicles} vehicles`;
  const place = `${row.class}/${row.instance} ${row.engine} seed ${row.seed} ${row.time} s`;
  return `${place}: ${row.status}${cost}, ${row.wall} s wall, ${row.cpu ?? '?'} s CPU, ${row.peak ?? '?'} MB${row.reason && ` (${row.reason})`}`;
};
