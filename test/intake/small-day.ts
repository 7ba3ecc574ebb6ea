import type { DayInput } from '../../src/domain/day.js';

/** Every key may be replaced by anything, so that tests can put faults in. */
export type LooseDay = { [Key in keyof DayInput]?: unknown } & {
  orders: Record<string, unknown>[];
  sites: Record<string, unknown>[];
  outlets: Record<string, unknown>[];
  vehicles: Record<string, unknown>[];
  zones: Record<string, unknown>[];
  hub: Record<string, unknown> & { departures: Record<string, unknown>[] };
};

/** A day without a fault: a hub, two outlets, three sites, two vehicles, six orders. */
export function smallDay(): LooseDay {
  const at = (clock: string): string => `2026-10-17T${clock}:00+08:00`;
  const order = (id: string, site: string, clock: string): Record<string, unknown> => ({
    id,
    confirmedAt: at(clock),
    site,
    kg: 5.6,
    litres: 21,
    zone: 'east',
  });
  return {
    format: 'packhorse-day/1',
    name: 'small',
    date: '2026-10-17',
    zones: [{ id: 'east' }, { id: 'west', downstreamHours: 60 }],
    products: [{ id: 'cherry', name: { en: 'Cherries' }, shelfLifeHours: 60 }],
    hub: {
      id: 'hub',
      name: { en: 'Hub' },
      lat: 34.5,
      lon: 109.5,
      departures: [{ id: 'night', leavesAt: '20:00' }],
    },
    outlets: [
      { id: 'north', name: { en: 'North' }, lat: 34.6, lon: 109.5 },
      { id: 'south', name: { en: 'South' }, lat: 34.4, lon: 109.5 },
    ],
    sites: [
      { id: 'farm-1', name: { zh: '一号果园' }, lat: 34.61, lon: 109.52, outlet: 'north' },
      { id: 'farm-2', name: { zh: '二号果园' }, lat: 34.62, lon: 109.48 },
      { id: 'farm-3', name: { zh: '三号果园' }, lat: 34.38, lon: 109.51, contact: '王小明 13812345678' },
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
      {
        id: 'trike-1',
        type: 'e-trike',
        profile: 'trike',
        base: 'north',
        capacity: { kg: 180, litres: 1200 },
        cost: { perKm: 0.25 },
        driver: '李四',
        phone: '13900001111',
      },
    ],
    orders: [
      order('o-1', 'farm-1', '06:00'),
      order('o-2', 'farm-1', '07:10'),
      order('o-3', 'farm-2', '08:20'),
      order('o-4', 'farm-3', '09:30'),
      { ...order('o-5', 'south', '10:00'), zone: 'west', parcels: 2, readyAt: at('11:00') },
      { id: 'o-6', confirmedAt: at('10:40'), product: 'cherry', kg: 2.9, litres: 12, zone: 'east' },
    ],
  };
}

/** The same day without its orders. */
export function smallNetwork(): Omit<LooseDay, 'orders'> {
  const { orders: _, ...network } = smallDay();
  return network;
}
