import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { PROBLEMS, type ProblemCode } from '../../src/http/problems.js';
import { smallDay } from '../support/small-day.js';
import { json, plannedId, startTestServer, type TestServer } from './test-server.js';

async function expectProblem(answer: Response, code: ProblemCode): Promise<Record<string, unknown>> {
  const body = await json(answer);
  expect(body.code).to.equal(code);
  expect(answer.status).to.equal(PROBLEMS[code].status);
  expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
  expect(body).to.include({ status: answer.status, title: PROBLEMS[code].title });
  expect(body.instance).to.equal(`urn:packhorse:request:${answer.headers.get('x-request-id')}`);
  return body;
}

describe('refusals', () => {
  let server: TestServer;
  let id: string;
  before(async () => {
    server = await startTestServer({ BODY_MEGABYTES: '1' });
    id = await plannedId(server);
  });
  after(() => server.close());

  const count = async (): Promise<number> =>
    (await json(await server.get('/v1/plans?limit=1000'))).plans.length;

  it('name the place where JSON breaks', async () => {
    const body = await expectProblem(await server.post('/v1/plans', '{"format": }'), 'not-json');
    expect(body['detail']).to.match(/line 1, column 12/);
  });

  it('list every fault of a document with its path', async () => {
    const { hub, ...rest } = smallDay();
    const broken = { ...rest, date: 'tomorrow', hub: { ...hub, lat: 91 } };
    const body = await expectProblem(await server.post('/v1/plans', broken), 'invalid-document');
    const paths = (body['faults'] as { path: string }[]).map(({ path }) => path);
    expect(paths).to.include.members(['date', 'hub.lat']);
  });

  it('take no files of the server from a posted day', async () => {
    const day = { ...smallDay(), roads: { extract: '/etc/passwd', elevation: '../..' } };
    const body = await expectProblem(await server.post('/v1/plans', day), 'invalid-document');
    const paths = (body['faults'] as { path: string }[]).map(({ path }) => path);
    expect(paths).to.deep.equal(['roads.extract', 'roads.elevation']);
  });

  it('name the networks where a day names another', async () => {
    const day = { ...smallDay(), roads: { network: 'mars' } };
    const body = await expectProblem(await server.post('/v1/plans', day), 'invalid-document');
    expect((body['faults'] as { remedy: string }[])[0]?.remedy).to.match(/plain/);
  });

  it('tell unknown days and networks', async () => {
    await expectProblem(await server.post('/v1/plans', { day: 'mars' }), 'day-not-found');
    const csv = await server.post('/v1/plans?network=mars', 'id,kg\n', { 'content-type': 'text/csv' });
    await expectProblem(csv, 'network-not-found');
    await expectProblem(await server.get('/v1/networks/mars'), 'network-not-found');
    await expectProblem(await server.get('/v1/networks/mars/tiles/0/0/0.mvt'), 'network-not-found');
  });

  it('take JSON and CSV alone', async () => {
    const xml = await server.post('/v1/plans', '<day/>', { 'content-type': 'application/xml' });
    const body = await expectProblem(xml, 'unsupported-media-type');
    expect(body['remedy']).to.match(/application\/json/);
    const brotli = await server.post('/v1/plans', '{}', { 'content-encoding': 'br' });
    await expectProblem(brotli, 'unsupported-media-type');
  });

  it('take a packed body, and refuse one that is not what it says', async () => {
    const packed = gzipSync(JSON.stringify(smallDay()));
    const taken = await server.post('/v1/plans?iterations=1', packed, { 'content-encoding': 'gzip' });
    expect(taken.status).to.equal(202);
    await expectProblem(await server.post('/v1/plans', '{}', { 'content-encoding': 'gzip' }), 'not-json');
  });

  it('refuse a large body at once, announced, streamed or packed', async () => {
    const large = 'x'.repeat(1024 * 1024 + 1);
    await expectProblem(await server.post('/v1/plans', large), 'body-too-large');
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    await expectProblem(
      await server.post('/v1/plans', bomb, { 'content-encoding': 'gzip' }),
      'body-too-large',
    );
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(
        `${server.url}/v1/plans`,
        { method: 'POST', headers: { 'content-type': 'application/json' } },
        (answer) => resolve(answer.statusCode),
      );
      sending.on('error', reject);
      for (let part = 0; part < 20; part++) sending.write(randomBytes(64 * 1024));
    });
    expect(status).to.equal(413);
  });

  it('refuse an announced large body before it is sent', async () => {
    const answer = await rawAnswer(server, [
      'POST /v1/plans HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      'Content-Length: 999999999',
      '',
      '',
    ]);
    expect(answer).to.match(/^HTTP\/1\.1 413 /);
    expect(answer).to.match(/connection: close/i);
  });

  it('keep nothing of a connection that is cut in the body', async () => {
    const before = await count();
    for (const type of ['application/json', 'text/csv']) {
      const text = JSON.stringify(smallDay());
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
          const head = `POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${text.length}\r\n\r\n`;
          socket.write(head + text.slice(0, text.length / 2), () => setTimeout(() => socket.destroy(), 50));
        });
        socket.on('close', () => resolve());
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await count()).to.equal(before);
    expect((await server.get('/healthz')).status).to.equal(200);
  });

  it('list every fault of a query', async () => {
    const body = await expectProblem(await server.post('/v1/plans?time=0&seed=x&tme=3'), 'invalid-query');
    const paths = (body['faults'] as { path: string }[]).map(({ path }) => path);
    expect(paths).to.have.members(['query.time', 'query.seed', 'query.tme']);
    for (const path of [
      '/v1/plans?limit=0',
      '/v1/plans?cursor=!!',
      '/v1/plans?limit=1&limit=2',
      '/v1/days?x=1',
    ])
      await expectProblem(await server.get(path), 'invalid-query');
    await expectProblem(await server.post('/v1/plans?network=plain'), 'invalid-query');
  });

  it('tell what is unknown apart', async () => {
    const { runs } = await json(await server.get(`/v1/plans/${id}/runs`));
    for (const [path, code] of [
      ['/nothing', 'route-not-found'],
      ['/v1/plans/none', 'plan-not-found'],
      ['/v1/plans/none/events', 'plan-not-found'],
      ['/v1/plans/none/gains.csv', 'plan-not-found'],
      [`/v1/plans/${id}/runs/none`, 'run-not-found'],
      [`/v1/plans/${id}/runs/none.gpx`, 'run-not-found'],
      [`/v1/plans/${id}/runs/none/sheet`, 'run-not-found'],
      [`${runs[0].links.self}/sheet.docx`, 'route-not-found'],
      [`/v1/plans/${id}/outlets/none/schedule.html`, 'outlet-not-found'],
      [`/v1/plans/${id}/orders?order=none`, 'order-not-found'],
      ['/v1/plans/%E0%A4%A', 'route-not-found'],
      ['/v1/networks/plain/tiles/99/0/0.mvt', 'route-not-found'],
    ] as const)
      await expectProblem(await server.get(path), code);
  });

  it('offer the methods and formats there are', async () => {
    const put = await fetch(`${server.url}/v1/plans`, { method: 'PUT', body: '{}' });
    await expectProblem(put, 'method-not-allowed');
    expect(put.headers.get('allow')?.split(', ')).to.have.members(['GET', 'HEAD', 'POST']);
    const pdf = await server.get(`/v1/plans/${id}/gains`, { accept: 'application/pdf' });
    await expectProblem(pdf, 'not-acceptable');
  });

  it('keep other names and other origins out while the service is open', async () => {
    const rebound = await rawAnswer(server, [
      'GET /v1/plans HTTP/1.1',
      'Host: evil.example',
      'Connection: close',
      '',
      '',
    ]);
    expect(rebound).to.match(/^HTTP\/1\.1 403 [^]*host-not-allowed/);
    for (const headers of [{ origin: 'http://evil.example' }, { origin: 'null' }])
      await expectProblem(await server.post('/v1/plans', smallDay(), headers), 'origin-not-allowed');
    const own = await server.post('/v1/plans?iterations=1', smallDay(), { origin: server.url });
    expect(own.status).to.equal(202);
  });
});

