import type { Day, Order } from '../domain/day.js';
import type { Unassigned, UnassignedCode } from '../domain/plan.js';
import type { Context } from './context.js';
import { changesInForce } from './road-conditions.js';

/** Why an order has no run, in words, and what would change it. */
export function unassigned(context: Context, orderIndex: number, code: UnassignedCode): Unassigned {
  const order = context.day.orders[orderIndex]!;
  const [reason, remedy] = texts(context, order, code);
  return { order: order.id, code, reason, remedy, ...(order.site === undefined ? {} : { site: order.site }) };
}

function texts(context: Context, order: Order, code: UnassignedCode): [string, string] {
  const { day } = context;
  const place = order.site ?? `product ${order.product}`;
  switch (code) {
    case 'unroutable':
      return unroutable(context, order);
    case 'no-vehicle':
      return order.cold === true || isColdProduct(day, order)
        ? [
            'it must travel cold and no cold vehicle serves its place',
            'add a cold vehicle, or clear `cold` on the order',
          ]
        : [
            `no vehicle may serve ${place}`,
            'add a vehicle whose profile reaches it, or set stopAt on a road vehicles may use',
          ];
    case 'no-road':
      return [
        `no road leads from ${place} to where a vehicle unloads, or back${closures(day)}`,
        `check one-ways, barriers and islands near it${closures(day) && ', and roads.changes'}, or set stopAt`,
      ];
    case 'too-large':
      return [
        `${order.kg} kg, ${order.litres} L, ${order.parcels} parcels are more than any vehicle that may carry it takes`,
        `split the order, or add a vehicle of at least ${Math.ceil(order.kg)} kg and ${Math.ceil(order.litres)} L`,
      ];
    case 'window-unreachable':
      return [
        `no vehicle on shift reaches ${place} while it is open and the parcels are ready`,
        'open the place longer, have it ready earlier, or lengthen a shift',
      ];
    case 'spoils-before-hub':
      return [
        'it would pass its time to the hub before any vehicle can bring it',
        'have it ready nearer to a run, use a cold vehicle, or raise hubWithinHours',
      ];
    case 'misses-last-departure':
      return [
        'no departure of the next days that serves its zone has a place it can reach',
        'add a departure or capacity for its zone',
      ];
    case 'no-supply':
      return [
        `no site has ${order.kg} kg of ${order.product} left today`,
        'add supply at a site, or name the site on the order',
      ];
    default:
      return [
        'it fits a vehicle alone, but not beside the rest within the fleet, its shifts and the price of leaving it',
        'add a vehicle or shift hours, or raise yuanPerUnservedOrder',
      ];
  }
}

const CLOSURES_NAMED = 5;

/** Closures that may be why, as the end of a sentence; empty where none is in force. */
function closures(day: Day): string {
  const ids = changesInForce(day)
    .filter(({ properties }) => properties.effect === 'closed')
    .map(({ properties }) => properties.id);
  if (ids.length === 0) return '';
  const more = ids.length > CLOSURES_NAMED ? ` and ${ids.length - CLOSURES_NAMED} more` : '';
  return `; closed today: ${ids.slice(0, CLOSURES_NAMED).join(', ')}${more}`;
}

const isColdProduct = (day: Day, order: Order): boolean =>
  day.products.find((one) => one.id === order.product)?.cold === true;

/** Names the nearest road and its distance where one is known. */
function unroutable(context: Context, order: Order): [string, string] {
  const index = context.places.index.get(order.site as string);
  const limit = context.day.roads?.maxSnapMetres ?? 2000;
  const place = index === undefined ? undefined : context.places.all[index];
  const at = place ? ` at ${place.point.lat.toFixed(5)}, ${place.point.lon.toFixed(5)}` : '';
  const near = index === undefined ? undefined : context.nearestRoad?.get(index);
  const road =
    near === undefined
      ? `no road within ${limit} m`
      : `the nearest road is ${near} m away, the limit is ${limit} m`;
  return [
    `${order.site}${at} cannot be reached: ${road}${closures(context.day)}`,
    `check its coordinates and their system (crs)${closures(context.day) && ' and roads.changes'}, set stopAt on a road, or raise roads.maxSnapMetres`,
  ];
}
