import { expect } from 'chai';
import type { Network } from '../../src/domain/day.js';
import { readOrdersCsv, type OrdersCsvOptions } from '../../src/intake/orders-csv.js';
import { readNetwork } from '../../src/intake/read-network.js';
import { smallNetwork } from './small-day.js';

const HEADER = 'id,confirmed_at,site,kg,litres,ready_at,zone';
const row = (id: string, more = '2026-10-17T08:00:00+08:00'): string =>
  `${id},2026-10-17T06:00:00+08:00,farm-1,5.6,21,${more},east`;

function network(): Network {
  const reading = readNetwork(smallNetwork());
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.network;
}

async function* pieces(...parts: (string | Uint8Array | Error)[]): AsyncGenerator<string | Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

const read = (text: string | Uint8Array, options?: OrdersCsvOptions) =>
  readOrdersCsv(pieces(text), network(), options);

/** What a reading says, as text a failure can be read from. */
async function told(text: string | Uint8Array, options?: OrdersCsvOptions): Promise<string> {
  const reading = await read(text, options);
  const faults = reading.faults.map((fault) => `${fault.path}: ${fault.code}`).join(' | ');
  if (!reading.ok) return `refused: ${faults}`;
  const list = (ids: readonly string[]): string => ids.join(' ') || 'none';
  return `${list(reading.day.orders.map(({ id }) => id))} / ${list(reading.setAside.map(({ order }) => order))} / ${faults || 'no fault'}`;
}

/** GBK bytes of the few characters the tests use: the runtime only decodes it. */
function gbk(text: string): Uint8Array {
  const codes: Record<string, number> = {};
  for (let high = 0xb0; high <= 0xf7; high++)
    for (let low = 0xa1; low <= 0xfe; low++)
      codes[new TextDecoder('gbk').decode(new Uint8Array([high, low]))] = high * 256 + low;
  return new Uint8Array(
    [...text].flatMap((sign) =>
      sign < '\x80' ? sign.charCodeAt(0) : [codes[sign]! >> 8, codes[sign]! & 255],
    ),
  );
}