/** The first bytes a raw request is answered with. */
const rawAnswer = (server: TestServer, lines: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () =>
      socket.write(lines.join('\r\n')),
    );
    let text = '';
    socket.on('data', (part) => (text += part.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
    setTimeout(() => socket.end(), 500);
  });

describe('refusals of work', () => {
  it('tell when too many plans wait', async () => {
    const server = await startTestServer({ PLAN_WORKERS: '0', QUEUE_MAX: '1' });
    expect((await server.post('/v1/plans')).status).to.equal(202);
    const answer = await server.post('/v1/plans');
    await expectProblem(answer, 'queue-full');
    expect(answer.headers.get('retry-after')).to.equal('30');
    await server.close();
  });

  it('tell when the parts of a plan are asked for too early', async () => {
    const server = await startTestServer({ PLAN_WORKERS: '0' });
    const { id } = await json(await server.post('/v1/plans'));
    for (const part of ['runs', 'outlets', 'gains', 'unassigned', 'orders', 'outlets/O1/schedule'])
      await expectProblem(await server.get(`/v1/plans/${id}/${part}`), 'plan-unfinished');
    await expectProblem(await server.post(`/v1/plans/${id}/release`, ''), 'plan-unfinished');
    await server.close();
  });

  it('tell when an address asks too often', async () => {
    const server = await startTestServer({ RATE_PER_MINUTE: '3' });
    for (let ask = 0; ask < 3; ask++) expect((await server.get('/v1/plans')).status).to.equal(200);
    await expectProblem(await server.get('/v1/plans'), 'rate-limited');
    expect((await server.get('/healthz')).status).to.equal(200);
    await server.close();
  });

  it('tell that roads cannot be read, and nothing of where they lie', async () => {
    const server = await startTestServer();
    const id = await plannedId(server);
    const broken = await startTestServer(
      { DATABASE_FILE: server.config.databaseFile },
      { openRoads: () => Promise.reject(new Error('secret path /srv/roads')) },
    );
    const { runs } = await json(await broken.get(`/v1/plans/${id}/runs`));
    const drawing = await broken.get(runs[0].links.geojson);
    const body = await expectProblem(drawing, 'roads-unavailable');
    expect(JSON.stringify(body)).to.not.match(/secret/);
    await expectProblem(await broken.get('/v1/networks/plain/tiles/0/0/0.mvt'), 'roads-unavailable');
    await broken.close();
    await server.close();
  });
});
