import { expect } from 'chai';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HandPlanner } from '../jobs/planners.js';
import { smallDay } from '../support/small-day.js';
import { json, plannedId, startTestServer, temporaryFolder, type TestServer } from './test-server.js';

/** A folder of named days: one sound, one with faults. */
function daysFolder(): string {
  const folder = temporaryFolder();
  const write = (name: string, day: object): void => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'day.json'), JSON.stringify(day));
    writeFileSync(join(folder, name, 'roads.osm.pbf'), '');
  };
  write('north', { ...smallDay({ name: 'north' }), roads: { extract: 'roads.osm.pbf' } });
  write('broken', { ...smallDay(), date: 'never' });
  mkdirSync(join(folder, 'no-day'));
  return folder;
}

describe('named days', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ PACKHORSE_DAYS: daysFolder() });
  });
  after(() => server.close());

  it('are listed with what they hold', async () => {
    const { days } = await json(await server.get('/v1/days'));
    expect(days.map((day: { name: string; ok: boolean }) => [day.name, day.ok])).to.deep.equal([
      ['broken', false],
      ['north', true],
    ]);
    expect(days[1]).to.include({ orders: 42, outlets: 2, vehicles: 3, roads: 'north', synthetic: true });
  });

  it('bring their roads as a network of their name', async () => {
    expect((await json(await server.get('/v1/networks'))).roads).to.deep.equal(['plain', 'north']);
  });

  it('are planned by name', async () => {
    const body = await json(await server.post('/v1/plans?wait=30&iterations=1', { day: 'north' }));
    expect(body).to.include({ status: 'done', day: 'north', network: 'north' });
  });

  it('are refused with their faults where they have such', async () => {
    const answer = await server.post('/v1/plans', { day: 'broken' });
    expect(answer.status).to.equal(422);
    expect((await json(answer)).faults[0].path).to.equal('date');
  });

  it('cannot reach outside their folder', async () => {
    const folder = daysFolder();
    const outside = join(temporaryFolder(), 'secret.pbf');
    writeFileSync(outside, '');
    symlinkSync(outside, join(folder, 'north', 'link.pbf'));
    for (const extract of ['../../secret.pbf', outside, 'link.pbf', 'missing.pbf']) {
      writeFileSync(
        join(folder, 'north', 'day.json'),
        JSON.stringify({ ...smallDay({ name: 'north' }), roads: { extract } }),
      );
      const error = await startTestServer({ PACKHORSE_DAYS: folder }).then(
        () => null,
        (reason: { code?: string }) => reason,
      );
      expect(error?.code, extract).to.equal('bad-named-day');
    }
  });
});

describe('networks and orders as CSV', () => {
  let server: TestServer;
  const { orders: _orders, ...network } = smallDay({ name: '北山' });
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());

  it('stores a network, replaces it, and gives it back', async () => {
    expect((await server.post('/v1/networks', network)).status).to.equal(201);
    const again = await server.post('/v1/networks', { ...network, date: '2026-10-18' });
    expect(again.status).to.equal(200);
    const stored = await json(await server.get(again.headers.get('location') ?? ''));
    expect(stored).to.include({ name: '北山', date: '2026-10-18' });
    expect((await json(await server.get('/v1/networks'))).networks).to.have.length(1);
  });

  it('refuses a network with any fault, or with files', async () => {
    for (const wrong of [
      { ...network, vehicles: [] },
      { ...network, orders: [] },
      { ...network, roads: { extract: 'x.pbf' } },
    ]) {
      const answer = await server.post('/v1/networks', wrong);
      expect((await json(answer)).code).to.equal('invalid-document');
    }
  });

  const HEADER = 'id,confirmed_at,site,kg,litres,zone\n';
  const row = (id: string, site = 'S1') => `${id},2026-10-16T20:00:00+08:00,${site},2.9,12,east\n`;
  const postCsv = (csv: string, query = '') =>
    server.post(`/v1/plans?network=${encodeURIComponent('北山')}&wait=30&iterations=1${query}`, csv, {
      'content-type': 'text/csv; charset=utf-8',
    });

  it('plans orders from a CSV, on another date where asked', async () => {
    await server.post('/v1/networks', network);
    const body = await json(await postCsv(HEADER + row('C1') + row('C2', 'S3'), '&date=2026-10-17'));
    expect(body).to.include({ status: 'done', orders: 2, date: '2026-10-17' });
  });

  it('names the lines that have faults', async () => {
    const body = await json(await postCsv(HEADER + row('C1') + row('C2', 'mars')));
    expect(body.setAside).to.equal(1);
    const strict = await json(await postCsv(HEADER + row('C1') + row('C2', 'mars'), '&strict=true'));
    expect(strict.faults[0].path).to.match(/^line 3/);
  });

  it('refuses a CSV that grows too large', async () => {
    const small = await startTestServer({ BODY_MEGABYTES: '1' });
    await small.post('/v1/networks', network);
    const rows = Array.from({ length: 30000 }, (_, k) => row(`C${k}`)).join('');
    const answer = await small.post(`/v1/plans?network=${encodeURIComponent('北山')}`, HEADER + rows, {
      'content-type': 'text/csv',
    });
    expect((await json(answer)).code).to.equal('body-too-large');
    await small.close();
  });
});

