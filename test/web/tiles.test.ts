import { expect } from 'chai';
import type { RoadLine, RoadSource, RoadStretch } from '../../src/roads/road-source.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { planeRoads } from '../support/plane-roads.js';

const LINES: readonly RoadLine[] = [
  {
    coordinates: [
      [109.4, 34.5],
      [109.6, 34.5],
    ],
    highway: 'primary',
    name: '沿河路',
  },
  {
    coordinates: [
      [109.5, 34.4],
      [109.5, 34.6],
    ],
    highway: 'track',
    name: null,
  },
];

const STRETCHES: readonly RoadStretch[] = [
  { ...LINES[0]!, surface: 'asphalt', gradePercent: 7, kmhAlong: 30, kmhAgainst: 41 },
  { ...LINES[1]!, surface: null, gradePercent: null, kmhAlong: null, kmhAgainst: null },
];

const place = (z: number, lon: number, lat: number): string => {
  const x = Math.floor(((lon + 180) / 360) * 2 ** z);
  const y = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);
  return `${z}/${x}/${y}`;
};

describe('road tiles', () => {
  let server: TestServer;
  before(async () => {
    const roads: RoadSource = { ...planeRoads(), lines: () => LINES, stretches: () => STRETCHES };
    server = await startTestServer({}, { openRoads: () => Promise.resolve(roads) });
  });
  after(() => server.close());

  const tile = (at: string, headers: Record<string, string> = {}): Promise<Response> =>
    server.get(`/v1/networks/plain/tiles/${at}.mvt`, headers);
  const text = async (at: string): Promise<string> =>
    Buffer.from(await (await tile(at)).arrayBuffer()).toString();

  it('hold the roads near them by class, small ones close up only, and names close up', async () => {
    expect(await text(place(8, 109.5, 34.5)))
      .to.include('roads')
      .and.include('primary');
    expect(await text(place(8, 109.5, 34.5))).not.to.match(/track|沿河路/);
    expect(await text(place(13, 109.5001, 34.5001)))
      .to.include('track')
      .and.include('沿河路');
  });

  it('answer 204 where there is no road and 404 where there is no tile', async () => {
    expect((await tile(place(12, 100, 30))).status).to.equal(204);
    for (const at of ['3/8/0', '15/0/0', '2/-1/0', 'a/0/0'])
      expect((await tile(at)).status, at).to.equal(404);
    expect((await server.get('/v1/networks/none/tiles/0/0/0.mvt')).status).to.equal(404);
  });

  it('tell grade and speed for a profile, and nothing of the kind without', async () => {
    const at = place(13, 109.5001, 34.5001);
    const plain = await text(at);
    const answer = await server.get(`/v1/networks/plain/tiles/${at}.mvt?profile=van`);
    const driven = Buffer.from(await answer.arrayBuffer()).toString();
    expect(plain).to.not.match(/grade|kmh/);
    expect(driven).to.include('grade').and.include('kmh').and.include('track');
    expect((await server.get(`/v1/networks/plain/tiles/${at}.mvt?profile=lorry`)).status).to.equal(422);
    expect((await server.get(`/v1/networks/plain/tiles/${at}.mvt?speed=1`)).status).to.equal(400);
  });

  it('are not sent again to whoever has them', async () => {
    const first = await tile(place(8, 109.5, 34.5));
    expect(first.headers.get('content-type')).to.equal('application/vnd.mapbox-vector-tile');
    const etag = first.headers.get('etag') ?? '';
    const again = await tile(place(8, 109.5, 34.5), { 'if-none-match': etag, 'cache-control': 'max-age=0' });
    expect(again.status).to.equal(304);
    expect((await again.arrayBuffer()).byteLength).to.equal(0);
  });
});
