import { expect } from 'chai';
import { RoadError, type RoadErrorCode } from '../../src/roads/road-error.js';
import type { RoadSource } from '../../src/roads/road-source.js';
import { allRoutes } from '../../src/http/app.js';
import type { Services } from '../../src/http/services.js';
import { planeRoads } from '../support/plane-roads.js';
import { smallDay } from '../support/small-day.js';
import { json, startTestServer, type TestServer } from './test-server.js';

const BASE = '/v1/networks/plain';
const FROM = '109.5,34.5';
const TO = '109.52,34.5';

/** The schema of a road route's answer, as the OpenAPI document has it. */
function schemaOf(path: string, type: string) {
  const services = { config: { plan: {} }, metrics: {} } as unknown as Services;
  const route = allRoutes(services, '0').find((one) => one.path === `/v1/networks/{name}/${path}`);
  return route!.answers[200]!.content![type]!.schema;
}

describe('asking the roads over HTTP', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());

  const get = async (path: string) => {
    const answer = await server.get(`${BASE}/${path}`);
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      body: await json(answer),
    };
  };

  it('tells where points meet the roads', async () => {
    const { status, body } = await get(`nearest?profile=van&points=${FROM};${TO}`);
    expect(status).to.equal(200);
    expect(body.snapped).to.deep.equal([
      { lon: 109.5, lat: 34.5, metres: 0 },
      { lon: 109.52, lat: 34.5, metres: 0 },
    ]);
    expect(schemaOf('nearest', 'application/json').safeParse(body).success).to.equal(true);
  });

  it('tells a way as a GeoJSON feature with what its time is made of', async () => {
    const { type, body } = await get(`route?profile=van&from=${FROM}&to=${TO}`);
    expect(type).to.match(/^application\/geo\+json/);
    expect(schemaOf('route', 'application/geo+json').safeParse(body).error?.issues ?? []).to.deep.equal([]);
    expect(body.geometry.coordinates).to.deep.equal([
      [109.5, 34.5],
      [109.52, 34.5],
    ]);
    const { seconds, metres, climb, summary, parts } = body.properties;
    expect(metres).to.be.within(1830, 1836);
    expect(seconds).to.equal(Math.ceil(metres / 10));
    expect(climb).to.equal(0);
    expect(summary.byBound).to.deep.equal([{ heldBy: 'class', highway: 'tertiary', seconds, metres }]);
    expect(parts).to.have.length(1);
  });

  it('asks in the season given', async () => {
    const [dry, rain] = await Promise.all(
      ['', '&season=rain'].map((more) => get(`route?profile=van&from=${FROM}&to=${TO}${more}`)),
    );
    expect(rain!.body.properties.seconds).to.be.above(1.4 * dry!.body.properties.seconds);
  });

  it('draws isochrones, the largest first', async () => {
    const { body } = await get(`isochrone?profile=van&point=${FROM}&minutes=30,10,20&direction=to`);
    expect(schemaOf('isochrone', 'application/geo+json').safeParse(body).error?.issues ?? []).to.deep.equal(
      [],
    );
    const told = (body.features as { properties: object }[]).map(({ properties }) => properties);
    expect(told).to.deep.equal([30, 20, 10].map((minutes) => ({ minutes, profile: 'van', direction: 'to' })));
    expect((await get(`isochrone?profile=van&point=${FROM}`)).body.features).to.have.length(3);
  });

  it('answers a matrix, null where there is no way', async () => {
    const slide = {
      type: 'Feature',
      properties: { id: 'slide' },
      geometry: { type: 'Point', coordinates: [109.52, 34.5] },
    };
    const points = [
      [109.5, 34.5],
      [109.51, 34.5],
      [109.52, 34.5],
    ];
    const answer = await server.post(`${BASE}/matrix`, {
      profile: 'van',
      points,
      conditions: { changes: [slide] },
    });
    const body = await json(answer);
    expect(schemaOf('matrix', 'application/json').safeParse(body).error?.issues ?? []).to.deep.equal([]);
    expect(body.durations.map((row: unknown[]) => row.map((value) => value !== null))).to.deep.equal([
      [true, true, false],
      [true, true, false],
      [false, false, true],
    ]);
    expect(body.distances[0][1]).to.be.within(914, 918);
    expect(body.changes).to.deep.equal([{ id: 'slide', metres: 100 }]);
  });

  it('takes the conditions of a plan’s day', async () => {
    const planned = await server.post(
      '/v1/plans?wait=30&iterations=1',
      smallDay({ roads: { season: 'rain' } }),
    );
    const { id } = await json(planned);
    const ask = async (more: string) =>
      (await get(`route?profile=van&from=${FROM}&to=${TO}&plan=${id}${more}`)).body.properties.seconds;
    expect(await ask('')).to.be.above(1.4 * (await ask('&season=dry')));
    expect((await get(`route?profile=van&from=${FROM}&to=${TO}&plan=none`)).status).to.equal(404);
  });

  const refusals: [path: string, status: number, code: string, fault?: string][] = [
    ['nearest?profile=van&points=34.5,109.5', 400, 'invalid-query', 'query.points'],
    ['nearest?profile=van', 400, 'invalid-query', 'query.points'],
    [`nearest?profile=lorry&points=${FROM}`, 422, 'profile-unknown'],
    [`route?profile=van&from=${FROM}`, 400, 'invalid-query', 'query.to'],
    [`route?profile=van&from=${FROM}&to=here`, 400, 'invalid-query', 'query.to'],
    [`route?profile=van&from=${FROM}&to=${TO}&season=monsoon`, 422, 'conditions-invalid'],
    [`route?profile=van&from=${FROM}&to=${TO}&at=25:00`, 400, 'invalid-query', 'query.at'],
    [`isochrone?profile=van&point=${FROM}&minutes=0`, 400, 'invalid-query', 'query.minutes'],
    [`isochrone?profile=van&point=${FROM}&minutes=721`, 400, 'invalid-query', 'query.minutes'],
  ];
  for (const [path, status, code, fault] of refusals)
    it(`refuses ${path} as ${code}`, async () => {
      const { status: told, body } = await get(path);
      expect([told, body.code]).to.deep.equal([status, code]);
      if (fault !== undefined) expect(body.faults.map((one: { path: string }) => one.path)).to.include(fault);
    });

  it('refuses an unknown network', async () => {
    const answer = await server.get(`/v1/networks/mars/nearest?profile=van&points=${FROM}`);
    expect((await json(answer)).code).to.equal('network-not-found');
  });

  it('lists every fault of a matrix question', async () => {
    const points = Array.from({ length: 1001 }, () => [109.5, 34.5]);
    const slow = {
      type: 'Feature',
      properties: { id: 'a', effect: 'slow' },
      geometry: { type: 'Point', coordinates: [109.5, 34.5] },
    };
    const faults = async (body: object): Promise<string[]> => {
      const problem = await json(await server.post(`${BASE}/matrix`, body));
      expect(problem.code).to.equal('invalid-document');
      return problem.faults.map(({ path }: { path: string }) => path);
    };
    expect(await faults({ profil: 'van', points })).to.have.members(['profile', 'profil', 'points']);
    expect(await faults({ profile: 'van', points: [[34.5, 109.5]] })).to.deep.equal(['points[0][1]']);
    expect(
      await faults({ profile: 'van', points: [[109.5, 34.5]], conditions: { changes: [slow] } }),
    ).to.deep.equal(['conditions.changes[0].properties.effect']);
  });
});

