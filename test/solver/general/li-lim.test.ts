import { expect } from 'chai';
import {
  checkProblem,
  evaluatePlan,
  instanceProblem,
  instanceRoutes,
  readInstance,
  solve,
} from '../../../solver/index.js';

/** Twelve pairs round a depot, loads of a third of a vehicle; windows as wide as the day. */
function ring(vehicles: number, close: number): string {
  const rows = [`0 0 0 0 0 ${close} 0 0 0`];
  for (let k = 0; k < 12; k++) {
    const angle = (Math.PI * 2 * k) / 12;
    const [x, y] = [Math.round(100 * Math.cos(angle)), Math.round(100 * Math.sin(angle))];
    rows.push(`${2 * k + 1} ${x} ${y} 10 0 ${close} 1 0 ${2 * k + 2}`);
    rows.push(`${2 * k + 2} ${x + 5} ${y} -10 0 ${close} 1 ${2 * k + 1} 0`);
  }
  return `${vehicles} 30 1\n${rows.join('\n')}\n`;
}

async function solved(text: string) {
  const instance = readInstance(text, 'ring.txt');
  const checked = checkProblem(instanceProblem(instance, 'exact', 'vehicles-first').problem);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  const { plan } = await solve(checked.problem, { seed: 1, iterations: 2000 });
  expect(
    evaluatePlan(
      checked.problem,
      plan.runs.map(({ vehicle, sink, stops }) => ({
        vehicle,
        sink,
        tasks: stops.flatMap((stop) => stop.tasks),
      })),
    ).ok,
  ).to.equal(true);
  return instanceRoutes(instance, plan, 'exact');
}

describe('Li and Lim’s instances', () => {
  it('are solved with the fewest vehicles first', async () => {
    const day = await solved(ring(12, 10_000));
    expect([day.routes.length, day.feasible]).to.deep.equal([1, true]);
    // The ring cannot be driven in half the time by one: 200 out and back, and more than 600 round.
    const half = await solved(ring(12, 500));
    expect([half.routes.length, half.feasible]).to.deep.equal([2, true]);
  });

  it('have every pickup before its delivery on one route', async () => {
    const { routes } = await solved(ring(12, 500));
    for (const route of routes) {
      const pickups = route.filter((location) => location % 2 === 1);
      for (const pickup of pickups) expect(route.indexOf(pickup + 1)).to.be.above(route.indexOf(pickup));
      expect(2 * pickups.length).to.equal(route.length);
    }
  });
});
