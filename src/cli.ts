import { InfeasibleError, UsageError } from './cli/args.js';
import { JsonText } from './cli/json-text.js';

const USAGE = `packhorse COMMAND
  serve [--first-day NAME [--time S] [--seed N] [--threads N]]      the HTTP service, until interrupted
  migrate                       brings the database up to date
  keys create --role dispatcher|outlet|viewer|metrics [--outlet ID]
  plan DAY.json [--orders ORDERS.csv] [--time S] [--threads N] [--seed N] [--iterations N] [--strict]
       [--extract FILE.osm.pbf] [--elevation DIR] [--graphhopper URL] [--graphs DIR] [--quiet]
  gains PLAN.json               the gains of a stored plan
  solve INSTANCE [--time S] [--threads N] [--seed N] [--iterations N] [--rounding round|trunc|dimacs|exact]
       [--objective cost|vehicles-first]    a VRPLIB or Solomon instance
  roads build EXTRACT.osm.pbf [--dem DIR|FILE.tif] [--profiles FILE.json] [--profile P,P] --out DIR
  roads matrix|nearest --graph DIR|--graphhopper URL --profile P --points FILE.csv
  roads route          --graph DIR|--graphhopper URL --profile P --from lon,lat --to lon,lat
  roads isochrone      --graph DIR|--graphhopper URL --profile P --point lon,lat [--minutes 15,30,60]
       [--direction from|to]    each of these with [--max-snap METRES] [--season NAME] [--load laden|empty]
       [--at YYYY-MM-DDTHH:MM|HH:MM] [--changes FILE.geojson]
  fixtures make [NAME ...] [--seed N] [--out DIR]      weinan, baoshan, tianshui
Prints JSON on standard output, messages on standard error.
Exit 0 fine, 2 bad input, 3 nothing feasible, 1 internal.
`;

type Command = (argv: readonly string[]) => Promise<unknown>;

/** Each loads what it needs and no more: reading the whole service in takes seconds on a small machine. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./cli/serve-command.js')).serveCommand,
  migrate: async () => (await import('./cli/serve-command.js')).migrateCommand,
  keys: async () => (await import('./cli/serve-command.js')).keysCommand,
  plan: async () => (await import('./cli/plan-command.js')).planCommand,
  gains: async () => (await import('./cli/gains-command.js')).gainsCommand,
  roads: async () => (await import('./cli/roads-command.js')).roadsCommand,
  solve: async () => (await import('./cli/solve-command.js')).solveCommand,
  fixtures: async () => (await import('./cli/fixtures-command.js')).fixturesCommand,
};

async function main([name, ...argv]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stderr.write(USAGE);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(`no command ${name}\n${USAGE}`);
  const command = await load();
  const answer = await command(argv);
  if (answer !== undefined) await print(answer);
  return 0;
}

/** Resolves once standard output has taken everything, also through a slow pipe. */
async function print(answer: unknown): Promise<void> {
  if (answer instanceof JsonText) for (const piece of answer.pieces) await write(piece);
  else await write(typeof answer === 'string' ? answer : JSON.stringify(answer));
  await write('\n');
}

const write = (text: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(text, () => resolve()));

async function fail(error: unknown): Promise<number> {
  if (error instanceof InfeasibleError) {
    await print(error.message);
    process.stderr.write('packhorse: nothing could be planned; `unassigned` says why\n');
    return 3;
  }
  if (error instanceof UsageError) {
    if (error.detail !== undefined) await print(error.detail);
    process.stderr.write(`packhorse: ${error.message}\n`);
    return 2;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const input = BAD_INPUT.test(code);
  process.stderr.write(
    `packhorse: ${error instanceof Error ? (input ? error.message : error.stack) : String(error)}\n`,
  );
  return input ? 2 : 1;
}

/** Codes of faults that lie in what was given: settings, days, maps, points, profiles. */
const BAD_INPUT =
  /^(bad-|instance-|conditions-|config-|extract-|elevation-|profile-|points-|server-|graph-(missing|damaged|outdated|unwritable))/;

// Who reads may stop early, as `head` does; there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2)).catch(fail);
