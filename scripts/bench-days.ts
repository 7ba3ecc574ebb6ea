/**
 * Plans the fixture days with fixed seeds and prints the rows of docs/benchmarks.md: seconds by stage,
 * peak memory, orders unassigned, gains. A fresh process a day, as a dispatcher would start it.
 *
 *   node --import tsx scripts/bench-days.ts [--time 60] [--threads 2] [--seeds 1] [DAY ...]
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureFixture, FIXTURE_NAMES, type FixtureName } from '../fixtures/make/index.js';
import type { Plan } from '../src/domain/plan.js';
import { projectRoot } from '../src/project-root.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    time: { type: 'string', default: '60' },
    threads: { type: 'string', default: '2' },
    seeds: { type: 'string', default: '1' },
  },
});

interface Measured {
  readonly plan: Plan;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
}

/** Runs the built command line and reads its plan and its peak memory. */
async function measure(day: string, seed: string): Promise<Measured> {
  const cli = join(projectRoot(), 'dist', 'src', 'cli.js');
  const report = "process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))";
  const args = ['--import', `data:text/javascript,${encodeURIComponent(report)}`, cli, 'plan', day];
  const started = performance.now();
  const child = spawn(process.execPath, [
    ...args,
    '--time',
    values.time,
    '--threads',
    values.threads,
    '--seed',
    seed,
    '--quiet',
  ]);
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const wallSeconds = (performance.now() - started) / 1000;
  const peaks = [...err.matchAll(/^peak (\d+)$/gm)].map((match) => Number(match[1]) / 1024);
  if (out === '') throw new Error(err);
  return { plan: JSON.parse(out) as Plan, wallSeconds, peakMegabytes: Math.max(...peaks) };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

const gain = (metric: Plan['gains']['ship']): string => `${metric.gain?.toFixed(2) ?? '-'}`;

process.stdout.write(
  '| day | seed | orders | unassigned | runs | vehicles | km | cost, yuan | ship | collect | sign | roads s | travel s | solve s | whole s | peak MB |\n' +
    `|${' --- |'.repeat(16)}\n`,
);
for (const name of positionals.length > 0 ? (positionals as FixtureName[]) : FIXTURE_NAMES) {
  const day = await ensureFixture(name);
  for (const seed of values.seeds.split(',')) {
    const { plan, wallSeconds, peakMegabytes } = await measure(day, seed);
    const { summary, gains, timings } = plan;
    const cells = [
      name,
      seed,
      summary.orders,
      summary.unassigned,
      summary.runs,
      summary.vehiclesUsed,
      summary.km.toFixed(0),
      plan.cost.toFixed(0),
      gain(gains.ship),
      gain(gains.collect),
      gain(gains.sign),
      ...['roads', 'travel', 'solve'].map((stage) => timings[stage]?.toFixed(1) ?? '-'),
      wallSeconds.toFixed(1),
      peakMegabytes.toFixed(0),
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}
