import { expect } from 'chai';
import fc from 'fast-check';
import { evaluatePlan } from '../../../solver/index.js';
import type { PlaneTravel, Problem, ProblemInput } from '../../../solver/index.js';
import { KernelSearch } from '../../../solver/kernel/kernel-search.js';
import { nearTasks } from '../../../solver/kernel/near.js';
import { plainProblem } from '../../../solver/kernel/plain-problem.js';
import type { PlainProblem } from '../../../solver/kernel/plain-problem.js';
import { evaluateInPlane } from '../../../solver/model/evaluate-in-plane.js';
import { freezeProblem } from '../../../solver/model/freeze-problem.js';
import { withMatrices } from '../../../solver/model/plane.js';
import { randomRuns } from '../../support/plain-problem-plan.js';
import { plainInput, plainRecipes } from '../../support/plain-problem-random.js';
import { frozen } from '../../support/rich-brute-force.js';
import { Draws } from '../../support/rich-recipe.js';

const EMPTY = new Int32Array(0);

function points(size: number, draws: Draws, side: number): PlaneTravel {
  const along = (name: string): Float64Array =>
    Float64Array.from({ length: size }, (_, at) => draws.of(at).int(name, 0, side * 10) / 10);
  const round = draws.chance('nearest', 50) ? 'nearest' : 'down';
  return { x: along('x'), y: along('y'), scale: draws.pick('scale', [1, 10, 0.7]), round };
}

/** The problem with points in place of its matrix. */
function overPoints(input: ProblemInput, draws: Draws, side = 1000): ProblemInput {
  const size = input.travel[0]?.size ?? 0;
  return {
    ...input,
    travel: [{ size, durations: EMPTY, distances: EMPTY, plane: points(size, draws, side) }],
  };
}

/** Frozen as it is: planes stay planes however few points they have. */
const withPlane = (input: ProblemInput): Problem => ({ ...freezeProblem(withMatrices(input, true)), input });

function searched(plain: PlainProblem, iterations: number): KernelSearch {
  const search = new KernelSearch(plain, { seed: 3 });
  search.construct([]);
  search.run({ iterations, shouldStop: () => false, share: () => 0.5 });
  return search;
}

describe('points in a plane', () => {
  it('are judged as the matrix between them is', () => {
    const told = { driven: 0, refused: 0 };
    fc.assert(
      fc.property(plainRecipes(8, 4), (recipe) => {
        const input = overPoints(plainInput(recipe), new Draws(recipe.seed));
        const matrix = freezeProblem(withMatrices(input, true));
        const runs = randomRuns(plainProblem(matrix)!, new Draws(recipe.seed).of('runs')).filter(
          (_, run) => run % 3 !== 2,
        );
        const [inPlane, expected] = [
          evaluateInPlane(withPlane(input), runs, evaluatePlan),
          evaluatePlan(matrix, runs),
        ];
        told[expected.ok ? 'driven' : 'refused']++;
        expect(inPlane.ok).to.equal(expected.ok);
        if (inPlane.ok && expected.ok) expect(inPlane.plan).to.deep.equal(expected.plan);
      }),
      { numRuns: 180 },
    );
    expect(told.driven).to.be.greaterThan(10);
    expect(told.refused).to.be.greaterThan(10);
  });

  it('are searched as the matrix between them is', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const draws = new Draws(seed);
      const features = (['releases', 'manyRuns', 'types', 'optional'] as const).filter((feature) =>
        draws.chance(feature, 50),
      );
      // With shifts both are timed. What they charge for a task that is missing may differ, for in a plane
      // the longest leg is only bounded; both charges are above all else.
      const input = plainInput({ seed, tasks: 30, vehicles: 15, features: [...features, 'shifts'] });
      const vehicles = input.vehicles.map((vehicle) => ({ ...vehicle, capacity: [40] }));
      const over = overPoints({ ...input, vehicles }, draws, 200);
      const inPlane = searched(plainProblem(withPlane(over))!, 400);
      const byMatrix = searched(plainProblem(freezeProblem(withMatrices(over, true)))!, 400);
      expect([inPlane.plain.legs.isPlane, byMatrix.plain.legs.isPlane]).to.deep.equal([true, false]);
      expect([inPlane.plain.timed, byMatrix.plain.timed]).to.deep.equal([true, true]);
      expect(inPlane.bestRuns()).to.deep.equal(byMatrix.bestRuns());
    }
  });

  it('are planned by the thousand, at the cost that the whole matrix gives', () => {
    const recipe = { seed: 11, tasks: 3000, vehicles: 300, features: ['shifts'] as const };
    const small = plainInput({ ...recipe, tasks: 1 });
    const [task] = small.tasks;
    const size = recipe.tasks + 1;
    const draws = new Draws(11);
    const input: ProblemInput = {
      ...small,
      travel: [
        { size, durations: EMPTY, distances: EMPTY, plane: { ...points(size, draws, 300), scale: 1 } },
      ],
      tasks: Array.from({ length: recipe.tasks }, (_, index) => ({
        ...task!,
        location: index + 1,
        load: [draws.of(index).int('load', 1, 3)],
        windows: [[0, 9000]],
        penalty: index % 2 === 0 ? 1000 : null,
      })),
      vehicles: small.vehicles.map((vehicle) => ({ ...vehicle, capacity: [25] })),
    };
    const problem = frozen(input);
    const search = searched(plainProblem(problem)!, 200);
    const runs = search.bestRuns();
    const inPlane = evaluatePlan(problem, runs);
    const whole = evaluatePlan(freezeProblem(withMatrices(input, true)), runs);
    if (!inPlane.ok || !whole.ok) throw new Error('The plan cannot be driven.');
    expect(inPlane.plan).to.deep.equal(whole.plan);
    expect(whole.plan.runs.length).to.be.greaterThan(100);
    if (whole.plan.leftOut.every(({ task }) => input.tasks[task]?.penalty !== null))
      expect(whole.plan.cost.total).to.equal(search.bestValue);
  });
});

