import { expect } from 'chai';
import { UNITS_PER_DEGREE } from '../../../src/roads/embedded/geo.js';
import type { Network } from '../../../src/roads/embedded/network/network.js';
import { edgeMillis } from '../../../src/roads/embedded/network/edge-costs.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { roadKind } from '../../../src/roads/embedded/profiles/way-speed.js';
import { roadStretches } from '../../../src/roads/embedded/stretches.js';
import { gradeClass } from '../../../src/roads/grade-class.js';
import type { RoadStretch } from '../../../src/roads/road-source.js';

const METRE = 1 / 111_195.08;
const profile = builtInProfiles(['van'])[0]!;

/** One road north from 100 E, 0 N: pieces of 50 m with the grades given, in percent. */
function roadOf(percents: readonly number[], tags: Record<string, string> = {}): Network {
  const heights = [0];
  for (const percent of percents) heights.push(heights.at(-1)! + percent / 2);
  const kind = roadKind(
    new Map(Object.entries({ highway: 'primary', surface: 'asphalt', ...tags })),
    [profile],
    null,
  );
  return {
    nodeCount: 2,
    edgeCount: 1,
    edgeFrom: Int32Array.of(0),
    edgeTo: Int32Array.of(1),
    edgeKind: Int32Array.of(0),
    edgeName: Int32Array.of(0),
    edgeStart: Int32Array.of(0, heights.length),
    lon: new Int32Array(heights.length).fill(100 * UNITS_PER_DEGREE),
    lat: Int32Array.from(heights, (_, v) => Math.round(v * 50 * METRE * UNITS_PER_DEGREE)),
    wayFrom: Int32Array.of(0),
    wayIds: Float64Array.of(1),
    height: Float32Array.from(heights),
    kinds: [kind!],
    names: ['Pass road'],
  };
}

function stretchesOf(network: Network, options: { level?: boolean } = {}): RoadStretch[] {
  const graph = { profile, millis: edgeMillis(network, profile, 0) };
  const grids = options.level ? [] : [{}];
  const roads = { network, elevation: { grids }, profiles: [graph] };
  return [...roadStretches(roads as unknown as Parameters<typeof roadStretches>[0], 0)];
}

const told = (stretches: readonly RoadStretch[]) =>
  stretches.map(({ gradePercent, coordinates }) => `${gradePercent} % x ${coordinates.length - 1}`);

describe('roadStretches', () => {
  it('cuts a road where its grade class changes, up or down', () => {
    expect(told(stretchesOf(roadOf([1, 1, 2, 5, 5, 5, -5, -5, 13, 13, 13])))).to.deep.equal([
      '1 % x 3',
      '5 % x 5',
      '13 % x 3',
    ]);
  });

  it('joins a short stretch to the neighbour nearest in grade', () => {
    expect(told(stretchesOf(roadOf([1, 1, 1, 1, 10, 14, 14, 14, 14])))).to.deep.equal([
      '1 % x 4',
      '13 % x 5',
    ]);
    expect(told(stretchesOf(roadOf([2, 4, 2, 4, 2, 4])))).to.deep.equal(['3 % x 6']);
    expect(told(stretchesOf(roadOf([20])))).to.deep.equal(['20 % x 1']);
  });

  it('gives lines that meet, with the road’s name, class and surface', () => {
    const [first, second] = stretchesOf(roadOf([1, 1, 1, 8, 8, 8]));
    expect(second!.coordinates[0]).to.deep.equal(first!.coordinates.at(-1));
    expect(first).to.include({ highway: 'primary', name: 'Pass road', surface: 'asphalt' });
  });

  it('tells the mean speed each way, slower where it is steep', () => {
    const [flat, steep] = stretchesOf(roadOf([0, 0, 0, 20, 20, 20]));
    expect(flat!.kmhAlong).to.be.closeTo(flat!.kmhAgainst!, 0.1);
    expect(steep!.kmhAlong!).to.be.below(flat!.kmhAlong!);
    expect(steep!.kmhAlong!).to.be.above(5);
  });

  it('tells no speed where the road is closed, and no grade without elevation', () => {
    const [oneway] = stretchesOf(roadOf([0, 0], { oneway: 'yes' }));
    expect(oneway!.kmhAgainst).to.equal(null);
    expect(oneway!.kmhAlong).to.be.above(20);
    const [level] = stretchesOf(roadOf([0, 0]), { level: true });
    expect(level!.gradePercent).to.equal(null);
  });
});

describe('gradeClass', () => {
  it('puts each percent into one class, whichever way', () => {
    expect([0, 2, 3, -5, 6, 9, 12, 15, -16, 40].map(gradeClass)).to.deep.equal([
      0, 0, 1, 1, 2, 3, 4, 4, 5, 5,
    ]);
  });
});
