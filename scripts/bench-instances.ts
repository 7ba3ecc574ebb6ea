/**
 * Runs the built solver and the peers that are installed over folders of benchmark instances and prints gaps to
 * best-known costs, or with --growth how time to a good plan, memory and speed grow with the number of stops.
 * Usage: scripts/bench --help. Every run is a process of its own. Compare only rows of one run on one machine.
 */
import { cpus } from 'node:os';
import { findEngines } from './bench-instances/engines.js';
import { growth } from './bench-instances/growth.js';
import { findCases } from './bench-instances/instances.js';
import { readOptions, USAGE, type BenchOptions } from './bench-instances/options.js';
import { endWithUs } from './bench-instances/process.js';
import { Results } from './bench-instances/results.js';
import { runCases } from './bench-instances/run-cases.js';
import { tables } from './bench-instances/tables.js';

const main = async (options: BenchOptions): Promise<void> => {
  endWithUs();
  const engines = await findEngines(options);
  if (engines.length === 0) throw new Error('no engine is there to run');
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  const versions = engines.map(({ name, version }) => `${name} (${version})`).join(', ');
  console.log(
    `${machine}; seeds ${options.seeds.join(', ')}; ${options.threads} thread(s), ${options.jobs} at a time${options.cores.length > 0 ? `, pinned to ${options.cores.join(', ')}` : ''}; ${versions}\n`,
  );
  const results = new Results(options.out);
  if (options.growth) {
    console.log(await growth(engines, options, results));
    return;
  }
  const cases = findCases(options);
  if (cases.length === 0) throw new Error('no instance is there to run');
  console.log(tables(cases, await runCases(cases, engines, options, results)));
};

if (process.argv.includes('--help')) console.log(USAGE);
else
  try {
    await main(readOptions(process.argv.slice(2)));
  } catch (fault) {
    console.error(`bench: ${(fault as Error).message}`);
    process.exitCode = 2;
  }
