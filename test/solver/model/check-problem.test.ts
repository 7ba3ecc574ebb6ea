import { expect } from 'chai';
import type { ProblemInput } from '../../../solver/index.js';
import { checkProblem, vehicleGroups } from '../../../solver/index.js';
import { freeze, handMade } from '../../support/hand-made-problem.js';

const paths = (input: ProblemInput): string[] => {
  const checked = checkProblem(input);
  return checked.ok ? [] : checked.faults.map(({ path }) => path);
};

describe('checkProblem', () => {
  it('accepts a sound problem and shares its matrices', () => {
    const input = handMade({ tasks: [{}, {}] });
    expect(freeze(input).durations[0]).to.equal(input.travel[0]?.durations);
  });

  it('reports every fault at once, each with its place', () => {
    const input = handMade({
      tasks: [
        { location: 9, load: [-1], windows: [] },
        { windows: [[5, 1]], serviceSeconds: 1.5 },
      ],
      vehicles: [{ profile: 3, sinks: [4], capacity: [] }],
      steps: [
        { cutoffSeconds: 100, costPerOrder: 5, departure: 2 },
        { cutoffSeconds: 90, costPerOrder: 4, departure: null },
      ],
    });
    expect(paths(input)).to.have.members([
      'tasks[0].location',
      'tasks[0].load[0]',
      'tasks[0].windows',
      'tasks[1].windows[0]',
      'tasks[1].serviceSeconds',
      'vehicles[0].profile',
      'vehicles[0].sinks[0]',
      'vehicles[0].capacity',
      'sinks[0].steps[0][0].departure',
      'sinks[0].steps[0][1].cutoffSeconds',
      'sinks[0].steps[0][1].costPerOrder',
    ]);
  });

  it('refuses a matrix whose durations and distances disagree on where there is a way', () => {
    const input = handMade({ tasks: [{}] });
    const travel = [{ size: 2, durations: Int32Array.of(0, 5, 5, 0), distances: Int32Array.of(0, -1, 5, 0) }];
    expect(paths({ ...input, travel })).to.deep.equal(['travel[0].distances[1]']);
  });

  it('refuses windows that overlap', () => {
    expect(paths(handMade({ tasks: [{ windows: [[0, 5], [5, 9]] }] }))).to.deep.equal(['tasks[0].windows[1]']); // prettier-ignore
  });

  it('groups vehicles that are alike in everything but their label', () => {
    const vehicles = [{ label: 'x' }, { fixedCost: 5 }, { label: 'y' }, {}];
    const problem = freeze(handMade({ tasks: [{ vehicles: [0, 1, 2] }], vehicles }));
    expect(vehicleGroups(problem)).to.deep.equal([[0, 2], [1], [3]]);
  });

  it('takes departures with places for all as unlimited', () => {
    const steps = [{ cutoffSeconds: 9000, costPerOrder: 0, departure: 0 }];
    const problem = (places: number) =>
      freeze(handMade({ tasks: [{}, {}], steps, departures: [{ capacityParcels: places }] }));
    expect(problem(2).placesMayRunOut).to.equal(false);
    expect(problem(1).placesMayRunOut).to.equal(true);
  });
});
