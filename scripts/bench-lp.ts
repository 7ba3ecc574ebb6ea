/**
 * Measures the integer selection over pools of runs that a search has really driven, with fixed seeds.
 *
 *   npx tsx scripts/bench-lp.ts [--tasks 500,1000,1500] [--pools 2000,10000] [--iterations 40000]
 *                               [--nodes 20] [--seconds S] [--seed 1] [--places]
 *
 * A row a pool: size of the model's pool, cost before and after by the plan's own evaluation, CPU seconds,
 * peak memory of the process. Compare only rows from one machine.
 */
import { parseArgs } from 'node:util';
import { checkProblem, evaluatePlan } from '../solver/index.js';
import { selectRuns } from '../solver/lp/select-runs.js';
import { Search } from '../solver/search/search.js';
import { randomDay } from './random-day.js';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '500,1000,1500' },
    pools: { type: 'string', default: '2000,10000' },
    iterations: { type: 'string', default: '40000' },
    columns: { type: 'string' },
    nodes: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    places: { type: 'boolean', default: false },
  },
});

const numbers = (list: string): number[] => list.split(',').map(Number);
const yuan = (cost: number): string => (cost / 1e6).toFixed(2);
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

async function main(): Promise<void> {
  for (const tasks of numbers(values.tasks)) {
    const { problem, pool, incumbent } = searched(tasks);
    for (const size of numbers(values.pools)) {
      const before = process.cpuUsage();
      const selection = await selectRuns(problem, pool.slice(0, size), incumbent, {
        ...(values.seconds === undefined ? {} : { seconds: Number(values.seconds) }),
        ...(values.nodes === undefined ? {} : { nodes: Number(values.nodes) }),
        ...(values.columns === undefined ? {} : { columns: Number(values.columns) }),
      });
      const { user, system } = process.cpuUsage(before);
      const judged = selection === null ? null : evaluatePlan(problem, selection.runs);
      console.log(
        [
          `${tasks} tasks, ${selection?.offered ?? '-'} runs offered, ${selection?.held ?? '-'} held`,
          `model ${yuan(selection?.before ?? NaN)} -> ${yuan(selection?.after ?? NaN)}${selection?.proven ? ' (proven)' : ''}`,
          `plan ${yuan(incumbent.cost.total)} -> ${judged === null ? 'none' : judged.ok ? yuan(judged.plan.cost.total) : judged.violations[0]?.code}`,
          `${selection?.nodes ?? '-'} nodes`,
          `${((user + system) / 1e6).toFixed(1)} CPU s`,
          `${megabytes(process.resourceUsage().maxRSS * 1024)} MB peak`,
        ].join(' | '),
      );
    }
  }
}

/** A short search: enough of a pool to choose from, far enough from the end to leave something to find. */
function searched(tasks: number) {
  const day = { tasks, vehicles: Math.ceil(tasks / 20), seed: 7, rests: false, places: values.places };
  const checked = checkProblem(randomDay(day));
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults.slice(0, 5)));
  const search = new Search(checked.problem, { seed: Number(values.seed) });
  search.construct([]);
  const iterations = Number(values.iterations);
  search.run({ iterations, shouldStop: () => false, share: (iteration) => iteration / iterations });
  search.dropRunsWithoutDeparture();
  const judged = evaluatePlan(checked.problem, search.bestRuns());
  if (!judged.ok) throw new Error(`the search's own plan breaks ${judged.violations[0]?.code}`);
  return { problem: checked.problem, pool: search.pool.list(), incumbent: judged.plan };
}

await main();
