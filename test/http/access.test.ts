import { expect } from 'chai';
import { keysCreate } from '../../src/server/keys.js';
import type { Store } from '../../src/storage/store.js';
import { smallDay } from '../support/small-day.js';
import { json, plannedId, startTestServer, type TestServer } from './test-server.js';

describe('access', () => {
  const secrets: Record<string, string> = {};
  let server: TestServer;
  let id: string;
  const bearer = (role: string) => ({ authorization: `Bearer ${secrets[role]}` });
  const makeKeys = async (store: Store): Promise<void> => {
    for (const role of ['dispatcher', 'viewer', 'metrics'])
      secrets[role] = (await keysCreate(store, { role, label: `the ${role}` })).secret;
    secrets['outlet'] = (await keysCreate(store, { role: 'outlet', outlet: 'O1' })).secret;
  };
  before(async () => {
    server = await startTestServer();
    id = await plannedId(server);
    await server.withStore(makeKeys);
  });
  after(() => server.close());

  it('is closed as soon as a key exists, also on loopback', async () => {
    const answer = await server.get('/v1/plans');
    expect(answer.status).to.equal(401);
    expect(answer.headers.get('www-authenticate')).to.match(/^Bearer/);
    expect((await server.get('/v1/plans', { authorization: 'Bearer ph_wrong' })).status).to.equal(401);
    expect((await server.post('/v1/plans')).status).to.equal(401);
  });

  it('leaves health, documents and the page open', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs'])
      expect((await server.get(path)).status, path).to.equal(200);
  });

  it('lets each role do what it is for and nothing else', async () => {
    const gains = `/v1/plans/${id}/gains`;
    const schedule = (outlet: string) => `/v1/plans/${id}/outlets/${outlet}/schedule.json`;
    const rows: [path: string, allowed: string[]][] = [
      ['/v1/plans', ['dispatcher', 'viewer', 'outlet']],
      [`/v1/plans/${id}`, ['dispatcher', 'viewer']],
      [gains, ['dispatcher', 'viewer']],
      [`/v1/plans/${id}/orders`, ['dispatcher', 'viewer']],
      [`/v1/plans/${id}/events`, ['dispatcher', 'viewer']],
      [schedule('O1'), ['dispatcher', 'viewer', 'outlet']],
      [schedule('O2'), ['dispatcher', 'viewer']],
      ['/v1/networks', ['dispatcher', 'viewer']],
      ['/metrics', ['dispatcher', 'metrics']],
    ];
    for (const [path, allowed] of rows)
      for (const role of Object.keys(secrets)) {
        const expected = allowed.includes(role) ? 200 : 403;
        expect((await server.get(path, bearer(role))).status, `${role} ${path}`).to.equal(expected);
      }
  });

  it('lets dispatchers alone write', async () => {
    for (const role of Object.keys(secrets)) {
      const posted = await server.post('/v1/plans?iterations=1', smallDay(), bearer(role));
      expect(posted.status, role).to.equal(role === 'dispatcher' ? 202 : 403);
      const released = await server.post(`/v1/plans/${id}/release`, '', bearer(role));
      expect(released.status, role).to.equal(role === 'dispatcher' ? 200 : 403);
    }
    const state = await json(await server.get(`/v1/plans/${id}?fields=summary`, bearer('viewer')));
    expect(state.releasedBy).to.equal('the dispatcher');
  });

  it('shows an outlet its own schedule and no figures of the whole', async () => {
    const { plans } = await json(await server.get('/v1/plans', bearer('outlet')));
    expect(plans[0]).to.include({ status: 'done', digest: null, progress: null });
    expect(Object.keys(plans[0].links)).to.deep.equal(['schedule']);
    expect((await server.get(plans[0].links.schedule, bearer('outlet'))).status).to.equal(200);
  });

  it('does not mix the idempotency keys of two callers', async () => {
    const other = (await server.withStore((store) => keysCreate(store, { role: 'dispatcher' }))).secret;
    const post = (secret: string) =>
      server.post('/v1/plans', smallDay(), { authorization: `Bearer ${secret}`, 'idempotency-key': 'same' });
    const ids = [await post(secrets['dispatcher'] ?? ''), await post(other)].map(json);
    expect((await ids[0])?.id).to.not.equal((await ids[1])?.id);
  });

  it('keeps a key in a cookie that scripts and other sites cannot use', async () => {
    const refused = await server.post('/v1/session', { key: 'wrong' });
    expect(refused.status).to.equal(401);
    const answer = await server.post('/v1/session', { key: secrets['viewer'] });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie)
      .to.match(/HttpOnly/i)
      .and.match(/SameSite=Strict/i);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await server.get(`/v1/plans/${id}/gains`, headers)).status).to.equal(200);
    const foreign = await server.post('/v1/plans', smallDay(), { ...headers, origin: 'http://evil.example' });
    expect((await json(foreign)).code).to.equal('origin-not-allowed');
    const ended = await fetch(`${server.url}/v1/session`, { method: 'DELETE', headers });
    expect(ended.headers.get('set-cookie')).to.match(/packhorse_key=;/);
  });

  it('forgets a revoked key at once', async () => {
    await server.withStore(async (store) => {
      const viewer = (await store.keys.list()).find(({ role }) => role === 'viewer');
      await store.keys.revoke(viewer?.id ?? '', new Date().toISOString());
    });
    expect((await server.get('/v1/plans', bearer('viewer'))).status).to.equal(401);
  });

  it('keeps no secret in the database', async () => {
    const { readFileSync } = await import('node:fs');
    const bytes = ['', '-wal'].map((end) =>
      readFileSync(server.config.databaseFile + end).toString('latin1'),
    );
    for (const secret of Object.values(secrets)) expect(bytes.join('').includes(secret)).to.equal(false);
  });
});

describe('addresses other than loopback', () => {
  it('are not served without keys', async () => {
    const error = await startTestServer({ HOST: '0.0.0.0' }).then(
      () => null,
      (reason: Error & { code?: string }) => reason,
    );
    expect(error?.code).to.equal('config-no-keys');
    expect(error?.message).to.match(/keys create/);
  });

  it('need a key for every request, under any host name', async () => {
    let secret = '';
    const server = await startTestServer({ HOST: '0.0.0.0' }, {}, async (store) => {
      secret = (await keysCreate(store, { role: 'viewer' })).secret;
    });
    expect((await server.get('/v1/plans')).status).to.equal(401);
    expect((await server.get('/v1/plans', { authorization: `Bearer ${secret}` })).status).to.equal(200);
    await server.withStore(async (store) => {
      for (const key of await store.keys.list()) await store.keys.revoke(key.id, new Date().toISOString());
    });
    expect((await server.get('/v1/plans')).status).to.equal(401);
    await server.close();
  });
});

describe('making keys', () => {
  it('refuses roles and outlets that do not go together', async () => {
    const server = await startTestServer();
    for (const request of [
      { role: 'king' },
      { role: 'outlet' },
      { role: 'viewer', outlet: 'O1' },
      { role: 'outlet', outlet: ' ' },
    ]) {
      const error = await server
        .withStore((store) => keysCreate(store, request))
        .then(
          () => null,
          (reason: { code?: string }) => reason,
        );
      expect(error?.code).to.equal('bad-key-request');
    }
    await server.close();
  });
});
