import { expect } from 'chai';
import {
  checkProblem,
  instanceProblem,
  instanceRoutes,
  readInstance,
  routesCost,
  solve,
  type Rounding,
} from '../../../solver/index.js';

const VRPLIB = `NAME : small
TYPE : VRPTW
DIMENSION : 4
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 3
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 6 8
4 0 2.5
DEMAND_SECTION
1 0
2 4
3 4
4 5
TIME_WINDOW_SECTION
1 0 100
2 0 90
3 0 90
4 20 40
DEPOT_SECTION
1
-1
EOF
`;

const SOLOMON = `C101

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0      0         0          0          0       100          0
    1      3         4          4          0        90          3
    2      6         8          4          0        90          3
    3      0         2.5        5         20        40          3
`;

const solved = async (text: string, rounding: Rounding, objective: 'cost' | 'vehicles-first' = 'cost') => {
  const instance = readInstance(text, 'small.vrp');
  const checked = checkProblem(instanceProblem(instance, rounding, objective).problem);
  if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
  const { plan } = await solve(checked.problem, { seed: 1, iterations: 500 });
  return { ...instanceRoutes(instance, plan, rounding), plan };
};

const faultsOf = (text: string): readonly string[] => {
  try {
    readInstance(text, 'bad.vrp');
  } catch (fault) {
    expect(fault).to.include({ code: 'instance-invalid' });
    return (fault as { faults: readonly string[] }).faults;
  }
  return [];
};

