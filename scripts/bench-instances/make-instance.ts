import { Random } from '../../solver/search/random.js';

/** Stops a vehicle can carry, on average. */
const STOPS_A_ROUTE = 15;
const MOST_DEMAND = 100;
/** Side of the square region at this many stops; it grows with them, so that they lie equally dense. */
const SIDE = 1000;
const SIDE_STOPS = 500;
/** How far clients gather around a seed: the density falls by e over this distance (Uchoa et al. 2017, section 4). */
const REACH = 40;
const STOPS_A_SEED = 60;

/**
 * A made-up capacitated instance in the manner of the X instances: depot in the middle, half of the clients anywhere,
 * half gathered around seeds, demands of 1 to 100. The same arguments give the same text.
 * @param stops clients without the depot.
 */
export const makeInstance = (stops: number, seed: number): string => {
  const random = new Random(seed * 100_003 + stops);
  const side = Math.round(SIDE * Math.max(1, Math.sqrt(stops / SIDE_STOPS)));
  const points = clients(stops, side, random);
  const demands = points.map(() => 1 + random.below(MOST_DEMAND));
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  const capacity = Math.max(MOST_DEMAND, Math.ceil((total / stops) * STOPS_A_ROUTE));
  const middle = Math.round(side / 2);
  return [
    `NAME : made-${stops}-${seed}`,
    'TYPE : CVRP',
    `DIMENSION : ${stops + 1}`,
    'EDGE_WEIGHT_TYPE : EUC_2D',
    `CAPACITY : ${capacity}`,
    'NODE_COORD_SECTION',
    ...[[middle, middle], ...points].map(([x, y], at) => `${at + 1} ${x} ${y}`),
    'DEMAND_SECTION',
    ...[0, ...demands].map((demand, at) => `${at + 1} ${demand}`),
    'DEPOT_SECTION',
    '1',
    '-1',
    'EOF',
    '',
  ].join('\n');
};

const clients = (stops: number, side: number, random: Random): [number, number][] => {
  const anywhere = (): [number, number] => [random.below(side + 1), random.below(side + 1)];
  const seeds = Array.from({ length: Math.max(3, Math.round(stops / STOPS_A_SEED)) }, anywhere);
  return Array.from({ length: stops }, (_, at) => {
    if (at % 2 === 0) return anywhere();
    const [x, y] = seeds[random.below(seeds.length)]!;
    const angle = random.unit() * 2 * Math.PI;
    // The radius of a plane density exp(-r / reach) is the sum of two exponential draws.
    const radius = -REACH * Math.log((1 - random.unit()) * (1 - random.unit()));
    const within = (value: number): number => Math.min(side, Math.max(0, Math.round(value)));
    return [within(x + radius * Math.cos(angle)), within(y + radius * Math.sin(angle))];
  });
};
