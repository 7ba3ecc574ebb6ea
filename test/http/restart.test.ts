import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.js';
import { osmPbf } from '../support/osm-pbf.js';
import { smallDay } from '../support/small-day.js';
import { json } from './test-server.js';

const COLUMNS = 16;
const ROWS = 12;

/** Roads in a grid of two kilometres around the small day's places. */
function gridExtract(): Buffer {
  const id = (row: number, column: number): number => row * COLUMNS + column + 1;
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const columns = Array.from({ length: COLUMNS }, (_, column) => column);
  const nodes = rows.flatMap((row) =>
    columns.map((column) => ({ id: id(row, column), lat: 34.42 + row * 0.02, lon: 109.42 + column * 0.02 })),
  );
  const lines = [
    ...rows.map((row) => columns.map((column) => id(row, column))),
    ...columns.map((column) => rows.map((row) => id(row, column))),
  ];
  return osmPbf({
    nodes,
    ways: lines.map((refs, k) => ({ id: k + 1, refs, tags: { highway: 'tertiary' } })),
  });
}

describe('a killed service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packhorse-restart-'));
  const children: ChildProcess[] = [];
  before(() => writeFileSync(join(folder, 'grid.osm.pbf'), gridExtract()));
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** The real service, real planner and real roads, in a process of its own. */
  async function start(): Promise<{ child: ChildProcess; url: string; ended: Promise<number | null> }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: projectRoot(),
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        DATABASE_FILE: join(folder, 'packhorse.sqlite'),
        PACKHORSE_DATA: folder,
        PACKHORSE_NETWORKS: `grid=${join(folder, 'grid.osm.pbf')}`,
        PLAN_THREADS: '1',
        SHUTDOWN_GRACE_SECONDS: '0',
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      const read = (part: Buffer): void => {
        output += part.toString();
        const at = /Packhorse is at (\S+)/.exec(output)?.[1];
        if (at !== undefined) resolve(at);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => reject(new Error(`the service ended: ${output}`)));
    });
    return { child, url, ended };
  }

  const post = (url: string, query: string): Promise<Response> =>
    fetch(`${url}/v1/plans?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(smallDay()),
    });
  const state = async (url: string, id: string) => json(await fetch(`${url}/v1/plans/${id}?fields=summary`));

  async function reach(url: string, id: string, status: string): Promise<Record<string, unknown>> {
    for (;;) {
      const now = await state(url, id);
      if (now.status === status) return now;
      if (now.status === 'failed') throw new Error(JSON.stringify(now.error));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('loses nothing that it accepted, and plans it after the next start', async function () {
    this.timeout(300_000);
    const first = await start();
    const tile = await fetch(`${first.url}/v1/networks/grid/tiles/9/411/203.mvt`);
    expect(tile.status, 'the roads are built for the map where no plan has built them').to.equal(200);
    const running = (await json(await post(first.url, 'time=1'))).id as string;
    await reach(first.url, running, 'running');
    const waiting = (await json(await post(first.url, 'iterations=1'))).id as string;
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await start();
    const recovered = await reach(second.url, running, 'done');
    expect(recovered).to.include({ attempts: 2 });
    expect(await reach(second.url, waiting, 'done')).to.include({ attempts: 1, orders: 42 });

    const third = (await json(await post(second.url, 'time=60'))).id as string;
    await reach(second.url, third, 'running');
    second.child.kill('SIGTERM');
    expect(await second.ended).to.equal(0);

    const fourth = await start();
    expect(await state(fourth.url, third)).to.include({ attempts: 1 });
    const cancelled = await fetch(`${fourth.url}/v1/plans/${third}`, { method: 'DELETE' });
    expect((await json(cancelled)).status).to.equal('cancelled');
    const drawn = await fetch(`${fourth.url}/v1/plans/${running}/runs`);
    const { runs } = await json(drawn);
    const line = await json(await fetch(fourth.url + runs[0].links.geojson));
    const legs = line.features.filter(
      (one: { properties: { kind: string } }) => one.properties.kind === 'leg',
    );
    expect(legs.every((leg: { properties: { road: boolean } }) => leg.properties.road)).to.equal(true);
    fourth.child.kill('SIGTERM');
    expect(await fourth.ended).to.equal(0);
  });
});
