import { expect } from 'chai';
import fc from 'fast-check';
import type { ProblemInput, TravelMatrix } from '../../../solver/index.js';
import { nearTasks } from '../../../solver/kernel/near.js';
import { plainProblem } from '../../../solver/kernel/plain-problem.js';
import { Routes } from '../../../solver/kernel/routes.js';
import { buildBySavings, suitsSavings } from '../../../solver/kernel/savings.js';
import { plainByHand } from '../../support/plain-problem-by-hand.js';
import { costOfDays, daysOf, plainOf } from '../../support/plain-problem-plan.js';
import { plainRecipes } from '../../support/plain-problem-random.js';
import { frozen } from '../../support/rich-brute-force.js';

const TWO = [{}, {}];
const suits = (input: ProblemInput): boolean => suitsSavings(new Routes(plainProblem(frozen(input))!));

describe('a plan by savings', () => {
  it('can be driven, costs what the routes say and leaves out only what finds no vehicle', () => {
    fc.assert(
      fc.property(plainRecipes(25, 8, ['ownSeconds', 'unload', 'sameLocations']), (recipe) => {
        const plain = plainOf(recipe);
        const routes = new Routes(plain);
        if (!suitsSavings(routes)) return;
        buildBySavings(routes, nearTasks(plain, 10));
        expect(costOfDays(plain, daysOf(routes))).to.equal(routes.travelCost);
        const tooLarge = plain.demand.filter((load) => load > plain.types[0]!.capacity[0]!).length;
        if (routes.usedSlots < routes.slots) expect(routes.absentCount).to.equal(tooLarge);
      }),
      { numRuns: 200 },
    );
  });

  it('joins what lies on one way', () => {
    const plain = plainProblem(frozen(plainByHand({ tasks: [{}, {}, {}], vehicles: [{}, {}, {}] })))!;
    const routes = new Routes(plain);
    buildBySavings(routes, nearTasks(plain, 5));
    expect(daysOf(routes)).to.have.length(1);
    expect(routes.travelCost).to.equal(60);
  });

  it('is for one type of vehicle, one load, one run and no more rules', () => {
    const plain = plainByHand({ tasks: TWO, vehicles: TWO });
    const otherwise: Record<string, ProblemInput> = {
      windows: plainByHand({ tasks: [{ windows: [[0, 30]] }, {}] }),
      types: plainByHand({ tasks: TWO, vehicles: [{}, { fixedCost: 1 }] }),
      penalties: plainByHand({ tasks: [{ penalty: 5 }, {}] }),
      'several runs': plainByHand({ tasks: TWO, vehicles: [{ maxRuns: 2 }] }),
      duty: plainByHand({ tasks: TWO, vehicles: [{ maxDutySeconds: 50 }] }),
      restrictions: plainByHand({ tasks: [{ vehicles: [] }, {}] }),
      'no load': withLoads(plain, []),
      'two loads': withLoads(plain, [1, 1]),
      'other ways back': { ...plain, travel: [oneWay(plain.travel[0]!)] },
    };
    expect(suits(plain)).to.equal(true);
    for (const [name, input] of Object.entries(otherwise)) expect(suits(input), name).to.equal(false);
  });
});

function withLoads(input: ProblemInput, load: readonly number[]): ProblemInput {
  return {
    ...input,
    dimensions: load.length,
    tasks: input.tasks.map((task) => ({ ...task, load })),
    vehicles: input.vehicles.map((vehicle) => ({ ...vehicle, capacity: load })),
  };
}

function oneWay(travel: TravelMatrix): TravelMatrix {
  const distances = travel.distances.slice();
  distances[1] = (distances[1] ?? 0) + 1;
  return { ...travel, distances };
}
