import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { RoadError } from '../roads/road-error.js';
import { guardOrigin } from './access.js';
import { ConnectionCut } from './body.js';
import { docsAssets, docsRoutes } from './docs.js';
import { eventRoutes } from './plan-events.js';
import { mount } from './mount.js';
import { networkRoutes } from './networks.js';
import { openApiDocument } from './openapi.js';
import { operationRoutes } from './operations.js';
import { outletRoutes } from './outlets.js';
import { planRoutes } from './plans.js';
import { Problem, problemBody, PROBLEMS } from './problems.js';
import { roadProblem } from './road-problems.js';
import { roadRoutes } from './road-routes.js';
import type { Route } from './route.js';
import { runRoutes } from './runs.js';
import type { Services } from './services.js';
import { tableRoutes } from './tables.js';
import { tileRoutes } from './tile-routes.js';

/** Every route of the API; the OpenAPI document is made from the same list. */
export function allRoutes(services: Services, version: string): Route[] {
  const routes: Route[] = [
    ...planRoutes(services),
    ...eventRoutes(services),
    ...runRoutes(services),
    ...outletRoutes(services),
    ...tableRoutes(services),
    ...networkRoutes(services),
    ...tileRoutes(services),
    ...roadRoutes(services),
    ...operationRoutes(services),
  ];
  let document: unknown;
  routes.push(...docsRoutes(() => (document ??= openApiDocument(routes, version))));
  return routes;
}

/** The whole service as an express app; `page` is the folder of the built page. */
export function buildApp(
  services: Services,
  parts: { readonly version: string; readonly page: string },
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', services.config.trustProxy ? 1 : false);
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.use(requestLog(services), measure(services), securityHeaders(), guardOrigin(services.loopback));
  if (services.config.ratePerMinute > 0) app.use(limiter(services.config.ratePerMinute));
  app.use(mount(allRoutes(services, parts.version), services));
  app.use(docsAssets());
  app.use(express.static(parts.page, { index: 'index.html', redirect: false, setHeaders: cachePage }));
  app.use(nothingHere, answerError(services));
  return app;
}

/** A line a request: no bodies, no queries, no headers, so neither keys nor people. */
function requestLog({ log }: Services): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: () => randomUUID(),
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?')[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    wrapSerializers: true,
    quietReqLogger: true,
    autoLogging: { ignore: (request) => request.url === '/healthz' || request.url === '/metrics' },
  });
}

function measure({ metrics }: Services): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const route: unknown = response.locals['route'];
      const seconds = (performance.now() - started) / 1000;
      metrics.request(
        request.method,
        typeof route === 'string' ? route : 'other',
        response.statusCode,
        seconds,
      );
    });
    response.setHeader('X-Request-Id', String(request.id));
    next();
  };
}

/** The page draws its map in a worker of its own; prints carry their style inside. */
const securityHeaders = (): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });

const limiter = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    skip: (request) => request.path === '/healthz' || request.path === '/readyz',
    handler: () => {
      throw new Problem('rate-limited', `more than ${perMinute} requests in a minute`, {
        remedy: 'Wait a minute; RATE_PER_MINUTE sets the limit.',
        headers: { 'Retry-After': '60' },
      });
    },
  });

/** Built files carry a hash in their name and never change; the page that names them does. */
function cachePage(response: express.Response, file: string): void {
  response.setHeader(
    'Cache-Control',
    /[\\/]assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
}

const nothingHere: RequestHandler = (request) => {
  throw new Problem('route-not-found', `there is nothing at ${request.path.slice(0, 200)}`, {
    remedy: 'GET /docs shows every address.',
  });
};

function answerError({ log }: Services): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (error instanceof ConnectionCut) return void request.socket.destroy();
    if (response.headersSent) {
      log.error({ err: error, request: request.id }, 'an answer broke off');
      return next(error);
    }
    const problem = toProblem(error);
    if (problem.code === 'internal' || (error instanceof RoadError && PROBLEMS[problem.code].status >= 500))
      log.error({ err: error, request: request.id }, 'a request failed');
    for (const [name, value] of Object.entries(problem.extras.headers ?? {})) response.setHeader(name, value);
    response.removeHeader('Location');
    response.status(PROBLEMS[problem.code].status).type('application/problem+json');
    response.send(JSON.stringify(problemBody(problem, String(request.id))));
    if (!request.complete) discardRest(request);
  };
}

/** An answer before the body's end is read by the caller only if the rest is taken for a while. */
const DISCARD_MILLISECONDS = 2000;
function discardRest(request: express.Request): void {
  request.unpipe();
  request.resume();
  setTimeout(() => request.complete || request.socket.destroy(), DISCARD_MILLISECONDS).unref();
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RoadError) return roadProblem(error);
  if (error instanceof URIError || (error as { status?: unknown } | null)?.status === 400)
    return new Problem('route-not-found', 'the address is not written as a URL is');
  return new Problem('internal', 'the service failed; its log names this request', {
    remedy: 'Try again; if it stays, report the instance.',
  });
}
