import type { Day } from '../domain/day.js';
import type { Point } from '../roads/road-source.js';

export type PlaceKind = 'hub' | 'outlet' | 'site';

/** Where vehicles stop. The index in {@link Places.all} is the location number of the solver. */
export interface Place {
  readonly id: string;
  readonly kind: PlaceKind;
  /** Where the vehicle is sent: the stop point of a site that has one. */
  readonly point: Point;
  /** Where the parcels are. */
  readonly goods: Point;
}

export interface Places {
  readonly all: readonly Place[];
  /** Location number by id of hub, outlet or site. */
  readonly index: ReadonlyMap<string, number>;
}

/** Every place of a day: hub first, then outlets, then sites. */
export function placesOf(day: Day): Places {
  const point = (at: { lat: number; lon: number }): Point => ({ lat: at.lat, lon: at.lon });
  const all: Place[] = [{ id: day.hub.id, kind: 'hub', point: point(day.hub), goods: point(day.hub) }];
  for (const outlet of day.outlets)
    all.push({ id: outlet.id, kind: 'outlet', point: point(outlet), goods: point(outlet) });
  for (const site of day.sites)
    all.push({ id: site.id, kind: 'site', point: point(site.stopAt ?? site), goods: point(site) });
  return { all, index: new Map(all.map((place, index) => [place.id as string, index])) };
}
