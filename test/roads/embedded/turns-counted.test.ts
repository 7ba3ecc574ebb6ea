import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildGraph } from '../../../src/roads/embedded/build-graph.js';
import { builtInProfiles } from '../../../src/roads/embedded/profiles/built-in.js';
import type { Manifest } from '../../../src/roads/embedded/store/manifest.js';
import { osmPbf } from '../../support/osm-pbf.js';
import { inFolder } from '../graph-of.js';
import { sketch, type SketchNotes } from '../sketch.js';

const cross = `
  e
  |
a-b-c
  |
  d`;

const built = (turns: NonNullable<SketchNotes['turns']>): Promise<Manifest> =>
  inFolder(async (folder) => {
    const extract = join(folder, 'map.osm.pbf');
    await writeFile(extract, osmPbf(sketch(cross, { turns }).map));
    return buildGraph({ extract, out: join(folder, 'graph'), profiles: builtInProfiles(['van', 'foot']) });
  });

const NONE = { conditional: {}, malformed: {}, incomplete: {}, exempt: {} };

describe('turn restrictions in the manifest', () => {
  it('are counted by kind, those through ways apart', async () => {
    const { counts, warnings } = await built([
      ['no_left_turn', 'ab', 'b', 'be'],
      ['no_left_turn', 'cb', 'b', 'bd'],
      ['only_straight_on', 'db', 'b', 'be'],
      ['no_u_turn', 'ab', 'bc', 'cb'],
      ['no_u_turn', 'ab', 'be', 'bd'],
    ]);
    expect(counts.restrictions).to.deep.equal({
      no_left_turn: 2,
      only_straight_on: 1,
      'no_u_turn/way': 1,
    });
    expect(counts.restrictionsSkipped).to.deep.equal({ ...NONE, malformed: { no_u_turn: 1 } });
    expect(warnings.join()).to.match(/1 turn restriction.* make no turn/);
  });

  it('that hold only at times are told and not applied', async () => {
    const conditional = { 'restriction:conditional': 'no_right_turn @ (Mo-Fr 07:00-09:00)' };
    const { counts, warnings } = await built([['', 'ab', 'b', 'bd', conditional]]);
    expect(counts.restrictions).to.deep.equal({});
    expect(counts.restrictionsSkipped).to.deep.equal({ ...NONE, conditional: { no_right_turn: 1 } });
    expect(warnings.join()).to.match(/1 turn restriction.* certain times/);
  });

  it('that bind none of the profiles are counted as exempt', async () => {
    const { counts } = await built([['', 'ab', 'b', 'bd', { 'restriction:bicycle': 'no_right_turn' }]]);
    expect(counts.restrictionsSkipped).to.deep.equal({ ...NONE, exempt: { no_right_turn: 1 } });
  });

  it('whose members make no turn are malformed, whatever is wrong with them', async () => {
    const { counts } = await built([
      ['no_left_turn', 'ab cb', 'b', 'be'],
      ['only_straight_on', 'ab', 'b', 'bc be'],
      ['no_right_turn', 'ab', 'c', 'bd'],
      ['no_right_turn', 'ab', 'b c', 'bd'],
      ['no_straight_on', 'ab', 'be bc', 'bd'],
    ]);
    expect(counts.restrictions).to.deep.equal({});
    expect(counts.restrictionsSkipped).to.deep.equal({
      ...NONE,
      malformed: { no_left_turn: 1, only_straight_on: 1, no_right_turn: 2, no_straight_on: 1 },
    });
  });

  it('of which a member lies outside the extract are incomplete', async () => {
    const { map } = sketch(cross, { turns: [['no_right_turn', 'ab', 'b', 'bd']] });
    const cut = { ...map, ways: map.ways.filter((way) => way.id !== map.relations![0]!.members[2]!.id) };
    const { counts } = await inFolder(async (folder) => {
      const extract = join(folder, 'map.osm.pbf');
      await writeFile(extract, osmPbf(cut));
      return buildGraph({ extract, out: join(folder, 'graph'), profiles: builtInProfiles(['van']) });
    });
    expect(counts.restrictionsSkipped).to.deep.equal({ ...NONE, incomplete: { no_right_turn: 1 } });
  });

  it('of Andorra are all accounted for', async function () {
    const extract = join(process.env['PACKHORSE_TEST_DATA'] ?? '', 'osm', 'andorra-2025.osm.pbf');
    if (!existsSync(extract)) {
      process.stdout.write('    left out: PACKHORSE_TEST_DATA holds no osm/andorra-2025.osm.pbf\n');
      this.skip();
    }
    const { counts } = await inFolder((folder) =>
      buildGraph({ extract, out: join(folder, 'graph'), profiles: builtInProfiles(['van']) }),
    );
    expect(counts.restrictions).to.deep.equal({
      only_straight_on: 16,
      only_right_turn: 3,
      no_u_turn: 36,
      no_left_turn: 6,
      no_right_turn: 2,
      no_straight_on: 1,
    });
    const left = Object.values(counts.restrictionsSkipped).flatMap((kinds) => Object.values(kinds));
    expect(left.reduce((sum, count) => sum + count, 0)).to.equal(76 - 64);
  });
});
