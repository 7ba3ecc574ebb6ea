import { z } from 'zod';
import { openRoads } from './open-roads.js';
import { Problem } from './problems.js';
import { READERS, type Route } from './route.js';
import type { Services } from './services.js';
import { tilesRouter } from './tiles.js';

const TILE = 'application/vnd.mapbox-vector-tile';

/** The roads of a network as vector tiles for the page's map. */
export function tileRoutes(services: Services): Route[] {
  const tiles = tilesRouter({
    async get(name) {
      const source = await openRoads(name, services);
      if (source !== null) return source;
      throw new Problem(
        'network-not-found',
        `there is no road network ${JSON.stringify(name.slice(0, 80))}`,
        {
          remedy: 'GET /v1/networks lists them under `roads`.',
        },
      );
    },
  });
  return [
    {
      method: 'get',
      path: '/v1/networks/{name}/tiles/{z}/{x}/{y}.mvt',
      tag: 'networks',
      summary: 'Roads of a network as a vector tile',
      description: 'One layer, `roads`; each line has a `class` and, close up, a `name`.',
      access: READERS,
      answers: {
        200: { description: 'The tile', content: { [TILE]: { schema: z.string() } } },
        204: { description: 'No road in it' },
        304: { description: 'As the ETag says, unchanged' },
      },
      problems: ['network-not-found', 'route-not-found', 'roads-unavailable'],
      handle: (request, response) =>
        new Promise((resolve, reject) => {
          response.once('close', resolve);
          tiles(request, response, (error: unknown) => (error ? reject(error as Error) : resolve()));
        }),
    },
  ];
}
