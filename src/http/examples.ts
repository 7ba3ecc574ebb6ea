/** Examples of the OpenAPI document; a test reads the day through the real intake. */

export const EXAMPLE_DAY = {
  format: 'packhorse-day/1',
  name: 'example',
  date: '2026-10-17',
  synthetic: true,
  roads: { network: 'weinan' },
  zones: [{ id: 'east', name: { zh: '华东', en: 'East' } }],
  hub: {
    id: 'hub',
    name: { zh: '县中心', en: 'County centre' },
    lat: 35.18,
    lon: 109.59,
    departures: [
      { id: 'noon', leavesAt: '13:00' },
      { id: 'night', leavesAt: '21:30' },
    ],
  },
  outlets: [{ id: 'north', name: { zh: '北镇', en: 'North town' }, lat: 35.21, lon: 109.6 }],
  sites: [
    { id: 'farm-1', name: { zh: '果园一', en: 'Orchard 1' }, lat: 35.22, lon: 109.61, outlet: 'north' },
  ],
  vehicles: [
    {
      id: 'van-1',
      type: 'minivan',
      profile: 'van',
      base: 'hub',
      capacity: { kg: 600, litres: 3000 },
      cost: { perKm: 0.9 },
    },
  ],
  orders: [
    {
      id: 'order-1',
      confirmedAt: '2026-10-16T20:15:00+08:00',
      site: 'farm-1',
      kg: 2.9,
      litres: 12,
      zone: 'east',
    },
  ],
} as const;

const PLAN = '3f1f6f1e-6f5e-4c3e-9f57-0d9a2f6a1c11';

export const EXAMPLE_ACCEPTED = {
  id: PLAN,
  status: 'queued',
  day: 'example',
  date: '2026-10-17',
  orders: 1,
  links: { self: `/v1/plans/${PLAN}`, events: `/v1/plans/${PLAN}/events` },
  faults: [],
  setAside: [],
} as const;
