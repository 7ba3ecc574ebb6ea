import { expect } from 'chai';
import fc from 'fast-check';
import { contract } from '../../../src/roads/embedded/search/contract.js';
import { mainParts, strongParts } from '../../../src/roads/embedded/search/components.js';
import { dijkstraTable } from '../../../src/roads/embedded/search/dijkstra.js';
import { wayFinder } from '../../../src/roads/embedded/search/fastest-way.js';
import { manyToMany } from '../../../src/roads/embedded/search/many-to-many.js';
import {
  packSearchGraph,
  renumber,
  type SearchGraph,
} from '../../../src/roads/embedded/search/search-graph.js';
import { packSeeds, type Seed } from '../../../src/roads/embedded/search/seeds.js';

interface RandomGraph {
  readonly nodes: number;
  /** tail, head, milliseconds, decimetres, climb; each arc is its own edge, driven forward. */
  readonly arcs: readonly (readonly [number, number, number, number, number])[];
}

const randomGraph: fc.Arbitrary<RandomGraph> = fc.integer({ min: 1, max: 40 }).chain((nodes) => {
  const node = fc.nat(nodes - 1);
  const arc = fc.tuple(node, node, fc.integer({ min: 1, max: 50 }), fc.nat(900), fc.nat(90));
  return fc.record({ nodes: fc.constant(nodes), arcs: fc.array(arc, { maxLength: 160 }) });
});

/** Roads as they are: a grid with both directions, some missing, so that contraction goes deep. */
const gridGraph: fc.Arbitrary<RandomGraph> = fc
  .record({
    side: fc.integer({ min: 2, max: 9 }),
    costs: fc.infiniteStream(fc.integer({ min: -20, max: 100 })),
  })
  .map(({ side, costs }) => {
    const arcs: [number, number, number, number, number][] = [];
    const add = (a: number, b: number): void => {
      const cost = costs.next().value as number;
      if (cost > 0) arcs.push([a, b, cost, 10 * cost + (a % 7), (b % 5) * 3]);
    };
    for (let v = 0; v < side * side; v += 1) {
      if (v % side < side - 1) {
        add(v, v + 1);
        add(v + 1, v);
      }
      if (v + side < side * side) {
        add(v, v + side);
        add(v + side, v);
      }
    }
    return { nodes: side * side, arcs };
  });

const costsOf = ({ arcs }: RandomGraph) => ({
  millis: Int32Array.from(arcs.flatMap(([, , millis]) => [millis, -1])),
  decimetres: Int32Array.from(arcs, ([, , , decimetres]) => decimetres),
  climb: Int32Array.from(arcs.flatMap(([, , , , climb]) => [climb, 0])),
});

const packed = (random: RandomGraph): SearchGraph =>
  packSearchGraph(
    random.nodes,
    {
      tails: random.arcs.map(([tail]) => tail),
      heads: random.arcs.map(([, head]) => head),
      refs: random.arcs.map((_, i) => 2 * i),
    },
    costsOf(random),
  );

const ranked = (random: RandomGraph) => {
  const { hierarchy, place } = contract(packed(random));
  return { hierarchy, graph: renumber(packed(random), place, costsOf(random)), place };
};

const everyNode = (nodes: number) =>
  packSeeds(Array.from({ length: nodes }, (_, node) => [{ node, millis: 0, decimetres: 0, climb: 0 }]));

const eitherGraph = fc.oneof(randomGraph, gridGraph);