describe('readiness', () => {
  it('waits for the first day', async () => {
    const planner = new HandPlanner();
    const server = await startTestServer(
      { PACKHORSE_DAYS: daysFolder() },
      { firstDay: { name: 'north', seed: 9 }, planner: planner.plan },
    );
    const before = await server.get('/readyz');
    expect(before.status).to.equal(503);
    expect((await json(before)).code).to.equal('not-ready');
    expect((await server.get('/healthz')).status).to.equal(200);
    while (planner.started.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const { plans } = await json(await server.get('/v1/plans'));
    expect(plans[0].options.seed).to.equal(9);
    planner.finish(plans[0].id);
    expect((await server.firstPlan)?.id).to.equal(plans[0].id);
    expect((await server.get('/readyz')).status).to.equal(200);
    await server.close();
  });

  it('stays away, with the reason, where the first day cannot be planned', async () => {
    const server = await startTestServer({ PACKHORSE_DAYS: daysFolder() }, { firstDay: 'broken' });
    const error = await server.firstPlan?.catch((reason: { code?: string }) => reason);
    expect(error).to.include({ code: 'bad-first-day' });
    expect((await json(await server.get('/readyz'))).detail).to.match(/date/);
    await server.close();
  });

  it('goes on with a first day that an earlier start left unfinished', async () => {
    const folder = daysFolder();
    const planner = new HandPlanner();
    const first = await startTestServer(
      { PACKHORSE_DAYS: folder },
      { firstDay: { name: 'north', iterations: 1 }, planner: planner.plan },
    );
    first.firstPlan?.catch(() => undefined);
    while (planner.started.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await first.close();
    const second = await startTestServer(
      { PACKHORSE_DAYS: folder, DATABASE_FILE: first.config.databaseFile },
      { firstDay: { name: 'north', iterations: 1 } },
    );
    expect((await second.firstPlan)?.id).to.equal(planner.started[0]);
    expect((await json(await second.get('/v1/plans'))).plans).to.have.length(1);
    await second.close();
  });
});

describe('metrics', () => {
  it('count requests, stages, orders, hours gained and the queue', async () => {
    const server = await startTestServer();
    await plannedId(server);
    await server.get('/v1/plans/none');
    const text = await (await server.get('/metrics')).text();
    const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    const request =
      'packhorse_http_request_seconds_count\\{method="GET",route="/v1/plans/\\{plan\\}",status="404"\\}';
    expect(value(request)).to.equal(1);
    const orders = (state: string): number =>
      value(`packhorse_plan_orders\\{day="small",state="${state}"\\}`);
    expect(orders('planned') + orders('unassigned')).to.equal(42);
    for (const metric of ['ship', 'collect', 'sign'])
      expect(
        Number.isFinite(value(`packhorse_plan_hours_gained\\{day="small",metric="${metric}"\\}`)),
      ).to.equal(true);
    expect(value('packhorse_plan_stage_seconds_count\\{stage="solve"\\}')).to.equal(1);
    expect(value('packhorse_plans_total\\{outcome="done"\\}')).to.equal(1);
    expect(value('packhorse_plans_total\\{outcome="failed"\\}')).to.equal(0);
    expect(value('packhorse_jobs_queued')).to.equal(0);
    expect(value('packhorse_process_resident_memory_bytes')).to.be.greaterThan(0);
    await server.close();
  });

  it('count failures', async () => {
    const server = await startTestServer({}, { planner: () => Promise.reject(new Error('broken at /srv')) });
    const body = await json(await server.post('/v1/plans?wait=10'));
    expect(body.error.code).to.equal('internal');
    expect(JSON.stringify(body)).to.not.include('/srv');
    expect(await (await server.get('/metrics')).text()).to.match(
      /^packhorse_plans_total\{outcome="failed"\} 1$/m,
    );
    await server.close();
  });
});

describe('docs/operations.md', () => {
  it('names every metric of ours', async () => {
    const server = await startTestServer();
    const text = await (await server.get('/metrics')).text();
    const { projectRoot } = await import('../../src/project-root.js');
    const doc = readFileSync(join(projectRoot(), 'docs', 'operations.md'), 'utf8');
    const ours = [...text.matchAll(/^# TYPE (packhorse_(?!process_|nodejs_)\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(ours.length).to.be.greaterThan(5);
    expect(ours.filter((name) => !doc.includes(`\`${name}\``))).to.deep.equal([]);
    await server.close();
  });

  it('names every setting with its default', async () => {
    const { settingsSchema } = await import('../../src/config.js');
    const { projectRoot } = await import('../../src/project-root.js');
    const doc = readFileSync(join(projectRoot(), 'docs', 'operations.md'), 'utf8');
    const documented = [...doc.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(documented).to.deep.equal(Object.keys(settingsSchema.shape));
  });
});
