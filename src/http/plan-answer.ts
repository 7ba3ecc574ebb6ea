import type { Plan } from '../domain/plan.js';
import type { PlanRecord } from '../storage/store.js';

/** Addresses of a plan's parts. */
export function planLinks(id: string): Readonly<Record<string, string>> {
  const self = `/v1/plans/${id}`;
  return {
    self,
    events: `${self}/events`,
    runs: `${self}/runs`,
    outlets: `${self}/outlets`,
    orders: `${self}/orders`,
    gains: `${self}/gains`,
    unassigned: `${self}/unassigned`,
    release: `${self}/release`,
  };
}

/** A plan's state as it is answered: the record without what only the store needs. */
export function planState({ sequence: _sequence, progress, ...record }: PlanRecord) {
  return { ...record, progress: progress?.data ?? null, links: planLinks(record.id) };
}

/** What an outlet's key learns of a plan: that it is there, and where the outlet's schedule is. */
export function planStateForOutlet(record: PlanRecord, outlet: string) {
  const schedule = `/v1/plans/${record.id}/outlets/${encodeURIComponent(outlet)}/schedule`;
  return { ...planState(record), error: null, progress: null, digest: null, links: { schedule } };
}

/** A plan without its long lists. */
export function planSummary(plan: Plan) {
  const { runs: _runs, chain: _chain, unassigned: _unassigned, gains, ...rest } = plan;
  const { byOutlet: _byOutlet, byZone: _byZone, ...figures } = gains;
  return { ...rest, gains: figures };
}
