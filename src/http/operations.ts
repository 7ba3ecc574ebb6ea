import { z } from 'zod';
import { hashSecret, secretOf, SESSION_COOKIE } from './access.js';
import { mediaTypeOf, readBody } from './body.js';
import { sendJson } from './mount.js';
import { Problem } from './problems.js';
import type { Route } from './route.js';
import type { Services } from './services.js';

/** Health, readiness, metrics, and the session of a page. */
export function operationRoutes(services: Services): Route[] {
  return [health(), ready(services), metrics(services), openSession(services), closeSession()];
}

const okSchema = z.strictObject({ status: z.literal('ok') });

function health(): Route {
  return {
    method: 'get',
    path: '/healthz',
    tag: 'service',
    summary: 'The process answers',
    access: 'open',
    answers: { 200: { description: 'It does', content: { 'application/json': { schema: okSchema } } } },
    handle: (_request, response) => sendJson(response, { status: 'ok' }),
  };
}

function ready(services: Services): Route {
  return {
    method: 'get',
    path: '/readyz',
    tag: 'service',
    summary: 'The service is ready: the store answers, and the first day, if any, is planned',
    access: 'open',
    answers: { 200: { description: 'Ready', content: { 'application/json': { schema: okSchema } } } },
    problems: ['not-ready'],
    async handle(_request, response) {
      const why = services.unready();
      if (why !== null) throw new Problem('not-ready', why);
      await services.store.ping().catch((error: unknown) => {
        services.log.error({ err: error }, 'the store does not answer');
        throw new Problem('not-ready', 'the store does not answer');
      });
      sendJson(response, { status: 'ok' });
    },
  };
}

function metrics({ metrics: { registry } }: Services): Route {
  return {
    method: 'get',
    path: '/metrics',
    tag: 'service',
    summary: 'Prometheus metrics',
    access: ['metrics', 'dispatcher'],
    answers: { 200: { description: 'Text exposition', content: { 'text/plain': { schema: z.string() } } } },
    async handle(_request, response) {
      response.setHeader('Content-Type', registry.contentType);
      response.end(await registry.metrics());
    },
  };
}

const sessionSchema = z.strictObject({ key: z.string().min(1).max(200) });
const SESSION_BYTES = 4096;

/** A browser page cannot send a header with an event stream or a link to print: it gets a cookie. */
function openSession(services: Services): Route {
  const who = z
    .strictObject({ role: z.string().nullable(), outlet: z.string().nullable() })
    .meta({ id: 'Session' });
  return {
    method: 'post',
    path: '/v1/session',
    tag: 'service',
    summary: 'Keep a key in a cookie for a browser page',
    access: 'open',
    body: { 'application/json': { schema: sessionSchema } },
    answers: {
      200: {
        description:
          'The cookie is set: not readable by scripts, sent to this service only, gone with the browser',
        content: { 'application/json': { schema: who } },
      },
    },
    problems: ['not-json', 'unauthenticated', 'body-too-large', 'unsupported-media-type', 'invalid-document'],
    async handle(request, response) {
      mediaTypeOf(request, ['application/json']);
      const { bytes } = await readBody(request, SESSION_BYTES);
      const read = sessionSchema.safeParse(jsonOf(bytes));
      if (!read.success) throw new Problem('invalid-document', 'the body is not { "key": KEY }');
      const found = await services.store.keys.findByHash(hashSecret(read.data.key));
      if (found === null)
        throw new Problem('unauthenticated', 'the key is unknown or revoked', {
          remedy: '`packhorse keys create` makes keys.',
        });
      response.cookie(SESSION_COOKIE, read.data.key, {
        httpOnly: true,
        sameSite: 'strict',
        secure: request.secure,
        path: '/',
      });
      sendJson(response, { role: found.role, outlet: found.outlet });
    },
  };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Problem('not-json', 'the body is not JSON', { remedy: 'Send { "key": KEY }.' });
  }
}

function closeSession(): Route {
  return {
    method: 'delete',
    path: '/v1/session',
    tag: 'service',
    summary: 'Forget the cookie',
    access: 'open',
    answers: { 204: { description: 'Forgotten' } },
    handle(request, response) {
      if (secretOf(request) !== null) response.clearCookie(SESSION_COOKIE, { path: '/' });
      response.status(204).end();
    },
  };
}
