import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Day } from '../domain/day.js';
import type { DayReading } from '../domain/day-reading.js';
import type { Fault } from '../domain/fault.js';
import { parseJson } from '../intake/json-text.js';
import { readOrdersCsv } from '../intake/orders-csv.js';
import { readDay } from '../intake/read-day.js';
import type { DayDocument } from '../storage/store.js';
import { mediaTypeOf, openBody, readBody } from './body.js';
import { Problem } from './problems.js';
import type { Services } from './services.js';

export interface IntakeQuery {
  readonly strict: boolean;
  /** Network document that a CSV of orders is joined to. */
  readonly network?: string;
  /** Date of a CSV's orders, where not the network's own. */
  readonly date?: string;
}

export interface TakenDay {
  readonly document: DayDocument;
  /** Registered road network. */
  readonly roads: string;
  /** SHA-256 of the body. */
  readonly bodyDigest: string;
}

/**
 * Reads the day of a request: a day document, `{ "day": NAME }`, or a CSV of orders beside a stored
 * network.
 * @throws Problem where it is refused, with every fault
 */
export async function takeDay(request: Request, query: IntakeQuery, services: Services): Promise<TakenDay> {
  const type = mediaTypeOf(request, ['application/json', 'text/csv']);
  if (type === 'text/csv') return takeCsv(request, query, services);
  if (query.network !== undefined || query.date !== undefined)
    throw new Problem('invalid-query', 'network and date go with a CSV of orders', {
      remedy: 'Send Content-Type: text/csv, or leave them out.',
    });
  const { bytes, digest } = await readBody(request, services.config.bodyBytes);
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new Problem('not-json', parsed.fault.message, { faults: [parsed.fault] });
  const name = referenceOf(parsed.value);
  if (name !== null) return takeNamed(name, digest, query, services);
  const document = accepted(readDay(parsed.value, { strict: query.strict }));
  return { document, roads: roadsOf(document.day, services), bodyDigest: digest };
}

/** The name in `{ "day": NAME }`; null where the body is a day itself. */
function referenceOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return null;
  return 'day' in value && typeof value.day === 'string' ? value.day : null;
}

async function takeNamed(
  name: string,
  digest: string,
  query: IntakeQuery,
  services: Services,
): Promise<TakenDay> {
  const reading = await services.days.read(name);
  if (reading === null)
    throw new Problem('day-not-found', `there is no day named ${JSON.stringify(name.slice(0, 80))}`, {
      remedy: 'GET /v1/days lists them; or send a whole day document.',
    });
  const document = accepted(
    query.strict && reading.ok && reading.faults.length > 0 ? { ok: false, faults: reading.faults } : reading,
  );
  const roads = services.days.network(name);
  return { document, roads: roads ?? roadsOf(document.day, services), bodyDigest: digest };
}

async function takeCsv(request: Request, query: IntakeQuery, services: Services): Promise<TakenDay> {
  if (query.network === undefined)
    throw new Problem('invalid-query', 'a CSV of orders needs ?network=NAME', {
      remedy: 'POST the network to /v1/networks first, then name it.',
    });
  const stored = await services.store.networks.find(query.network);
  if (stored === null)
    throw new Problem(
      'network-not-found',
      `there is no network ${JSON.stringify(query.network.slice(0, 80))}`,
      {
        remedy: 'GET /v1/networks lists them; POST /v1/networks stores one.',
      },
    );
  const network = query.date === undefined ? stored : { ...stored, date: query.date };
  const { stream, digest } = openBody(request, services.config.bodyBytes);
  const reading = await readOrdersCsv(stream, network, { strict: query.strict });
  /** The reader makes a fault of a stream that failed; why it failed is known better here. */
  if (stream.errored) throw stream.errored;
  const document = accepted(reading);
  const bodyDigest = createHash('sha256')
    .update(`${digest()} ${JSON.stringify(network)}`)
    .digest('hex');
  return { document, roads: roadsOf(document.day, services), bodyDigest };
}

function accepted(reading: DayReading): DayDocument {
  if (reading.ok) return { day: reading.day, setAside: reading.setAside, faults: reading.faults };
  throw refused(reading.faults);
}

const refused = (faults: readonly Fault[]): Problem =>
  new Problem(
    'invalid-document',
    `the document has ${faults.length} fault${faults.length === 1 ? '' : 's'}; nothing was accepted`,
    {
      faults,
      remedy: 'Mend every fault listed and send it again.',
    },
  );

/**
 * The road network of a day that came over HTTP: the one it names, else the only one there is. It may
 * name no files, for they would be the server's.
 * @throws Problem `invalid-document`
 */
export function roadsOf(day: Pick<Day, 'roads'>, { networks }: Pick<Services, 'networks'>): string {
  const { extract, elevation, network } = day.roads ?? {};
  const known = networks.names();
  const remedy =
    known.length === 0
      ? 'Start the service with PACKHORSE_NETWORKS or PACKHORSE_DAYS; it has no roads yet.'
      : `Name a network of the service in roads.network: ${known.join(', ')}.`;
  const faults: Fault[] = [];
  for (const [key, value] of Object.entries({ extract, elevation }))
    if (value !== undefined)
      faults.push({
        path: `roads.${key}`,
        code: 'contradiction',
        message: 'a day sent over HTTP may not name files of the server',
        value: value.slice(0, 120),
        remedy,
      });
  if (faults.length > 0) throw refused(faults);
  if (network !== undefined && known.includes(network)) return network;
  if (network !== undefined)
    throw refused([
      {
        path: 'roads.network',
        code: 'unknown-id',
        message: 'is not a road network of this service',
        value: network,
        remedy,
      },
    ]);
  if (known.length === 1) return known[0] as string;
  throw refused([{ path: 'roads.network', code: 'missing', message: 'is missing', remedy }]);
}
