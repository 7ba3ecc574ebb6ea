import { expect } from 'chai';
import fc from 'fast-check';
import {
  openGraphHopper,
  type GraphHopperOptions,
} from '../../../src/roads/graphhopper/graphhopper-roads.js';
import type { RoadError } from '../../../src/roads/road-error.js';
import { NO_WAY, type Point, type RoadSource } from '../../../src/roads/road-source.js';
import {
  fakeServer,
  INFO,
  plain,
  plainSeconds,
  refusal,
  type Answer,
  type Asked,
  type FakeServer,
} from '../../support/fake-graphhopper.js';

const KEY = 's3cret/key+x';

/** Runs over a fake server with quick retries. */
const over = async <T>(
  reply: (asked: Asked, nth: number) => Answer | null | Promise<Answer | null>,
  work: (roads: RoadSource, server: FakeServer) => Promise<T>,
  options: Partial<GraphHopperOptions> = {},
): Promise<T> => {
  const server = await fakeServer(reply);
  try {
    const roads = await openGraphHopper({ url: server.url, key: KEY, retryMs: 1, ...options });
    try {
      return await work(roads, server);
    } finally {
      await roads.close();
    }
  } finally {
    await server.close();
  }
};

const faultOf = async (work: Promise<unknown>): Promise<RoadError> => {
  const fault: unknown = await work.then(
    () => new Error('no fault'),
    (error: unknown) => error,
  );
  return fault as RoadError;
};

const place = (lon: number, lat = 0): Point => ({ lon, lat });
const PLACES = [place(1), place(2), place(4), place(8)];

/** The first requests fail, then all goes as on the plain. */
const failing = (answers: readonly (Answer | null)[]) => {
  let left = [...answers];
  return (asked: Asked): Answer | null => {
    if (asked.path === '/info') return INFO;
    const [next, ...rest] = left;
    left = rest;
    return next === undefined ? plain()(asked) : next;
  };
};

