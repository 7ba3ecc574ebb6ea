import { expect } from 'chai';
import { HandPlanner, until } from '../jobs/planners.js';
import { readEvents } from './event-stream.js';
import { json, plainPlanner, plannedId, startTestServer, type TestServer } from './test-server.js';

describe('events of a plan', () => {
  it('tell the state, the progress and the end of a real plan', async () => {
    const server = await startTestServer({}, { planner: plainPlanner });
    const { id } = await json(await server.post('/v1/plans?iterations=1'));
    const answer = await server.get(`/v1/plans/${id}/events`);
    expect(answer.headers.get('content-type')).to.match(/^text\/event-stream/);
    const heard = await readEvents(answer);
    const stages = heard.filter(({ event }) => event === 'progress').map(({ data }) => data.stage as string);
    expect(stages).to.include('solve');
    expect(heard.at(-1)).to.include({ event: 'done', id: 'end' });
    expect(heard.at(-1)?.data.digest.orders).to.equal(42);
    await server.close();
  });

  it('end at once for a plan that is done, and with 204 for who heard it', async () => {
    const server = await startTestServer();
    const id = await plannedId(server);
    const heard = await readEvents(await server.get(`/v1/plans/${id}/events`));
    expect(heard.map(({ event }) => event)).to.deep.equal(['done']);
    const again = await server.get(`/v1/plans/${id}/events`, { 'last-event-id': 'end' });
    expect(again.status).to.equal(204);
    await server.close();
  });

  describe('while planning', () => {
    let server: TestServer;
    let planner: HandPlanner;
    let id: string;
    beforeEach(async () => {
      planner = new HandPlanner();
      server = await startTestServer({}, { planner: planner.plan });
      id = (await json(await server.post('/v1/plans'))).id;
      await until(() => planner.started.length === 1, 'it starts');
      await until(
        async () => (await json(await server.get(`/v1/plans/${id}`))).progress !== null,
        'progress is kept',
      );
    });
    afterEach(() => server.close());

    it('resume with the last progress, which is not told twice', async () => {
      const first = await server.get(`/v1/plans/${id}/events`);
      const heard = await readEvents(first, ({ event }) => event === 'progress' && planner.finish(id));
      expect(heard.map(({ event }) => event)).to.deep.equal(['status', 'progress', 'done']);
      expect(heard[0]?.data.status).to.equal('running');
      expect(heard[1]?.data).to.include({ stage: 'solve', share: 0.5 });
    });

    it('leave out the progress that a reconnecting listener has heard', async () => {
      const answer = await server.get(`/v1/plans/${id}/events`, { 'last-event-id': '1' });
      const heard = await readEvents(answer, ({ event }) => event === 'status' && planner.finish(id));
      expect(heard.map(({ event }) => event)).to.deep.equal(['status', 'done']);
    });

    it('tell that the plan was cancelled', async () => {
      const answer = await server.get(`/v1/plans/${id}/events`);
      const heard = await readEvents(answer, ({ event }) => {
        if (event === 'progress') void fetch(`${server.url}/v1/plans/${id}`, { method: 'DELETE' });
      });
      expect(heard.at(-1)?.event).to.equal('cancelled');
      expect(planner.aborted).to.deep.equal([id]);
    });

    it('end when the service stops, and do not keep it from stopping', async () => {
      let closed: Promise<void> | undefined;
      await readEvents(await server.get(`/v1/plans/${id}/events`), () => (closed ??= server.close()));
      expect(closed).to.not.equal(undefined);
      await closed;
    });

    it('do not hold up a wait beyond its time', async () => {
      const answer = await server.post('/v1/plans?wait=1');
      expect(answer.status).to.equal(202);
      expect((await json(answer)).status).to.equal('queued');
    });
  });
});
