import { expect } from 'chai';
import type { Day } from '../../src/domain/day.js';
import type { Plan } from '../../src/domain/plan.js';
import { renderSchedule, renderSheet, scheduleFor, sheetFor } from '../../src/reports/index.js';
import { sampleDay, samplePlan } from './sample-plan.js';

const SIZE = { outlets: 3, sitesPerOutlet: 4, ordersPerSite: 3 };
const day = sampleDay(SIZE);
const plan = samplePlan(SIZE);

/** The plan with one run changed. */
const withRun = (id: string, change: Partial<Plan['runs'][number]>): Plan => ({
  ...plan,
  runs: plan.runs.map((run) => (run.id === id ? { ...run, ...change } : run)),
});

describe('sheetFor', () => {
  it('knows only runs of the plan', () => {
    expect(sheetFor(plan, day, 'nowhere')).to.equal(null);
    expect(renderSheet(plan, day, 'nowhere', 'html')).to.equal(null);
  });

  it('adds up the load from stop to stop against the fullest of weight and volume', () => {
    const sheet = sheetFor(plan, day, 'r2');
    const carried = 3 * 5.6 + 3 * 2.9 + 3 * 5.6 + 3 * 5.6;
    expect(sheet?.stops.at(-1)?.load.kg).to.be.closeTo(carried / 600, 1e-9);
    expect(sheet?.stops.at(-1)?.load.fullest).to.be.closeTo(carried / 600, 1e-9);
    expect(sheet?.stops.map((stop) => stop.number)).to.deep.equal([1, 2, 3, 4]);
  });

  it('gives the hub limit of the first parcel to spoil: a fifth of the shelf life after it is ready', () => {
    const sheet = sheetFor(plan, day, 'r1');
    expect(sheet?.stops[1]?.hubBy).to.equal('2026-10-17T18:00:00+08:00');
  });

  it('takes the latest end from the cut-off less the time to unload', () => {
    expect(sheetFor(plan, day, 'r1')?.latestEndAt).to.equal('2026-10-17T12:19:00+08:00');
  });

  it('takes the latest end at an outlet from the feeder that takes the parcels on', () => {
    const feeder = {
      ...(plan.runs[1] as Plan['runs'][number]),
      id: 'f1',
      kind: 'feeder' as const,
      stops: [
        {
          ...(plan.runs[0] as Plan['runs'][number]).stops[0]!,
          site: undefined,
          outlet: 'o1',
          startAt: '2026-10-17T15:00:00+08:00',
          orders: [],
          transfers: ['A1-1-1'],
        },
      ],
    };
    const short = withRun('r1', {
      end: 'o1',
      kind: 'collection',
      departures: [],
      returnAt: '2026-10-17T12:00:00+08:00',
      unloadedAt: '2026-10-17T12:10:00+08:00',
    });
    const two = {
      ...short,
      runs: [...short.runs, feeder as unknown as Plan['runs'][number]],
      chain: short.chain.map((row) => (row.run === 'r1' ? { ...row, feeder: 'f1' } : row)),
    };
    expect(sheetFor(two, day, 'r1')?.latestEndAt).to.equal('2026-10-17T14:50:00+08:00');
    const schedule = scheduleFor(two, day, 'o1');
    expect(schedule?.pickups[0]).to.include({ run: 'f1', handedOver: 1, broughtByGrowers: 0 });
    expect(schedule?.arrivals[0]).to.include({ run: 'r1', arriveAt: '2026-10-17T12:00:00+08:00' });
  });

  it('counts a vehicle’s runs of the day in the order in which they leave', () => {
    const later = { departAt: '2026-10-17T19:00:00+08:00', vehicle: 'v1' };
    expect(sheetFor(withRun('r2', later), day, 'r2')?.wave).to.deep.equal({ number: 2, of: 2 });
  });

  it('gives the range of waybills, and none where the orders have none', () => {
    expect(sheetFor(plan, day, 'r1')?.stops[0]?.waybills).to.deep.equal({
      first: '9800000000000',
      last: '9800000000002',
      count: 3,
    });
    const bare = { ...day, orders: day.orders.map(({ waybill: _, ...order }) => order) };
    expect(sheetFor(structuredClone(plan), bare, 'r1')?.stops[0]?.waybills).to.equal(null);
  });
});