describe('a GraphHopper server that fails', () => {
  it('is asked again after 429 and 5xx, and then answers', async () => {
    const answers = [{ status: 429 }, { status: 503, body: '<html>busy</html>' }, { status: 500 }];
    await over(failing(answers), async (roads, server) => {
      expect(await roads.nearest('car', [place(3)])).to.deep.equal([{ lon: 3, lat: 0, metres: 0 }]);
      expect(server.asked).to.have.length(5);
    });
  });

  it('is left as long as it asks for by Retry-After', async () => {
    await over(failing([{ status: 429, headers: { 'retry-after': '1' } }]), async (roads) => {
      const started = performance.now();
      await roads.nearest('car', [place(3)]);
      expect(performance.now() - started).to.be.at.least(990);
    });
    const date = new Date(Date.now() + 2000).toUTCString();
    await over(failing([{ status: 503, headers: { 'retry-after': date } }]), async (roads) => {
      const started = performance.now();
      await roads.nearest('car', [place(3)]);
      expect(performance.now() - started).to.be.at.least(800);
    });
  });

  it('is not waited for where it asks for longer than two minutes', async () => {
    await over(failing([{ status: 429, headers: { 'retry-after': '3600' } }]), async (roads, server) => {
      const fault = await faultOf(roads.nearest('car', [place(3)]));
      expect(fault).to.include({ code: 'server-refused' });
      expect(fault.message).to.include('429');
      expect(server.asked).to.have.length(2);
    });
  });

  it('is told with its status and words once the tries are used up', async () => {
    const always = (asked: Asked): Answer =>
      asked.path === '/info' ? INFO : { status: 500, body: { message: 'out of\n  memory' } };
    await over(
      always,
      async (roads, server) => {
        const fault = await faultOf(roads.matrix({ profile: 'car', points: PLACES }));
        expect(fault).to.include({ code: 'server-refused' });
        expect(fault.message).to.include('status 500: out of memory').and.include(server.url);
      },
      { retries: 1 },
    );
  });

  it('is not asked again what it refuses', async () => {
    await over(failing([{ status: 401, body: { message: 'Wrong credentials' } }]), async (roads, server) => {
      const fault = await faultOf(roads.nearest('car', [place(3)]));
      expect(fault).to.include({ code: 'server-refused' });
      expect(fault.message).to.include('Wrong credentials').and.include('GRAPHHOPPER_KEY');
      expect(server.asked).to.have.length(2);
    });
  });

  it('is unreachable where nothing listens, or it does not answer in time', async () => {
    const { url, close } = await fakeServer(() => INFO);
    await close();
    const gone = await faultOf(openGraphHopper({ url, retries: 1, retryMs: 1 }));
    expect(gone).to.include({ code: 'server-unreachable' });
    expect(gone.message).to.include(url).and.include('ECONNREFUSED');
    const silent = (asked: Asked): Answer | null => (asked.path === '/info' ? INFO : null);
    await over(
      silent,
      async (roads) => {
        const late = await faultOf(roads.nearest('car', [place(3)]));
        expect(late).to.include({ code: 'server-unreachable' });
        expect(late.message).to.include('in time');
      },
      { timeoutMs: 60, retries: 1 },
    );
  });

  it('is told from something else that answers', async () => {
    for (const body of ['<html>Welcome</html>', '[]', '{"paths":[]}', 'null']) {
      const fault = await faultOf(
        over(
          () => ({ body }),
          async () => undefined,
        ),
      );
      expect(fault.code, body).to.be.oneOf(['server-refused', 'profile-unknown']);
    }
    for (const body of ['<html>Welcome</html>', { paths: [] }, { paths: [{}] }]) {
      const fault = await faultOf(
        over(failing([{ body }, { body }]), (roads) =>
          roads.route({ profile: 'car', points: [place(3), place(4)] }),
        ),
      );
      expect(fault.code, JSON.stringify(body)).to.equal('server-refused');
    }
  });

  it('never has its key told, whatever it answers', async () => {
    const echo = `bad request /route?key=${encodeURIComponent(KEY)} for ${KEY}`;
    const answers: (Answer | null)[] = [
      refusal(echo),
      { status: 401, body: { message: echo } },
      { status: 500, body: echo },
      { status: 302, headers: { location: `http://127.0.0.1:9/?key=${KEY}` } },
      { body: 'no json' },
      null,
    ];
    for (const answer of answers)
      await over(
        (asked) => (asked.path === '/info' ? INFO : answer),
        async (roads, server) => {
          const fault = await faultOf(roads.matrix({ profile: 'car', points: PLACES }));
          expect(fault.code).to.match(/^server-/);
          const told = `${fault.message} ${fault.stack} ${JSON.stringify(fault)} ${String(fault.cause)}`;
          expect(told).to.not.include('s3cret');
          expect(server.asked.at(-1)!.query.get('key')).to.equal(KEY);
        },
        { retries: 0, timeoutMs: 100 },
      );
    const unanswered = await faultOf(openGraphHopper({ url: 'http://127.0.0.1:9', key: KEY, retries: 0 }));
    expect(`${unanswered.message} ${unanswered.stack}`).to.not.include('s3cret');
  });

  it('may not be given by an address with a key or a password', async () => {
    for (const url of ['http://x.org/?key=s3cret', 'http://s3cret:s3cret@x.org', 'nonsense s3cret']) {
      const fault = await faultOf(openGraphHopper({ url }));
      expect(fault.message).to.include('address').and.not.include('s3cret');
    }
  });
});

