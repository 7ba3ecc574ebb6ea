import { z } from 'zod';
import { roadsNamed } from './road-routes.js';
import { tileQuery } from './road-schemas.js';
import { READERS, type Route } from './route.js';
import type { Services } from './services.js';
import { tilesRouter } from './tiles.js';

const TILE = 'application/vnd.mapbox-vector-tile';

/** The roads of a network as vector tiles for the page's map. */
export function tileRoutes(services: Services): Route[] {
  const tiles = tilesRouter({ get: (name) => roadsNamed(name, services) });
  return [
    {
      method: 'get',
      path: '/v1/networks/{name}/tiles/{z}/{x}/{y}.mvt',
      tag: 'networks',
      summary: 'Roads of a network as a vector tile',
      description:
        'One layer, `roads`; each line has a `class` and, close up, a `name`. With `profile` also `grade`, the number of its class (0 to 3 %, 3, 6, 9, 12, 16 % and more), and `kmh`, its mean speed; a line without `kmh` is closed to the profile.',
      access: READERS,
      query: tileQuery,
      answers: {
        200: { description: 'The tile', content: { [TILE]: { schema: z.string() } } },
        204: { description: 'No road in it' },
        304: { description: 'As the ETag says, unchanged' },
      },
      problems: ['network-not-found', 'profile-unknown', 'route-not-found', 'roads-unavailable'],
      handle: (request, response) =>
        new Promise((resolve, reject) => {
          response.once('close', resolve);
          tiles(request, response, (error: unknown) => (error ? reject(error as Error) : resolve()));
        }),
    },
  ];
}
