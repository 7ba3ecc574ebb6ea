import { type Case, refuses } from './day-cases.js';

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
