import { at, catchEach, type Defect, link, order, R2 } from './plan-defects.js';
import type { Loose } from './hand-made-plan.js';

const defects: readonly Defect[] = [
  { what: 'a missing chain', make: (p) => p.chain.pop(), says: /o3 is collected but has no chain/ },
  {
    what: 'a chain of an order left behind',
    make: (p) => p.chain.push({ ...link(p, 'o3'), order: 'o4' }),
    says: /o4 has a chain but is not collected/,
  },
  { what: 'two chains of one order', make: (p) => p.chain.push(link(p, 'o3')), says: /o3 has 2 chains/ },
  {
    what: 'a wrong confirmation',
    make: (p) => (link(p, 'o3').confirmedAt = at('05:00')),
    says: /o3: confirmed at another time/,
  },
  {
    what: 'a wrong ready time',
    make: (p) => (link(p, 'o2').readyAt = at('07:00')),
    says: /o2: ready at another time/,
  },
  {
    what: 'a collection after the vehicle left',
    make: (p) => (link(p, 'o2').collectedAt = at('09:20')),
    says: /o2: collected .* not while the vehicle is there/,
  },
  {
    what: 'a label after the collection',
    make: (p) => (link(p, 'o2').shippedAt = at('09:19:50')),
    says: /o2: collected .* before shipped/,
  },
  { what: 'a wrong run', make: (p) => (link(p, 'o2').run = 'R1'), says: /o2: names run R1, R2 collects it/ },
  { what: 'no feeder', make: (p) => (link(p, 'o1').feeder = null), says: /o1: stays at n, no feeder/ },
  {
    what: 'a feeder that does not take it',
    make: (p) => (p.runs[R2].stops[0].transfers = []),
    says: /feeder R2 does not take it/,
  },
  {
    what: 'a transfer before it is handled',
    make: (_, d) => (d.outlets[0].handlingMinutes = 11),
    says: /o1 can be taken on only from/,
  },
  {
    what: 'a transfer no run brought',
    make: (p) => p.runs[R2].stops[0].transfers.push('o4'),
    says: /o4 was brought by no run/,
  },
  {
    what: 'a transfer loaded twice',
    make: (p) => p.runs[R2].stops[0].transfers.push('o1'),
    says: /o1 was taken on at .* already/,
  },
  {
    what: 'a hub time of its own',
    make: (p) => (link(p, 'o3').atHubAt = at('09:39:00')),
    says: /o3: is at the hub at another time/,
  },
  {
    what: 'an outlet time of its own',
    make: (p) => (link(p, 'o1').atOutletAt = at('08:54:00')),
    says: /o1: is at the outlet at another time/,
  },
  {
    what: 'a departure that does not exist',
    make: (p) => (link(p, 'o3').departure = 'dusk'),
    says: /no departure dusk/,
  },
  {
    what: 'a departure at another clock time',
    make: (p) => (link(p, 'o3').departedAt = at('12:10')),
    says: /noon leaves at 12:00, not/,
  },
  {
    what: 'a departure to other zones',
    make: (_, d) => (d.hub.departures[0].zones = ['east']),
    says: /noon does not serve zone west/,
  },
  {
    what: 'a missed cut-off',
    make: (_, d) => (d.hub.departures[0].cutOffMinutes = 141),
    says: /o1: at the hub .* the cut-off was/,
  },
  {
    what: 'a departure with too many parcels',
    make: (_, d) => (d.hub.departures[0].capacityParcels = 3),
    says: /4 parcels, 3 places/,
  },
  {
    what: 'other downstream hours',
    make: (_, d) => (d.zones[1].downstreamHours = 61),
    says: /o2: signed 216000 s after departure/,
  },
  {
    what: 'produce that spoils',
    make: (_, d) => (d.products[0].hubWithinHours = 3),
    says: /o3: at the hub .* spoilt from/,
  },
  {
    what: 'a shelf life of the order’s own',
    make: (_, d) => (order(d, 'o1').shelfLifeHours = 10),
    says: /o1: at the hub .* spoilt from/,
  },
  {
    what: 'a run that states other departures',
    make: (p) => (p.runs[R2].departures[0].parcels = 5),
    says: /R2: says 5 parcels for noon/,
  },
  {
    what: 'a run that states no departure',
    make: (p) => (p.runs[R2].departures = []),
    says: /R2: does not state 4 parcels for noon/,
  },
  {
    what: 'a run that states a wrong cut-off',
    make: (p) => (p.runs[R2].departures[0].cutOffAt = at('11:40')),
    says: /wrong cut-off for noon/,
  },
  {
    what: 'a wrong zone',
    make: (p) => (link(p, 'o2').zone = 'east'),
    says: /o2: zone east, the order goes to west/,
  },
  {
    what: 'an outlet that is not in charge',
    make: (_, d) => (d.sites[0].outlet = 'hub'),
    says: /o1: outlet n, hub is in charge of a/,
  },
  { what: 'an outlet that is a site', make: (p) => (link(p, 'o3').outlet = 'a'), says: /o3: a is no outlet/ },
  {
    what: 'a waybill posted at night',
    make: (p) => (link(p, 'o3').shippedAt = at('06:30')),
    says: /o3: waybill posted .* when n is closed/,
  },
  {
    what: 'waybills posted faster than printed',
    make: labelsAtOnce,
    says: /n: posts more than 1 waybills in the hour/,
  },
];

/** An outlet that prints one label an hour posts two in half an hour. */
function labelsAtOnce(_: Loose, day: Loose): void {
  day.outlets[0].labelsPerHour = 1;
}

describe('the checker on chains, transfers and departures', () => {
  catchEach(defects);
});
