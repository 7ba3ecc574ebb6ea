import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import type { Fault, FaultCode } from '../domain/fault.js';
import { keyOf } from './access.js';
import { Problem } from './problems.js';
import { FORMATS, type Call, type Format, type Route } from './route.js';
import type { Services } from './services.js';

/** A router over the routes: access, query and format are settled before a handler runs. */
export function mount(routes: readonly Route[], services: Services): Router {
  const router = Router({ caseSensitive: true });
  const methods = new Map<string, Set<string>>();
  for (const route of routes) {
    for (const path of expressPaths(route)) {
      router[route.method](path, async (request, response) => {
        response.locals['route'] = route.path;
        const call = await callOf(route, request, services);
        await route.handle(request, response, call);
      });
      methods.set(path, (methods.get(path) ?? new Set()).add(route.method.toUpperCase()));
    }
  }
  for (const [path, allowed] of methods) {
    if (allowed.has('GET')) allowed.add('HEAD');
    router.all(path, (request) => refuseMethod(request, [...allowed]));
  }
  return router;
}

/** The path, and the path with an extension where its last part is fixed. */
export function expressPaths({ path, formats = [] }: Route): string[] {
  const plain = path.replaceAll(/\{(\w+)\}/g, ':$1');
  return formats.length > 1 && !endsInParameter(path) ? [plain, `${plain}.:format`] : [plain];
}

const endsInParameter = (path: string): boolean => path.endsWith('}');

function refuseMethod(request: Request, allowed: readonly string[]): never {
  const allow = allowed.join(', ');
  throw new Problem('method-not-allowed', `${request.method} is not offered here`, {
    remedy: `Use ${allow}.`,
    headers: { Allow: allow },
  });
}

async function callOf(route: Route, request: Request, services: Services): Promise<Call> {
  const key = await keyOf(route.access, request, services);
  const params = { ...(request.params as Record<string, string>) };
  const format = formatOf(route, request, params);
  return { params, query: queryOf(route, request), format, key };
}

/** By extension, else by Accept. A last parameter loses the extension that it carried. */
function formatOf(route: Route, request: Request, params: Record<string, string>): Format {
  const { formats = ['json'] } = route;
  const named = params['format'] ?? extensionOf(route, params);
  const offered: readonly string[] = formats;
  if (named !== undefined) {
    if (offered.includes(named)) return named as Format;
    throw new Problem('route-not-found', `.${named} is not offered here`, {
      remedy: `Use one of: ${offered.map((format) => `.${format}`).join(' ')}`,
    });
  }
  if (route.formats === undefined) return 'json';
  const accepted = request.accepts(formats.map((format) => FORMATS[format]));
  const found = formats.find((format) => FORMATS[format] === accepted);
  if (found !== undefined) return found;
  throw new Problem('not-acceptable', 'the Accept header names no format that is offered here', {
    remedy: `Accept one of: ${formats.map((format) => FORMATS[format]).join(', ')}`,
  });
}

function extensionOf(route: Route, params: Record<string, string>): string | undefined {
  const last = /\{(\w+)\}$/.exec(route.path)?.[1];
  if (last === undefined || route.formats === undefined) return undefined;
  const value = params[last] ?? '';
  const format = route.formats.find((name) => value.endsWith(`.${name}`));
  if (format !== undefined) params[last] = value.slice(0, -format.length - 1);
  return format;
}

function queryOf(route: Route, request: Request): Readonly<Record<string, unknown>> {
  const keys = Object.keys(request.query);
  if (route.query === undefined) {
    if (keys.length === 0) return {};
    throw new Problem('invalid-query', 'this address takes no query', { remedy: 'Leave the query out.' });
  }
  const read = route.query.safeParse(request.query);
  if (read.success) return read.data;
  const faults = read.error.issues.flatMap((issue) => queryFaults(issue, route.query as z.ZodObject));
  throw new Problem(
    'invalid-query',
    `the query has ${faults.length} fault${faults.length === 1 ? '' : 's'}`,
    {
      faults,
    },
  );
}

const CODES: Readonly<Record<string, FaultCode>> = {
  invalid_type: 'wrong-type',
  too_big: 'out-of-range',
  too_small: 'out-of-range',
  unrecognized_keys: 'unknown-key',
};

function queryFaults(issue: z.core.$ZodIssue, schema: z.ZodObject): Fault[] {
  const known = Object.keys(schema.shape).join(', ');
  const remedy = `See /docs; the query may hold: ${known}.`;
  const code = CODES[issue.code] ?? 'bad-format';
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: `query.${key}`, code, message: 'is not known here', remedy }));
  return [{ path: `query.${issue.path.join('.')}`, code, message: issue.message, remedy }];
}

/** Answers JSON; `status` 200 where not given. */
export function sendJson(response: Response, body: unknown, status = 200): void {
  response.status(status).json(body);
}
