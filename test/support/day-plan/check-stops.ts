/** What happens at the stops: times, handling, walks, opening hours, readiness, loads. */
import { at, type Check, road, SECOND, THOUSANDTH } from './check-context.js';
import type { Run, Stop } from './plan-document.js';
import type { RawOrder, RawPlace, RawVehicle, Span } from './raw-day.js';

const WALK_FROM_METRES = 50;
/** Minutes of a walk are printed to a tenth. */
const WALK_ROUNDING_SECONDS = 4;
/** Tobler's hiking function is never faster than 6 km/h. */
const FASTEST_WALK = 6000 / 3600;

export function checkStops(check: Check, run: Run, vehicle: RawVehicle): void {
  const load = { kg: 0, litres: 0, parcels: 0 };
  for (const stop of run.stops) {
    const place = check.day.places.get(stop.place);
    if (!place) {
      check.say(`${stop.name}: no such place in the day`);
      continue;
    }
    if (stop.isSite !== (place.kind === 'site'))
      check.say(`${stop.name}: is not a ${stop.isSite ? 'site' : 'outlet'}`);
    const orders = ordersOf(check, [...stop.orders, ...stop.transfers]);
    checkAmounts(check, stop.name, stop, orders);
    checkHandling(check, stop, place, vehicle, orders);
    checkReadiness(check, stop, place);
    for (const order of orders) {
      if (order.cold && !vehicle.cold) check.say(`${stop.name}: order ${order.key} needs a cold vehicle`);
      load.kg += order.kg;
      load.litres += order.litres;
      load.parcels += order.parcels;
    }
    for (const unit of ['kg', 'litres', 'parcels'] as const)
      if (load[unit] > vehicle[unit] + THOUSANDTH)
        check.say(
          `${stop.name}: ${round(load[unit])} ${unit} on board, ${vehicle.id} holds ${vehicle[unit]}`,
        );
  }
  checkAmounts(
    check,
    run.id,
    run,
    ordersOf(
      check,
      run.stops.flatMap((stop) => [...stop.orders, ...stop.transfers]),
    ),
  );
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

const ordersOf = (check: Check, keys: readonly string[]): RawOrder[] =>
  keys.flatMap((key) => check.day.orders.get(key) ?? []);

interface Amounts {
  readonly parcels: number;
  readonly kg: number;
  readonly litres: number;
}

function checkAmounts(check: Check, name: string, stated: Amounts, orders: readonly RawOrder[]): void {
  for (const unit of ['parcels', 'kg', 'litres'] as const) {
    const sum = orders.reduce((total, order) => total + order[unit], 0);
    if (Math.abs(sum - stated[unit]) > THOUSANDTH + sum * 1e-9)
      check.say(`${name}: says ${stated[unit]} ${unit}, its orders have ${round(sum)}`);
  }
}

function checkHandling(
  check: Check,
  stop: Stop,
  place: RawPlace,
  vehicle: RawVehicle,
  orders: readonly RawOrder[],
): void {
  const { day, say } = check;
  if (stop.orders.length + stop.transfers.length === 0) say(`${stop.name}: takes nothing`);
  if (stop.arrive > stop.start || stop.start > stop.leave)
    say(`${stop.name}: arrives, starts and leaves out of order`);
  if (stop.latestArrive !== null && stop.latestArrive < stop.arrive - SECOND)
    say(`${stop.name}: the latest arrival is before the planned one`);
  if (!within(place.open, stop.start))
    say(`${stop.name}: handling starts ${at(check, stop.start)}, when it is closed`);
  const perParcel = place.kind === 'site' ? day.secondsPerParcel : day.secondsPerParcelAtOutlet;
  const parcels = orders.reduce((sum, order) => sum + order.parcels, 0);
  const handling = parcels * perParcel + walkSeconds(check, stop, place, vehicle, orders);
  if (stop.leave - stop.start < handling - SECOND)
    say(`${stop.name}: ${stop.leave - stop.start} s of handling, ${Math.ceil(handling)} s are needed`);
  if (stop.leave - stop.arrive < handling + day.stopSeconds - SECOND)
    say(
      `${stop.name}: ${stop.leave - stop.arrive} s of stay, ${Math.ceil(handling + day.stopSeconds)} s are needed`,
    );
}

export const within = (spans: readonly Span[], moment: number): boolean =>
  spans.some(({ from, to }) => from <= moment && moment <= to);

/** Least time on foot for the load, and whether the walk stated can be true. */
function walkSeconds(
  check: Check,
  stop: Stop,
  place: RawPlace,
  vehicle: RawVehicle,
  orders: readonly RawOrder[],
): number {
  const snap = check.matrixOf(vehicle.profile).snapped[place.index];
  if (!snap) {
    check.say(`${stop.name}: no road of profile ${vehicle.profile} is near`);
    return 0;
  }
  const straight = metresBetween(snap, place.goods);
  if (place.walkMetres !== null) {
    if (Math.abs(place.walkMetres - stop.walkMetres) > 1)
      check.say(`${stop.name}: a walk of ${stop.walkMetres} m, the day says ${place.walkMetres} m`);
  } else if (straight > WALK_FROM_METRES + 2 && stop.walkMetres < straight - 2)
    check.say(`${stop.name}: a walk of ${stop.walkMetres} m, the road ends ${Math.round(straight)} m away`);
  if (stop.walkMetres === 0) return 0;
  const oneWay = stop.walkMetres / FASTEST_WALK;
  if (stop.walkSeconds < oneWay - WALK_ROUNDING_SECONDS)
    check.say(`${stop.name}: ${stop.walkMetres} m cannot be walked in ${stop.walkSeconds} s`);
  const trips = Math.ceil(orders.reduce((sum, order) => sum + order.kg, 0) / check.day.kgPerTrip - 1e-9);
  return trips * Math.max(0, stop.walkSeconds + oneWay - 2 * WALK_ROUNDING_SECONDS);
}

function metresBetween(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const rad = Math.PI / 180;
  const half = (angle: number): number => Math.sin((angle * rad) / 2) ** 2;
  const h = half(b.lat - a.lat) + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half(b.lon - a.lon);
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

/** A parcel is taken once it is packed and handed over, and there is time left to handle it. */
function checkReadiness(check: Check, stop: Stop, place: RawPlace): void {
  const perParcel = place.kind === 'site' ? check.day.secondsPerParcel : check.day.secondsPerParcelAtOutlet;
  for (const order of ordersOf(check, stop.orders)) {
    const ready = Math.max(order.ready, check.day.planAt);
    if (stop.leave - order.parcels * perParcel < ready - SECOND)
      check.say(`${stop.name}: order ${order.key} is ready only at ${at(check, ready)}`);
  }
}

/** Times and lengths of the legs against the road. */
export function checkLegs(check: Check, run: Run, vehicle: RawVehicle): void {
  let from = run.start;
  let left = run.depart;
  const legs = [
    ...run.stops.map((stop) => ({
      name: stop.name,
      to: stop.place,
      arrive: stop.arrive,
      leave: stop.leave,
      leg: stop.leg,
    })),
    {
      name: `${run.id} end (${run.end})`,
      to: run.end,
      arrive: run.arrive,
      leave: run.arrive,
      leg: run.lastLeg,
    },
  ];
  legs.forEach(({ name, to, arrive, leave, leg }, index) => {
    const way = road(check, vehicle, from, to);
    if (!way) check.say(`${name}: no road for ${vehicle.profile} from ${from}`);
    else {
      const rest = run.rests
        .filter(({ afterStop }) => afterStop === index - 1)
        .reduce((sum, one) => sum + one.seconds, 0);
      const short = left + rest + way.seconds - arrive;
      if (short > SECOND + (rest > 0 ? 3 : 0))
        check.say(`${name}: arrives ${Math.ceil(short)} s before the road from ${from} allows`);
      if (Math.abs(leg.seconds - way.seconds) > SECOND)
        check.say(`${name}: says a leg of ${leg.seconds} s, the road takes ${way.seconds} s`);
      if (Math.abs(leg.metres - way.metres) > 1)
        check.say(`${name}: says a leg of ${leg.metres} m, the road has ${way.metres} m`);
      if (way.ascent !== null && Math.abs(leg.ascent - way.ascent) > 1)
        check.say(`${name}: says a climb of ${leg.ascent} m, the road has ${way.ascent} m`);
    }
    from = to;
    left = leave;
  });
  checkSums(check, run);
}

function checkSums(check: Check, run: Run): void {
  const legs = [...run.stops.map((stop) => stop.leg), run.lastLeg];
  const total = (of: (leg: Run['lastLeg']) => number): number => legs.reduce((sum, leg) => sum + of(leg), 0);
  const metres = total((leg) => leg.metres);
  const driving = total((leg) => leg.seconds);
  if (Math.abs(metres - run.metres) > legs.length)
    check.say(`${run.id}: says ${run.metres} m, its legs have ${metres} m`);
  if (Math.abs(driving - run.drivingSeconds) > legs.length)
    check.say(`${run.id}: says ${run.drivingSeconds} s of driving, its legs have ${driving} s`);
}
