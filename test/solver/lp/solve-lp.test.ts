import { expect } from 'chai';
import fc from 'fast-check';
import { loadHighsEngine } from '../../../solver/lp/engine/highs-engine.js';
import {
  LpEngineError,
  type LpAnswer,
  type LpEngine,
  type LpModel,
} from '../../../solver/lp/engine/lp-engine.js';
import { simplexEngine } from '../../../solver/lp/engine/simplex-engine.js';
import { LpModelBuilder } from '../../../solver/lp/lp-model-builder.js';
import { solveSmallLp, solveSmallMip } from '../../../solver/lp/solve-lp.js';
import { faultsOfLp } from '../../../solver/lp/verify.js';
import { beale, boxedModel, toLpModel } from './lp-oracle.js';

/** min x + y, x + 2y >= 4, 3x + y >= 6: the best is (1.6, 1.2), 2.8. */
const honest = toLpModel({
  columns: [1, 1].map((cost) => ({ cost, lower: 0, upper: Infinity })),
  rows: [
    { lower: 4, upper: Infinity, coefficients: [1, 2] },
    { lower: 6, upper: Infinity, coefficients: [3, 1] },
  ],
});

/** An engine that answers as the real one does, save for what it lies about. */
const liar = (lie: (answer: LpAnswer) => Partial<LpAnswer>): LpEngine => ({
  name: 'liar',
  solveLp: (model, limits) => {
    const answer = simplexEngine.solveLp(model, limits);
    return { ...answer, ...lie(answer) };
  },
  solveMip: (model) => ({
    ...simplexEngine.solveMip(model),
    primal: Float64Array.of(0.5, 2),
    objective: 2.5,
  }),
});

const lies: readonly (readonly [string, (answer: LpAnswer) => Partial<LpAnswer>])[] = [
  ['a feasible point that is not the best', () => ({ primal: Float64Array.of(4, 0), objective: 4 })],
  ['a point outside a row', () => ({ primal: Float64Array.of(1, 1), objective: 2 })],
  ['a point outside a bound', () => ({ primal: Float64Array.of(-1, 9), objective: 8 })],
  ['another cost than its point has', () => ({ objective: 2.5 })],
  ['duals of the wrong sign', ({ duals }) => ({ duals: duals.map((dual) => -dual) })],
  ['no duals', () => ({ duals: new Float64Array(0) })],
  ['not a number', ({ primal }) => ({ primal: primal.map(() => NaN), objective: NaN })],
  ['infeasible', () => ({ status: 'infeasible', ray: Float64Array.of(1, 1) })],
  ['infeasible without a proof', () => ({ status: 'infeasible', ray: null })],
  ['unbounded', () => ({ status: 'unbounded', ray: Float64Array.of(1, 1) })],
  ['that it ran out of time', () => ({ status: 'limit' })],
];

/** Set partitioning with more rows than the dense tableau is trusted with: the kind it has got wrong. */
const partition = (rows: number, columns: number): LpModel => {
  let state = 7;
  const draw = (below: number): number => (state = (state * 48271) % 2147483647) % below;
  const builder = new LpModelBuilder();
  for (let row = 0; row < rows; row++) builder.addRow(1, 1);
  for (let row = 0; row < rows; row++) builder.addColumn({ cost: 1_000, entries: [[row, 1]] });
  for (let column = 0; column < columns; column++) {
    const covered = new Set(Array.from({ length: 5 }, () => draw(rows)));
    builder.addColumn({ cost: 100 + draw(900), entries: [...covered].map((row) => [row, 1] as const) });
  }
  return builder.build();
};

