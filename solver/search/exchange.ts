import type { PlanExchange, WarmRun } from '../model/solve-options.js';
import type { Milestone } from './stretches.js';

/** Shares of the budget at which searches side by side hand each other their best plans. */
const EXCHANGE_SHARES: readonly number[] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88, 0.95];

/** A plan must be better by more than this share of its value; less is the order of addition. */
const CLEARLY = 1e-9;

/** What an exchange needs of a search. */
export interface ExchangingSearch {
  readonly bestValue: number;
  bestRuns(): WarmRun[];
  adopt(runs: readonly WarmRun[]): void;
}

/** The halts at which a search swaps plans with others; none where it is alone. */
export function exchangeMilestones(
  search: ExchangingSearch,
  exchange: PlanExchange | undefined,
): Milestone[] {
  if (!exchange) return [];
  return EXCHANGE_SHARES.map((share, point) => ({ share, act: () => swapPlans(search, exchange, point) }));
}

/** Offers a search's best plan to the others and goes on from theirs where it is better. */
function swapPlans(search: ExchangingSearch, exchange: PlanExchange, point: number): void {
  const own = search.bestValue;
  const other = exchange.swap(point, { value: own, runs: own === Infinity ? [] : search.bestRuns() });
  if (other !== null && other.value < own - CLEARLY * Math.abs(other.value)) search.adopt(other.runs);
}
