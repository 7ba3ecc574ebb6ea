import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import pRetry from 'p-retry';
import { RoadError } from '../road-error.js';
import {
  callInfo,
  callIsochrone,
  callMatrix,
  callRoute,
  type Address,
  type IsochroneReply,
  type IsochroneRequest,
  type LineStyle,
  type MatrixReply,
  type MatrixRequest,
  type Path,
  type RouteRequest,
} from './client.js';
import { CallFault, explainFault, LONGEST_PAUSE_MS } from './faults.js';

export interface ServerOptions {
  readonly url: string;
  readonly key?: string;
  readonly timeoutMs: number;
  /** Requests under way at the same time. */
  readonly concurrency: number;
  /** Tries after the first, for faults that may pass. */
  readonly retries: number;
  /** First pause before another try; doubles each time, with jitter. */
  readonly retryMs: number;
}

/** A GraphHopper server: calls with retries, a limit of calls under way, and cancellation at once. */
export class GraphHopperServer {
  readonly #address: Address;
  readonly #limit: LimitFunction;
  readonly #closing = new AbortController();

  constructor(readonly options: ServerOptions) {
    this.#address = {
      url: checkUrl(options.url),
      key: options.key ?? '',
      timeoutMs: options.timeoutMs,
    };
    this.#limit = pLimit(options.concurrency);
  }

  /** The address as it may be shown. */
  get url(): string {
    return this.#address.url;
  }

  info(signal?: AbortSignal): Promise<unknown> {
    return this.#ask((stop) => callInfo(this.#address, stop), signal);
  }

  /** The best path through the points. @throws RoutingFault where smaller questions may be answered */
  async route(request: RouteRequest, line: LineStyle, signal?: AbortSignal): Promise<Path> {
    const reply = await this.#ask((stop) => callRoute(this.#address, request, line, stop), signal);
    const path = reply.paths?.[0];
    return Number.isFinite(path?.time) && Number.isFinite(path?.distance) ? path! : this.#foreign('a path');
  }

  /** Null where the server has no matrices. @throws RoutingFault where smaller blocks may be answered */
  async matrix(request: MatrixRequest, signal?: AbortSignal): Promise<Required<MatrixReply> | null> {
    try {
      const { times, distances } = await this.#ask(
        (stop) => callMatrix(this.#address, request, stop),
        signal,
        (fault) => fault.status === 404 || fault.status === 405 || fault.status === 501,
      );
      const sizes = [request.from_points.length, request.to_points.length];
      if (!times || !distances || times.length !== sizes[0] || times.some((row) => row.length !== sizes[1]))
        return this.#foreign('a matrix of the size asked for');
      return { times, distances };
    } catch (fault) {
      if (fault instanceof CallFault) return null;
      throw fault;
    }
  }

  isochrone(request: IsochroneRequest, signal?: AbortSignal): Promise<IsochroneReply> {
    return this.#ask((stop) => callIsochrone(this.#address, request, stop), signal);
  }

  /** Stops what is under way. */
  close(): void {
    this.#closing.abort(new RoadError('source-closed', 'The GraphHopper roads were closed.'));
  }

  #foreign(what: string): never {
    throw new RoadError(
      'server-refused',
      `${this.url} answered without ${what}. Check that the address is the root of a GraphHopper server.`,
    );
  }

  /**
   * Tries until it succeeds or will not; faults for which `expected` holds are thrown as they are.
   * @throws RoadError, RoutingFault, or the signal's reason
   */
  async #ask<T>(
    send: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    expected: (fault: CallFault) => boolean = () => false,
  ): Promise<T> {
    const stop = new AbortController();
    const onStop = (): void =>
      stop.abort(signal?.aborted === true ? signal.reason : this.#closing.signal.reason);
    const signals = signal === undefined ? [this.#closing.signal] : [this.#closing.signal, signal];
    if (signals.some((one) => one.aborted)) onStop();
    setMaxListeners(0, ...signals);
    for (const one of signals) one.addEventListener('abort', onStop, { once: true });
    try {
      return await orStopped(stop.signal, () =>
        this.#tries(() => this.#once(send, stop.signal), stop.signal, expected),
      );
    } catch (fault) {
      if (stop.signal.aborted) throw stop.signal.reason;
      if (fault instanceof CallFault && !expected(fault)) throw explainFault(fault, this.url);
      throw fault;
    } finally {
      for (const one of signals) one.removeEventListener('abort', onStop);
    }
  }

  #tries<T>(
    attempt: () => Promise<T>,
    signal: AbortSignal,
    expected: (fault: CallFault) => boolean,
  ): Promise<T> {
    const { retries, retryMs } = this.options;
    return pRetry(() => this.#limit(attempt), {
      retries,
      minTimeout: retryMs,
      factor: 2,
      randomize: true,
      signal,
      shouldRetry: ({ error }) =>
        error instanceof CallFault &&
        error.passing &&
        !expected(error) &&
        error.pauseMs(Date.now()) <= LONGEST_PAUSE_MS,
      onFailedAttempt: async ({ error, retriesLeft }) => {
        const wait = error instanceof CallFault && retriesLeft > 0 ? error.pauseMs(Date.now()) : 0;
        if (wait > 0 && wait <= LONGEST_PAUSE_MS) await pause(wait, undefined, { signal });
      },
    });
  }

  /** One try, given up when its time is over even if the server keeps dripping bytes. */
  async #once<T>(send: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const own = new AbortController();
    const forward = (): void => own.abort();
    signal.addEventListener('abort', forward, { once: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      own.abort();
    }, this.#address.timeoutMs);
    try {
      return await send(own.signal);
    } catch (fault) {
      throw late ? new CallFault(null, 'ETIMEDOUT', [], null) : fault;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', forward);
    }
  }
}

/** The outcome of the work, or the signal's reason as soon as it is aborted. */
const orStopped = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });

// Keys and passwords in an address would be stored and shown with it.
const checkUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const fault =
    url === null || !/^https?:$/.test(url.protocol)
      ? 'is no http or https address'
      : url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== ''
        ? 'holds more than the place of the server'
        : null;
  if (fault === null) return url!.href.replace(/\/+$/, '');
  throw new RoadError(
    'server-unreachable',
    `The address of the GraphHopper server ${fault}. Give one such as http://localhost:8989, and its key in GRAPHHOPPER_KEY.`,
  );
};
