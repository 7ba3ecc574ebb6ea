import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { daySchema } from '../../src/domain/day.js';
import { FAULT_CODES } from '../../src/domain/fault.js';
import { COLUMNS } from '../../src/intake/csv-columns.js';
import { knownKeys } from '../../src/intake/schema-walk.js';
import { readOrdersCsv } from '../../src/intake/orders-csv.js';
import { readDay } from '../../src/intake/read-day.js';

const page = readFileSync(new URL('../../docs/day-format.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, body]) => body!);

describe('the page about the day’s format', () => {
  const [least = '', most = ''] = blocks('json');

  it('shows days that are read without a fault', () => {
    for (const text of [least, most]) {
      const reading = readDay(text, { strict: true });
      expect(reading.faults).to.deep.equal([]);
    }
  });

  it('shows a least day that nothing can be left out of', () => {
    const day = JSON.parse(least) as Record<string, unknown>;
    // Sites may be absent, but an order that names one needs it.
    for (const key of Object.keys(day)) {
      const { [key]: _, ...rest } = day;
      expect(readDay(rest, { strict: true }).ok, key).to.equal(false);
    }
  });

  it('shows every key of the schema', () => {
    const day = JSON.parse(most) as Record<string, unknown>;
    const shown = (value: unknown): string[] =>
      (Array.isArray(value) ? value : [value]).flatMap((row) => Object.keys(row as object));
    for (const path of [[], ['hub'], ['hub', 'hours'], ['roads'], ['objective'], ['process'], ['baseline']]) {
      const value = path.reduce<unknown>((here, key) => (here as Record<string, unknown>)[key], day);
      expect(shown(value), path.join('.')).to.include.members([...knownKeys(daySchema, path)]);
    }
    const changes = (day['roads'] as { changes: Record<string, unknown>[] }).changes;
    const path = ['roads', 'changes', 0, 'properties'];
    expect(changes.flatMap((change) => shown(change['properties'])).concat('factor')).to.include.members([
      ...knownKeys(daySchema, path),
    ]);
    for (const key of knownKeys(daySchema, path)) expect(page).to.include(`\`${key}\``);
    for (const list of ['zones', 'products', 'outlets', 'sites', 'vehicles', 'orders'])
      expect(shown(day[list]), list).to.include.members([...knownKeys(daySchema, [list, 0])]);
    expect(shown((day['hub'] as { departures: unknown }).departures)).to.include.members([
      ...knownKeys(daySchema, ['hub', 'departures', 0]),
    ]);
  });

  it('names every fault code and every column', () => {
    for (const code of FAULT_CODES) expect(page).to.include(`\`${code}\``);
    for (const { name, chinese } of COLUMNS) {
      expect(page).to.include(`\`${name}\``);
      for (const other of chinese)
        expect(page.replaceAll('(时间)', '时间') + page.replaceAll('(时间)', '')).to.include(other);
    }
  });

  it('shows a CSV that its day takes', async () => {
    const day = readDay(most);
    if (!day.ok) throw new Error('refused');
    const { orders: _, ...network } = day.day;
    const reading = await readOrdersCsv(Readable.from(blocks('csv')), network, { strict: true });
    expect(reading.faults).to.deep.equal([]);
  });
});