describe('many-to-many over a contraction hierarchy', () => {
  it('equals Dijkstra between all nodes', () => {
    fc.assert(
      fc.property(eitherGraph, (random) => {
        const { hierarchy, graph } = ranked(random);
        const all = everyNode(random.nodes);
        expect(manyToMany(hierarchy, all, all)!.millis).to.deep.equal(dijkstraTable(graph, all, all)!.millis);
      }),
      { numRuns: 300 },
    );
  });

  it('equals Dijkstra from points between nodes, each with several ways in and out', () => {
    const seed = (nodes: number): fc.Arbitrary<Seed> =>
      fc.record({ node: fc.nat(nodes - 1), millis: fc.nat(60), decimetres: fc.nat(60), climb: fc.nat(9) });
    const withSeeds = eitherGraph.chain((random) => {
      const points = fc.array(fc.array(seed(random.nodes), { maxLength: 3 }), { minLength: 1, maxLength: 8 });
      return fc.record({ random: fc.constant(random), sources: points, targets: points });
    });
    fc.assert(
      fc.property(withSeeds, ({ random, sources, targets }) => {
        const { hierarchy, graph } = ranked(random);
        const [from, to] = [packSeeds(sources), packSeeds(targets)];
        expect(manyToMany(hierarchy, from, to)!.millis).to.deep.equal(dijkstraTable(graph, from, to)!.millis);
      }),
      { numRuns: 200 },
    );
  });

  it('sums metres and climb along a way that takes the time it states', () => {
    fc.assert(
      fc.property(eitherGraph, (random) => {
        const { hierarchy, place } = ranked(random);
        const all = everyNode(random.nodes);
        const table = manyToMany(hierarchy, all, all)!;
        const find = wayFinder(hierarchy);
        for (let from = 0; from < Math.min(4, random.nodes); from += 1) {
          for (let to = 0; to < random.nodes; to += 1) {
            const way = find(all, from, all, to);
            const at = from * random.nodes + to;
            if (way === null) {
              expect(table.millis[at]).to.equal(-1);
              continue;
            }
            const arcs = way.refs.map((ref) => random.arcs[ref >> 1]!);
            const sum = (column: 2 | 3 | 4): number => arcs.reduce((total, arc) => total + arc[column], 0);
            expect([table.millis[at], way.millis, way.decimetres, way.climb]).to.deep.equal([
              sum(2),
              sum(2),
              sum(3),
              sum(4),
            ]);
            const stops = [...arcs.map(([tail]) => place[tail]), to];
            expect(stops[0]).to.equal(from);
            arcs.forEach(([, head], i) => expect(place[head]).to.equal(stops[i + 1]));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the metres and the climb of the one fastest way', () => {
    const chain: RandomGraph = {
      nodes: 4,
      arcs: [
        [0, 1, 5, 70, 4],
        [1, 2, 6, 80, 0],
        [2, 3, 7, 90, 2],
        [0, 3, 19, 1, 1],
      ],
    };
    const { hierarchy, place } = ranked(chain);
    const node = (v: number) => packSeeds([[{ node: place[v]!, millis: 0, decimetres: 0, climb: 0 }]]);
    const table = manyToMany(hierarchy, node(0), node(3))!;
    expect([table.millis[0], table.decimetres[0], table.climb[0]]).to.deep.equal([18, 240, 6]);
  });

  it('ends when a row is refused', () => {
    const { hierarchy } = ranked({ nodes: 3, arcs: [[0, 1, 1, 1, 0]] });
    const all = everyNode(3);
    let rows = 0;
    const answer = manyToMany(hierarchy, all, all, () => {
      rows += 1;
      return false;
    });
    expect(answer).to.equal(null);
    expect(rows).to.equal(1);
  });
});

describe('strongly connected parts', () => {
  it('hold two nodes together exactly where each reaches the other', () => {
    fc.assert(
      fc.property(randomGraph, (random) => {
        const graph = packed(random);
        const { part } = strongParts(graph);
        const all = everyNode(random.nodes);
        const { millis } = dijkstraTable(graph, all, all)!;
        for (let a = 0; a < random.nodes; a += 1) {
          for (let b = 0; b < random.nodes; b += 1) {
            const both = millis[a * random.nodes + b]! >= 0 && millis[b * random.nodes + a]! >= 0;
            expect(part[a] === part[b]).to.equal(both);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  const ring = (first: number, size: number, decimetres: number) =>
    Array.from({ length: size }, (_, i) => [first + i, first + ((i + 1) % size), 1, decimetres, 0] as const);

  it('leave a scrap out of the main part, however many nodes it has', () => {
    const graph = packed({ nodes: 7, arcs: [...ring(0, 2, 900), ...ring(2, 5, 100)] });
    expect([...mainParts(graph)]).to.deep.equal([1, 1, 0, 0, 0, 0, 0]);
  });

  it('keep two large parts, since both are worth serving', () => {
    const graph = packed({
      nodes: 9,
      arcs: [...ring(0, 3, 900_000), ...ring(3, 3, 600_000), ...ring(6, 3, 300_000)],
    });
    expect([...mainParts(graph)]).to.deep.equal([1, 1, 1, 1, 1, 1, 0, 0, 0]);
  });
});