describe('an orders CSV', () => {
  it('becomes the orders of a day', async () => {
    const reading = await read(
      `${HEADER},parcels,ship_by,cold,waybill\n${row('o-1')},3,2026-10-18T08:00:00+08:00,yes,EE876543216CN\n`,
    );
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    expect(reading.faults).to.deep.equal([]);
    expect(reading.day.name).to.equal('small');
    expect(reading.day.orders[0]).to.deep.equal({
      id: 'o-1',
      confirmedAt: '2026-10-17T06:00:00+08:00',
      site: 'farm-1',
      kg: 5.6,
      litres: 21,
      readyAt: '2026-10-17T08:00:00+08:00',
      zone: 'east',
      parcels: 3,
      promise: { shipBy: '2026-10-18T08:00:00+08:00' },
      cold: true,
      waybill: 'EE876543216CN',
    });
  });

  it('names a fault by line and column and keeps the other rows', async () => {
    const text = [HEADER, row('o-1'), row('o-2', '2026-10-17 08:00'), '', row('o-3')].join('\n');
    expect(await told(text)).to.equal('o-1 o-3 / o-2 / line 3, column ready_at: time-without-offset');
  });

  it('counts blank lines and line breaks in quotes', async () => {
    const text = [HEADER, '', '"o-\n1",,,,,,', row('o 4')].join('\n');
    expect(await told(text)).to.match(
      / \/ #4 #5 \/ line 4, column id: bad-format .* line 5, column id: bad-format$/,
    );
  });

  it('names a row without an id by its line', async () => {
    expect(await told([HEADER, row(''), row('o-1'), row('o-1')].join('\r\n'))).to.equal(
      'o-1 / #2 #4 / line 2, column id: missing | line 4, column id: duplicate-id',
    );
  });

  it('sets aside orders of a site that the network set aside', async () => {
    const faulty = new Map([['farm-9', { reason: 'sites[8].lat is missing', remedy: 'Add it.' }]]);
    expect(
      await told([HEADER, row('o-1').replace('farm-1', 'farm-9')].join('\n'), { faultyPlaces: faulty }),
    ).to.equal('none / o-1 / no fault');
  });

  it('is refused whole in strict mode', async () => {
    expect(await told([HEADER, row('o-1'), row('o 2')].join('\n'), { strict: true })).to.match(
      /^refused: line 3/,
    );
  });

  it('reads Chinese headers, units in brackets among them', async () => {
    const header = '订单号,成团时间,揽收点,重量（kg）,体积(L),备好时间,流向';
    expect(await told([header, row('订1')].join('\n'))).to.equal('订1 / none / no fault');
    expect(await told([header, row('订1', 'soon')].join('\n'))).to.equal(
      'none / 订1 / line 2, column 备好时间: bad-format',
    );
  });

  it('reads semicolons with decimal commas, and tabs', async () => {
    const semicolons = [HEADER, row('o-1')].join('\n').replaceAll(',', ';').replace('5.6', '5,6');
    expect(await told(semicolons)).to.equal('o-1 / none / no fault');
    expect(await told([HEADER, row('o-1')].join('\n').replaceAll(',', '\t'))).to.equal(
      'o-1 / none / no fault',
    );
  });

  it('reads UTF-8 with a byte order mark, GBK and UTF-16', async () => {
    const text = `订单号,成团时间,揽收点,重量,体积,备好时间,流向\n${row('订单1')}\n`;
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
    for (const bytes of [new TextEncoder().encode(`\uFEFF${text}`), gbk(text), new Uint8Array(utf16)])
      expect(await told(bytes)).to.equal('订单1 / none / no fault');
  });

  it('reads the same however the bytes are cut', async () => {
    const bytes = gbk([HEADER, ...Array.from({ length: 20 }, (_, k) => row(`订单${k}`))].join('\n'));
    const single = Array.from(bytes, (byte) => new Uint8Array([byte]));
    const [whole, cut] = [
      await readOrdersCsv(pieces(bytes), network()),
      await readOrdersCsv(pieces(...single), network()),
    ];
    expect(whole.ok).to.equal(true);
    expect(cut).to.deep.equal(whole);
  });

  it('leaves columns of other data unread and says so', async () => {
    expect(await told([`${HEADER},收件人电话`, `${row('o-1')},13812345678`].join('\n'))).to.equal(
      'o-1 / none / line 1, column 收件人电话: unknown-key',
    );
  });

  for (const [what, text, says] of [
    [
      'a mistyped column',
      `${HEADER.replace('ready_at', 'redy_at')}\n${row('o-1')}`,
      'line 1, column redy_at: unknown-key',
    ],
    ['a missing column', 'id,confirmed_at,site,litres,zone\n', 'line 1, column kg: missing'],
    ['a column given twice', `${HEADER},公斤\n`, 'line 1, column 公斤: duplicate-id'],
    ['neither site nor product', 'id,confirmed_at,kg,litres,zone\n', 'line 1, column site: missing'],
    ['an empty file', '', 'line 1: missing'],
    ['quotes left open', `${HEADER}\n"${row('o-1')}\n${row('o-2')}`, 'line 3: bad-format'],
    ['a quote inside a value', `${HEADER}\n${row('o-1')}\n"o-"2,\n`, 'line 3: bad-format'],
  ] as const)
    it(`refuses ${what}`, async () => {
      expect(await told(text)).to.equal(`refused: ${says}`);
    });

  it('refuses text that changes its encoding part way', async () => {
    const rows = Array.from({ length: 1500 }, (_, k) => row(`订单${k}`));
    const head = new TextEncoder().encode(`${[HEADER, ...rows].join('\n')}\n`);
    const reading = await readOrdersCsv(pieces(head, gbk(row('单2'))), network());
    expect(reading.ok).to.equal(false);
    expect(reading.faults[0]).to.include({ path: 'line 1502', code: 'bad-format' });
  });

  it('sets aside a row with more values than columns', async () => {
    expect(await told([HEADER, `${row('o-1')},,`, `${row('o-2')},x`].join('\n'))).to.equal(
      'o-1 / o-2 / line 3: bad-format',
    );
  });

  it('accepts nothing of a stream that fails', async () => {
    const lines = [HEADER, ...Array.from({ length: 5000 }, (_, k) => row(`o-${k}`))].join('\n');
    const reading = await readOrdersCsv(pieces(lines, new Error('aborted')), network());
    expect(reading.ok).to.equal(false);
    expect(reading.faults.map(({ code }) => code)).to.deep.equal(['interrupted']);
  });

  it('stops reading a file that holds too many orders', async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<string> {
      yield `${HEADER}\n`;
      for (;;) yield `${Array.from({ length: 100 }, () => row(`o-${sent++}`)).join('\n')}\n`;
    }
    const reading = await readOrdersCsv(endless(), network(), { maxOrders: 1000 });
    expect(reading.ok).to.equal(false);
    expect(reading.faults).to.have.lengthOf(1);
    expect(reading.faults[0]).to.include({ path: 'line 1002', code: 'too-large' });
    expect(sent).to.be.below(20_000);
  });
});
