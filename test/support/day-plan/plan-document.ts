/** The plan as the checker reads it: what it needs, with instants as epoch seconds. */
import { seconds } from './clock.js';
import type { Json } from './raw-day.js';

export interface Leg {
  readonly metres: number;
  readonly seconds: number;
  readonly ascent: number;
}

export interface Stop {
  /** For messages: run, position and place. */
  readonly name: string;
  readonly place: string;
  readonly isSite: boolean;
  readonly arrive: number;
  readonly start: number;
  readonly leave: number;
  readonly orders: readonly string[];
  readonly transfers: readonly string[];
  readonly parcels: number;
  readonly kg: number;
  readonly litres: number;
  readonly leg: Leg;
  readonly walkMetres: number;
  readonly walkSeconds: number;
  readonly latestArrive: number | null;
}

export interface Run {
  readonly id: string;
  readonly vehicle: string;
  readonly kind: string;
  readonly start: string;
  readonly end: string;
  readonly depart: number;
  readonly arrive: number;
  readonly unloaded: number;
  readonly stops: readonly Stop[];
  readonly rests: readonly { readonly afterStop: number; readonly seconds: number }[];
  readonly metres: number;
  readonly drivingSeconds: number;
  readonly parcels: number;
  readonly kg: number;
  readonly litres: number;
  readonly departures: readonly {
    readonly departure: string;
    readonly leaves: number;
    readonly cutOff: number;
    readonly parcels: number;
  }[];
  readonly lastLeg: Leg;
}

export interface Link {
  readonly order: string;
  readonly zone: string;
  readonly outlet: string;
  readonly site: string;
  readonly run: string;
  readonly feeder: string | null;
  readonly departure: string;
  readonly confirmed: number;
  readonly ready: number;
  readonly shipped: number;
  readonly collected: number;
  readonly atOutlet: number | null;
  readonly atHub: number;
  readonly departed: number;
  readonly signed: number;
  readonly baseline: BaselineLink | null;
}

/** The same order through the baseline process. */
export interface BaselineLink {
  readonly shipped: number;
  readonly collected: number;
  readonly atHub: number;
  readonly departed: number;
  readonly signed: number;
}

export interface PlanRead {
  readonly date: string;
  readonly timeZone: string;
  readonly planAt: number;
  readonly runs: readonly Run[];
  readonly unassigned: readonly Json[];
  readonly chain: readonly Link[];
  readonly cost: number;
  readonly costParts: Json;
  readonly lowerBound: number | null;
  readonly gap: number | null;
  readonly gains: Json;
  readonly summary: Json;
}

/** Says what is missing or of the wrong kind and gives null where the plan cannot be followed. */
export function readPlan(document: unknown, say: (violation: string) => void): PlanRead | null {
  const problems: string[] = [];
  const reader = new Reader(document, 'plan', problems);
  const plan: PlanRead = {
    date: reader.text('date'),
    timeZone: reader.text('timeZone'),
    planAt: reader.instant('planAt'),
    runs: reader.list('runs').map(runOf),
    unassigned: reader.list('unassigned').map((row) => row.json),
    chain: reader.list('chain').map(linkOf),
    cost: reader.number('cost'),
    costParts: reader.object('costParts').json,
    lowerBound: reader.numberOrNull('lowerBound'),
    gap: reader.numberOrNull('gap'),
    gains: reader.object('gains').json,
    summary: reader.object('summary').json,
  };
  problems.forEach(say);
  return problems.length === 0 ? plan : null;
}

function runOf(run: Reader): Run {
  const id = run.text('id');
  return {
    id,
    vehicle: run.text('vehicle'),
    kind: run.text('kind'),
    start: run.text('start'),
    end: run.text('end'),
    depart: run.instant('departAt'),
    arrive: run.instant('returnAt'),
    unloaded: run.instant('unloadedAt'),
    stops: run.list('stops').map((stop, index) => stopOf(stop, `${id} stop ${index + 1}`)),
    rests: run
      .list('rests')
      .map((rest) => ({ afterStop: rest.number('afterStop'), seconds: rest.number('minutes') * 60 })),
    metres: run.number('metres'),
    drivingSeconds: run.number('drivingSeconds'),
    ...amountsOf(run),
    departures: run.list('departures').map((one) => ({
      departure: one.text('departure'),
      leaves: one.instant('leavesAt'),
      cutOff: one.instant('cutOffAt'),
      parcels: one.number('parcels'),
    })),
    lastLeg: legOf(run.object('lastLeg')),
  };
}

