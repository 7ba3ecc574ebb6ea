import { expect } from 'chai';
import { keysCreate } from '../../src/server/keys.js';
import { planeRoads } from '../support/plane-roads.js';
import { smallDay } from '../support/small-day.js';
import { json, plannedId, startTestServer } from './test-server.js';

describe('the log', () => {
  it('names each request, and neither keys nor people nor queries', async () => {
    const lines: string[] = [];
    const server = await startTestServer(
      { LOG_LEVEL: 'trace' },
      { logTo: { write: (line) => lines.push(line) } },
    );
    const day = smallDay();
    const named = {
      ...day,
      sites: day.sites?.map((site) => ({ ...site, contact: 'Zhang San 13912345678' })),
    };
    await server.post('/v1/plans?seed=424242', { ...named, date: '13912345678' });
    await server.post('/v1/plans?seed=424242&iterations=1&wait=20', named);
    const { secret } = await server.withStore((store) => keysCreate(store, { role: 'viewer' }));
    const answer = await server.get('/v1/plans?limit=424242', { authorization: `Bearer ${secret}` });
    await server.post('/v1/session', { key: secret });
    await server.get('/v1/plans', { cookie: `packhorse_key=${secret}` });
    await server.close();
    const text = lines.join('');
    for (const hidden of [secret, 'Zhang San', '13912345678', '424242']) expect(text).to.not.include(hidden);
    const own = lines
      .map((line) => JSON.parse(line))
      .find((line) => line.req?.id === answer.headers.get('x-request-id'));
    expect(own).to.deep.include({ res: { status: 400 } });
    expect(own.req).to.deep.include({ method: 'GET', path: '/v1/plans' });
  });

  it('tells an unknown error whole, and the caller only its id', async () => {
    const lines: string[] = [];
    const roads = { ...planeRoads(), route: () => Promise.reject(new Error('the disk at /srv is broken')) };
    const server = await startTestServer(
      { LOG_LEVEL: 'error' },
      { logTo: { write: (line) => lines.push(line) }, openRoads: () => Promise.resolve(roads) },
    );
    const id = await plannedId(server);
    const { runs } = await json(await server.get(`/v1/plans/${id}/runs`));
    const answer = await server.get(runs[0].links.geojson);
    const body = await json(answer);
    await server.close();
    expect(answer.status).to.equal(500);
    expect(body.code).to.equal('internal');
    expect(JSON.stringify(body)).to.not.include('/srv');
    const told = lines.map((line) => JSON.parse(line)).find((line) => line.err?.message.includes('/srv'));
    expect(told.err.stack).to.include('at ');
    expect(body.instance).to.equal(`urn:packhorse:request:${told.request}`);
  });
});
