import { createOSMStream } from 'osm-pbf-parser-node';
import type { DayInput } from '../../src/domain/day.js';

interface Place {
  readonly name: string;
  readonly kind: string;
  readonly lat: number;
  readonly lon: number;
}

interface OsmItem {
  readonly type?: string;
  readonly lat: number;
  readonly lon: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Towns, villages and hamlets of the real extract, by their `place` tags. */
export async function placesOfExtract(extract: string): Promise<Place[]> {
  const places: Place[] = [];
  for await (const item of createOSMStream(extract) as AsyncIterable<OsmItem>) {
    if (item.type !== 'node') continue;
    const { place, name } = item.tags ?? {};
    if (place && name && /^(town|city|village|hamlet)$/.test(place))
      places.push({ name, kind: place, lat: item.lat, lon: item.lon });
  }
  return places.sort((a, b) => a.lat - b.lat || a.lon - b.lon);
}

const HUB = { lat: 42.5063, lon: 1.5218 };

/** A day over real places: the towns are outlets, villages and hamlets the sites, the hub stands in the capital. */
export function andorraDay(places: readonly Place[]): DayInput {
  const name = (place: Place) => ({ en: place.name });
  const outlets = places.filter((place) => place.kind === 'town' || place.kind === 'city');
  const sites = places.filter((place) => place.kind === 'village' || place.kind === 'hamlet');
  return {
    format: 'packhorse-day/1',
    name: 'andorra',
    date: '2026-10-17',
    timeZone: 'Europe/Andorra',
    planAt: '2026-10-17T06:00:00+02:00',
    zones: [
      { id: 'abroad', downstreamHours: 60 },
      { id: 'home', downstreamHours: 24 },
    ],
    hub: {
      id: 'hub',
      name: { en: 'Andorra la Vella' },
      ...HUB,
      departures: [
        { id: 'noon', leavesAt: '12:30' },
        { id: 'evening', leavesAt: '18:30' },
        { id: 'night', leavesAt: '23:00' },
      ],
    },
    outlets: outlets.map((place, k) => ({ id: `O${k}`, name: name(place), lat: place.lat, lon: place.lon })),
    sites: sites.map((place, k) => ({ id: `S${k}`, name: name(place), lat: place.lat, lon: place.lon })),
    vehicles: [
      ...outlets.slice(0, 3).map((_, k) => ({
        id: `van-of-${k}`,
        type: 'minivan',
        profile: 'van',
        base: `O${k}`,
        unloadsAt: 'base',
        capacity: { kg: 600, litres: 3000 },
        cost: { perKm: 0.9 },
      })),
      ...[1, 2, 3].map((k) => ({
        id: `truck${k}`,
        type: '4.2 m truck',
        profile: 'truck',
        base: 'hub',
        capacity: { kg: 1600, litres: 14000 },
        cost: { perKm: 2 },
      })),
    ],
    orders: sites.flatMap((_, k) =>
      [0, 1, 2].map((wave) => ({
        id: `A${k}-${wave}`,
        confirmedAt: `2026-10-16T${10 + ((k + wave) % 12)}:20:00+02:00`,
        readyAt: `2026-10-17T${String(8 + ((k + 3 * wave) % 8)).padStart(2, '0')}:00:00+02:00`,
        site: `S${k}`,
        parcels: 1 + ((k + wave) % 3),
        kg: 5.6 * (1 + ((k + wave) % 3)),
        litres: 21 * (1 + ((k + wave) % 3)),
        zone: (k + wave) % 4 === 0 ? 'home' : 'abroad',
      })),
    ),
  } as unknown as DayInput;
}