function stopOf(stop: Reader, name: string): Stop {
  const isSite = stop.has('site');
  if (isSite === stop.has('outlet')) stop.problem('needs exactly one of site and outlet');
  const place = stop.text(isSite ? 'site' : 'outlet');
  const walk = stop.object('walk');
  return {
    name: `${name} (${place})`,
    place,
    isSite,
    arrive: stop.instant('arriveAt'),
    start: stop.instant('startAt'),
    leave: stop.instant('leaveAt'),
    orders: stop.texts('orders'),
    transfers: stop.texts('transfers'),
    ...amountsOf(stop),
    leg: legOf(stop.object('leg')),
    walkMetres: walk.number('metres'),
    walkSeconds: walk.number('minutes') * 60,
    latestArrive: stop.instantOrNull('latestArriveAt'),
  };
}

const amountsOf = (reader: Reader): { parcels: number; kg: number; litres: number } => ({
  parcels: reader.number('parcels'),
  kg: reader.number('kg'),
  litres: reader.number('litres'),
});

const legOf = (leg: Reader): Leg => ({
  metres: leg.number('metres'),
  seconds: leg.number('seconds'),
  ascent: leg.number('ascentMetres'),
});

function linkOf(link: Reader): Link {
  const baseline = link.json['baseline'] === null ? null : link.object('baseline');
  return {
    order: link.text('order'),
    zone: link.text('zone'),
    outlet: link.text('outlet'),
    site: link.text('site'),
    run: link.text('run'),
    feeder: link.json['feeder'] === null ? null : link.text('feeder'),
    departure: link.text('departure'),
    confirmed: link.instant('confirmedAt'),
    ready: link.instant('readyAt'),
    shipped: link.instant('shippedAt'),
    collected: link.instant('collectedAt'),
    atOutlet: link.instantOrNull('atOutletAt'),
    atHub: link.instant('atHubAt'),
    departed: link.instant('departedAt'),
    signed: link.instant('signedAt'),
    baseline: baseline && {
      shipped: baseline.instant('shippedAt'),
      collected: baseline.instant('collectedAt'),
      atHub: baseline.instant('atHubAt'),
      departed: baseline.instant('departedAt'),
      signed: baseline.instant('signedAt'),
    },
  };
}

/** Reads fields of an object and notes every one that is not what it must be. */
class Reader {
  readonly json: Json;

  constructor(
    value: unknown,
    private readonly path: string,
    private readonly problems: string[],
  ) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) problems.push(`${path} is not an object`);
    this.json = isObject ? (value as Json) : {};
  }

  has = (key: string): boolean => this.json[key] !== undefined;
  problem = (what: string): void => void this.problems.push(`${this.path} ${what}`);
  text = (key: string): string => this.want(key, (value) => typeof value === 'string', 'a text', '');
  number = (key: string): number => this.want(key, (value) => Number.isFinite(value), 'a finite number', 0);
  numberOrNull = (key: string): number | null => (this.json[key] === null ? null : this.number(key));
  instantOrNull = (key: string): number | null => (this.json[key] === null ? null : this.instant(key));

  instant(key: string): number {
    return seconds(
      this.want(
        key,
        (value) => !Number.isNaN(seconds(value)),
        'an instant with an offset',
        '1970-01-01T00:00:00Z',
      ),
    );
  }

  texts(key: string): string[] {
    const areTexts = (value: unknown): boolean =>
      Array.isArray(value) && value.every((one) => typeof one === 'string');
    return this.want<string[]>(key, areTexts, 'a list of texts', []);
  }

  object(key: string): Reader {
    return new Reader(this.json[key], `${this.path}.${key}`, this.problems);
  }

  list(key: string): Reader[] {
    const value = this.want<unknown[]>(key, Array.isArray, 'a list', []);
    return value.map((row, index) => new Reader(row, `${this.path}.${key}[${index}]`, this.problems));
  }

  private want<Value>(key: string, fits: (value: unknown) => boolean, what: string, instead: Value): Value {
    const value = this.json[key];
    if (fits(value)) return value as Value;
    this.problems.push(`${this.path}.${key} is not ${what}`);
    return instead;
  }
}
