import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { allRoutes, buildApp } from '../../src/http/app.js';
import { EXAMPLE_DAY } from '../../src/http/examples.js';
import { expressPaths } from '../../src/http/mount.js';
import { PROBLEMS } from '../../src/http/problems.js';
import type { Route } from '../../src/http/route.js';
import type { Services } from '../../src/http/services.js';
import { readDay } from '../../src/intake/read-day.js';
import { projectRoot } from '../../src/project-root.js';
import { HandPlanner } from '../jobs/planners.js';
import { json, plannedId, startTestServer, type TestServer } from './test-server.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

interface Stack {
  readonly stack: readonly { readonly route?: { readonly path: string }; readonly handle: Partial<Stack> }[];
}
/** Every path that an express router, and those inside it, answer. */
const addressesOf = ({ stack }: Stack): string[] =>
  stack.flatMap(({ route, handle }) =>
    route !== undefined ? [route.path] : handle.stack !== undefined ? addressesOf(handle as Stack) : [],
  );

const doc = (name: string): string => readFileSync(join(projectRoot(), 'docs', name), 'utf8');

describe('OpenAPI document', () => {
  let server: TestServer;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  let document: any;
  let routes: Route[];
  before(async () => {
    server = await startTestServer();
    document = await json(await server.get('/openapi.json'));
    // Only to list them: no handler is called.
    routes = allRoutes({ config: server.config, metrics: {} } as unknown as Services, '0');
  });
  after(() => server.close());

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document) as Record<string, unknown>);
    expect(result.errors ?? []).to.deep.equal([]);
    expect(result.valid).to.equal(true);
    expect(document.openapi).to.equal('3.1.0');
  });

  it('holds every route by every path, and each operation once', () => {
    const described = Object.entries<object>(document.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => METHODS.includes(key))
        .map((method) => `${method} ${path}`),
    );
    const mounted = routes.flatMap((route) =>
      expressPaths(route).map((path) => `${route.method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`),
    );
    expect(described).to.include.members(mounted);
    const ids = Object.values<Record<string, { operationId?: string }>>(document.paths).flatMap((item) =>
      METHODS.flatMap((method) => item[method]?.operationId ?? []),
    );
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('leaves out no address that the app answers', () => {
    const services = {
      config: server.config,
      metrics: {},
      log: pino({ level: 'silent' }),
    } as unknown as Services;
    const addresses = addressesOf(buildApp(services, { version: '0', page: '.' }).router as unknown as Stack);
    const described = Object.keys(document.paths);
    const assets = addresses.filter((path) => !described.includes(path.replaceAll(/:(\w+)/g, '{$1}')));
    expect(addresses.length).to.be.greaterThan(described.length);
    expect(assets).to.deep.equal(['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/start.js']);
  });

  it('shows patterns that a Unicode regular expression takes', () => {
    const check = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { pattern } = node as { pattern?: unknown };
      if (typeof pattern === 'string') expect(() => new RegExp(pattern, 'u'), pattern).to.not.throw();
      if (typeof pattern === 'string') expect(pattern).to.not.match(/\/u$/);
      Object.values(node).forEach(check);
    };
    check(document);
  });

  it('lists every problem that a route may answer', () => {
    const text = JSON.stringify(document);
    for (const code of Object.keys(PROBLEMS)) expect(text, code).to.include(`urn:packhorse:problem:${code}`);
  });

  it('shows an example day that intake takes without a fault', () => {
    const reading = readDay(structuredClone(EXAMPLE_DAY), { strict: true });
    expect(reading.faults).to.deep.equal([]);
    expect(reading.ok).to.equal(true);
  });

  it('describes what is answered', async () => {
    const id = await plannedId(server);
    const { runs } = await json(await server.get(`/v1/plans/${id}/runs`));
    const asked: [path: string, route: string][] = [
      [`/v1/plans/${id}`, '/v1/plans/{plan}'],
      [`/v1/plans/${id}?fields=summary`, '/v1/plans/{plan}'],
      ['/v1/plans', '/v1/plans'],
      [`/v1/plans/${id}/runs`, '/v1/plans/{plan}/runs'],
      [`/v1/plans/${id}/runs/${runs[0].id}.json`, '/v1/plans/{plan}/runs/{run}'],
      [`/v1/plans/${id}/outlets`, '/v1/plans/{plan}/outlets'],
      [`/v1/plans/${id}/gains`, '/v1/plans/{plan}/gains'],
      [`/v1/plans/${id}/unassigned`, '/v1/plans/{plan}/unassigned'],
      [`/v1/plans/${id}/orders`, '/v1/plans/{plan}/orders'],
      ['/v1/networks', '/v1/networks'],
      ['/v1/days', '/v1/days'],
      ['/healthz', '/healthz'],
      ['/readyz', '/readyz'],
    ];
    for (const [address, path] of asked) {
      const route = routes.find((one) => one.method === 'get' && one.path === path);
      const schema = route?.answers[200]?.content?.['application/json']?.schema;
      const body = await json(await server.get(address));
      expect(schema?.safeParse(body).error?.issues ?? [], address).to.deep.equal([]);
    }
  });

  it('describes an accepted plan and a problem', async () => {
    const waiting = await startTestServer({}, { planner: new HandPlanner().plan });
    const post = routes.find(({ method, path }) => method === 'post' && path === '/v1/plans');
    const schema = post?.answers[202]?.content?.['application/json']?.schema;
    const accepted = await json(await waiting.post('/v1/plans'));
    expect(schema?.safeParse(accepted).error?.issues ?? []).to.deep.equal([]);
    const { problemSchema } = await import('../../src/http/schemas.js');
    const problem = await json(await waiting.post('/v1/plans?seed=x', '{'));
    expect(problemSchema.safeParse(problem).error?.issues ?? []).to.deep.equal([]);
    await waiting.close();
  });

  it('is shown by a page that loads nothing from elsewhere', async () => {
    const page = await server.get('/docs');
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).to.match(/script-src 'self'/);
    expect(html).to.not.match(/https?:\/\//);
    for (const [, source] of html.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await server.get(source ?? '')).status, source).to.equal(200);
  });
});

describe('docs/api.md', () => {
  const routes = allRoutes(
    { config: { plan: { seconds: 1, secondsMax: 1, threads: 1 } }, metrics: {} } as unknown as Services,
    '0',
  );

  it('names every route', () => {
    const text = doc('api.md');
    const missing = routes
      .map(({ method, path }) => `\`${method.toUpperCase()} ${path}\``)
      .filter((route) => !text.includes(route));
    expect(missing).to.deep.equal([]);
  });

  it('names every problem with its status, and no other', () => {
    const rows = [...doc('api.md').matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)];
    const documented = Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]));
    const actual = Object.fromEntries(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]));
    expect(documented).to.deep.equal(actual);
  });

  it('names every query parameter', () => {
    const text = doc('api.md');
    const names = new Set(routes.flatMap(({ query }) => Object.keys(query?.shape ?? {})));
    expect([...names].filter((name) => !text.includes(`\`${name}\``))).to.deep.equal([]);
  });
});