describe('benchmark instances', () => {
  it('are read in the VRPLIB dialect', () => {
    const instance = readInstance(VRPLIB, 'small.vrp');
    expect(instance).to.deep.include({ name: 'small', depots: 1, locations: 4, demand: [0, 4, 4, 5] });
    expect(instance.service).to.deep.equal([0, 3, 3, 3]);
    expect(instance.vehicles).to.have.length(2);
    expect(instance.window[3]).to.deep.equal([20, 40]);
  });

  it('mean the same in Solomon’s format', () => {
    const [vrplib, solomon] = [VRPLIB, SOLOMON].map((text) => readInstance(text, 'x'));
    expect({ ...solomon, name: '' }).to.deep.equal({ ...vrplib, name: '' });
  });

  it('are read in Li and Lim’s format with their pairs', () => {
    const text = '5 20 1\n0 0 0 0 0 100 0 0 0\n1 3 4 5 0 90 2 0 2\n2 6 8 -5 0 90 2 1 0\n';
    const instance = readInstance(text, 'lc.txt');
    expect([...instance.pairs]).to.deep.equal([[1, 2]]);
    expect(instanceProblem(instance, 'exact').problem.pairs).to.deep.equal([
      { pickup: 0, delivery: 1, maxAboardSeconds: null },
    ]);
  });

  it('may give their distances, in full or below the diagonal', () => {
    const explicit = (format: string, weights: string) => `NAME: e
DIMENSION: 3
CAPACITY: 2
EDGE_WEIGHT_TYPE: EXPLICIT
EDGE_WEIGHT_FORMAT: ${format}
EDGE_WEIGHT_SECTION
${weights}
DEMAND_SECTION
1 0
2 1
3 1
DEPOT_SECTION
1
`;
    const full = readInstance(explicit('FULL_MATRIX', '0 5 9\n5 0 3\n9 3 0'), 'e');
    const lower = readInstance(explicit('LOWER_ROW', '5\n9 3'), 'e');
    expect([...lower.distances!]).to.deep.equal([...full.distances!]);
    expect(routesCost(full, [[1, 2]], [0], 'round')).to.equal(17);
  });

  it('tell every fault with its line', () => {
    const bad = VRPLIB.replace('3 6 8', '3 6').replace('4 20 40', '4 40 20').replace('2 4\n3 4', '2 4\n9 4');
    const faults = faultsOf(`${bad}BACKHAUL_SECTION\n1 0\n`);
    expect(faults.some((fault) => /line 11: NODE_COORD_SECTION has 3 numbers/.test(fault))).to.equal(true);
    expect(faults.some((fault) => /closes before it opens/.test(fault))).to.equal(true);
    expect(faults.some((fault) => /numbered from 1 in order, so 3/.test(fault))).to.equal(true);
    expect(faults.some((fault) => /BACKHAUL_SECTION is a section/.test(fault))).to.equal(true);
    expect(faultsOf('hello')).to.not.deep.equal([]);
  });

  it('round as the field does', async () => {
    const costs = await Promise.all(
      (['round', 'trunc', 'dimacs', 'exact'] as const).map(
        async (rounding) => (await solved(VRPLIB, rounding)).cost,
      ),
    );
    // Out to 3, 4 and back: 5 + 5 + 10, and 2.5 there and back.
    expect(costs).to.deep.equal([20 + 6, 20 + 4, 200 + 50, 20_000 + 5000]);
  });

  it('are solved with the fewest vehicles where they come first', async () => {
    const roomy = VRPLIB.replace('CAPACITY : 10', 'CAPACITY : 20')
      .replace('2 3 4', '2 0 -9')
      .replace('3 6 8', '3 0 9');
    const { routes, cost, feasible, plan } = await solved(roomy, 'round', 'vehicles-first');
    expect([routes.length, feasible]).to.deep.equal([1, true]);
    expect(plan.cost.total).to.be.above(cost);
  });

  it('leave a client for its prize where a visit costs more', async () => {
    const prizes = VRPLIB.replace('DEPOT_SECTION', 'PRIZE_SECTION\n1 0\n2 100\n3 1\n4 100\nDEPOT_SECTION');
    const { routes, cost, feasible } = await solved(prizes, 'round');
    expect(routes.flat().sort()).to.deep.equal([1, 3]);
    // One route by 1 and 3: 5 + 3 (3.35) + 3 (2.5 up), and the prize of 2.
    expect([cost, feasible]).to.deep.equal([12, true]);
  });

  it('come back to the depot and set out again where the file lets them', async () => {
    const reload = VRPLIB.replace('VEHICLES : 2', 'VEHICLES : 1').replace(
      'DEPOT_SECTION',
      'VEHICLES_RELOAD_DEPOT_SECTION\n1 1\nDEPOT_SECTION',
    );
    const { routes, feasible } = await solved(reload, 'round');
    expect([routes.length, feasible]).to.deep.equal([1, true]);
    expect(routes[0]!.filter((location) => location === 0)).to.have.length(1);
    expect((await solved(VRPLIB.replace('VEHICLES : 2', 'VEHICLES : 1'), 'round')).feasible).to.equal(false);
  });

  it('keep every vehicle where these differ, though there is one a client', () => {
    const rows = ['DEMAND_SECTION', '1 0', ...Array.from({ length: 30 }, (_, i) => `${i + 2} 1`)];
    const points = [
      'NODE_COORD_SECTION',
      '1 0 0',
      ...Array.from({ length: 30 }, (_, i) => `${i + 2} ${i} 5`),
    ];
    const costs = [
      'VEHICLES_UNIT_DISTANCE_COST_SECTION',
      ...Array.from({ length: 30 }, (_, i) => `${i + 1} ${30 - i}`),
    ];
    const text = (more: readonly string[], capacity: number): string =>
      [
        ...[
          'NAME : many',
          'TYPE : CVRP',
          'DIMENSION : 31',
          `CAPACITY : ${capacity}`,
          'EDGE_WEIGHT_TYPE : EUC_2D',
        ],
        ...[...points, ...rows, ...more, 'DEPOT_SECTION', '1', '-1', 'EOF', ''],
      ].join('\n');
    const fleet = (file: string): number =>
      instanceProblem(readInstance(file, 'many.vrp'), 'round').problem.vehicles.length;
    expect(fleet(text([], 30))).to.equal(12);
    expect(fleet(text(costs, 30))).to.equal(30);
    expect(
      fleet(
        text([], 30)
          .replace(/^(\d+) 1$/gm, '$1 0')
          .replace('CAPACITY : 30', 'CAPACITY : 0'),
      ),
    ).to.equal(10);
  });
});
