import { expect } from 'chai';
import fc from 'fast-check';
import { evaluatePlan, runsOf } from '../../../solver/index.js';
import { frozen } from '../../support/rich-brute-force.js';
import { checkRichPlan } from '../../support/rich-checker.js';
import { likelyRuns } from '../../support/rich-plans.js';
import { richProblems } from '../../support/rich-problem.js';
import { Draws } from '../../support/rich-recipe.js';

describe('evaluatePlan on random rich problems', () => {
  it('times and prices plans so that the judge has nothing to say', () => {
    let accepted = 0;
    fc.assert(
      fc.property(richProblems({ tasks: [1, 9], vehicles: [1, 3] }), fc.nat(), ({ input }, seed) => {
        const problem = frozen(input);
        for (let plan = 0; plan < 5; plan++) {
          const judged = evaluatePlan(problem, likelyRuns(input, new Draws(seed).of(plan)));
          if (!judged.ok) continue;
          if (judged.plan.runs.length > 0) accepted++;
          expect(checkRichPlan(input, judged.plan)).to.deep.equal([]);
          expect(evaluatePlan(problem, runsOf(judged.plan))).to.deep.equal(judged);
        }
      }),
      { seed: 1, numRuns: 600 },
    );
    expect(accepted).to.be.above(200);
  });
});
