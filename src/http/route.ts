import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ApiKey, Role } from '../storage/store.js';
import type { ProblemCode } from './problems.js';

/** Media types by the extension that asks for them. */
export const FORMATS = {
  json: 'application/json',
  geojson: 'application/geo+json',
  gpx: 'application/gpx+xml',
  html: 'text/html',
  csv: 'text/csv',
} as const;
export type Format = keyof typeof FORMATS;

/** Who may call a route. `open`: anyone, also without a key. */
export type Access = 'open' | readonly Role[];
export const READERS: Access = ['dispatcher', 'viewer'];
export const WRITERS: Access = ['dispatcher'];

export interface Content {
  readonly schema: z.ZodType;
  readonly example?: unknown;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** By media type; absent where the answer has no body. */
  readonly content?: Readonly<Record<string, Content>>;
}

/** What a handler gets beside request and response. */
export interface Call<Query = Readonly<Record<string, unknown>>> {
  readonly params: Readonly<Record<string, string>>;
  /** Checked by the route's query schema. */
  readonly query: Query;
  /** By extension or Accept; the first of the route's formats where it has any and none was asked for. */
  readonly format: Format;
  /** Null where the service is open. */
  readonly key: ApiKey | null;
}

/**
 * One address and method: the app mounts it, the OpenAPI document describes it. The path is written
 * as OpenAPI does; where `formats` has several, `.FORMAT` may follow it.
 */
export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly tag: 'plans' | 'reports' | 'networks' | 'service';
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly formats?: readonly Format[];
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: Readonly<Record<string, Content>>;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Beyond those that any route may answer. */
  readonly problems?: readonly ProblemCode[];
  readonly handle: (request: Request, response: Response, call: Call) => Promise<void> | void;
}

/** A route whose handler gets the query as its schema types it. */
export function defineRoute<Query extends z.ZodObject>(
  route: Omit<Route, 'query' | 'handle'> & {
    readonly query: Query;
    readonly handle: (
      request: Request,
      response: Response,
      call: Call<z.output<Query>>,
    ) => Promise<void> | void;
  },
): Route {
  const handle = route.handle as unknown as Route['handle'];
  return { ...route, handle };
}
