import { readFile } from 'node:fs/promises';
import { planSchema, type Gains } from '../domain/plan.js';
import { parse, UsageError } from './args.js';

/** Gains of a plan document on disk. */
export async function gainsCommand(argv: readonly string[]): Promise<Gains> {
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
