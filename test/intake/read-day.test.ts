import { expect } from 'chai';
import { readDay } from '../../src/intake/read-day.js';
import { readChanged, told } from './day-cases.js';
import { smallDay } from './small-day.js';

describe('a day’s document', () => {
  it('is read with its defaults where nothing is wrong', () => {
    const reading = readDay(JSON.stringify(smallDay()));
    if (!reading.ok) throw new Error(told(reading));
    expect(reading.faults).to.deep.equal([]);
    expect(reading.setAside).to.deep.equal([]);
    expect(reading.day.orders).to.have.lengthOf(6);
    expect(reading.day.timeZone).to.equal('Asia/Shanghai');
    expect(reading.day.outlets[0]!.hours).to.deep.equal({ opens: '08:30', closes: '17:30' });
    expect(reading.day.vehicles[0]!.rest).to.deep.equal({ afterDrivingHours: 4, minutes: 20 });
    expect(reading.day.baseline.batchAt).to.equal('00:00');
  });

  it('reads the same from text, bytes and a parsed value', () => {
    const text = JSON.stringify(smallDay());
    const parsed = readDay(JSON.parse(text));
    expect(readDay(text)).to.deep.equal(parsed);
    expect(readDay(new TextEncoder().encode(`\uFEFF${text}`))).to.deep.equal(parsed);
  });

  it('tells a faulty site from a faulty order', () => {
    const reading = readChanged((day) => {
      day.sites[0]!['lat'] = 'north';
      day.orders[2]!['kg'] = 0;
    });
    if (!reading.ok) throw new Error(told(reading));
    const rows = reading.setAside.map(({ order, code, site }) => `${order} ${code} ${site ?? '-'}`);
    expect(rows).to.deep.equal(['o-1 faulty-site farm-1', 'o-2 faulty-site farm-1', 'o-3 faulty-order -']);
    expect(reading.setAside[0]!.reason).to.include('sites[0].lat');
    expect(reading.setAside[0]!.remedy).to.not.equal('');
  });

  it('lists every fault of the document at once', () => {
    const reading = readChanged((day) => {
      day.date = 'tomorrow';
      day.zones[0]!['downstreamHours'] = -1;
      day.sites[0]!['lat'] = 91;
      Object.assign(day.orders[1]!, { kg: 'x', zone: 'moon', redyAt: 1 });
    });
    expect(told(reading).split('\n')).to.have.members([
      'date bad-format',
      'zones[0].downstreamHours out-of-range',
      'sites[0].lat out-of-range',
      'orders[1].kg wrong-type',
      'orders[1].redyAt unknown-key',
      'orders[1].zone unknown-id',
    ]);
  });

  it('keeps a site in the sea: whether a road leads there is for the roads to say', () => {
    const reading = readChanged((day) => Object.assign(day.sites[2]!, { lat: 35.5, lon: 122.5 }));
    expect(told(reading)).to.equal('sites[2].lat outside-network');
    expect(reading.ok && reading.setAside).to.deep.equal([]);
  });

  it('accepts a shift past midnight', () => {
    expect(
      told(readChanged((day) => (day.vehicles[0]!['shift'] = { start: '18:00', end: '02:00' }))),
    ).to.equal('');
  });

  it('accepts orders that grow at the hub or wait at an outlet', () => {
    expect(told(readChanged((day) => (day.orders[0]!['site'] = 'hub')))).to.equal('');
  });

  it('accepts a waybill whose form has no check digit', () => {
    for (const waybill of ['9876543210123', 'SF1234567890', 'EE876543216CN'])
      expect(told(readChanged((day) => (day.orders[0]!['waybill'] = waybill)))).to.equal('');
  });

  it('is refused for any fault in strict mode', () => {
    const reading = readChanged((day) => (day.orders[0]!['kg'] = -1), { strict: true });
    expect(reading.ok).to.equal(false);
    expect(readChanged(() => undefined, { strict: true }).ok).to.equal(true);
  });

  it('lists so many faults and tells how many more there are, and still places every order', () => {
    const reading = readChanged((day) => day.orders.forEach((order) => (order['kg'] = 0)), { maxFaults: 4 });
    expect(reading.faults).to.have.lengthOf(5);
    expect(reading.faults[4]).to.include({
      path: '$',
      code: 'too-large',
      message: '2 more faults are not listed',
    });
    expect(reading.ok && reading.setAside).to.have.lengthOf(6);
  });

  it('never shows what is personal', () => {
    const secret = '王小明13812345678';
    const reading = readChanged((day) => {
      Object.assign(day.sites[0]!, { contact: { [secret]: secret }, note: [secret] });
      Object.assign(day.vehicles[0]!, { driver: [secret], phone: 13812345678, plate: secret.repeat(3) });
      Object.assign(day.orders[0]!, { recipientPhone: secret });
    });
    expect(reading.faults.length).to.be.at.least(6);
    expect(JSON.stringify(reading.faults)).to.not.match(/王|138/);
  });

  it('cuts long values and keys', () => {
    const reading = readChanged((day) => (day.orders[0]!['zone'] = 'z '.repeat(500)));
    expect(reading.faults[0]!.value).to.have.lengthOf(120);
    const key = readChanged((day) => (day.orders[0]!['x'.repeat(1e6)] = 1)).faults[0]!;
    expect(key.path)
      .to.match(/^orders\[0\]\["x+…"\]$/)
      .and.have.length.below(200);
  });

  for (const [text, says] of [
    ['', /empty/],
    ['{"orders": [}', /line 1, column 13/],
    ['{\n  "format": "packhorse-day/1",\n}', /line 3, column 1/],
    ['[1, 2', /line 1, column 6/],
    ['{"phone": 13812345678 x}', /line 1, column 23/],
  ] as const)
    it(`says where text stops being JSON: ${JSON.stringify(text)}`, () => {
      const reading = readDay(text);
      expect(reading.faults).to.have.lengthOf(1);
      expect(reading.faults[0]).to.include({ path: '$', code: 'not-json' });
      expect(reading.faults[0]!.message).to.match(says).and.not.match(/138/);
    });

  it('finds the place behind long texts, long numbers and deep brackets', () => {
    const long = [
      '"' + 'x'.repeat(5_000_000) + '"',
      '"' + '\\n'.repeat(2_000_000) + '"',
      '1'.repeat(2_000_000),
    ];
    for (const value of [...long, '['.repeat(100_000) + ']'.repeat(100_000)]) {
      const text = `{"name": ${value},\n }`;
      expect(readDay(text).faults[0]!.message).to.match(/line 2, column 2$/);
      expect(readDay(text.replace(',', '')).ok).to.equal(false);
    }
  });

  it('refuses bytes that are no text', () => {
    expect(told(readDay(new Uint8Array([0x50, 0x4b, 0xff, 0xfe])))).to.equal('$ not-json');
  });

  it('refuses what is no object', () => {
    for (const value of [null, 7, [], '"text"', undefined]) expect(readDay(value).ok).to.equal(false);
  });

  it('is not misled by keys that objects have of themselves', () => {
    const text = JSON.stringify(smallDay())
      .replace('"o-1"', '"constructor"')
      .replace('"name":"small"', '"name":"small","__proto__":{"hub":1}');
    expect(told(readDay(text))).to.equal('__proto__ unknown-key');
  });
});
