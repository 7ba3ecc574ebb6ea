import type { DayInput } from '../../src/domain/day.js';

const HUB = { lat: 34.5, lon: 109.5 };
const km = (north: number, east: number): { lat: number; lon: number } => ({
  lat: HUB.lat + north / 111.195,
  lon: HUB.lon + east / (111.195 * Math.cos((HUB.lat * Math.PI) / 180)),
});

/**
 * A hub, two outlets (one with a trike of its own that unloads there), five sites, a truck and a van
 * at the hub, and orders confirmed the evening before. As a document, before any check.
 */
export function smallDay(changes: Partial<DayInput> = {}): DayInput {
  const day = {
    format: 'packhorse-day/1',
    name: 'small',
    date: '2026-10-17',
    planAt: '2026-10-17T06:00:00+08:00',
    synthetic: true,
    zones: [
      { id: 'east', downstreamHours: 50 },
      { id: 'local', downstreamHours: 20 },
    ],
    hub: {
      id: 'hub',
      name: { en: 'Hub' },
      ...HUB,
      departures: [
        { id: 'noon', leavesAt: '12:00', cutOffMinutes: 30, zones: ['east'] },
        { id: 'evening', leavesAt: '18:00' },
        { id: 'dawn', leavesAt: '06:00' },
      ],
    },
    outlets: [
      { id: 'O1', name: { en: 'Near' }, ...km(6, 0) },
      { id: 'O2', name: { en: 'Far' }, ...km(0, 14) },
    ],
    sites: [
      { id: 'S1', name: { en: 'Hill' }, ...km(8, 1), outlet: 'O1' },
      { id: 'S2', name: { en: 'Brook' }, ...km(9, -1), outlet: 'O1' },
      { id: 'S3', name: { en: 'Terrace' }, ...km(1, 16), outlet: 'O2' },
      {
        id: 'S4',
        name: { en: 'Pass' },
        ...km(-2, 17),
        outlet: 'O2',
        walk: { metres: 600, ascentMetres: 90 },
      },
      { id: 'S5', name: { en: 'Ford' }, ...km(-5, 3) },
    ],
    vehicles: [
      {
        id: 'trike1',
        type: 'e-trike',
        profile: 'trike',
        base: 'O1',
        unloadsAt: 'base',
        capacity: { kg: 180, litres: 1200 },
        cost: { perKm: 0.25 },
      },
      {
        id: 'van1',
        type: 'minivan',
        profile: 'van',
        base: 'hub',
        capacity: { kg: 600, litres: 3000 },
        cost: { perKm: 0.9 },
      },
      {
        id: 'truck1',
        type: '4.2 m truck',
        profile: 'truck',
        base: 'hub',
        capacity: { kg: 1600, litres: 14000 },
        cost: { perKm: 2 },
      },
    ],
    orders: smallOrders(),
    ...changes,
  };
  return day as DayInput;
}

function smallOrders(): DayInput['orders'] {
  const places = ['S1', 'S2', 'S3', 'S4', 'S5', 'O1', 'O2'];
  return Array.from({ length: 42 }, (_, k) => ({
    id: `A${String(k + 1).padStart(3, '0')}`,
    confirmedAt: `2026-10-16T${String(10 + (k % 12)).padStart(2, '0')}:15:00+08:00`,
    readyAt: `2026-10-17T${String(7 + ((k * 5) % 9)).padStart(2, '0')}:30:00+08:00`,
    site: places[k % places.length],
    kg: k % 2 ? 2.9 : 5.6,
    litres: k % 2 ? 12 : 21,
    zone: k % 3 ? 'east' : 'local',
  })) as DayInput['orders'];
}
