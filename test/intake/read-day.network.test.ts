import { type Case, setsAside } from './day-cases.js';
import type { LooseDay } from './small-day.js';

const NETWORK: readonly Case[] = [
  {
    what: 'latitude and longitude swapped beyond the poles',
    change: (d) => Object.assign(d.sites[0]!, { lat: 109.52, lon: 34.61 }),
    fault: 'sites[0].lat out-of-range',
    remedy: /"lat": 34.61, "lon": 109.52/,
    aside: 'o-1 o-2',
  },
  {
    what: 'latitude and longitude swapped within range',
    change: moveSwapped,
    fault: 'sites[0].lat contradiction',
    remedy: /"lat": 42.51, "lon": 1.52/,
    aside: 'o-1 o-2',
  },
  {
    what: 'a place at 0, 0',
    change: (d) => Object.assign(d.sites[1]!, { lat: 0, lon: 0 }),
    fault: 'sites[1].lat out-of-range',
    remedy: /where the place is/,
    aside: 'o-3',
  },
  {
    what: 'a stop far from its site',
    change: (d) => (d.sites[0]!['stopAt'] = { lat: 33, lon: 109.5 }),
    fault: 'sites[0].stopAt contradiction',
    remedy: /where the vehicle stops/,
    aside: 'o-1 o-2',
  },
  {
    what: 'a window that closes before it opens',
    change: (d) => (d.sites[0]!['windows'] = [{ opens: '18:00', closes: '08:00' }]),
    fault: 'sites[0].windows[0].closes contradiction',
    remedy: /later time/,
    aside: 'o-1 o-2',
  },
  {
    what: 'an outlet in charge that does not exist',
    change: (d) => (d.sites[0]!['outlet'] = 'nroth'),
    fault: 'sites[0].outlet unknown-id',
    remedy: /"north"/,
    aside: 'o-1 o-2',
  },
  {
    what: 'supply of an unknown product',
    change: (d) => (d.sites[0]!['supply'] = [{ product: 'cherri', kg: 5 }]),
    fault: 'sites[0].supply[0].product unknown-id',
    remedy: /"cherry"/,
    aside: 'o-1 o-2',
  },
  {
    what: 'two sites with one id',
    change: (d) => d.sites.push({ ...d.sites[0]! }),
    fault: 'sites[3].id duplicate-id',
    remedy: /own id/,
    aside: '',
  },
  {
    what: 'a site with an outlet’s id',
    change: (d) => (d.sites[2]!['id'] = 'south'),
    fault: 'sites[2].id duplicate-id\norders[3].site unknown-id',
    remedy: /own id/,
    aside: 'o-4 o-5',
  },
  {
    what: 'an outlet with faulty hours',
    change: (d) => (d.outlets[1]!['hours'] = { opens: '8:30', closes: '17:30' }),
    fault: 'outlets[1].hours.opens bad-format',
    remedy: /"08:30"/,
    aside: 'o-5',
  },
  {
    what: 'an outlet closed before it opens',
    change: (d) => (d.outlets[1]!['hours'] = { opens: '17:30', closes: '08:30' }),
    fault: 'outlets[1].hours.closes contradiction',
    remedy: /later time/,
    aside: 'o-5',
  },
  {
    what: 'a site whose outlet is set aside',
    change: (d) => (d.outlets[0]!['phone'] = 5),
    fault: 'outlets[0].phone wrong-type\nsites[0].outlet unknown-id\nvehicles[1].base unknown-id',
    remedy: /double quotes/,
    aside: 'o-1 o-2',
  },
  {
    what: 'a vehicle based nowhere',
    change: (d) => (d.vehicles[0]!['base'] = 'hup'),
    fault: 'vehicles[0].base unknown-id',
    remedy: /"hub"/,
    aside: '',
  },
  {
    what: 'a shift of no time',
    change: (d) => (d.vehicles[0]!['shift'] = { start: '08:00', end: '08:00' }),
    fault: 'vehicles[0].shift.end contradiction',
    remedy: /when the shift ends/,
    aside: '',
  },
  {
    what: 'a vehicle given twice',
    change: (d) => d.vehicles.push({ ...d.vehicles[0]! }),
    fault: 'vehicles[2].id duplicate-id',
    remedy: /own id/,
    aside: '',
  },
  {
    what: 'a zone that no departure takes',
    change: (d) => (d.hub.departures[0]!['zones'] = ['east']),
    fault: 'zones[1].id contradiction',
    remedy: /departure/,
    aside: 'o-5',
  },
];

/** A network where latitude and longitude are both small, with one site the wrong way round. */
function moveSwapped(day: LooseDay): void {
  for (const place of [day.hub, ...day.outlets, ...day.sites])
    Object.assign(place, {
      lat: 42.5 + Number(place['lat']) / 1000,
      lon: 1.5 + Number(place['lon']) / 10000,
    });
  Object.assign(day.sites[0]!, { lat: 1.52, lon: 42.51 });
}

describe('outlets, sites and vehicles of a day', () => setsAside(NETWORK));
