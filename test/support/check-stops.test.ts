import { at, catchEach, type Defect, order, R1, R2 } from './plan-defects.js';
import type { MatrixFor } from './check-day-plan.js';
import { evenRoads, type Loose } from './hand-made-plan.js';

const defects: readonly Defect[] = [
  {
    what: 'an arrival faster than the road',
    make: (p) => (p.runs[R1].stops[0].arriveAt = at('08:39:50')),
    says: /R1 stop 1 \(a\): arrives 10 s before/,
  },
  {
    what: 'a return faster than the road',
    make: (p) => (p.runs[R1].returnAt = at('08:54:10')),
    says: /R1 end \(n\): arrives 10 s before/,
  },
  {
    what: 'a leg that claims another time',
    make: (p) => (p.runs[R2].stops[1].leg = { metres: 5000, seconds: 590, ascentMetres: 0 }),
    says: /a leg of 590 s/,
  },
  {
    what: 'a leg that claims other metres',
    make: (p) => (p.runs[R2].lastLeg = { metres: 4900, seconds: 600, ascentMetres: 0 }),
    says: /a leg of 4900 m/,
  },
  {
    what: 'a climb left out',
    make: () => undefined,
    says: /says a climb of 0 m, the road has 120 m/,
    roads: (profile, points) => ({
      ...evenRoads(profile, points),
      ascents: points.flatMap(() => points.map(() => 120)),
    }),
  },
  { what: 'a leg where no road leads', make: () => undefined, says: /no road for van from n/, roads: noWay },
  {
    what: 'a place no road is near',
    make: () => undefined,
    says: /no road of profile van is near/,
    roads: nowhere,
  },
  {
    what: 'a stay shorter than a stop',
    make: (p) => (p.runs[R1].stops[0].arriveAt = at('08:40:10')),
    says: /250 s of stay, 260 s/,
  },
  {
    what: 'handling faster than by hand',
    make: (p) => (p.runs[R2].stops[1].startAt = at('09:19:00')),
    says: /38 s of handling, 60 s/,
  },
  {
    what: 'an unstated walk beyond the road',
    make: () => undefined,
    says: /a walk of 0 m, the road ends 1112 m away/,
    roads: roadEndsShort,
  },
  {
    what: 'a walk left out of the handling',
    make: walkWithoutTime,
    says: /s of handling, \d{3,} s are needed/,
  },
  {
    what: 'a stop outside the site’s window',
    make: (_, d) => (d.sites[0].windows = [{ opens: '09:00', closes: '12:00' }]),
    says: /\(a\): handling starts .* closed/,
  },
  {
    what: 'a stop at a closed outlet',
    make: (_, d) => (d.outlets[0].hours = { opens: '08:30', closes: '09:00' }),
    says: /\(n\): handling starts .* closed/,
  },
  {
    what: 'an order that is not ready',
    make: (_, d) => (order(d, 'o1').readyAt = at('08:44:10')),
    says: /o1 is ready only at/,
  },
  {
    what: 'an order collected before it is confirmed',
    make: (_, d) => (order(d, 'o3').confirmedAt = at('10:00')),
    says: /o3 is ready only at/,
  },
  {
    what: 'too many kilograms',
    make: (_, d) => (d.vehicles[1].capacity.kg = 17),
    says: /18 kg on board, van holds 17/,
  },
  {
    what: 'too many litres',
    make: (_, d) => (d.vehicles[1].capacity.litres = 71),
    says: /72 litres on board/,
  },
  {
    what: 'too many parcels',
    make: (_, d) => (d.vehicles[1].capacity.parcels = 3),
    says: /4 parcels on board/,
  },
  {
    what: 'a warm vehicle for cold goods',
    make: (_, d) => (order(d, 'o1').cold = true),
    says: /R1 stop 1 .*o1 needs a cold/,
  },
  { what: 'a warm feeder for cold goods', make: coldCollectionOnly, says: /R2 stop 1 .*o1 needs a cold/ },
  {
    what: 'amounts that do not add up',
    make: (p) => (p.runs[R2].stops[1].kg = 12),
    says: /says 12 kg, its orders have 13/,
  },
  {
    what: 'a run’s amounts that do not add up',
    make: (p) => (p.runs[R2].parcels = 5),
    says: /R2: says 5 parcels/,
  },
  {
    what: 'a stop that takes nothing',
    make: (p) => (p.runs[R1].stops[0].orders = []),
    says: /R1 stop 1 \(a\): takes nothing/,
  },
  {
    what: 'a latest arrival that is past',
    make: (p) => (p.runs[R1].stops[0].latestArriveAt = at('08:30')),
    says: /latest arrival is before/,
  },
  {
    what: 'an outlet called a site',
    make: (p) => renameKey(p.runs[R2].stops[0], 'outlet', 'site'),
    says: /is not a site/,
  },
];

function noWay(profile: string, points: Parameters<MatrixFor>[1]): ReturnType<MatrixFor> {
  const matrix = evenRoads(profile, points);
  const durations = [...(matrix.durations as number[])];
  durations[1 * points.length + 3] = -1;
  return profile === 'van' ? { ...matrix, durations } : matrix;
}

function nowhere(profile: string, points: Parameters<MatrixFor>[1]): ReturnType<MatrixFor> {
  const snapped = points.map((point, index) => (index === 3 ? null : point));
  return { ...evenRoads(profile, points), snapped };
}

function roadEndsShort(profile: string, points: Parameters<MatrixFor>[1]): ReturnType<MatrixFor> {
  const snapped = points.map((point, index) => (index === 3 ? { ...point, lat: point.lat - 0.01 } : point));
  return { ...evenRoads(profile, points), snapped };
}

function walkWithoutTime(plan: Loose, day: Loose): void {
  day.sites[1].walk = { metres: 400 };
  plan.runs[R2].stops[1].walk = { metres: 400, minutes: 6 };
}

function coldCollectionOnly(_: Loose, day: Loose): void {
  order(day, 'o1').cold = true;
  day.vehicles[0].cold = true;
}

function renameKey(row: Loose, from: string, to: string): void {
  row[to] = row[from];
  delete row[from];
}

describe('the checker on stops and legs', () => {
  catchEach(defects);
});
