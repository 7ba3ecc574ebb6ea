import { distance } from '@turf/turf';
import { transport, type TransportArc } from '../../solver/index.js';
import type { Day } from '../domain/day.js';
import type { Places } from './places.js';
import { fastest } from './sourcing.js';
import type { Travel } from './travel.js';

/** Outlets a site may be given to. [E] */
const NEAREST = 4;

/**
 * The outlet in charge of every order: the one its site names, the outlet it is brought to, or, for
 * sites that name none, the one a transport LP gives it: least way, within what each outlet can label.
 */
export async function outletsOfOrders(day: Day, places: Places, travel: Travel): Promise<string[]> {
  const ofSite = new Map(day.sites.map((site) => [site.id as string, site.outlet as string | undefined]));
  const open = day.sites.filter((site) => site.outlet === undefined).map((site) => site.id as string);
  if (open.length > 0)
    for (const [site, outlet] of await assign(day, open, places, travel)) ofSite.set(site, outlet);
  return day.orders.map((order) => {
    const place = order.site as string;
    return ofSite.has(place) ? (ofSite.get(place) ?? day.hub.id) : (place ?? day.hub.id);
  });
}

async function assign(
  day: Day,
  sites: readonly string[],
  places: Places,
  travel: Travel,
): Promise<Map<string, string>> {
  const given = new Map<string, string>();
  const outlets = day.outlets.map((outlet) => outlet.id as string);
  if (outlets.length === 0) return given;
  const waiting = new Map<string, number>();
  for (const order of day.orders) if (order.site) waiting.set(order.site, (waiting.get(order.site) ?? 0) + 1);
  const arcs = sites.flatMap((site, to) =>
    nearestOutlets(day, places, travel, site).map((way): TransportArc => ({
      from: way.outlet,
      to,
      cost: way.seconds,
    })),
  );
  const answer = await transport({
    supply: day.outlets.map((outlet) => Math.floor(outlet.labelsPerHour * hoursOpen(outlet.hours))),
    demand: sites.map((site) => waiting.get(site) ?? 0),
    cost: arcs,
    unmetCost: 2 * 86400,
  });
  const most = new Map<string, number>();
  for (const flow of answer.flows) {
    const site = sites[flow.to]!;
    if (flow.units <= (most.get(site) ?? 0)) continue;
    most.set(site, flow.units);
    given.set(site, outlets[flow.from]!);
  }
  // A site without orders, or beyond what its outlets can label, goes to the nearest.
  sites.forEach((site, to) => {
    const nearest = arcs.find((arc) => arc.to === to);
    if (!given.has(site) && nearest) given.set(site, outlets[nearest.from]!);
  });
  return given;
}

function hoursOpen(hours: { opens: string; closes: string }): number {
  const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const span = minutes(hours.closes) - minutes(hours.opens);
  return (span > 0 ? span : span + 1440) / 60;
}

/** By road; by straight line at walking pace where no road joins them. Nearest first. */
function nearestOutlets(
  day: Day,
  places: Places,
  travel: Travel,
  site: string,
): { outlet: number; seconds: number }[] {
  const from = places.index.get(site)!;
  const here = places.all[from]!.goods;
  const ways = day.outlets.map((outlet, index) => {
    const road = fastest(travel, from, places.index.get(outlet.id)!);
    const straight = (): number =>
      distance([here.lon, here.lat], [outlet.lon, outlet.lat], { units: 'kilometers' }) * 900;
    return { outlet: index, seconds: Math.min(86400, Math.round(Number.isFinite(road) ? road : straight())) };
  });
  return ways.sort((a, b) => a.seconds - b.seconds || a.outlet - b.outlet).slice(0, NEAREST);
}