describe('solveSmallLp', () => {
  it('believes an answer that proves itself and says whose it is', async () => {
    const answer = await solveSmallLp(honest);
    expect(answer).to.include({
      engine: 'javascript-lp-solver',
      fellBack: 0,
      verified: true,
      status: 'optimal',
    });
    expect(answer.objective).to.be.closeTo(2.8, 1e-9);
  });

  for (const [name, lie] of lies) {
    it(`turns to the other engine when told ${name}`, async () => {
      const answer = await solveSmallLp(honest, {}, [() => liar(lie), loadHighsEngine]);
      expect(answer).to.include({ engine: 'highs', fellBack: 1, verified: true });
      expect(answer.objective).to.be.closeTo(2.8, 1e-9);
      expect(answer.faults.join()).to.match(/^liar: /);
    });
  }

  it('does not take a descent for unbounded where nothing is feasible', async () => {
    const empty = toLpModel({
      columns: [
        { cost: -1, lower: 0, upper: Infinity },
        { cost: 0, lower: 0, upper: 1 },
      ],
      rows: [{ lower: 2, upper: 2, coefficients: [0, 1] }],
    });
    const ray = Float64Array.of(1, 0);
    const answer = await solveSmallLp(empty, {}, [
      () => liar(() => ({ status: 'unbounded', ray })),
      loadHighsEngine,
    ]);
    expect(answer).to.include({ status: 'infeasible', engine: 'highs', verified: true });
  });

  it('says that nothing was proven when every engine lies', async () => {
    const lie = (): Partial<LpAnswer> => ({ objective: 1 });
    const answer = await solveSmallLp(honest, {}, [() => liar(lie), () => liar(lie)]);
    expect(answer).to.include({ verified: false, fellBack: 1 });
    expect(answer.faults).to.have.length(2);
  });

  it('throws only when every engine broke', async () => {
    const broken = (): LpEngine => {
      throw new LpEngineError('broken: out of memory');
    };
    expect(await solveSmallLp(honest, {}, [broken, () => simplexEngine])).to.include({
      verified: true,
      fellBack: 1,
    });
    const failure = await solveSmallLp(honest, {}, [broken]).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(LpEngineError).with.property('message').that.includes('out of memory');
  });

  it('leaves a vertex that the tableau circles for ever to HiGHS', async () => {
    const answer = await solveSmallLp(beale);
    expect(answer.verified).to.equal(true);
    expect(answer.objective).to.be.closeTo(-0.05, 1e-9);
  });

  it('is right on equality models of 120 rows, whichever engine is asked first', async () => {
    const model = partition(120, 800);
    const [first, second] = [
      await solveSmallLp(model),
      await solveSmallLp(model, {}, [() => simplexEngine, loadHighsEngine]),
    ];
    expect(first).to.include({ engine: 'highs', verified: true });
    expect(second.verified).to.equal(true);
    expect(second.objective).to.be.closeTo(first.objective, 1e-6 * first.objective);
  });

  it('takes no memory that it does not give back', async () => {
    const engine = await loadHighsEngine();
    const model = partition(60, 400);
    engine.solveLp(model);
    engine.solveMip(model, { nodes: 1 });
    const before = engine.memoryBytes;
    for (let turn = 0; turn < 200; turn++) engine.solveLp(model);
    expect(engine.memoryBytes - before).to.be.at.most(4 * 1024 * 1024);
  });
});

describe('solveSmallMip', () => {
  it('turns to the other engine when a point is not whole', async () => {
    const whole = { ...honest, integer: Uint8Array.of(1, 1) };
    const answer = await solveSmallMip(whole, {}, [() => liar(() => ({})), loadHighsEngine]);
    expect(answer).to.include({ engine: 'highs', fellBack: 1, verified: true, objective: 3 });
  });

  it('is never worse than the start it was given', async () => {
    const engine = await loadHighsEngine();
    const model = partition(60, 400);
    const start = Float64Array.from(model.cost, (_, column) => (column < 60 ? 1 : 0));
    const whole = { ...model, integer: model.integer.map(() => 1) };
    const answer = engine.solveMip(whole, { start, nodes: 0 });
    expect(answer.objective).to.be.at.most(60_000);
  });
});

describe('LpModelBuilder', () => {
  it('refuses numbers that engines would swallow', () => {
    const builder = new LpModelBuilder();
    builder.addRow(0, 1);
    expect(() => builder.addRow(2, 1)).to.throw(RangeError, 'row 1: bounds 2 to 1 hold no number');
    expect(() => builder.addRow(NaN, 1)).to.throw(RangeError, 'row 1');
    expect(() => builder.addColumn({ cost: NaN, entries: [] })).to.throw(RangeError, 'column 0: cost NaN');
    expect(() => builder.addColumn({ cost: 1, entries: [[1, 1]] })).to.throw(
      RangeError,
      'column 0, row 1: no such row',
    );
    expect(() => builder.addColumn({ cost: 1, entries: [[0, Infinity]] })).to.throw(RangeError, 'not finite');
    const twice = {
      cost: 1,
      entries: [
        [0, 1],
        [0, 2],
      ],
    } as const;
    expect(() => new LpModelBuilder().addColumn(twice)).to.throw(RangeError);
    expect(() => builder.addColumn(twice)).to.throw(RangeError, 'the row stands twice');
  });
});

describe('faultsOfLp', () => {
  it('finds nothing wrong with the optimum of any boxed model and something with any other cost', () => {
    fc.assert(
      fc.property(boxedModel, fc.double({ min: 1e-3, max: 10, noNaN: true }), (small, more) => {
        const model = toLpModel(small);
        const answer = simplexEngine.solveLp(model);
        fc.pre(answer.status === 'optimal');
        const dearer = faultsOfLp(model, { ...answer, objective: answer.objective + more });
        expect([faultsOfLp(model, answer).length, dearer.length]).to.deep.equal([0, 1]);
      }),
      { seed: 15, numRuns: 100 },
    );
  });
});
