import { expect } from 'chai';
import fc from 'fast-check';
import { loadHighsEngine } from '../../../solver/lp/engine/highs-engine.js';
import { transport, type TransportAnswer } from '../../../solver/lp/transport.js';

const told = ({ flows, unmet }: TransportAnswer): string =>
  [...flows.map(({ from, to, units }) => `${from}->${to}: ${units}`), `unmet: ${unmet.join(' ')}`].join(
    ' | ',
  );

describe('transport', () => {
  it('meets demand as cheaply as supply allows', async () => {
    const answer = await transport({
      supply: [5, 5],
      demand: [4, 5],
      cost: [
        [1, 2],
        [3, 1],
      ],
    });
    expect(told(answer)).to.equal('0->0: 4 | 1->1: 5 | unmet: 0 0');
    expect(answer).to.include({ status: 'optimal', cost: 9, verified: true });
  });

  it('leaves unmet what supply cannot give, where that costs least', async () => {
    const answer = await transport({ supply: [3], demand: [2, 2], cost: [[1, 1]], unmetCost: [50, 10] });
    expect(told(answer)).to.equal('0->0: 2 | 0->1: 1 | unmet: 0 1');
    expect(answer.cost).to.equal(13);
    expect(answer.supplyWorth[0]).to.be.closeTo(9, 1e-9);
  });

  it('leaves demand unmet rather than pay more than it is worth', async () => {
    expect(told(await transport({ supply: [9], demand: [2], cost: [[30]], unmetCost: 10 }))).to.equal(
      'unmet: 2',
    );
  });

  it('says infeasible where all demand must be met and cannot', async () => {
    const answer = await transport({ supply: [3], demand: [4], cost: [[1]] });
    expect(answer).to.include({ status: 'infeasible', verified: true });
  });

  it('uses no pair without a way', async () => {
    const answer = await transport({ supply: [5, 5], demand: [4], cost: [[null], [7]], unmetCost: 100 });
    expect(told(answer)).to.equal('1->0: 4 | unmet: 0');
  });

  it('takes arcs with capacities, several for one pair', async () => {
    const cost = [
      { from: 0, to: 0, cost: 1, capacity: 2 },
      { from: 0, to: 0, cost: 5 },
    ];
    expect(told(await transport({ supply: [9], demand: [3], cost }))).to.equal(
      '0->0: 2 | 0->0: 1 | unmet: 0',
    );
  });

  it('answers without sources, without drains and without ways', async () => {
    expect(told(await transport({ supply: [], demand: [2], cost: [], unmetCost: 3 }))).to.equal('unmet: 2');
    expect(told(await transport({ supply: [2], demand: [], cost: [[]] }))).to.equal('unmet: ');
    expect((await transport({ supply: [2], demand: [1], cost: [[null]] })).status).to.equal('infeasible');
  });

  it('names bad numbers', async () => {
    const fault = async (input: Parameters<typeof transport>[0]): Promise<unknown> =>
      transport(input).then(
        () => 'no fault',
        (error: Error) => error.message,
      );
    expect(await fault({ supply: [-1], demand: [1], cost: [[1]] })).to.include('supply 0: -1');
    expect(await fault({ supply: [1], demand: [NaN], cost: [[1]] })).to.include('demand 0: NaN');
    expect(await fault({ supply: [1], demand: [1], cost: [{ from: 0, to: 3, cost: 1 }] })).to.include(
      'arc 0',
    );
    expect(await fault({ supply: [1], demand: [1], cost: [[1]], unmetCost: [] })).to.include('unmetCost');
  });

  it('gives whole flows that keep supply and demand, at one cost by either engine', async () => {
    const units = fc.array(fc.nat(20), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(units, units, fc.infiniteStream(fc.nat(50)), async (supply, demand, costs) => {
        const cost = supply.map(() => demand.map(() => costs.next().value as number));
        const input = { supply, demand, cost, unmetCost: 60 };
        const answer = await transport(input);
        const given = supply.map((_, source) => total(answer, (flow) => flow.from === source));
        const taken = demand.map(
          (_, drain) => total(answer, (flow) => flow.to === drain) + (answer.unmet[drain] ?? NaN),
        );
        expect(taken).to.deep.equal(demand);
        expect(given.every((sum, source) => sum <= (supply[source] ?? 0))).to.equal(true);
        expect(answer.cost).to.equal((await transport(input, [loadHighsEngine])).cost);
      }),
      { seed: 16, numRuns: 60 },
    );
  });
});

const total = (answer: TransportAnswer, of: (flow: TransportAnswer['flows'][number]) => boolean): number =>
  answer.flows.filter(of).reduce((sum, { units }) => sum + units, 0);
