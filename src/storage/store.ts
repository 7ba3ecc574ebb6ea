/**
 * What the service keeps. One contract suite (test/storage/store.contract.ts) runs over every
 * implementation. Instants are ISO 8601 in UTC, so that text order is time order.
 */
import type { Day, Network } from '../domain/day.js';
import type { Fault } from '../domain/fault.js';
import type { Plan, Unassigned } from '../domain/plan.js';

export const PLAN_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];
export const isFinal = (status: PlanStatus): boolean => status !== 'queued' && status !== 'running';

/** A day that was accepted: checked, WGS-84, with what intake set aside. */
export interface DayDocument {
  readonly day: Day;
  readonly setAside: readonly Unassigned[];
  readonly faults: readonly Fault[];
}

/** Search budget as asked for; the planner's own type has the same shape. */
export interface StoredOptions {
  readonly timeSeconds: number;
  readonly threads: number;
  readonly seed: number;
  readonly iterations?: number;
}

/** The last progress event; its data belongs to the planner. */
export interface StoredProgress {
  /** Rises by one an event. */
  readonly event: number;
  readonly data: unknown;
}

/** The few figures a list of plans shows. Hours for gains, yuan for cost, gap as a fraction. */
export interface PlanDigest {
  readonly orders: number;
  readonly planned: number;
  readonly unassigned: number;
  readonly runs: number;
  readonly vehiclesUsed: number;
  readonly km: number;
  readonly cost: number;
  readonly gap: number | null;
  readonly gains: {
    readonly ship: number | null;
    readonly collect: number | null;
    readonly sign: number | null;
  };
}

export interface PlanRecord {
  /** Rises with every accepted plan; pages of a list are cut by it. */
  readonly sequence: number;
  readonly id: string;
  readonly status: PlanStatus;
  readonly day: string;
  readonly date: string;
  /** Registered road network the plan drives on. */
  readonly network: string;
  readonly orders: number;
  readonly setAside: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly options: StoredOptions;
  readonly attempts: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly progress: StoredProgress | null;
  readonly digest: PlanDigest | null;
  readonly releasedAt: string | null;
  readonly releasedBy: string | null;
}

export interface NewPlan {
  readonly id: string;
  readonly createdAt: string;
  readonly network: string;
  readonly options: StoredOptions;
}

/** One answer for one key: the same request gets the same plan, another is refused. */
export interface IdempotencyClaim {
  readonly key: string;
  readonly requestHash: string;
  readonly expiresAt: string;
}

export type Acceptance =
  { readonly kind: 'accepted' | 'replayed'; readonly plan: PlanRecord } | { readonly kind: 'key-reused' };

export interface PlanPage {
  readonly plans: readonly PlanRecord[];
  /** Sequence to ask for next; null on the last page. */
  readonly next: number | null;
}

export interface PlanStore {
  /** Durable when it resolves: the plan, its day and its job, or none of them. */
  accept(plan: NewPlan, document: DayDocument, claim?: IdempotencyClaim): Promise<Acceptance>;
  find(id: string): Promise<PlanRecord | null>;
  /** Newest first, those with a sequence below `before`. */
  list(query: {
    readonly limit: number;
    readonly before?: number;
    readonly status?: PlanStatus;
  }): Promise<PlanPage>;
  document(id: string): Promise<DayDocument | null>;
  /** The plan as JSON text, so that a whole plan is served without being parsed. */
  resultText(id: string): Promise<string | null>;
  /** Marks a done plan as released; a second release keeps the first. Null where there is no done plan. */
  release(id: string, by: string, at: string): Promise<PlanRecord | null>;
}

export type JobOutcome =
  | { readonly status: 'done'; readonly plan: Plan; readonly digest: PlanDigest; readonly at: string }
  | { readonly status: 'failed'; readonly code: string; readonly message: string; readonly at: string };

/**
 * Work in hand. A job is held by an owner until its lease runs out; whoever lost the lease cannot
 * write a result.
 */
export interface JobStore {
  /** The oldest queued job, now running and leased; attempts rise by one. */
  claim(owner: string, now: string, leaseUntil: string): Promise<PlanRecord | null>;
  /** False where the job is no longer this owner's: cancelled, or given to another. */
  renew(id: string, owner: string, leaseUntil: string): Promise<boolean>;
  saveProgress(id: string, owner: string, progress: StoredProgress): Promise<void>;
  /** False where the job is no longer this owner's; nothing is written then. */
  finish(id: string, owner: string, outcome: JobOutcome): Promise<boolean>;
  /** Back to the queue, in its old place, the attempt not counted. */
  giveBack(id: string, owner: string): Promise<void>;
  /**
   * Running jobs whose lease has run out or whose owner `isGone` return to the queue; those that
   * were tried `maxAttempts` times have failed. Returns how many of each.
   */
  recover(query: {
    readonly now: string;
    readonly maxAttempts: number;
    readonly isGone: (owner: string) => boolean;
  }): Promise<{ readonly requeued: number; readonly failed: number }>;
  cancel(id: string, at: string): Promise<'cancelled' | 'finished' | 'unknown'>;
  counts(): Promise<{ readonly queued: number; readonly running: number }>;
}

export const ROLES = ['dispatcher', 'outlet', 'viewer', 'metrics'] as const;
export type Role = (typeof ROLES)[number];

export interface ApiKey {
  readonly id: string;
  readonly role: Role;
  /** Set for role outlet, and only there. */
  readonly outlet: string | null;
  readonly label: string | null;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

export interface KeyStore {
  /** `hash` is SHA-256 of the secret in hex; the secret itself is never kept. */
  add(key: ApiKey, hash: string): Promise<void>;
  /** Null where unknown or revoked. */
  findByHash(hash: string): Promise<ApiKey | null>;
  list(): Promise<readonly ApiKey[]>;
  /** False where there is no such key in force. */
  revoke(id: string, at: string): Promise<boolean>;
  /** Keys in force. */
  count(): Promise<number>;
}

export interface NetworkRecord {
  readonly name: string;
  readonly date: string;
  readonly outlets: number;
  readonly sites: number;
  readonly vehicles: number;
  readonly savedAt: string;
}

export interface NetworkStore {
  /** Puts it in the place of one of the same name. */
  save(network: Network, at: string): Promise<{ readonly created: boolean; readonly record: NetworkRecord }>;
  find(name: string): Promise<Network | null>;
  list(): Promise<readonly NetworkRecord[]>;
}

export interface Store {
  readonly plans: PlanStore;
  readonly jobs: JobStore;
  readonly keys: KeyStore;
  readonly networks: NetworkStore;
  /** Throws where the database does not answer. */
  ping(): Promise<void>;
  /** Forgets idempotency keys that ran out before `now`. */
  purge(now: string): Promise<void>;
  close(): Promise<void>;
}
