import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { CallFault, type Hint } from './faults.js';

/**
 * The one door to `graphhopper-js-api-client`. Its package entry is a browser bundle, so its sources are
 * loaded as CommonJS; they set globals and change the arguments they are given. It replaces every absent
 * or false argument by its own default, so flags go to the constructor. It drops the status and the
 * headers of a failure and puts the address with the key into the message: both are taken from axios
 * underneath instead, which also gives it the signal it has no argument for.
 */

export interface Address {
  /** Without a slash at its end. */
  readonly url: string;
  /** Empty where the server needs none. */
  readonly key: string;
  /** Longest wait for an answer. */
  readonly timeoutMs: number;
}

/** [lon, lat], or with metres of height. */
export type Position = readonly number[];
/** From, to (indexes into the points of the path) and the value there; null where the map has none. */
export type Detail = readonly [from: number, to: number, value: unknown];

export interface RouteRequest {
  readonly profile: string;
  readonly points: readonly Position[];
  readonly details?: readonly string[];
}

/**
 * The line a path should bring: none, only enough to tell its legs, every point to about a metre, or
 * every point. Details come only with a line.
 */
export type LineStyle = 'none' | 'coarse' | 'packed' | 'exact';

export interface Path {
  /** Metres. */
  readonly distance: number;
  /** Milliseconds. */
  readonly time: number;
  readonly points?: { readonly coordinates: readonly Position[] };
  readonly snapped_waypoints?: { readonly coordinates: readonly Position[] };
  readonly details?: Readonly<Record<string, readonly Detail[]>>;
}

export interface RouteReply {
  readonly paths?: readonly Path[];
}

export interface MatrixRequest {
  readonly profile: string;
  readonly from_points: readonly Position[];
  readonly to_points: readonly Position[];
}

export interface MatrixReply {
  /** Seconds, null where there is no way. */
  readonly times?: readonly (readonly (number | null)[])[];
  /** Metres. */
  readonly distances?: readonly (readonly (number | null)[])[];
}

export interface IsochroneRequest {
  readonly profile: string;
  readonly lon: number;
  readonly lat: number;
  readonly seconds: number;
  /** Equal steps of the time, each an area. */
  readonly buckets: number;
  readonly reverse: boolean;
}

export interface IsochroneReply {
  readonly polygons?: readonly {
    readonly properties?: { readonly bucket?: number };
    readonly geometry?: { readonly type: string; readonly coordinates: unknown };
  }[];
}

/** Farther than any point lies from the line between two others. */
const COARSE_METRES = 1e7;

interface Requester {
  doRequest(args: Record<string, unknown>): Promise<unknown>;
}
type RequesterClass = new (args: Record<string, unknown>, defaults?: Record<string, unknown>) => Requester;

interface AxiosConfig {
  signal?: AbortSignal;
  maxRedirects?: number;
}
interface AxiosFault {
  readonly code?: string;
  readonly response?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly data: unknown;
  };
}
interface Axios {
  get(url: string, config: Record<string, unknown>): Promise<{ readonly data: unknown }>;
  readonly interceptors: {
    readonly request: { use(edit: (config: AxiosConfig) => AxiosConfig): void };
    readonly response: {
      use(pass: (response: unknown) => unknown, fail: (fault: AxiosFault) => unknown): void;
    };
  };
}

const load = createRequire(import.meta.url);
const CLIENT = 'graphhopper-js-api-client/src';
const Routing = load(`${CLIENT}/GraphHopperRouting`) as RequesterClass;
const Matrix = load(`${CLIENT}/GraphHopperMatrix`) as RequesterClass;
const Isochrone = load(`${CLIENT}/GraphHopperIsochrone`) as RequesterClass;
// The very axios that the client calls.
const axios = createRequire(load.resolve(`${CLIENT}/GraphHopperRouting`))('axios') as Axios;

interface Call {
  readonly signal: AbortSignal;
  fault: CallFault | null;
}
const calls = new AsyncLocalStorage<Call>();