describe('a question to a GraphHopper server', () => {
  it('ends at once when its signal is aborted, with the signal’s reason', async () => {
    const silent = (asked: Asked): Answer | null => (asked.path === '/info' ? INFO : null);
    await over(silent, async (roads, server) => {
      const control = new AbortController();
      const asked = roads.matrix({ profile: 'car', points: PLACES, signal: control.signal });
      while (server.asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      const started = performance.now();
      control.abort(new Error('not wanted any more'));
      expect((await faultOf(asked)).message).to.equal('not wanted any more');
      expect(performance.now() - started).to.be.below(500);
    });
  });

  it('ends while it waits for another try', async () => {
    const busy = (asked: Asked): Answer =>
      asked.path === '/info' ? INFO : { status: 429, headers: { 'retry-after': '60' } };
    await over(busy, async (roads, server) => {
      const control = new AbortController();
      const asked = roads.route({ profile: 'car', points: PLACES, signal: control.signal });
      while (server.asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      setTimeout(() => control.abort(new Error('enough')), 20);
      expect((await faultOf(asked)).message).to.equal('enough');
    });
  });

  it('ends when the source is closed', async () => {
    const silent = (asked: Asked): Answer | null => (asked.path === '/info' ? INFO : null);
    await over(silent, async (roads) => {
      const asked = faultOf(roads.nearest('car', PLACES));
      await roads.close();
      expect(await asked).to.include({ code: 'source-closed' });
      expect(await faultOf(roads.nearest('car', PLACES))).to.include({ code: 'source-closed' });
    });
  });

  it('keeps to the number of requests under way', async () => {
    const slow = async (asked: Asked): Promise<Answer> => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return plain()(asked);
    };
    await over(
      slow,
      async (roads, server) => {
        const points = Array.from({ length: 12 }, (_, i) => place(i / 2));
        await Promise.all([roads.nearest('car', points), roads.matrix({ profile: 'car', points })]);
        expect(server.together()).to.equal(3);
      },
      { concurrency: 3, stopsPerRequest: 10 },
    );
  });

  it('is refused where it holds conditions that a server cannot honour, all of them named', async () => {
    await over(plain(), async (roads, server) => {
      const conditions = {
        season: 'wet',
        at: '23:30',
        load: 'empty' as const,
        changes: [{ id: 'slide', effect: 'closed' as const, way: 7 }],
      };
      const points = PLACES;
      const faults = [
        await faultOf(roads.matrix({ profile: 'car', points, conditions })),
        await faultOf(roads.route({ profile: 'car', points, conditions })),
        await faultOf(roads.nearest('car', points, 2000, conditions)),
        await faultOf(roads.isochrone({ profile: 'car', point: points[0]!, minutes: [5], conditions })),
      ];
      for (const fault of faults) {
        expect(fault).to.include({ code: 'conditions-unsupported' });
        for (const part of ['"wet"', '23:30', 'empty', 'slide']) expect(fault.message).to.include(part);
      }
      expect(server.asked).to.have.length(1);
      const plainly = { season: 'dry', load: 'laden' as const, changes: [] };
      await roads.nearest('car', points, 2000, plainly);
    });
  });

  it('asks for areas in one request where the times are even, and in one each where not', async () => {
    const ring = [
      [0, 0],
      [0, 1],
      [1, 1],
      [0, 0],
    ];
    const areas = (asked: Asked): Answer => {
      if (asked.path !== '/isochrone') return plain()(asked);
      const buckets = Number(asked.query.get('buckets'));
      const geometry = { type: 'Polygon', coordinates: [ring] };
      const polygons = Array.from({ length: buckets }, (_, bucket) => ({ properties: { bucket }, geometry }));
      return { body: { polygons } };
    };
    await over(areas, async (roads, server) => {
      const ask = async (minutes: number[], direction: 'from' | 'to'): Promise<(string | null)[][]> => {
        const before = server.asked.length;
        const answer = await roads.isochrone({ profile: 'car', point: place(3, 2), minutes, direction });
        expect(answer.areas.map((area) => area.minutes)).to.deep.equal(minutes);
        // Outer rings turn anticlockwise.
        expect(answer.areas[0]!.coordinates).to.deep.equal([[[...ring].reverse()]]);
        return server.asked
          .slice(before)
          .filter(({ path }) => path === '/isochrone')
          .map(({ query }) =>
            ['point', 'time_limit', 'buckets', 'reverse_flow'].map((name) => query.get(name)),
          );
      };
      expect(await ask([5, 10, 15], 'to')).to.deep.equal([['2,3', '900', '3', 'true']]);
      expect(await ask([5, 12], 'from')).to.have.deep.members([
        ['2,3', '300', '1', 'false'],
        ['2,3', '720', '1', 'false'],
      ]);
      for (const minutes of [[], [5, 5], [0], [-1], [2000], Array.from({ length: 13 }, (_, i) => i + 1)])
        expect(await faultOf(roads.isochrone({ profile: 'car', point: place(1), minutes }))).to.include({
          code: 'points-invalid',
        });
    });
  });

  it('is refused where its points are none, or too many', async () => {
    await over(plain(), async (roads) => {
      expect(await faultOf(roads.matrix({ profile: 'car', points: [place(200)] }))).to.include({
        code: 'points-invalid',
      });
      const many = Array.from({ length: 5001 }, () => place(1));
      expect(await faultOf(roads.matrix({ profile: 'car', points: many }))).to.include({
        code: 'points-too-many',
      });
    });
  });
});

/** Points 0, 1, 2, ... on a line, with their table as the plain has it. */
const expectTable = async (
  roads: RoadSource,
  count: number,
  blocked: (from: number, to: number) => boolean,
  climbs = true,
): Promise<void> => {
  const points = Array.from({ length: count }, (_, i) => place(i / 4, 1));
  const shares: number[] = [];
  const { size, durations, distances, ascents } = await roads.matrix({
    profile: 'car',
    points,
    onProgress: (share) => shares.push(share),
  });
  for (let from = 0; from < size; from += 1)
    for (let to = 0; to < size; to += 1) {
      const seconds = from === to ? 0 : blocked(from, to) ? NO_WAY : plainSeconds([from / 4, 1], [to / 4, 1]);
      const at = from * size + to;
      expect(durations[at], `${from} to ${to}`).to.equal(seconds);
      expect(distances[at]).to.equal(seconds > 0 ? seconds * 10 : seconds);
      const climb = Math.round(Math.max(0, (to - from) / 4));
      expect(ascents[at]).to.equal(seconds === NO_WAY ? NO_WAY : climbs ? climb : 0);
    }
  expect(shares.at(-1)).to.equal(1);
  expect(shares).to.deep.equal([...shares].sort((a, b) => a - b));
};

const indexed = (blocked: (from: number, to: number) => boolean) => ({
  blocked: ([from]: readonly [number, number], [to]: readonly [number, number]) =>
    blocked(Math.round(from * 4), Math.round(to * 4)),
});

describe('a table by routes over many points', () => {
  it('answers every pair that has a way, whatever pairs have none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 2, max: 12 }),
        fc.uniqueArray(fc.nat(80), { maxLength: 30 }),
        async (count, stopsPerRequest, list) => {
          const blocked = (from: number, to: number): boolean => list.includes(from * 9 + to);
          await over(plain(indexed(blocked)), (roads) => expectTable(roads, count, blocked), {
            stopsPerRequest,
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('asks few more requests where an island has no way to or from the rest', async () => {
    const blocked = (from: number, to: number): boolean => (from === 3) !== (to === 3);
    await over(
      plain(indexed(blocked)),
      async (roads, server) => {
        await expectTable(roads, 12, blocked);
        const routes = server.asked.filter(({ body }) => body['calc_points'] === true);
        // 10 requests hold the 110 pairs of the others; the island's 22 pairs are asked for one by one.
        expect(routes.length).to.be.below(60);
      },
      { stopsPerRequest: 12 },
    );
  });

  it('halves requests that have too many points for the server', async () => {
    const limited = (asked: Asked): Answer =>
      asked.path === '/route' && (asked.body['points'] as unknown[]).length > 5
        ? refusal('Too many points for Routing API: 40, allowed: 5')
        : plain()(asked);
    await over(limited, (roads) => expectTable(roads, 8, () => false), { stopsPerRequest: 40 });
  });

  it('says so where the server takes not even two points', async () => {
    const never = (asked: Asked): Answer =>
      asked.body['calc_points'] === true ? refusal('Too many points, allowed: 1') : plain()(asked);
    await over(never, async (roads) => {
      expect((await faultOf(roads.matrix({ profile: 'car', points: PLACES }))).message).to.include(
        'Too many points',
      );
    });
  });
});

describe('a table by the matrices of a hosted server', () => {
  it('is put together from blocks, with no way where the server has none', async () => {
    const blocked = (from: number, to: number): boolean => from === 2 && to > 4;
    await over(
      plain({ ...indexed(blocked), matrix: 100 }),
      async (roads, server) => {
        await expectTable(roads, 10, blocked, false);
        const blocks = server.asked.filter(({ path }) => path === '/matrix');
        expect(blocks).to.have.length(9);
        expect(blocks.every(({ body }) => body['fail_fast'] === false)).to.equal(true);
      },
      { matrixBlock: 4 },
    );
  });

  it('takes smaller blocks where the server finds them too large, and keeps to them', async () => {
    await over(
      plain({ matrix: 3 }),
      async (roads, server) => {
        await expectTable(roads, 12, () => false, false);
        const refused = server.asked.filter(
          ({ path, body }) => path === '/matrix' && (body['from_points'] as unknown[]).length > 3,
        );
        expect(refused.length).to.be.below(6);
      },
      { matrixBlock: 10, concurrency: 1 },
    );
  });

  it('is asked for once of a server that has none', async () => {
    await over(plain(), async (roads, server) => {
      await roads.matrix({ profile: 'car', points: PLACES });
      await roads.matrix({ profile: 'car', points: PLACES });
      expect(server.asked.filter(({ path }) => path === '/matrix')).to.have.length(1);
    });
  });
});
