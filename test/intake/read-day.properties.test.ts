import { expect } from 'chai';
import fc from 'fast-check';
import type { DayReading } from '../../src/domain/day-reading.js';
import { readDay } from '../../src/intake/read-day.js';
import { smallDay } from './small-day.js';

type Path = (string | number)[];

/** Every path inside a document. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...keys.flatMap((key) => pathsIn((value as Record<string | number, unknown>)[key], [...path, key])),
  ];
}

interface Mutation {
  readonly at: number;
  readonly act: 'replace' | 'remove' | 'add' | 'repeat';
  readonly value: unknown;
}

const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e300,
    NaN,
    Infinity,
    [],
    {},
    '2026-10-17T06:30:00',
    '25:00',
    'farm-1',
    'o-1',
    'hub',
    90.5,
  ),
  fc.double(),
  fc.string({ unit: 'grapheme' }),
  fc.jsonValue(),
);
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(1_000_000),
  act: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  value: oddValue,
});

/** A document with some things changed at random places. */
function mutated(mutations: readonly Mutation[]): unknown {
  let document: unknown = structuredClone(smallDay());
  for (const { at, act, value } of mutations) {
    const paths = pathsIn(document);
    const path = paths[at % paths.length]!;
    if (path.length === 0) {
      if (act === 'replace' && at % 50 === 0) document = value;
      continue;
    }
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((here, key) => (here as Record<string | number, unknown>)[key], document);
    change(parent as Record<string | number, unknown>, path.at(-1)!, act, value);
  }
  return document;
}

function change(
  parent: Record<string | number, unknown>,
  key: string | number,
  act: Mutation['act'],
  value: unknown,
): void {
  if (act === 'replace') parent[key] = value;
  else if (Array.isArray(parent)) {
    if (act === 'remove') parent.splice(Number(key), 1);
    else parent.push(act === 'repeat' ? parent[Number(key)] : value);
  } else if (act === 'remove') delete parent[key];
  else parent[act === 'add' ? `x${String(key)}` : String(key)] = value;
}

/** The parts of a fault's path: orders[17].readyAt is orders, 17, readyAt. */
function parts(path: string): Path {
  if (path === '$') return [];
  return [...path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(([, index, quoted, key]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(`"${quoted}"`) as string) : key!,
  );
}

/** True where something stands at the path, or an object or list in which it is missing. */
function exists(document: unknown, path: Path): boolean {
  let here = document;
  for (const [depth, part] of path.entries()) {
    if (typeof here !== 'object' || here === null) return false;
    if (!Object.hasOwn(here, part)) return depth === path.length - 1;
    here = (here as Record<string | number, unknown>)[part];
  }
  return true;
}

const ordersGiven = (document: unknown): unknown[] => (document as { orders: unknown[] }).orders;

function checkReading(document: unknown, reading: DayReading): void {
  for (const fault of reading.faults) {
    expect(exists(document, parts(fault.path)), `path ${fault.path}`).to.equal(true);
    expect(fault.message).to.not.equal('');
    expect(fault.remedy).to.not.equal('');
    expect(fault.value?.length ?? 0).to.be.at.most(120);
  }
  if (!reading.ok) return void expect(reading.faults).to.not.have.lengthOf(0);
  const keys = [
    ...reading.day.orders.map(({ id }) => id as string),
    ...reading.setAside.map(({ order }) => order),
  ];
  expect(keys).to.have.lengthOf(ordersGiven(document).length);
  expect(new Set(keys).size).to.equal(keys.length);
  expect(reading.setAside.every(({ reason, remedy }) => reason !== '' && remedy !== '')).to.equal(true);
}

describe('reading a day, whatever is in it', () => {
  it('gives a day with every order in it or set aside, or faults at places that exist', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (mutations) => {
        const document = mutated(mutations);
        checkReading(document, readDay(document));
      }),
      { numRuns: 400 },
    );
  });

  it('never throws on any value or text', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => void readDay(value)),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => void expect(readDay(text).ok).to.equal(false)),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => void expect(readDay(bytes).ok).to.equal(false)),
      { numRuns: 200 },
    );
  });

  it('names a line and column inside the text wherever JSON is cut or broken', () => {
    const text = JSON.stringify(smallDay(), null, 1);
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: text.length - 3 }),
        fc.constantFrom('', ']', ',', "'", 'x', '\n"'),
        (at, put) => {
          const broken = text.slice(0, at) + put;
          const reading = readDay(broken);
          const [, line, column] = /line (\d+), column (\d+)/.exec(reading.faults[0]!.message) ?? [];
          expect(reading.faults[0]!.code).to.equal('not-json');
          const lines = broken.split('\n');
          expect(Number(line)).to.be.within(1, lines.length);
          expect(Number(column)).to.be.within(1, lines[Number(line) - 1]!.length + 1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('accepts in strict mode exactly what it finds no fault in', () => {
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 3 }), (mutations) => {
        const document = mutated(mutations);
        expect(readDay(document, { strict: true }).ok).to.equal(readDay(document).faults.length === 0);
      }),
      { numRuns: 300 },
    );
  });

  it('reads what it accepted once more without setting anything aside', () => {
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 4 }), (mutations) => {
        const reading = readDay(mutated(mutations));
        if (!reading.ok) return;
        const again = readDay(JSON.stringify(reading.day));
        expect(again.ok && again.setAside).to.deep.equal([]);
        expect(again.ok && again.day).to.deep.equal(JSON.parse(JSON.stringify(reading.day)));
      }),
      { numRuns: 300 },
    );
  });
});
