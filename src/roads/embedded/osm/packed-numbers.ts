import type { PbfReader } from 'pbf';

/** A part of a block: its first byte and the one after its last. */
export type Span = readonly [start: number, end: number];

/** Of a part that is not there. */
export const EMPTY: Span = [0, 0];

/** A list of numbers that is filled again and again, so that decoding leaves no garbage behind. */
export class NumberList {
  count = 0;
  private numbers = new Float64Array(64);

  at(index: number): number {
    return this.numbers[index]!;
  }

  clear(): this {
    this.count = 0;
    return this;
  }

  /** Adds a packed list. */
  read(pbf: PbfReader): void {
    const [start, end] = span(pbf);
    pbf.pos = start;
    while (pbf.pos < end) this.push(pbf.readVarint());
    refuseOverrun(pbf, end);
  }

  /** The running sums of a packed list of differences, over this list's memory. */
  readDeltas(pbf: PbfReader, end: number): Float64Array {
    this.count = 0;
    let value = 0;
    while (pbf.pos < end) {
      value += pbf.readSVarint();
      this.push(value);
    }
    refuseOverrun(pbf, end);
    return this.numbers.subarray(0, this.count);
  }

  /** Adds numbers. */
  addAll(values: Float64Array): void {
    for (const value of values) this.push(value);
  }

  /** The numbers so far, in an array of just their size. */
  copy(): Float64Array {
    return this.numbers.slice(0, this.count);
  }

  push(value: number): void {
    if (this.count === this.numbers.length) {
      const grown = new Float64Array(2 * this.count);
      grown.set(this.numbers);
      this.numbers = grown;
    }
    this.numbers[this.count] = value;
    this.count += 1;
  }
}

const refuseOverrun = (pbf: PbfReader, end: number): void => {
  if (pbf.pos > end) throw new Error('a list reaches beyond its part');
};

/** Reads a length and steps over as many bytes. */
export const span = (pbf: PbfReader): [number, number] => {
  const length = pbf.readVarint();
  const start = pbf.pos;
  const end = start + length;
  if (end > pbf.length) throw new Error('a part reaches beyond its block');
  pbf.pos = end;
  return [start, end];
};

/** A packed list. */
export const packed = (pbf: PbfReader): number[] => {
  const [start, end] = span(pbf);
  pbf.pos = start;
  const values: number[] = [];
  while (pbf.pos < end) values.push(pbf.readVarint());
  refuseOverrun(pbf, end);
  return values;
};

/** The running sums of a packed list of differences. */
export const packedDeltas = (pbf: PbfReader): number[] => {
  const [start, end] = span(pbf);
  pbf.pos = start;
  const values: number[] = [];
  let value = 0;
  while (pbf.pos < end) {
    value += pbf.readSVarint();
    values.push(value);
  }
  refuseOverrun(pbf, end);
  return values;
};
