/**
 * Throws random rich problems at the solver for some minutes, with random budgets, stop rules and warm
 * starts, sound ones and nonsense. A judge that shares no code with the solver looks at every answer. At
 * the first fault it prints what is wrong, the smallest recipe that still fails and its problem as JSON,
 * and exits with 1.
 *
 *   node --import tsx scripts/fuzz-solver.ts [--minutes 5] [--seed 1] [--tasks 60] [--large 300]
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzz, fuzzRecipe } from '../test/support/rich-fuzz.js';
import { richProblem } from '../test/support/rich-problem.js';
import { shrink } from '../test/support/rich-recipe.js';
import type { Recipe } from '../test/support/rich-recipe.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    tasks: { type: 'string', default: '60' },
    large: { type: 'string', default: '300' },
  },
});

/** A case that takes longer hangs: the largest take some seconds. */
const HANGS_AFTER_MS = 120_000;

const recipeOf = (seed: number): Recipe =>
  fuzzRecipe(seed, { usual: Number(values.tasks), large: Number(values.large) });

if (process.send) await search();
else watch();

/** A solve that never ends blocks its process: the search runs in one of its own. */
function watch(): void {
  const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2));
  let timer: NodeJS.Timeout | undefined;
  child.on('message', (seed: number | null) => {
    clearTimeout(timer);
    if (seed === null) return;
    timer = setTimeout(() => {
      console.log(`Seed ${seed} hangs. Recipe ${JSON.stringify(recipeOf(seed))}`);
      child.kill('SIGKILL');
    }, HANGS_AFTER_MS);
  });
  child.on('exit', (code) => {
    clearTimeout(timer);
    process.exitCode = code ?? 1;
  });
}

async function search(): Promise<void> {
  const ends = performance.now() + Number(values.minutes) * 60_000;
  let slowest = { seed: 0, seconds: 0, tasks: 0 };
  let cases = 0;
  for (let seed = Number(values.seed); performance.now() < ends; seed++, cases++) {
    process.send?.(seed);
    const recipe = recipeOf(seed);
    const started = performance.now();
    const complaints = await fuzz(recipe);
    const seconds = (performance.now() - started) / 1000;
    if (seconds > slowest.seconds) slowest = { seed, seconds, tasks: recipe.tasks.length };
    if (complaints.length === 0) continue;
    process.send?.(null);
    await report(recipe, complaints);
    process.exitCode = 1;
    process.disconnect?.();
    return;
  }
  console.log(
    `${cases} problems from seed ${values.seed} on, none with a fault; the slowest, seed ${slowest.seed} ` +
      `with ${slowest.tasks} tasks, took ${slowest.seconds.toFixed(1)} s.`,
  );
  process.disconnect?.();
}

/** Of a complaint, the part that stays the same while its problem shrinks. */
function kindOf(complaint: string): string {
  return complaint.replace(/[\d.]+/g, '#').slice(0, 120);
}

async function report(recipe: Recipe, complaints: readonly string[]): Promise<void> {
  console.log(`Seed ${recipe.seed}: ${complaints.join('\n  ')}\nShrinking ...`);
  const kinds = complaints.map(kindOf);
  const smallest = await shrink(recipe, async (smaller) =>
    (await fuzz(smaller)).some((complaint) => kinds.includes(kindOf(complaint))),
  );
  const problem = JSON.stringify(richProblem(smallest), (_, value: unknown) =>
    value instanceof Int32Array ? [...value] : value,
  );
  console.log(`Recipe ${JSON.stringify(smallest)}\n  ${(await fuzz(smallest)).join('\n  ')}\n${problem}`);
}