describe('roads that fail', () => {
  const failing = async (code: RoadErrorCode, check: (answer: Response) => Promise<void>): Promise<void> => {
    const roads: RoadSource = {
      ...planeRoads(),
      nearest: () => Promise.reject(new RoadError(code, '/srv/secret/map.osm.pbf: gone')),
    };
    const server = await startTestServer({}, { openRoads: () => Promise.resolve(roads) });
    await check(await server.get(`${BASE}/nearest?profile=van&points=${FROM}`));
    await server.close();
  };

  it('are a bad gateway where their server is', () =>
    failing('server-unreachable', async (answer) => {
      expect(answer.status).to.equal(502);
      expect((await json(answer)).code).to.equal('road-server-unreachable');
    }));

  it('are unavailable where their files are, and name none of them', () =>
    failing('graph-damaged', async (answer) => {
      expect(answer.status).to.equal(503);
      const body = await json(answer);
      expect(body.code).to.equal('roads-unavailable');
      expect(JSON.stringify(body)).to.not.include('/srv');
    }));
});

describe('a matrix whose caller hangs up', () => {
  it('is given up', async () => {
    let heard: (signal: AbortSignal) => void = () => undefined;
    const asked = new Promise<AbortSignal>((resolve) => (heard = resolve));
    const roads: RoadSource = {
      ...planeRoads(),
      matrix: ({ signal }) =>
        new Promise((_, reject) => {
          heard(signal!);
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
        }),
    };
    const server = await startTestServer({}, { openRoads: () => Promise.resolve(roads) });
    const caller = new AbortController();
    const answer = fetch(`${server.url}${BASE}/matrix`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ profile: 'van', points: [[109.5, 34.5]] }),
      signal: caller.signal,
    }).catch((error: Error) => error);
    const signal = await asked;
    expect(signal.aborted).to.equal(false);
    caller.abort();
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect((await answer) as Error).to.include({ name: 'AbortError' });
    await server.close();
  });
});
