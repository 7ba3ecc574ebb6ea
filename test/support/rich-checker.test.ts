import { expect } from 'chai';
import { evaluatePlan } from '../../solver/index.js';
import type { ProblemInput, SolverPlan, TaskInput, VehicleInput } from '../../solver/index.js';
import { frozen } from './rich-brute-force.js';
import { checkRichPlan } from './rich-checker.js';
import { likelyRuns } from './rich-plans.js';
import { richProblem } from './rich-problem.js';
import { Draws, FEATURES, keys } from './rich-recipe.js';
import type { Recipe } from './rich-recipe.js';

interface Sound {
  readonly input: ProblemInput;
  readonly plan: SolverPlan;
  /** Tasks of the plan's first run in their order, and one of another run where there is one. */
  readonly first: readonly number[];
  readonly elsewhere: number | null;
}

/** Plans that keep every rule, of problems with half of the features. */
function soundPlans(count: number): Sound[] {
  const found: Sound[] = [];
  for (let seed = 1; found.length < count; seed++) {
    const features = FEATURES.filter((feature) => new Draws(seed).chance(feature, 50));
    const recipe: Recipe = { seed, tasks: keys(7), vehicles: keys(2), features };
    const input = richProblem(recipe);
    const judged = evaluatePlan(frozen(input), likelyRuns(input, new Draws(seed)));
    if (!judged.ok) continue;
    const runs = judged.plan.runs.map((run) => run.stops.flatMap((stop) => stop.tasks));
    const [first, second] = runs;
    if (!first || first.length < 2) continue;
    found.push({ input, plan: judged.plan, first, elsewhere: second?.[0] ?? null });
  }
  return found;
}

/** The plan with one more in one of its numbers, for every number that it holds. */
function* offByOne(value: unknown, path = 'plan'): Generator<{ path: string; changed: unknown }> {
  if (typeof value === 'number') yield { path, changed: value + 1 };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const { path: where, changed } of offByOne(inner, `${path}.${key}`)) {
      const copy: unknown = Array.isArray(value)
        ? value.map((item: unknown, index) => (String(index) === key ? changed : item))
        : { ...value, [key]: changed };
      yield { path: where, changed: copy };
    }
  }
}

/** Complaints, an index beyond its list being one. */
function complaintsOf(input: ProblemInput, plan: SolverPlan): string[] {
  try {
    return checkRichPlan(input, plan);
  } catch (error) {
    return [String(error)];
  }
}

const eachTask = (input: ProblemInput, change: Partial<TaskInput>): ProblemInput => ({
  ...input,
  tasks: input.tasks.map((task) => ({ ...task, ...change })),
});
const eachVehicle = (input: ProblemInput, change: Partial<VehicleInput>): ProblemInput => ({
  ...input,
  vehicles: input.vehicles.map((vehicle) => ({ ...vehicle, ...change })),
});

/** Rules that no plan with two tasks in its first run keeps. */
const STRICTER: Record<string, (sound: Sound) => ProblemInput | null> = {
  'windows that are over': ({ input }) => eachTask(input, { windows: [[-9, -9]] }),
  'a release tomorrow': ({ input }) => eachTask(input, { runReleaseSeconds: 90_000 }),
  'a due moment yesterday': ({ input }) => eachTask(input, { dueSeconds: -9 }),
  'nobody allowed': ({ input }) => eachTask(input, { vehicles: [] }),
  'a longer service': ({ input }) =>
    eachTask(input, { serviceSeconds: 9999, serviceSecondsByProfile: [9999, 9999] }),
  'no room': ({ input }) => eachVehicle(eachTask(input, { load: [1, 1] }), { capacity: [0, 0] }),
  'no sinks': ({ input }) => eachVehicle(input, { sinks: [] }),
  'no runs': ({ input }) => eachVehicle(input, { maxRuns: 0 }),
  'no duty': ({ input }) => eachVehicle(input, { maxDutySeconds: 0 }),
  'a shift that is over': ({ input }) => eachVehicle(input, { shift: [-9, 0] }),
  'a break owed at once': ({ input }) =>
    eachVehicle(input, { breaks: [{ window: [-1, -1], seconds: 100_000 }] }),
  'a dear late start': ({ input }) =>
    eachTask(input, { lateness: { afterSeconds: -9, costPerSecond: 1000 } }),
  'strangers at work': ({ input }) => eachTask(input, { preferred: { vehicles: [], otherwiseCost: 7 } }),
  'a price on the longest day': ({ input }) => ({
    ...input,
    balance: { longestDayCostPerSecond: 5000, spreadCostPerSecond: 0 },
  }),
  'an order against the run': ({ input, first }) => ({
    ...input,
    precedences: [{ before: first[1] ?? 0, after: first[0] ?? 0 }],
  }),
  'alternatives in one run': ({ input, first }) => ({
    ...input,
    alternatives: [{ tasks: first.slice(0, 2), penalty: 0 }],
  }),
  'one run for tasks of two': ({ input, first, elsewhere }) =>
    elsewhere === null
      ? null
      : { ...input, sameRun: [{ tasks: [first[0] ?? 0, elsewhere], ordered: false }] },
  'a pair the wrong way round': ({ input, first }) => ({
    ...input,
    pairs: [{ pickup: first[1] ?? 0, delivery: first[0] ?? 0, maxAboardSeconds: null }],
  }),
  'no roads': ({ input }) => ({
    ...input,
    travel: input.travel.map(({ size }) => ({
      size,
      durations: new Int32Array(size * size).fill(-1),
      distances: new Int32Array(size * size).fill(-1),
    })),
  }),
};

describe('the judge of rich plans', () => {
  it('notices any number of a plan that is off by one', () => {
    const missed: string[] = [];
    for (const { input, plan } of soundPlans(12)) {
      expect(checkRichPlan(input, plan)).to.deep.equal([]);
      for (const { path, changed } of offByOne(plan)) {
        // The other vehicle may be as good.
        if (path.endsWith('.vehicle')) continue;
        if (complaintsOf(input, changed as SolverPlan).length === 0) missed.push(path);
      }
    }
    expect(missed).to.deep.equal([]);
  });

  for (const [name, stricter] of Object.entries(STRICTER)) {
    it(`refuses ${name}`, () => {
      for (const sound of soundPlans(8)) {
        const input = stricter(sound);
        if (input) expect(complaintsOf(input, sound.plan)).to.not.deep.equal([]);
      }
    });
  }
});
