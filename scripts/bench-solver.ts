/**
 * Measures the solver on random clustered days with fixed seeds.
 *
 *   npx tsx scripts/bench-solver.ts [--tasks 1500] [--vehicles 60] [--time 10] [--seed 1] [--rests] [--places]
 *
 * Prints the cost by time, iterations a second and what the plan costs in parts. Compare only rows
 * from one machine.
 */
import { parseArgs } from 'node:util';
import { checkProblem, solve } from '../solver/index.js';
import type { Problem } from '../solver/index.js';
import { randomDay } from './random-day.js';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '1500' },
    vehicles: { type: 'string', default: '60' },
    time: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    day: { type: 'string', default: '7' },
    iterations: { type: 'string' },
    rests: { type: 'boolean', default: false },
    places: { type: 'boolean', default: false },
    'no-select': { type: 'boolean', default: false },
  },
});

const yuan = (cost: number): string => (cost / 1e6).toFixed(1);

async function main(): Promise<void> {
  const problem = freeze();
  const cpuBefore = process.cpuUsage();
  const limit = Number(values.time) * 1000;
  let next = 0;
  // CPU time, not wall time: rows from a busy machine stay comparable.
  const spent = (): number => {
    const { user, system } = process.cpuUsage(cpuBefore);
    return (user + system) / 1000;
  };
  const share = (): number => Math.min(1, spent() / limit);
  const result = await solve(problem, {
    seed: Number(values.seed),
    select: !values['no-select'],
    ...(values.iterations
      ? { iterations: Number(values.iterations) }
      : { shouldStop: () => share() >= 1, elapsedShare: share }),
    onProgress: ({ stage, iterations, cost, leftOut }) => {
      const seconds = spent() / 1000;
      if (stage === 'search' && seconds < next) return;
      next = seconds + limit / 10_000;
      console.log(
        `${seconds.toFixed(1).padStart(6)} s ${stage.padEnd(9)} ${String(iterations).padStart(8)} iterations  ${yuan(cost)} yuan  ${leftOut} left out`,
      );
    },
  });
  const cpu = process.cpuUsage(cpuBefore);
  const seconds = (cpu.user + cpu.system) / 1e6;
  const { cost, runs, leftOut } = result.plan;
  const used = new Set(runs.map((run) => run.vehicle)).size;
  console.log(
    `${Math.round(result.iterations / seconds)} iterations/CPU s (${seconds.toFixed(1)} s), ${runs.length} runs, ${used} vehicles, ${leftOut.length} left out, pool ${result.poolRuns}`,
  );
  console.log(
    `fixed ${yuan(cost.fixed)}  distance ${yuan(cost.distance)}  time ${yuan(cost.time)}  hours ${yuan(cost.hours)}  penalties ${yuan(cost.penalties)}  total ${yuan(cost.total)}`,
  );
  if (result.selection)
    console.log(
      `selection (${result.selection.engine}): ${yuan(result.selection.before)} -> ${yuan(result.selection.after)}`,
    );
}

function freeze(): Problem {
  const checked = checkProblem(
    randomDay({
      tasks: Number(values.tasks),
      vehicles: Number(values.vehicles),
      seed: Number(values.day),
      rests: values.rests,
      places: values.places,
    }),
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults.slice(0, 5)));
  return checked.problem;
}

await main();
