import { expect } from 'chai';
import { fixedLoops, type LoopPlace } from '../../src/gains/loops.js';

/** Places on a line, 100 s a step; -1 marks a place without a road. */
function line(positions: readonly number[], roadless: readonly number[] = []) {
  const size = positions.length;
  const durations = Int32Array.from({ length: size * size }, (_, k) => {
    const [from, to] = [Math.floor(k / size), k % size];
    return roadless.includes(from) || roadless.includes(to)
      ? -1
      : Math.abs(positions[from]! - positions[to]!) * 100;
  });
  return { durations, size };
}

const place = (location: number, position: number): LoopPlace => ({
  id: `P${location}`,
  location,
  lon: position,
  lat: 0.001 * location,
});

describe('the baseline loops', () => {
  const rules = { stopSeconds: 60, unloadSeconds: 600 };

  it('call at the nearest next outlet and come back', () => {
    const positions = [0, 3, 1, 2];
    const [hub, ...outlets] = positions.map((position, k) => place(k, position));
    const times = fixedLoops(hub!, outlets, [line(positions)], rules);
    expect([...times].slice(1)).to.deep.equal([
      ['P2', { reached: 100, back: 1380 }],
      ['P3', { reached: 260, back: 1380 }],
      ['P1', { reached: 420, back: 1380 }],
    ]);
  });

  it('share the outlets between the vehicles', () => {
    const positions = [0, 1, 2, -1, -2];
    const [hub, ...outlets] = positions.map((position, k) => place(k, position));
    const times = fixedLoops(hub!, outlets, [line(positions), line(positions)], rules);
    expect(times.size).to.equal(5);
    expect(Math.max(...[...times.values()].map((one) => one.back))).to.equal(200 + 200 + 120 + 600);
  });

  it('leave out an outlet without a road', () => {
    const positions = [0, 1, 2];
    const [hub, ...outlets] = positions.map((position, k) => place(k, position));
    expect([...fixedLoops(hub!, outlets, [line(positions, [2])], rules).keys()]).to.deep.equal(['P0', 'P1']);
  });
});
