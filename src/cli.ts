import { readFile } from 'node:fs/promises';
import { FIXTURE_NAMES, makeFixtures, type FixtureName } from '../fixtures/make/index.js';
import { InfeasibleError, parse, UsageError } from './cli/args.js';
import { JsonText } from './cli/json-text.js';
import { planCommand } from './cli/plan-command.js';
import { roadsCommand } from './cli/roads-command.js';
import { keysCommand, migrateCommand, serveCommand } from './cli/serve-command.js';
import { solveCommand } from './cli/solve-command.js';
import { planSchema, type Gains } from './domain/plan.js';

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

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  keys: keysCommand,
  plan: planCommand,
  gains: gainsCommand,
  roads: roadsCommand,
  solve: solveCommand,
  fixtures: fixturesCommand,
};

/** Gains of a plan document on disk. */
async function gainsCommand(argv: readonly string[]): Promise<Gains> {
  const file = parse(argv, []).positionals[0];
  if (file === undefined) throw new UsageError('give a plan: packhorse gains PLAN.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file}: cannot be read as a file`);
  });
  const plan = planSchema.safeParse(parseJson(file, text));
  if (plan.success) return plan.data.gains;
  const issues = plan.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new UsageError(`${file}: not a plan of this version: ${issues.length} faults`, {
    faults: issues.slice(0, 100),
  });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: not JSON: ${(error as Error).message}`);
  }
}

async function fixturesCommand(argv: readonly string[]): Promise<unknown> {
  const args = parse(argv, ['seed', 'out']);
  const [verb, ...names] = args.positionals;
  if (verb !== 'make') throw new UsageError('packhorse fixtures make [NAME ...]');
  const unknown = names.filter((name) => !FIXTURE_NAMES.includes(name as FixtureName));
  if (unknown.length > 0)
    throw new UsageError(`no fixture day ${unknown.join(', ')}: there are ${FIXTURE_NAMES.join(', ')}`);
  const out = args.text('out');
  const seed = args.text('seed') === undefined ? undefined : args.number('seed', 1, 0, 2147483647);
  return makeFixtures({
    ...(out === undefined ? {} : { out }),
    ...(names.length === 0 ? {} : { names: names as FixtureName[] }),
    ...(seed === undefined ? {} : { seed }),
    log: (line: string) => void process.stderr.write(`${line}\n`),
  });
}

async function main([name, ...argv]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stderr.write(USAGE);
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS[name];
  if (!command) throw new UsageError(`no command ${name}\n${USAGE}`);
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
