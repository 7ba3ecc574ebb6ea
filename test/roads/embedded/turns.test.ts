import { expect } from 'chai';
import type { RoadSource } from '../../../src/roads/road-source.js';
import { withRoads } from '../graph-of.js';
import { GRID_METRES, sketch, type Sketch, type SketchNotes } from '../sketch.js';

/** Hundreds of metres driven between two places, -1 where there is no way. */
const blocks = async (
  roads: RoadSource,
  { at }: Sketch,
  from: string,
  to: string,
  profile = 'van',
): Promise<number> => {
  const matrix = await roads.matrix({ profile, points: [at(from), at(to)] });
  return matrix.distances[1] === -1 ? -1 : Math.round(matrix.distances[1]! / GRID_METRES);
};

const expectWays = (
  drawing: string,
  notes: SketchNotes,
  ways: Record<string, number>,
  profiles = ['van'],
): Promise<void> => {
  const drawn = sketch(drawing, notes);
  return withRoads(
    drawn.map,
    async (roads) => {
      for (const [pair, expected] of Object.entries(ways)) {
        const [from, to, profile = 'van'] = [pair[0]!, pair[1]!, pair.slice(3) || undefined];
        expect(await blocks(roads, drawn, from, to, profile), pair).to.equal(expected);
      }
    },
    { profiles },
  );
};

describe('one-way roads', () => {
  const ring = `
a-b
| |
d-c`;

  it('are driven only forward', () =>
    expectWays(ring, { roads: { ab: { oneway: 'yes' } } }, { ab: 2, ba: 6, ad: 2, da: 2 }));

  it('are driven only backward where oneway is -1', () =>
    expectWays(ring, { roads: { ab: { oneway: '-1' } } }, { ab: 6, ba: 2 }));

  it('run round a roundabout', () =>
    expectWays(
      ring,
      {
        roads: {
          ab: { junction: 'roundabout' },
          bc: { junction: 'roundabout' },
          cd: { junction: 'roundabout' },
          da: { junction: 'roundabout' },
        },
      },
      { ab: 2, ba: 6, ac: 4, da: 2 },
    ));

  it('do not bind walkers', () =>
    expectWays(ring, { roads: { ab: { oneway: 'yes' } } }, { 'ba foot': 2, 'ba van': 6 }, ['van', 'foot']));

  it('open to one kind of vehicle by oneway:* open to it alone', () =>
    expectWays(
      ring,
      { roads: { ab: { oneway: 'yes', 'oneway:motorcycle': 'no' } } },
      { 'ba motorbike': 2, 'ba van': 6 },
      ['van', 'motorbike'],
    ));
});

describe('turn restrictions', () => {
  const cross = `
  e
  |
a-b-c
  |
  d`;

  it('send a banned turn on to where one can turn round', () =>
    expectWays(cross, { turns: [['no_right_turn', 'ab', 'b', 'bd']] }, { ad: 8, da: 4, ac: 4, ed: 4 }));

  it('leave nothing but the turn an only_* names', () =>
    expectWays(cross, { turns: [['only_straight_on', 'ab', 'b', 'bc']] }, { ac: 4, ad: 8, ae: 8, ea: 4 }));

  it('free the vehicles that except names', () =>
    expectWays(
      cross,
      { turns: [['no_right_turn', 'ab', 'b', 'bd', { except: 'motorcycle' }]] },
      { 'ad motorbike': 4, 'ad van': 8 },
      ['van', 'motorbike'],
    ));

  it('bind only lorries where they are of lorries', () =>
    expectWays(
      cross,
      { turns: [['', 'ab', 'b', 'bd', { 'restriction:hgv': 'no_right_turn' }]] },
      { 'ad heavy': 8, 'ad van': 4 },
      ['van', 'heavy'],
    ));

  it('do not bind walkers', () =>
    expectWays(cross, { turns: [['no_right_turn', 'ab', 'b', 'bd']] }, { 'ad foot': 4 }, ['foot']));

  it('cannot be dodged by turning round in the middle of the road or at a junction near by', () =>
    expectWays(
      `
a-b-x-c-f
  |   |
  d   g`,
      {
        // A change of class at x makes it a node without making it a junction.
        roads: { bx: { highway: 'secondary' } },
        turns: [['no_right_turn', 'ab', 'b', 'bd']],
      },
      { ad: 16, ac: 6 },
    ));

  it('leave turning round at a junction more than 500 m behind them', () =>
    expectWays(
      `
a-b------c-f
  |      |
  d      g`,
      { turns: [['no_right_turn', 'ab', 'b', 'bd']] },
      { ad: 18 },
    ));

  it('hold for a way joined of several pieces', () =>
    expectWays(
      `
a-p-b-c
    |
    d`,
      { turns: [['no_right_turn', 'pb', 'b', 'bd']] },
      { ad: 10, pd: 8, da: 6 },
    ));
});

