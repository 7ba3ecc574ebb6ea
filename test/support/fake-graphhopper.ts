import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

/** What to answer; `null` leaves it without one. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface FakeServer {
  readonly url: string;
  readonly asked: Asked[];
  /** Most requests that were under way together. */
  readonly together: () => number;
  close(): Promise<void>;
}

/** A server on loopback that answers as it is told, for faults a real one does not show on demand. */
export const fakeServer = async (
  reply: (asked: Asked, nth: number) => Answer | null | Promise<Answer | null>,
): Promise<FakeServer> => {
  const asked: Asked[] = [];
  let [now, most] = [0, 0];
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const one = await read(request);
      now += 1;
      most = Math.max(most, now);
      asked.push(one);
      const { status = 200, headers = {}, body } = (await reply(one, asked.length - 1)) ?? { status: 0 };
      now -= 1;
      if (status === 0) return;
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    };
    void answer();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    together: () => most,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const read = async (request: IncomingMessage): Promise<Asked> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://fake');
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
};

type Position = readonly [number, number];
const points = ({ body }: Asked, key = 'points'): Position[] => body[key] as Position[];

export const INFO: Answer = {
  body: { profiles: [{ name: 'car' }], bbox: [0, 0, 10, 10], elevation: true, encoded_values: {} },
};

/** A refusal as the server words it. */
export const refusal = (message: string, details = 'java.lang.IllegalArgumentException'): Answer => ({
  status: 400,
  body: { message, hints: [{ message, details }] },
});

const NOT_FOUND = 'com.graphhopper.util.exceptions.ConnectionNotFoundException';

/** Seconds between two places of the fake plain: whole, and different there and back. */
export const plainSeconds = ([x1, y1]: Position, [x2, y2]: Position): number =>
  Math.round(Math.abs(x2 - x1) * 100 + Math.abs(y2 - y1) * 60) + (x2 > x1 ? 7 : 0);

/**
 * Answers /info, /route and, where `matrix` is set, /matrix over a plain whose places have their own
 * coordinates; legs for which `blocked` holds have no way and fail the whole request, as a real server does.
 */
export const plain =
  (options: { blocked?: (from: Position, to: Position) => boolean; matrix?: number } = {}) =>
  (asked: Asked): Answer => {
    if (asked.path === '/info') return INFO;
    if (asked.path === '/route') return routeOf(points(asked), asked.body, options.blocked ?? (() => false));
    if (asked.path === '/matrix' && options.matrix !== undefined) return matrixOf(asked, options);
    return { status: 404, body: { code: 404, message: 'HTTP 404 Not Found' } };
  };

const routeOf = (
  stops: readonly Position[],
  body: Asked['body'],
  blocked: (from: Position, to: Position) => boolean,
): Answer => {
  const legs = stops.slice(1).map((to, i) => ({ from: stops[i]!, to }));
  const same = ({ from, to }: (typeof legs)[number]): boolean => from[0] === to[0] && from[1] === to[1];
  if (legs.some((leg) => !same(leg) && blocked(leg.from, leg.to)))
    return refusal('Connection between locations not found', NOT_FOUND);
  const seconds = legs.map((leg) => (same(leg) ? 0 : plainSeconds(leg.from, leg.to)));
  const line = { type: 'LineString', coordinates: stops.map(([x, y]) => [x, y, 100 + x]) };
  const detail = (values: readonly number[]) => values.map((value, i) => [i, i + 1, value]);
  const path = {
    time: seconds.reduce((sum, value) => sum + value * 1000, 0),
    distance: seconds.reduce((sum, value) => sum + value * 10, 0),
    points_encoded: false,
    snapped_waypoints: line,
    ...(body['calc_points'] === false
      ? {}
      : {
          points: line,
          details: {
            leg_time: detail(seconds.map((value) => value * 1000)),
            leg_distance: detail(seconds.map((value) => value * 10)),
          },
        }),
  };
  return { body: { paths: [path] } };
};

const matrixOf = (
  asked: Asked,
  { blocked, matrix }: { blocked?: (from: Position, to: Position) => boolean; matrix?: number },
): Answer => {
  const [rows, columns] = [points(asked, 'from_points'), points(asked, 'to_points')];
  if (rows.length > matrix! || columns.length > matrix!)
    return refusal(`Too many locations: ${rows.length}, allowed: ${matrix}`);
  const times = rows.map((from) =>
    columns.map((to) => (blocked?.(from, to) ? null : plainSeconds(from, to))),
  );
  return {
    body: { times, distances: times.map((row) => row.map((value) => (value === null ? null : value * 10))) },
  };
};
