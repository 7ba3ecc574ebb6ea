import { RoadError } from '../road-error.js';

/** One of the reasons GraphHopper gives with a refusal. */
export interface Hint {
  readonly message?: string;
  /** Java class of the fault. */
  readonly details?: string;
}

const MAX_MESSAGE = 300;
/** A server that asks for a longer pause than this is not waited for. */
export const LONGEST_PAUSE_MS = 120_000;

/** A call that failed: with a status where the server answered, else with the fault of the network. */
export class CallFault extends Error {
  constructor(
    readonly status: number | null,
    message: string,
    readonly hints: readonly Hint[],
    readonly retryAfter: string | null,
  ) {
    super(oneLine(message));
    this.name = 'CallFault';
  }

  /** The same with every trace of a key taken out. */
  without(key: string): CallFault {
    const clean = (text: string): string => redact(text, key);
    const hints = this.hints.map(({ message, details }) => ({
      ...(typeof message === 'string' ? { message: clean(message) } : {}),
      ...(typeof details === 'string' ? { details } : {}),
    }));
    return new CallFault(this.status, clean(this.message), hints, this.retryAfter);
  }

  /** Worth another try: too many requests, a fault of the server or of the network. */
  get passing(): boolean {
    if (this.status === null) return NETWORK_FAULT.test(this.message) && !LASTING_FAULT.test(this.message);
    return this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** How long the server asks to wait, milliseconds. */
  pauseMs(now: number): number {
    if (this.retryAfter === null) return 0;
    const seconds = Number(this.retryAfter);
    const millis = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(this.retryAfter) - now;
    return Number.isFinite(millis) ? Math.max(0, millis) : 0;
  }
}

/** A request for ways that the server understood and has no answer to; smaller requests may have one. */
export class RoutingFault extends Error {
  constructor(
    /** No way or no road there; more points than the server takes; answers that fit no leg. */
    readonly reason: 'no-way' | 'too-many' | 'legs-lost',
    message: string,
  ) {
    super(message);
    this.name = 'RoutingFault';
  }
}

/** Codes of Node and axios. */
const NETWORK_FAULT = /^([A-Z][A-Z0-9_]+|no answer)$/;
/** No HTTP there, or no trust. */
const LASTING_FAULT = /^HPE_|CERT|SIGNED|^ERR_(INVALID|TLS|BAD_OPTION)/;
const NO_WAY_CLASSES = /\.(ConnectionNotFound|PointNotFound|PointOutOfBounds)Exception$/;
const NO_WAY_TEXT = /connection between locations not found|cannot find point|is out of bounds/i;
const TOO_MANY_TEXT = /too many (points|locations)/i;

/** What a caller of the road source is told, or a fault that smaller requests may get round. */
export const explainFault = (fault: CallFault, url: string): RoadError | RoutingFault => {
  const { status, message } = fault;
  if (status === null) return unreachable(fault, url);
  if (status === 400 || status === 413) {
    const texts = [message, ...fault.hints.map((hint) => hint.message ?? '')];
    const noWay = fault.hints.length > 0 ? fault.hints.every(isNoWay) : NO_WAY_TEXT.test(message);
    if (noWay) return new RoutingFault('no-way', message);
    if (status === 413 || texts.some((text) => TOO_MANY_TEXT.test(text)))
      return new RoutingFault('too-many', message);
    if (/profile .* does not exist/is.test(message))
      return new RoadError('profile-unknown', `The GraphHopper server at ${url}: ${message}`);
  }
  return new RoadError(
    'server-refused',
    `The GraphHopper server at ${url} refused with status ${status}${message === '' ? '' : `: ${message}`}. ${remedy(fault)}`,
  );
};

const isNoWay = ({ message, details }: Hint): boolean =>
  NO_WAY_CLASSES.test(details ?? '') || NO_WAY_TEXT.test(message ?? '');

const unreachable = ({ message }: CallFault, url: string): RoadError => {
  if (!NETWORK_FAULT.test(message)) {
    return new RoadError(
      'server-refused',
      `${url}: ${message}. Check that the address is the root of a GraphHopper server, such as http://localhost:8989 or https://graphhopper.com/api/1.`,
    );
  }
  const late = /TIMEDOUT|ECONNABORTED|TIMEOUT/.test(message);
  return new RoadError(
    'server-unreachable',
    late
      ? `The GraphHopper server at ${url} did not answer in time (${message}). Give it more time, ask for fewer points, or look at its load.`
      : `The GraphHopper server at ${url} cannot be reached (${message}). Check the address, the network, and that the server runs.`,
  );
};

const remedy = ({ status }: CallFault): string => {
  if (status === 401 || status === 403) return 'Set its key in GRAPHHOPPER_KEY.';
  if (status === 429) return 'Ask less often, or raise the limit of the key.';
  if (status === 404) return 'Check that the address is the root of a GraphHopper server.';
  return status !== null && status >= 500
    ? 'Look at the log of the server.'
    : 'Check the question and the server.';
};

/** Takes a key out of a text, plain or as part of an address. */
export const redact = (text: string, key: string): string => {
  const blind = text.replace(/([?&]key=)[^&\s"']*/gi, '$1***');
  return [key, encodeURIComponent(key)].reduce(
    (clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '***')),
    blind,
  );
};

// Pages of proxies come as HTML over many lines.
const oneLine = (text: string): string => {
  const line = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE)}…` : line;
};
