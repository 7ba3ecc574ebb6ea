import { expect } from 'chai';
import { planSchema } from '../../src/domain/plan.js';
import { smallDay } from '../support/small-day.js';
import { json, plannedId, startTestServer, type TestServer } from './test-server.js';

describe('plans over HTTP', () => {
  let server: TestServer;
  let id: string;
  before(async () => {
    server = await startTestServer();
    id = await plannedId(server);
  });
  after(() => server.close());

  it('accepts a day with 202, its place and its links', async () => {
    const answer = await server.post('/v1/plans?iterations=1');
    const body = await json(answer);
    expect(answer.status).to.equal(202);
    expect(answer.headers.get('location')).to.equal(`/v1/plans/${body.id}`);
    expect(body).to.include({ day: 'small', date: '2026-10-17', orders: 42 });
    expect(body.links.events).to.equal(`/v1/plans/${body.id}/events`);
  });

  it('answers the whole plan within wait, valid by its schema', async () => {
    const answer = await server.post('/v1/plans?wait=30&iterations=1');
    const body = await json(answer);
    expect(answer.status).to.equal(200);
    expect(body.status).to.equal('done');
    expect(planSchema.parse(body.plan).id).to.equal(body.id);
    expect(body.digest.planned + body.digest.unassigned).to.equal(42);
  });

  it('tells faults and sets faulty rows aside, and plans the rest', async () => {
    const day = smallDay();
    const broken = { ...day, orders: [...day.orders, { ...day.orders[0], id: 'bad', zone: 'nowhere' }] };
    const body = await json(await server.post('/v1/plans', broken));
    expect(body.faults).to.have.length.greaterThan(0);
    expect(body.setAside.map((row: { order: string }) => row.order)).to.deep.equal(['bad']);
    const strict = await server.post('/v1/plans?strict=true', broken);
    expect(strict.status).to.equal(422);
    expect((await json(strict)).faults[0].path).to.equal('orders[42].zone');
  });

  it('gives a plan, and its summary without the long lists', async () => {
    const whole = await json(await server.get(`/v1/plans/${id}`));
    const { summary, plan } = await json(await server.get(`/v1/plans/${id}?fields=summary`));
    expect(whole.plan.chain).to.have.length(whole.plan.summary.planned);
    expect(plan).to.equal(undefined);
    expect(summary).to.not.have.any.keys('runs', 'chain', 'unassigned');
    expect(summary.gains.sign).to.deep.equal(whole.plan.gains.sign);
  });

  it('lists plans newest first, page by page', async () => {
    const first = await json(await server.get('/v1/plans?limit=1'));
    const second = await json(await server.get(`/v1/plans?limit=1&cursor=${first.next}`));
    expect(first.plans).to.have.length(1);
    expect(second.plans[0].id).to.not.equal(first.plans[0].id);
    expect(second.plans[0].createdAt <= first.plans[0].createdAt).to.equal(true);
    const all = await json(await server.get('/v1/plans?limit=1000&status=done'));
    expect(all.plans.map((plan: { id: string }) => plan.id)).to.include(id);
  });

  it('lists runs, and gives one as JSON', async () => {
    const { runs } = await json(await server.get(`/v1/plans/${id}/runs`));
    const run = await json(await server.get(runs[0].links.self));
    expect(run.stops).to.have.length(runs[0].stops);
    expect(run.id).to.equal(runs[0].id);
  });

  it('draws a run along the roads by extension and by Accept', async () => {
    const { runs } = await json(await server.get(`/v1/plans/${id}/runs`));
    const byExtension = await server.get(runs[0].links.geojson);
    const byAccept = await server.get(runs[0].links.self, { accept: 'application/geo+json' });
    expect(byExtension.headers.get('content-type')).to.match(/^application\/geo\+json/);
    const drawing = await json(byExtension);
    expect(await json(byAccept)).to.deep.equal(drawing);
    const kinds = (kind: string) =>
      drawing.features.filter((one: { properties: { kind: string } }) => one.properties.kind === kind);
    expect(kinds('run')).to.have.length(1);
    expect(kinds('stop')).to.have.length(runs[0].stops);
    expect(kinds('leg')).to.have.length(runs[0].stops + 1);
    expect(kinds('label')).to.have.length(3);
    // On a plain the line is the plan's own way, within turf's rounder earth.
    const [line] = kinds('run');
    expect(line.properties.drawnMetres).to.be.closeTo(runs[0].metres, runs[0].metres * 0.01 + 5);
    const points = line.geometry.coordinates as [number, number][];
    expect(drawing.bbox).to.deep.equal([
      Math.min(...points.map(([lon]) => lon)),
      Math.min(...points.map(([, lat]) => lat)),
      Math.max(...points.map(([lon]) => lon)),
      Math.max(...points.map(([, lat]) => lat)),
    ]);
  });

  it('gives a run as GPX', async () => {
    const { runs } = await json(await server.get(`/v1/plans/${id}/runs`));
    const gpx = await (await server.get(runs[0].links.gpx)).text();
    expect(gpx.match(/<wpt /g)).to.have.length(runs[0].stops + 2);
    expect(gpx).to.match(/<trkpt lat="3[45]\./);
  });

  it('lists the outlets, whose orders sum to those planned', async () => {
    const { outlets } = await json(await server.get(`/v1/plans/${id}/outlets`));
    const state = await json(await server.get(`/v1/plans/${id}?fields=summary`));
    const sum = outlets.reduce((total: number, outlet: { orders: number }) => total + outlet.orders, 0);
    expect(outlets[0].isHub).to.equal(true);
    expect(sum).to.equal(state.digest.planned);
  });

  it('prints a schedule and a sheet in each format and language', async () => {
    const { runs } = await json(await server.get(`/v1/plans/${id}/runs`));
    for (const path of [`/v1/plans/${id}/outlets/O1/schedule`, `${runs[0].links.self}/sheet`]) {
      const html = await server.get(`${path}.html?lang=zh`);
      expect(html.headers.get('content-type')).to.match(/^text\/html/);
      expect(await html.text()).to.match(/<html lang="zh/);
      expect((await server.get(path, { accept: 'text/csv' })).headers.get('content-type')).to.match(
        /^text\/csv/,
      );
      expect(await json(await server.get(`${path}.json`))).to.include({ plan: id });
    }
  });

  it('gives gains and unassigned orders as tables', async () => {
    const gains = await json(await server.get(`/v1/plans/${id}/gains`));
    const csv = await (await server.get(`/v1/plans/${id}/gains.csv`)).text();
    expect(gains.sign.gain).to.be.a('number');
    expect(csv.split('\n')[1]).to.match(new RegExp(`^all,,${gains.orders},ship,mean,${gains.ship.plan},`));
    expect((await json(await server.get(`/v1/plans/${id}/unassigned.json`))).unassigned).to.be.an('array');
    expect(await (await server.get(`/v1/plans/${id}/unassigned.csv`)).text()).to.match(/order,site,code/);
  });

  it('pages the orders, and finds one', async () => {
    const first = await json(await server.get(`/v1/plans/${id}/orders?limit=10`));
    const rest = await json(await server.get(`/v1/plans/${id}/orders?limit=1000&cursor=${first.next}`));
    const ids = [...first.orders, ...rest.orders].map((row: { order: string }) => row.order);
    expect(first.orders).to.have.length(10);
    expect(new Set(ids).size).to.equal(ids.length);
    const one = await json(await server.get(`/v1/plans/${id}/orders?order=${ids[3]}`));
    expect(one.orders.map((row: { order: string }) => row.order)).to.deep.equal([ids[3]]);
    expect((await server.get(`/v1/plans/${id}/orders?order=none`)).status).to.equal(404);
  });

  it('releases a plan once, with time and who', async () => {
    const first = await json(await server.post(`/v1/plans/${id}/release`, ''));
    const again = await json(await server.post(`/v1/plans/${id}/release`, ''));
    expect(first.releasedBy).to.equal('local');
    expect(first.releasedAt).to.be.a('string');
    expect(again.releasedAt).to.equal(first.releasedAt);
  });

  it('does not cancel a finished plan', async () => {
    const answer = await fetch(`${server.url}/v1/plans/${id}`, { method: 'DELETE' });
    expect(answer.status).to.equal(409);
    expect((await json(answer)).code).to.equal('plan-finished');
  });
});

describe('Idempotency-Key', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ PLAN_WORKERS: '0' });
  });
  after(() => server.close());

  it('gives the same plan to the same request', async () => {
    const first = await server.post('/v1/plans', smallDay(), { 'idempotency-key': 'a' });
    const again = await server.post('/v1/plans', smallDay(), { 'idempotency-key': 'a' });
    expect(again.status).to.equal(first.status);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
    expect(await json(again)).to.deep.equal(await json(first));
    expect((await json(await server.get('/v1/plans'))).plans).to.have.length(1);
  });

  it('gives one plan to many racing requests', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.post('/v1/plans', smallDay(), { 'idempotency-key': 'race' })),
    );
    const ids = await Promise.all(answers.map(async (answer) => (await json(answer)).id as string));
    expect(new Set(ids).size).to.equal(1);
  });

  it('refuses another body or other options under the same key', async () => {
    await server.post('/v1/plans', smallDay(), { 'idempotency-key': 'b' });
    for (const [path, day] of [
      ['/v1/plans', smallDay({ name: 'other' })],
      ['/v1/plans?seed=2', smallDay()],
    ] as const) {
      const answer = await server.post(path, day, { 'idempotency-key': 'b' });
      expect(answer.status).to.equal(422);
      expect((await json(answer)).code).to.equal('idempotency-key-reused');
    }
  });

  it('refuses a key that is no key', async () => {
    const answer = await server.post('/v1/plans', smallDay(), { 'idempotency-key': 'x'.repeat(201) });
    expect((await json(answer)).code).to.equal('invalid-idempotency-key');
  });
});