describe('near tasks', () => {
  it('of many points are the nearest of all, wherever these lie', () => {
    const shapes: Record<string, (draw: Draws) => [number, number]> = {
      square: (draw) => [draw.int('x', 0, 5000), draw.int('y', 0, 5000)],
      line: (draw) => [draw.int('x', 0, 100_000), 7],
      clusters: (draw) => [
        draw.int('city', 0, 3) * 9000 + draw.int('x', 0, 60),
        draw.int('row', 0, 1) * 70_000 + draw.int('y', 0, 60),
      ],
      'one spot': () => [5, 5],
      'far outlier': (draw) =>
        draw.chance('far', 0.1) ? [9_000_000, 0] : [draw.int('x', 0, 900), draw.int('y', 0, 900)],
    };
    for (const [name, place] of Object.entries(shapes)) {
      const plain = manyPoints(2510, place);
      const near = nearTasks(plain, 12);
      for (let task = 0; task < plain.n; task += 400) {
        const away = (other: number): number => plain.legs.metres(task, other);
        const others = Array.from({ length: plain.n }, (_, other) => other).filter((other) => other !== task);
        const nearest = others.map(away).sort((a, b) => a - b);
        const listed = [...near.list.subarray(task * 12, (task + 1) * 12)];
        expect(new Set([task, ...listed]).size, name).to.equal(13);
        expect(listed.map(away), name).to.deep.equal(nearest.slice(0, 12));
      }
    }
  });
});

function manyPoints(n: number, place: (draws: Draws) => [number, number]): PlainProblem {
  const small = plainInput({ seed: 1, tasks: 1, vehicles: 1, features: [] });
  const at = Array.from({ length: n + 1 }, (_, index) => place(new Draws(5).of(index)));
  const plane: PlaneTravel = {
    x: Float64Array.from(at, ([x]) => x),
    y: Float64Array.from(at, ([, y]) => y),
    scale: 1,
    round: 'nearest',
  };
  const tasks = Array.from({ length: n }, (_, index) => ({
    ...small.tasks[0]!,
    location: index + 1,
    serviceSeconds: 0,
    windows: [[0, 1_000_000_000]] as const,
  }));
  const vehicles = small.vehicles.map((vehicle) => ({ ...vehicle, shift: [0, 1_000_000_000] as const }));
  const sinks = small.sinks.map((sink) => ({ ...sink, window: [0, 1_000_000_000] as const }));
  const travel = [{ size: n + 1, durations: EMPTY, distances: EMPTY, plane }];
  return plainProblem(frozen({ ...small, travel, tasks, vehicles, sinks }))!;
}
