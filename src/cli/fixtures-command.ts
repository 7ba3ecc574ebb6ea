import { FIXTURE_NAMES, makeFixtures, type FixtureName } from '../../fixtures/make/index.js';
import { parse, UsageError } from './args.js';

/** `fixtures make [NAME ...] [--seed N] [--out DIR]`: writes the made-up days anew. */
export async function fixturesCommand(argv: readonly string[]): Promise<unknown> {
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
