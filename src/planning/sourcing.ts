import { transport, type TransportArc } from '../../solver/index.js';
import type { Day, Order } from '../domain/day.js';
import type { Places } from './places.js';
import type { Travel } from './travel.js';

export interface Sourcing {
  /** The day with a site for every order that could be sourced. */
  readonly day: Day;
  /** Indexes of orders for which no site has ripe produce left. */
  readonly unsourced: readonly number[];
  /** LP engines that answered, one an LP; empty where nothing was to be sourced. */
  readonly engines: readonly string[];
}

interface Source {
  readonly site: string;
  readonly secondsToHub: number;
  leftKg: number;
}

/** Orders that name a product are dealt to sites with ripe supply: a transport LP a product, least way to the hub. */
export async function sourceOrders(day: Day, places: Places, travel: Travel): Promise<Sourcing> {
  const open = day.orders.flatMap((order, index) => (order.site === undefined ? [index] : []));
  if (open.length === 0) return { day, unsourced: [], engines: [] };
  const orders = [...day.orders];
  const unsourced: number[] = [];
  const engines: string[] = [];
  for (const product of new Set(open.map((index) => day.orders[index]!.product as string))) {
    const wanted = open.filter((index) => day.orders[index]!.product === product);
    const sources = sourcesOf(day, product, places, travel);
    const answer = await shares(
      sources,
      wanted.reduce((sum, index) => sum + day.orders[index]!.kg, 0),
    );
    if (answer.engine) engines.push(answer.engine);
    for (const index of wanted.sort((a, b) => day.orders[b]!.kg - day.orders[a]!.kg || a - b)) {
      const site = take(sources, answer.kg, day.orders[index]!);
      if (site === null) unsourced.push(index);
      else orders[index] = { ...day.orders[index]!, site: site as NonNullable<Order['site']> };
    }
  }
  return { day: { ...day, orders }, unsourced, engines };
}

function sourcesOf(day: Day, product: string, places: Places, travel: Travel): Source[] {
  const hub = places.index.get(day.hub.id)!;
  return day.sites.flatMap((site) => {
    const leftKg = (site.supply ?? [])
      .filter((one) => one.product === product)
      .reduce((sum, one) => sum + one.kg, 0);
    const secondsToHub = fastest(travel, places.index.get(site.id)!, hub);
    return leftKg > 0 && Number.isFinite(secondsToHub) ? [{ site: site.id, secondsToHub, leftKg }] : [];
  });
}

/** Seconds by the fastest profile; Infinity where none gets there. */
export function fastest(travel: Travel, from: number, to: number): number {
  let least = Infinity;
  for (const matrix of travel.matrices.values()) {
    const seconds = matrix.durations[from * matrix.size + to]!;
    if (seconds >= 0 && seconds < least) least = seconds;
  }
  return least;
}

async function shares(
  sources: readonly Source[],
  demandKg: number,
): Promise<{ kg: number[]; engine: string | null }> {
  if (sources.length === 0) return { kg: [], engine: null };
  const cost: TransportArc[] = sources.map((source, from) => ({ from, to: 0, cost: source.secondsToHub }));
  const dearest = Math.max(...sources.map((source) => source.secondsToHub));
  const answer = await transport({
    supply: sources.map((source) => source.leftKg),
    demand: [demandKg],
    cost,
    unmetCost: 2 * dearest + 3600,
  });
  const kg = sources.map(() => 0);
  for (const flow of answer.flows) kg[flow.from]! += flow.units;
  return { kg, engine: answer.engine };
}

/** The nearest site whose share of the LP still holds the order whole, else any with supply left. */
function take(sources: readonly Source[], share: number[], order: Order): string | null {
  const holds = (left: (k: number) => number): number[] =>
    sources.map((_, k) => k).filter((k) => left(k) >= order.kg - 1e-6);
  const choices = holds((k) => Math.min(share[k]!, sources[k]!.leftKg));
  const k = nearest(sources, choices.length > 0 ? choices : holds((index) => sources[index]!.leftKg));
  if (k === null) return null;
  share[k]! -= order.kg;
  sources[k]!.leftKg -= order.kg;
  return sources[k]!.site;
}

const nearest = (sources: readonly Source[], choices: readonly number[]): number | null =>
  choices.length === 0
    ? null
    : choices.reduce((best, k) => (sources[k]!.secondsToHub < sources[best]!.secondsToHub ? k : best));