axios.interceptors.request.use((config) => {
  const call = calls.getStore();
  if (call !== undefined) {
    config.signal = call.signal;
    // A redirect could carry the key to another host.
    config.maxRedirects = 0;
  }
  return config;
});
axios.interceptors.response.use(
  (response) => response,
  (fault) => {
    const call = calls.getStore();
    if (call !== undefined) call.fault = faultOf(fault);
    return Promise.reject(fault as unknown as Error);
  },
);

/** @throws CallFault */
export const callRoute = (
  address: Address,
  request: RouteRequest,
  line: LineStyle,
  signal: AbortSignal,
): Promise<RouteReply> => {
  const flags = {
    profile: request.profile,
    instructions: false,
    calc_points: line !== 'none',
    points_encoded: line === 'coarse' || line === 'packed',
    elevation: line !== 'coarse',
    // Zero keeps every point of the map, for climbs are summed over them.
    way_point_max_distance: line === 'coarse' ? COARSE_METRES : 0,
  };
  const { points, details } = request;
  return call(address, signal, () =>
    new Routing(clientArguments(address), flags).doRequest({
      points,
      ...(details === undefined ? {} : { details }),
    }),
  ) as Promise<RouteReply>;
};

/** @throws CallFault */
export const callMatrix = (
  address: Address,
  request: MatrixRequest,
  signal: AbortSignal,
): Promise<MatrixReply> =>
  call(address, signal, () =>
    new Matrix(clientArguments(address), { out_arrays: ['times', 'distances'] }).doRequest({
      ...request,
      fail_fast: false,
    }),
  ) as Promise<MatrixReply>;

/** @throws CallFault */
export const callIsochrone = (
  address: Address,
  request: IsochroneRequest,
  signal: AbortSignal,
): Promise<IsochroneReply> =>
  call(address, signal, () =>
    new Isochrone(clientArguments(address)).doRequest({
      point: `${request.lat},${request.lon}`,
      profile: encodeURIComponent(request.profile),
      time_limit: request.seconds,
      buckets: request.buckets,
      reverse_flow: request.reverse,
    }),
  ) as Promise<IsochroneReply>;

/** The client's own info() prints failures with the key, so its axios asks. @throws CallFault */
export const callInfo = (address: Address, signal: AbortSignal): Promise<unknown> =>
  call(address, signal, async () => {
    const params = address.key === '' ? {} : { key: address.key };
    return (await axios.get(`${address.url}/info`, { params, timeout: address.timeoutMs })).data;
  });

// An undefined key would be sent as the word "undefined".
const clientArguments = ({ url, key, timeoutMs }: Address): Record<string, unknown> => ({
  host: url,
  key: encodeURIComponent(key),
  timeout: timeoutMs,
});

const call = async (
  address: Address,
  signal: AbortSignal,
  send: () => Promise<unknown>,
): Promise<unknown> => {
  const record: Call = { signal, fault: null };
  try {
    return await calls.run(record, send);
  } catch (cause) {
    // What the client throws names the address and the key: nothing of it goes on.
    throw record.fault?.without(address.key) ?? new CallFault(null, clientFault(cause), [], null);
  }
};

// Not of the network: the client stumbled over an answer that is not what it expects.
const clientFault = (cause: unknown): string =>
  cause instanceof Error && / - for url /.test(cause.message)
    ? 'the answer is not what GraphHopper answers'
    : 'the GraphHopper client failed';

const faultOf = ({ code, response }: AxiosFault): CallFault => {
  if (response === undefined) return new CallFault(null, code ?? 'no answer', [], null);
  const { status, headers, data } = response;
  const body = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  const text = typeof body['message'] === 'string' ? body['message'] : typeof data === 'string' ? data : '';
  const hints = Array.isArray(body['hints']) ? (body['hints'] as Hint[]) : [];
  const after = headers['retry-after'];
  return new CallFault(status, text, hints, typeof after === 'string' ? after : null);
};
