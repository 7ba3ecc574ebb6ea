import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from './problems.js';
import type { Answer, Route } from './route.js';
import { problemSchema } from './schemas.js';

type Responses = RouteConfig['responses'];

/** Refusals that any address may answer. */
const ANYWHERE: readonly ProblemCode[] = [
  'host-not-allowed',
  'origin-not-allowed',
  'method-not-allowed',
  'rate-limited',
  'internal',
];

/** The OpenAPI 3.1 document of the routes, from the schemas that check what they take. */
export function openApiDocument(routes: readonly Route[], version: string) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'Not needed while the service is open on loopback: no key was created yet.',
  });
  for (const route of routes) for (const path of pathsOf(route)) registry.registerPath(describe(route, path));
  const generator = new OpenApiGeneratorV31(registry.definitions, { unionPreferredType: 'oneOf' });
  const document = generator.generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Packhorse',
      version,
      description:
        'Plans the day’s parcel collection for mountain post offices and reports the hours gained. Coordinates are WGS-84 degrees, instants ISO 8601 with an offset. Refusals are problem+json with a stable code.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    tags: [
      { name: 'plans', description: 'Days planned, and what each plan holds' },
      { name: 'reports', description: 'Prints and tables of a plan' },
      { name: 'networks', description: 'What days are made of' },
      { name: 'service', description: 'Running it' },
    ],
  });
  mendPatterns(document);
  return document;
}

/** The generator writes a pattern's flags into it; JSON Schema's patterns are Unicode without any. */
function mendPatterns(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const holder = node as Record<string, unknown>;
  if (typeof holder['pattern'] === 'string') holder['pattern'] = holder['pattern'].replace(/\/u$/, '');
  for (const value of Object.values(holder)) mendPatterns(value);
}

/** A route with formats is also found by extension. */
const pathsOf = ({ path, formats = [] }: Route): string[] =>
  formats.length > 1 ? [path, `${path}.{format}`] : [path];

function describe(route: Route, path: string): RouteConfig {
  const byExtension = path !== route.path;
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const shape = parameters.map((name) => [
    name,
    byExtension && name === 'format' ? z.enum(route.formats as [string]) : z.string(),
  ]);
  return {
    method: route.method,
    path,
    operationId: operationId(route, path),
    tags: [route.tag],
    summary: byExtension ? `${route.summary} (format by extension)` : route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: route.access === 'open' ? [] : [{ key: [] }],
    request: {
      ...(parameters.length === 0 ? {} : { params: z.object(Object.fromEntries(shape) as z.ZodRawShape) }),
      ...(route.query === undefined ? {} : { query: route.query }),
      ...(route.headers === undefined ? {} : { headers: route.headers }),
      ...(route.body === undefined ? {} : { body: { required: true, content: { ...route.body } } }),
    },
    responses: { ...answers(route.answers), ...refusals(route) },
  };
}

const operationId = ({ method }: Route, path: string): string =>
  `${method}${path.replaceAll(/[^A-Za-z]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, '')}`;

function answers(all: Readonly<Record<number, Answer>>): Responses {
  return Object.fromEntries(
    Object.entries(all).map(([status, { description, headers, content }]) => [
      status,
      {
        description,
        ...(headers === undefined ? {} : { headers: headersOf(headers) }),
        ...(content === undefined ? {} : { content: { ...content } }),
      },
    ]),
  );
}

const headersOf = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' } as const },
    ]),
  );

/** One answer a status, its codes listed. */
function refusals(route: Route): Responses {
  const codes = new Set<ProblemCode>([...ANYWHERE, ...(route.problems ?? [])]);
  if (route.access !== 'open') codes.add('unauthenticated').add('forbidden');
  if (route.query !== undefined || route.method === 'get') codes.add('invalid-query');
  if ((route.formats ?? []).length > 1) codes.add('not-acceptable').add('route-not-found');
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, list]) => [status, refusal(list)]),
  );
}

const refusal = (codes: readonly ProblemCode[]): Responses[string] => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('. '),
  content: {
    'application/problem+json': {
      schema: problemSchema,
      examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
    },
  },
});

const exampleOf = (code: ProblemCode) => ({
  type: `urn:packhorse:problem:${code}`,
  ...PROBLEMS[code],
  code,
  detail: PROBLEMS[code].title,
  instance: 'urn:packhorse:request:5c0d7c0e',
});
