import { createHash } from 'node:crypto';
import { Router } from 'express';
import { RoadError } from '../roads/road-error.js';
import type { RoadSource } from '../roads/road-source.js';
import { Problem } from './problems.js';
import { MAX_TILE_ZOOM, roadTileset, type RoadTileset } from './road-tileset.js';

/** Bytes of finished tiles kept in memory per network. */
const CACHE_BYTES = 48 * 1024 * 1024;

interface Tile {
  readonly body: Buffer;
  readonly etag: string;
}

/** Profiles of a network whose tiles are kept ready, beside those without a profile. */
const PROFILES_KEPT = 3;

interface TileCache {
  readonly tileset: Promise<RoadTileset>;
  readonly tiles: Map<string, Tile | null>;
  bytes: number;
}

/**
 * Serves /v1/networks/{name}/tiles/{z}/{x}/{y}.mvt: the roads of our own graph as vector tiles with
 * one layer, `roads`, each line with its `class` and, close up, its `name`; with `?profile=` also its
 * `grade` class and `kmh`. 204 where a tile is empty.
 */
export function tilesRouter(networks: { get(name: string): Promise<RoadSource> }): Router {
  const router = Router();
  const caches: Caches = new WeakMap();
  router.get('/v1/networks/:name/tiles/:z/:x/:y.mvt', async (request, response) => {
    const { name, z, x, y } = request.params;
    const place = tilePlace(z, x, y);
    if (place === null) throw noSuchTile(z, x, y);
    const { profile } = request.query;
    const source = await networks.get(name);
    const tile = await tileOf(cacheFor(caches, source, typeof profile === 'string' ? profile : null), place);
    response.set('Cache-Control', 'private, max-age=300');
    if (tile === null) return void response.status(204).end();
    response.set({ ETag: tile.etag, 'Content-Type': 'application/vnd.mapbox-vector-tile' });
    if (request.fresh) return void response.status(304).end();
    response.send(tile.body);
  });
  return router;
}

/** By source, then profile; the least lately used profile first. */
type Caches = WeakMap<RoadSource, Map<string | null, TileCache>>;

type Place = readonly [z: number, x: number, y: number];

function tilePlace(...parts: readonly [string, string, string]): Place | null {
  if (!parts.every((part) => /^\d{1,8}$/.test(part))) return null;
  const [z, x, y] = parts.map(Number) as [number, number, number];
  const side = 2 ** z;
  return z <= MAX_TILE_ZOOM && x < side && y < side ? [z, x, y] : null;
}

const noSuchTile = (z: string, x: string, y: string): Problem =>
  new Problem('route-not-found', `there is no tile ${z}/${x}/${y}`.slice(0, 80), {
    remedy: `Ask for z from 0 to ${MAX_TILE_ZOOM} with x and y from 0 to 2^z - 1.`,
  });

/** @throws RoadError where the source has no such profile */
function cacheFor(caches: Caches, source: RoadSource, profile: string | null): TileCache {
  const byProfile = caches.get(source) ?? new Map<string | null, TileCache>();
  caches.set(source, byProfile);
  const known = byProfile.get(profile);
  if (known && profile === null) return known;
  if (profile !== null && !source.profiles.includes(profile)) throw unknownProfile(profile, source);
  const cache = known ?? { tileset: roadTileset(source, profile), tiles: new Map(), bytes: 0 };
  byProfile.delete(profile);
  byProfile.set(profile, cache);
  if (!known) cache.tileset.catch(() => byProfile.delete(profile));
  const profiles = [...byProfile.keys()].filter((one) => one !== null);
  for (const oldest of profiles.slice(0, -PROFILES_KEPT)) byProfile.delete(oldest);
  return cache;
}

const unknownProfile = (profile: string, { profiles }: RoadSource): RoadError =>
  new RoadError(
    'profile-unknown',
    `The roads have no profile ${JSON.stringify(profile.slice(0, 40))}. They have ${profiles.join(', ')}.`,
  );

/** A tile from the cache, else made; the least lately used ones go when the cache is full. */
async function tileOf(cache: TileCache, place: Place): Promise<Tile | null> {
  const key = place.join('/');
  const kept = cache.tiles.get(key);
  if (kept !== undefined) {
    cache.tiles.delete(key);
    cache.tiles.set(key, kept);
    return kept;
  }
  const body = (await cache.tileset).tile(...place);
  const tile = body === null ? null : { body: Buffer.from(body), etag: etagOf(body) };
  if (!cache.tiles.has(key)) cache.bytes += body?.length ?? 0;
  cache.tiles.set(key, tile);
  for (const [oldest, old] of cache.tiles) {
    if (cache.bytes <= CACHE_BYTES) break;
    cache.tiles.delete(oldest);
    cache.bytes -= old?.body.length ?? 0;
  }
  return tile;
}

const etagOf = (body: Uint8Array): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
