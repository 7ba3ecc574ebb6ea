import { expect } from 'chai';
import fc from 'fast-check';
import { loadHighsEngine } from '../../../solver/lp/engine/highs-engine.js';
import type { LpEngine } from '../../../solver/lp/engine/lp-engine.js';
import { simplexEngine } from '../../../solver/lp/engine/simplex-engine.js';
import { LpModelBuilder } from '../../../solver/lp/lp-model-builder.js';
import { faultsOfLp, faultsOfMip } from '../../../solver/lp/verify.js';
import {
  anyModel,
  bestVertexCost,
  bestWholeCost,
  beale,
  boxedModel,
  toLpModel,
  type SmallModel,
} from './lp-oracle.js';

const engines: readonly (readonly [string, () => Promise<LpEngine>])[] = [
  ['highs', loadHighsEngine],
  ['javascript-lp-solver', () => Promise.resolve(simplexEngine)],
];

const model = (columns: SmallModel['columns'], ...rows: SmallModel['rows']) => toLpModel({ columns, rows });
const column = (cost: number, lower = 0, upper = Infinity) => ({ cost, lower, upper });
const row = (lower: number, upper: number, ...coefficients: number[]) => ({ lower, upper, coefficients });

/** Engines' last digits differ. */
const rounded = (values: Float64Array): number[] =>
  Array.from(values, (value) => Math.round(value * 1e9) / 1e9 + 0);

for (const [name, load] of engines) {
  describe(`LP engine ${name}`, () => {
    let engine: LpEngine;
    before(async () => {
      engine = await load();
    });

    it('solves a small LP and gives its duals', () => {
      const diet = model([column(2), column(3)], row(4, Infinity, 1, 1), row(6, Infinity, 1, 3));
      const answer = engine.solveLp(diet);
      expect(answer.status).to.equal('optimal');
      expect(rounded(answer.primal)).to.deep.equal([3, 1]);
      expect(rounded(answer.duals)).to.deep.equal([1.5, 0.5]);
      expect(rounded(answer.reducedCosts)).to.deep.equal([0, 0]);
      expect(answer.objective).to.equal(9);
    });

    it('gives an upper row limit a dual of at most 0 and a lower one of at least 0', () => {
      const answer = engine.solveLp(
        model([column(-3, 0, 4), column(1)], row(-Infinity, 2, 1, 0), row(1, Infinity, 0, 1)),
      );
      expect(rounded(answer.duals)).to.deep.equal([-3, 1]);
    });

    it('reaches both ends of a range', () => {
      const columns = [column(1, -Infinity), column(-1, -Infinity)];
      const answer = engine.solveLp(model(columns, row(-3, 5, 1, 0), row(-2, 7, 0, 1)));
      expect(rounded(answer.primal)).to.deep.equal([-3, 7]);
    });

    it('lets free and only-bounded-above columns go below 0', () => {
      const columns = [column(1, -Infinity), column(-2, -Infinity, -3)];
      const answer = engine.solveLp(model(columns, row(-10, Infinity, 1, 0)));
      expect(rounded(answer.primal)).to.deep.equal([-10, -3]);
    });

    it('keeps an equality with a negative right side', () => {
      const answer = engine.solveLp(model([column(1), column(5)], row(-4, -4, -2, 1)));
      expect(rounded(answer.primal)).to.deep.equal([2, 0]);
    });

    it('ends on a degenerate vertex, with the optimum or at its limit', () => {
      const answer = engine.solveLp(beale);
      const claimed = answer.status === 'limit' ? ['stopped at a limit'] : [];
      expect(faultsOfLp(beale, answer)).to.deep.equal(claimed);
    });

    it('proves a contradiction by its multipliers', () => {
      const contradiction = model([column(1), column(1)], row(-Infinity, 2, 1, 1), row(3, Infinity, 1, 1));
      const answer = engine.solveLp(contradiction);
      expect(answer.status).to.equal('infeasible');
      expect(faultsOfLp(contradiction, answer)).to.deep.equal([]);
    });

    it('proves an endless fall by its direction', () => {
      const open = model([column(-1), column(0)], row(-Infinity, 3, 1, -1));
      const answer = engine.solveLp(open);
      expect(answer.status).to.equal('unbounded');
      expect(faultsOfLp(open, answer)).to.deep.equal([]);
    });

    it('answers a model without rows and one without columns', () => {
      expect(rounded(engine.solveLp(model([column(1, -2, 5), column(-1, 0, 3)])).primal)).to.deep.equal([
        -2, 3,
      ]);
      const builder = new LpModelBuilder();
      builder.addRow(1, 2);
      expect(engine.solveLp(builder.build()).status).to.equal('infeasible');
      expect(engine.solveLp(new LpModelBuilder().build()).objective).to.equal(0);
    });

    it('finds the best vertex of any boxed model, or that there is none', () => {
      fc.assert(
        fc.property(boxedModel, (small) => {
          const answer = engine.solveLp(toLpModel(small));
          const best = bestVertexCost(small);
          expect(answer.status).to.equal(best === null ? 'infeasible' : 'optimal');
          if (best !== null) expect(answer.objective).to.be.closeTo(best, 1e-6);
        }),
        { seed: 11, numRuns: 200 },
      );
    });

    it('proves every answer, whatever bounds are missing', () => {
      fc.assert(
        fc.property(anyModel, (small) => {
          const lp = toLpModel(small);
          expect(faultsOfLp(lp, engine.solveLp(lp))).to.deep.equal([]);
        }),
        { seed: 12, numRuns: 300 },
      );
    });

    it('finds the best whole point of any boxed model, or that there is none', () => {
      fc.assert(
        fc.property(boxedModel, (small) => {
          const mip = toLpModel(small, true);
          const answer = engine.solveMip(mip);
          const best = bestWholeCost(small);
          expect(faultsOfMip(mip, answer)).to.deep.equal([]);
          expect(answer.status).to.equal(best === null ? 'infeasible' : 'optimal');
          if (best !== null) expect(answer.objective).to.be.closeTo(best, 1e-6);
        }),
        { seed: 13, numRuns: 150 },
      );
    });

    it('answers the same model the same way twice', () => {
      const lp = toLpModel(fc.sample(boxedModel, { seed: 14, numRuns: 1 })[0] as SmallModel);
      expect(engine.solveLp(lp)).to.deep.equal(engine.solveLp(lp));
    });
  });
}
