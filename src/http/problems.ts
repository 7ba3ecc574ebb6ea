/**
 * Every way the service refuses: one table from code to status and title. docs/api.md and the OpenAPI
 * document list the same codes, and a test fails where they do not.
 */
import type { Fault } from '../domain/fault.js';

export const PROBLEMS = {
  'not-json': { status: 400, title: 'The body is not JSON' },
  'invalid-query': { status: 400, title: 'The query is not as documented' },
  'invalid-idempotency-key': { status: 400, title: 'The Idempotency-Key is not usable' },
  unauthenticated: { status: 401, title: 'A key is needed' },
  forbidden: { status: 403, title: 'The key does not allow this' },
  'host-not-allowed': { status: 403, title: 'The Host header is not this service' },
  'origin-not-allowed': { status: 403, title: 'Another site may not write here' },
  'route-not-found': { status: 404, title: 'There is nothing at this address' },
  'plan-not-found': { status: 404, title: 'There is no such plan' },
  'run-not-found': { status: 404, title: 'The plan has no such run' },
  'outlet-not-found': { status: 404, title: 'The day has no such outlet' },
  'order-not-found': { status: 404, title: 'The day has no such order' },
  'network-not-found': { status: 404, title: 'There is no such network' },
  'day-not-found': { status: 404, title: 'There is no such named day' },
  'method-not-allowed': { status: 405, title: 'The address does not take this method' },
  'not-acceptable': { status: 406, title: 'None of the accepted formats is offered' },
  'plan-unfinished': { status: 409, title: 'The plan is not done' },
  'plan-finished': { status: 409, title: 'The plan is finished already' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of a type this address does not take' },
  'invalid-document': { status: 422, title: 'The document has faults' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key stands for another request' },
  'profile-unknown': { status: 422, title: 'The roads have no such profile' },
  'points-invalid': { status: 422, title: 'A point is no place on these roads' },
  'points-too-many': { status: 422, title: 'More points than are answered at once' },
  'conditions-invalid': { status: 422, title: 'The conditions of the roads are not usable' },
  'conditions-unsupported': { status: 422, title: 'These roads do not know such conditions' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The service failed' },
  'road-server-refused': { status: 502, title: 'The road server did not answer the question' },
  'road-server-unreachable': { status: 502, title: 'The road server cannot be reached' },
  'queue-full': { status: 503, title: 'Too many plans are waiting' },
  'not-ready': { status: 503, title: 'The service is not ready' },
  'shutting-down': { status: 503, title: 'The service is shutting down' },
  'roads-unavailable': { status: 503, title: 'The roads cannot be read' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemExtras {
  /** What the caller can do about it. */
  readonly remedy?: string;
  readonly faults?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal; thrown anywhere below a route, answered as problem+json by the app. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Problem';
  }
}

/** RFC 9457 body of a refusal. */
export function problemBody(problem: Problem, requestId: string): Readonly<Record<string, unknown>> {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `urn:packhorse:problem:${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.detail,
    instance: `urn:packhorse:request:${requestId}`,
    ...(problem.extras.remedy === undefined ? {} : { remedy: problem.extras.remedy }),
    ...(problem.extras.faults === undefined ? {} : { faults: problem.extras.faults }),
  };
}
