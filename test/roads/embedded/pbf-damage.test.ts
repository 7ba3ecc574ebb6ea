import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import { osmPbf } from '../../support/osm-pbf.js';
import { sketch } from '../sketch.js';

const { map } = sketch(
  `
a-b-c
| | |
d-e-f`,
  {
    roads: { ab: { name: 'Long Road', oneway: 'yes' }, be: { bridge: 'yes', surface: 'gravel' } },
    places: { c: { barrier: 'gate' } },
    turns: [
      ['no_left_turn', 'ab', 'b', 'be'],
      ['no_u_turn', 'ab', 'be', 'ed'],
    ],
  },
);
const profiles = builtInProfiles(['van', 'foot']);

describe('a damaged .osm.pbf', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packhorse-damage-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** The fault of building a graph from bytes, null where it is built. */
  const faultOf = async (bytes: Uint8Array): Promise<unknown> => {
    const extract = join(folder, 'map.osm.pbf');
    await writeFile(extract, bytes);
    return buildGraph({ extract, out: join(folder, 'graph'), profiles }).then(
      () => null,
      (error: unknown) => error,
    );
  };

  const expectTold = (fault: unknown): void => {
    expect(fault).to.include({ name: 'RoadError' });
    expect((fault as { code: string }).code).to.match(/^extract-/);
    expect((fault as Error).message).to.include('map.osm.pbf');
  };

  for (const zlib of [true, false]) {
    const whole = osmPbf(map, { zlib });
    const packing = zlib ? 'packed' : 'raw';

    it(`is told wherever a ${packing} one is cut short`, () =>
      fc.assert(
        fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
          const fault = await faultOf(whole.subarray(0, length));
          // Cut just before its last block, which holds but the restrictions, it is a whole file.
          if (fault !== null) expectTold(fault);
          else expect(length).to.equal(lastBlock(whole));
        }),
        { numRuns: 60 },
      ));

    it(`is told, or read, wherever bytes of a ${packing} one are changed`, () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          async (changes) => {
            const bytes = Buffer.from(whole);
            for (const [at, value] of changes) bytes[at] = value;
            const fault = await faultOf(bytes);
            if (fault !== null) expectTold(fault);
          },
        ),
        { numRuns: 150 },
      ));
  }

  it('is told where it is noise', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => expectTold(await faultOf(bytes))),
      { numRuns: 60 },
    ));
});

/** Where the last block of a file begins. */
const lastBlock = (bytes: Buffer): number => {
  let last = 0;
  for (let at = 0; at < bytes.length;) {
    last = at;
    const headerEnd = at + 4 + bytes.readUInt32BE(at);
    // The header's last field is the length of what follows, a varint.
    let [size, shift, from] = [0, 0, headerEnd - 1];
    while (bytes[from - 1]! >= 128) from -= 1;
    for (let i = from; i < headerEnd; i += 1, shift += 7) size |= (bytes[i]! & 127) << shift;
    at = headerEnd + size;
  }
  return last;
};
