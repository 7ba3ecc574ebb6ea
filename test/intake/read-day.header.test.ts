import { type Case, refuses } from './day-cases.js';

const change = (properties: object, geometry: object = { type: 'Point', coordinates: [109.5, 34.5] }) => ({
  type: 'Feature',
  properties: { id: 'slide', ...properties },
  geometry,
});

const WHOLE: readonly Case[] = [
  {
    what: 'another format',
    change: (d) => (d.format = 'packhorse-day/2'),
    fault: 'format bad-format',
    remedy: /packhorse-day\/1/,
  },
  { what: 'no format', change: (d) => delete d.format, fault: 'format missing', remedy: /packhorse-day\/1/ },
  {
    what: 'a date that does not exist',
    change: (d) => (d.date = '2026-02-30'),
    fault: 'date bad-format',
    remedy: /YYYY-MM-DD/,
  },
  {
    what: 'an unknown time zone',
    change: (d) => (d.timeZone = 'Asia/Shangai'),
    fault: 'timeZone unknown-id',
    remedy: /Asia\/Shanghai/,
  },
  {
    what: 'a road change of an unknown kind',
    change: (d) => (d.roads = { changes: [change({}, { type: 'Circle', coordinates: [1, 2] })] }),
    fault: 'roads.changes[0].geometry.type bad-format',
    remedy: /"Point" or "LineString"/,
  },
  {
    what: 'a mistyped key of a road change',
    change: (d) => (d.roads = { changes: [change({ withinMeters: 3 })] }),
    fault: 'roads.changes[0].properties.withinMeters unknown-key',
    remedy: /`withinMetres`/,
  },
  {
    what: 'a mistyped key of a geometry',
    change: (d) => (d.roads = { changes: [change({}, { type: 'Point', coordinates: [1, 2], typ: 1 })] }),
    fault: 'roads.changes[0].geometry.typ unknown-key',
    remedy: /coordinates/,
  },
  {
    what: 'a slowdown that does not say how slow',
    change: (d) => (d.roads = { changes: [change({ effect: 'slow' })] }),
    fault: 'roads.changes[0].properties.effect missing',
    remedy: /factor/,
  },
  {
    what: 'two road changes of one id',
    change: (d) => (d.roads = { changes: [change({}), change({})] }),
    fault: 'roads.changes[1].properties.id duplicate-id',
    remedy: /its own id/,
  },
  {
    what: 'a road change at latitude and longitude',
    change: (d) => (d.roads = { changes: [change({}, { type: 'Point', coordinates: [34.5, 109.5] })] }),
    fault: 'roads.changes[0].geometry.coordinates out-of-range',
    remedy: /Longitude comes first/,
  },
  {
    what: 'a plan made after the day',
    change: (d) => (d.planAt = '2026-10-19T06:00:00+08:00'),
    fault: 'planAt contradiction',
    remedy: /2026-10-17/,
  },
  {
    what: 'an unknown system of coordinates',
    change: (d) => (d.crs = 'gcj02'),
    fault: 'crs bad-format',
    remedy: /"GCJ-02"/,
  },
  {
    what: 'a hub without a latitude',
    change: (d) => delete d.hub['lat'],
    fault: 'hub.lat missing',
    remedy: /`lat`/,
  },
  {
    what: 'a hub at 0, 0',
    change: (d) => Object.assign(d.hub, { lat: 0, lon: 0 }),
    fault: 'hub.lat out-of-range',
    remedy: /where the place is/,
  },
  {
    what: 'a hub closed before it opens',
    change: (d) => (d.hub['hours'] = { opens: '20:00', closes: '06:00' }),
    fault: 'hub.hours.closes contradiction',
    remedy: /later time/,
  },
  {
    what: 'a hub without departures',
    change: (d) => (d.hub.departures = []),
    fault: 'hub.departures out-of-range',
    remedy: /at least 1/,
  },
  {
    what: 'a departure to an unknown zone',
    change: (d) => (d.hub.departures[0]!['zones'] = ['east', 'wst', 'west']),
    fault: 'hub.departures[0].zones[1] unknown-id',
    remedy: /"west"/,
  },
  {
    what: 'two zones with one id',
    change: (d) => d.zones.push({ id: 'east' }),
    fault: 'zones[2].id duplicate-id',
    remedy: /own id/,
  },
  {
    what: 'no vehicle',
    change: (d) => (d.vehicles = []),
    fault: 'vehicles missing',
    remedy: /at least one vehicle/,
  },
  {
    what: 'no vehicle left',
    change: (d) => d.vehicles.forEach((vehicle) => (vehicle['base'] = 'x')),
    fault: 'vehicles[0].base unknown-id\nvehicles[1].base unknown-id\nvehicles missing',
    remedy: /Add the hub/,
  },
  {
    what: 'orders that are no list',
    change: (d) => ((d as { orders: unknown }).orders = {}),
    fault: 'orders wrong-type',
    remedy: /list/,
  },
  {
    what: 'no orders',
    change: (d) => delete (d as { orders?: unknown }).orders,
    fault: 'orders missing',
    remedy: /`orders`/,
  },
  {
    what: 'a mistyped key of the day',
    change: (d) => ((d as Record<string, unknown>)['vehicels'] = []),
    fault: 'vehicels unknown-key',
    remedy: /Remove it|`vehicles`/,
  },
];

describe('what a whole day rests on', () => refuses(WHOLE));