describe('turn restrictions through ways', () => {
  // A dual carriageway: up on the left, a link across, down on the right.
  const dual = `
a---c
|   |
b-l-d
|   |
e---f`;
  const oneWays = {
    fe: { oneway: 'yes' },
    eb: { oneway: 'yes' },
    ba: { oneway: 'yes' },
    cd: { oneway: 'yes' },
    df: { oneway: 'yes' },
  };

  it('ban the turn to who came by the first road and over the link alone', () =>
    expectWays(
      dual,
      { roads: oneWays, turns: [['no_u_turn', 'eb', 'bl ld', 'df']] },
      { ef: 12, lf: 4, ea: 4, ed: 6 },
    ));

  it('bind by the whole history, not by the last road', () =>
    expectWays(
      `
e
|
b-l-d
|   |
a   f`,
      { turns: [['no_right_turn', 'ab', 'bl ld', 'df']] },
      { ed: 6, ef: 8, bf: 6, lf: 4, ad: 6, fa: 8, af: 12 },
    ));

  it('leave nothing but the way on that an only_* names', () =>
    expectWays(
      `
  e g
  | |
a-b-c-f
    |
    h`,
      { turns: [['only_left_turn', 'ab', 'bc', 'cg']] },
      { ag: 6, af: 10, ah: 10, ef: 6, bf: 4, ae: 4 },
    ));

  it('join via ways in whatever order they are listed', () =>
    expectWays(
      `
e     f
|     |
a-b-c-d
    |
    g`,
      { turns: [['no_left_turn', 'ea', 'cd ab bc', 'df']] },
      { ec: 6, ed: 8, cf: 4, ef: 14, fe: 10 },
    ));

  it('cannot be dodged by turning round in the middle of the link', () =>
    expectWays(
      `
a-b-x-c-d
  |   |
  e   f`,
      { roads: { xc: { highway: 'secondary' } }, turns: [['no_right_turn', 'ab', 'bx xc', 'cf']] },
      { ad: 8, af: 12, ef: 8, xf: 4 },
    ));

  it('let a vehicle that turned off and came back take the turn', () =>
    expectWays(
      `
  g
  |
a-b-c-d
    |
    f`,
      { turns: [['no_right_turn', 'ab', 'bc', 'cf']] },
      { af: 10, gf: 6, ac: 4 },
    ));

  it('leave a link that is come to by one road alone in the main network', () =>
    expectWays(
      `
a-b-x-c-d
|     | |
e-----f-g`,
      {
        roads: {
          ab: { oneway: 'yes' },
          bx: { oneway: 'yes' },
          xc: { oneway: 'yes', highway: 'secondary' },
        },
        turns: [['no_straight_on', 'ab', 'bx xc', 'cd']],
      },
      { ax: 4, ac: 6, ad: 12, xd: 4, ex: 6 },
    ));

  it('hold together with one through a node on the way', () =>
    expectWays(
      `
a-b-c-d
  | |
  e f`,
      {
        turns: [
          ['no_straight_on', 'ab', 'bc', 'cd'],
          ['no_right_turn', 'bc', 'c', 'cf'],
        ],
      },
      { ac: 4, af: 14, ad: 10, ed: 6, ef: 10 },
    ));
});

describe('a point at a place of banned turns', () => {
  it('is left by every road, since it was come to by none', () =>
    expectWays(
      `
a-b-x-c-f
  |   |
  d   g`,
      {
        roads: { bx: { highway: 'secondary' }, cx: { oneway: 'yes' } },
        turns: [['no_right_turn', 'ab', 'b', 'bd']],
      },
      { xa: 4, xd: 4, ba: 2, bd: 2 },
    ));
});

describe('restrictions of several ways', () => {
  it('keep no_entry from every road it names', () =>
    expectWays(
      `
  e
  |
a-b-c
  |
  d`,
      { turns: [['no_entry', 'ab eb', 'b', 'bc']] },
      { ac: 8, ec: 8, dc: 4 },
    ));

  it('keep no_exit onto every road it names', () =>
    expectWays(
      `
  e
  |
a-b-c
  |
  d`,
      { turns: [['no_exit', 'ab', 'b', 'bc be']] },
      { ac: 8, ae: 8, ad: 4 },
    ));
});

describe('barriers', () => {
  it('stop a van at a bollard and let walkers and motorbikes through', () =>
    expectWays(
      `
a-b-c
|   |
d---e`,
      { places: { b: { barrier: 'bollard' } } },
      { 'ac van': 8, 'ac foot': 4, 'ac motorbike': 4 },
      ['van', 'foot', 'motorbike'],
    ));

  it('let a van through an open gate and stop it at a private one', () => {
    const drawing = `
a-b-c
|   |
d---e`;
    const open = expectWays(drawing, { places: { b: { barrier: 'gate' } } }, { ac: 4 });
    const shut = expectWays(drawing, { places: { b: { barrier: 'gate', access: 'private' } } }, { ac: 8 });
    return Promise.all([open, shut]);
  });
});

describe('access and limits', () => {
  const detour = `
a-b
| |
d-c`;

  for (const [tags, says] of [
    [{ access: 'no' }, 'access=no'],
    [{ motor_vehicle: 'private' }, 'motor_vehicle=private'],
    [{ maxweight: '1.5' }, 'maxweight below the van'],
    [{ maxwidth: '1.5 m' }, 'maxwidth below the van'],
    [{ maxheight: '6\'0"' }, 'maxheight in feet below the van'],
    [{ highway: 'footway' }, 'a footway'],
    [{ smoothness: 'impassable' }, 'smoothness=impassable'],
  ] as const) {
    it(`send a van round ${says}`, () => expectWays(detour, { roads: { ab: tags } }, { ab: 6 }));
  }

  it('let a particular key overrule a general one', () =>
    expectWays(detour, { roads: { ab: { access: 'no', motor_vehicle: 'yes' } } }, { ab: 2 }));

  it('send the heavy truck alone round a weak bridge', () =>
    expectWays(detour, { roads: { ab: { maxweight: '5' } } }, { 'ab heavy': 6, 'ab truck': 2, 'ab van': 2 }, [
      'van',
      'truck',
      'heavy',
    ]));
});