describe('renderSheet', () => {
  const html = (language?: string, of: Day = day): string =>
    renderSheet(structuredClone(plan), of, 'r1', 'html', language)?.body ?? '';

  it('hides people’s names and numbers', () => {
    for (const format of ['html', 'json', 'csv'] as const) {
      const body = renderSheet(plan, day, 'r1', format, 'both')?.body ?? '';
      expect(body).to.include('138******67').and.include('王**');
      expect(body).not.to.match(/王建国|13891234567|李卫东|13512345678/);
    }
  });

  it('prints one language where one is asked for, and both otherwise', () => {
    expect(html('en')).to.include('Planned depart').and.not.include('计划发车');
    expect(html('zh')).to.include('计划发车').and.not.include('Planned depart');
    expect(html()).to.include('计划发车').and.include('Planned depart');
  });

  it('takes text from the day as text, never as markup', () => {
    const hostile: Day = {
      ...day,
      sites: day.sites.map((site) => ({
        ...site,
        name: { zh: '<script>alert(1)</script>' },
        note: '"><img src=x onerror=alert(2)>',
        contact: "<b>'</b>",
      })),
    };
    expect(html('zh', hostile)).not.to.match(/<script|<img|<b>'/);
    expect(html('zh', hostile)).to.include('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('says that synthetic data is synthetic, and fetches nothing', () => {
    expect(html('both')).to.include('合成数据').and.include('Synthetic data');
    expect(html('both')).not.to.match(/(src|href)=(?!"data:,")|url\(|@import/);
    const real = { ...plan, synthetic: false };
    expect(renderSheet(real, day, 'r1', 'html', 'both')?.body).not.to.include('合成数据');
  });

  it('makes formulas in a CSV harmless and starts it with a byte order mark', () => {
    const tricky = { ...day, sites: day.sites.map((site) => ({ ...site, name: { zh: '=cmd()' } })) };
    const body = renderSheet(structuredClone(plan), tricky, 'r1', 'csv', 'zh')?.body ?? '';
    expect(body.charCodeAt(0)).to.equal(0xfeff);
    expect(body).to.include("'=cmd()").and.not.include(',=cmd()');
  });
});

describe('scheduleFor', () => {
  it('knows the outlets of the day and its hub', () => {
    expect(scheduleFor(plan, day, 'nowhere')).to.equal(null);
    expect(scheduleFor(plan, day, 'o1')?.isHub).to.equal(false);
    expect(scheduleFor(plan, day, 'hub')).to.include({ isHub: true });
    expect(scheduleFor(plan, day, 'hub')?.arrivals).to.have.length(3);
  });

  it('adds up to the outlet’s orders in every view of them', () => {
    const schedule = scheduleFor(plan, day, 'o2');
    const total = (rows: readonly { orders: number }[] = []): number =>
      rows.reduce((sum, row) => sum + row.orders, 0);
    expect(schedule?.totals.orders).to.equal(12);
    expect(total(schedule?.labelWaves)).to.equal(12);
    expect(total(schedule?.sites)).to.equal(12);
    expect(total(schedule?.departures)).to.equal(12);
  });

  it('groups labels into the waves that start at opening time', () => {
    const waves = scheduleFor(plan, day, 'o1')?.labelWaves ?? [];
    expect(waves.map((wave) => [wave.from.slice(11, 16), wave.orders])).to.deep.equal([
      ['08:30', 8],
      ['09:30', 4],
    ]);
  });

  it('lists orders without a run where their site belongs to the outlet', () => {
    expect(scheduleFor(plan, day, 'o1')?.unassigned.map((one) => one.order)).to.deep.equal(['X-1']);
    expect(scheduleFor(plan, day, 'o2')?.unassigned).to.deep.equal([]);
    expect(renderSchedule(plan, day, 'o1', 'html', 'en')?.body).to.include('3,120 m away');
  });

  it('prints orders that share a reason together, in Chinese too', () => {
    const [first] = plan.unassigned;
    const two = { ...plan, unassigned: [first!, { ...first!, order: 'X-2' }] };
    const zh = renderSchedule(two, day, 'o1', 'html', 'zh')?.body ?? '';
    expect(zh).to.include('X-1, X-2').and.include('附近没有道路');
    expect(zh.split('附近没有道路')).to.have.length(2);
  });

  it('writes its events in the order of time as CSV', () => {
    const rows = (renderSchedule(plan, day, 'o1', 'csv', 'en')?.body ?? '').trim().split('\n').slice(1);
    const times = rows.map((row) => row.slice(0, 25));
    expect(times).to.deep.equal([...times].sort());
    expect(rows.some((row) => row.includes('trunk noon'))).to.equal(true);
  });
});
