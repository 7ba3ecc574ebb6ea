/** What the service answers, as far as the page reads it. Hours, yuan, kilograms, metres; instants ISO 8601. */

export type PlanStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface LocalName {
  readonly zh?: string;
  readonly en?: string;
}

export interface NamedDay {
  readonly name: string;
  readonly ok?: boolean;
  readonly title: LocalName | null;
  readonly date: string | null;
  readonly orders: number;
  readonly outlets?: number;
  readonly vehicles?: number;
  readonly synthetic: boolean;
}

export const STAGES = [
  'intake',
  'roads',
  'travel',
  'sourcing',
  'consolidation',
  'solve',
  'chain',
  'gains',
  'done',
] as const;
export type Stage = (typeof STAGES)[number];

export interface Progress {
  readonly stage: Stage;
  readonly share: number | null;
  readonly elapsedSeconds: number;
  /** Costs of different passes do not compare. */
  readonly pass: number | null;
  readonly incumbent: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  readonly unassigned: number | null;
}

export interface Digest {
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

export interface PlanState {
  readonly id: string;
  readonly status: PlanStatus;
  readonly day: string;
  readonly date: string;
  readonly network: string;
  readonly orders: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly options: { readonly timeSeconds: number; readonly threads: number; readonly seed: number };
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly progress: Progress | null;
  readonly digest: Digest | null;
  readonly releasedAt: string | null;
}

interface Figure {
  readonly plan: number | null;
  readonly baseline: number | null;
  readonly gain: number | null;
}
export interface Metric extends Figure {
  readonly median: Figure;
  readonly p90: Figure;
}
export const METRICS = ['ship', 'collect', 'sign'] as const;
export type MetricName = (typeof METRICS)[number];
export type Metrics = Readonly<Record<MetricName, Metric>>;

export interface Gains extends Metrics {
  readonly stages: readonly { readonly stage: string; readonly plan: number; readonly baseline: number }[];
  readonly orders: number;
  readonly yuan: number;
  readonly baselineVersion: string;
  readonly confirmedAfterPlan: number;
  readonly notes: readonly string[];
}
export interface FullGains extends Gains {
  readonly byOutlet: readonly (Metrics & { readonly outlet: string; readonly orders: number })[];
}

export interface PlanNote {
  readonly code: string;
  readonly about: string;
  readonly message: string;
}

/** A leg of a run's drawing: properties of its features of kind `leg`, in order. */
export interface Leg {
  readonly kind: 'leg';
  readonly road: boolean;
  readonly metres: number | null;
  readonly seconds: number | null;
  readonly ascentMetres: number | null;
  readonly summary: readonly TimeShare[];
}
/** Seconds of a leg by what held the speed. */
export interface TimeShare {
  readonly heldBy: string;
  readonly highway: string | null;
  readonly seconds: number;
}

export interface Summary {
  readonly title: LocalName;
  readonly timeZone: string;
  readonly synthetic: boolean;
  readonly attribution: readonly string[];
  readonly planAt: string;
  readonly seed: number;
  readonly cost: number;
  readonly costParts: Readonly<Record<string, number>>;
  readonly lowerBound: number | null;
  readonly gap: number | null;
  readonly gains: Gains;
  readonly summary: {
    readonly orders: number;
    readonly planned: number;
    readonly unassigned: number;
    readonly parcels: number;
    readonly kg: number;
    readonly vehiclesUsed: number;
    readonly runs: number;
    readonly km: number;
    readonly drivingHours: number;
  };
  /** Conditions of the roads; absent in older plans. */
  readonly notes?: readonly PlanNote[];
  readonly timings: Readonly<Record<string, number>>;
  readonly solver: {
    readonly iterations: number;
    readonly poolRuns: number;
    readonly selection: string | null;
  };
}

export type RunKind = 'collection' | 'feeder' | 'direct';

export interface RunRow {
  readonly id: string;
  readonly vehicle: string;
  /** Speed profile of the vehicle. */
  readonly profile: string;
  readonly kind: RunKind;
  readonly start: string;
  readonly end: string;
  readonly departAt: string;
  readonly returnAt: string;
  readonly unloadedAt: string;
  readonly stops: number;
  readonly orders: number;
  readonly metres: number;
  readonly ascentMetres: number;
  readonly parcels: number;
  readonly kg: number;
  readonly litres: number;
  readonly departures: readonly {
    readonly departure: string;
    readonly leavesAt: string;
    readonly parcels: number;
  }[];
}

/** A run's sheet, as far as the page shows it. */
export interface Sheet {
  readonly run: string;
  readonly kind: RunKind;
  readonly from?: LocalName;
  readonly to?: LocalName;
  readonly vehicle: {
    readonly id: string;
    readonly plate: string;
    readonly type: string;
    readonly kg: number;
    readonly cold: boolean;
  };
  readonly departAt: string;
  readonly returnAt: string;
  readonly latestEndAt: string | null;
  readonly departures: readonly {
    readonly departure: string;
    readonly leavesAt: string;
    readonly cutOffAt: string;
    readonly parcels: number;
  }[];
  readonly metres: number;
  readonly ascentMetres: number;
  readonly stops: readonly SheetStop[];
}
export interface SheetStop {
  readonly number: number;
  readonly place: string;
  readonly name?: LocalName;
  readonly arriveAt: string;
  readonly leaveAt: string;
  readonly latestArriveAt: string | null;
  readonly orders: number;
  readonly parcels: number;
  readonly kg: number;
  readonly load: { readonly fullest: number };
  readonly walk: { readonly metres: number; readonly minutes: number };
  readonly hubBy: string | null;
  readonly restMinutes: number;
}

export interface OutletRow {
  readonly outlet: string;
  readonly isHub: boolean;
  readonly name: LocalName;
  readonly lat: number;
  readonly lon: number;
  readonly orders: number;
  readonly runs: number;
}

export interface UnassignedRow {
  readonly order: string;
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
  readonly site?: string;
}
