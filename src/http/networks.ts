import { networkSchema } from '../domain/day.js';
import { parseJson } from '../intake/json-text.js';
import { readNetwork } from '../intake/read-network.js';
import type { NetworkRecord } from '../storage/store.js';
import { mediaTypeOf, readBody } from './body.js';
import { roadsOf } from './day-intake.js';
import { sendJson } from './mount.js';
import { Problem } from './problems.js';
import { READERS, WRITERS, type Route } from './route.js';
import { dayListSchema, networkAnswerSchema, networkListSchema } from './schemas.js';
import type { Services } from './services.js';

/** Network documents (days without orders), and the named days of the service. */
export function networkRoutes(services: Services): Route[] {
  return [postNetwork(services), listNetworks(services), getNetwork(services), listDays(services)];
}

const links = (name: string) => ({
  self: `/v1/networks/${encodeURIComponent(name)}`,
  plan: `/v1/plans?network=${encodeURIComponent(name)}`,
});
const state = (record: NetworkRecord) => ({ ...record, links: links(record.name) });

function postNetwork(services: Services): Route {
  return {
    method: 'post',
    path: '/v1/networks',
    tag: 'networks',
    summary: 'Store a network document under its name',
    description:
      'A day document without its orders. One of the same name is replaced. Any fault refuses it: it is used again and again.',
    access: WRITERS,
    body: { 'application/json': { schema: networkSchema } },
    answers: {
      200: { description: 'Replaced', content: { 'application/json': { schema: networkAnswerSchema } } },
      201: {
        description: 'Stored',
        headers: { Location: 'The network' },
        content: { 'application/json': { schema: networkAnswerSchema } },
      },
    },
    problems: ['not-json', 'body-too-large', 'unsupported-media-type', 'invalid-document'],
    async handle(request, response) {
      mediaTypeOf(request, ['application/json']);
      const { bytes } = await readBody(request, services.config.bodyBytes);
      const parsed = parseJson(bytes);
      if (!parsed.ok) throw new Problem('not-json', parsed.fault.message, { faults: [parsed.fault] });
      const reading = readNetwork(parsed.value, { strict: true });
      if (!reading.ok)
        throw new Problem(
          'invalid-document',
          `the network has ${reading.faults.length} faults; nothing was stored`,
          {
            faults: reading.faults,
            remedy: 'Mend every fault listed and send it again.',
          },
        );
      roadsOf(reading.network, services);
      const { created, record } = await services.store.networks.save(
        reading.network,
        new Date().toISOString(),
      );
      response.setHeader('Location', links(record.name).self);
      sendJson(response, state(record), created ? 201 : 200);
    },
  };
}

function listNetworks(services: Services): Route {
  return {
    method: 'get',
    path: '/v1/networks',
    tag: 'networks',
    summary: 'Stored network documents, and the road networks a day may name',
    access: READERS,
    answers: {
      200: { description: 'Networks', content: { 'application/json': { schema: networkListSchema } } },
    },
    async handle(_request, response) {
      const stored = await services.store.networks.list();
      sendJson(response, { networks: stored.map(state), roads: services.networks.names() });
    },
  };
}

function getNetwork(services: Services): Route {
  return {
    method: 'get',
    path: '/v1/networks/{network}',
    tag: 'networks',
    summary: 'A stored network document, in WGS-84',
    access: READERS,
    answers: {
      200: { description: 'The document', content: { 'application/json': { schema: networkSchema } } },
    },
    problems: ['network-not-found'],
    async handle(_request, response, { params }) {
      const name = params['network'] ?? '';
      const network = await services.store.networks.find(name);
      if (network === null)
        throw new Problem('network-not-found', `there is no network ${JSON.stringify(name.slice(0, 80))}`, {
          remedy: 'GET /v1/networks lists them.',
        });
      sendJson(response, network);
    },
  };
}

function listDays(services: Services): Route {
  return {
    method: 'get',
    path: '/v1/days',
    tag: 'networks',
    summary: 'Named days that `{ "day": NAME }` plans',
    access: READERS,
    answers: { 200: { description: 'Days', content: { 'application/json': { schema: dayListSchema } } } },
    async handle(_request, response) {
      const days = await Promise.all(services.days.list().map(({ name }) => dayState(name, services)));
      sendJson(response, { days });
    },
  };
}

async function dayState(name: string, { days }: Services) {
  const reading = await days.read(name);
  const day = reading?.ok ? reading.day : null;
  return {
    name,
    ok: day !== null,
    title: day?.title ?? null,
    date: day?.date ?? null,
    orders: day?.orders.length ?? 0,
    outlets: day?.outlets.length ?? 0,
    vehicles: day?.vehicles.length ?? 0,
    synthetic: day?.synthetic ?? false,
    faults: reading?.faults.length ?? 0,
    roads: days.network(name) ?? day?.roads?.network ?? null,
  };
}
