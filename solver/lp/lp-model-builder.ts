import type { LpModel } from './engine/lp-engine.js';

export interface LpColumn {
  readonly cost: number;
  /** Default 0. */
  readonly lower?: number;
  /** Default Infinity. */
  readonly upper?: number;
  readonly integer?: boolean;
  /** Row and coefficient pairs; a row may stand once, zeros are dropped. */
  readonly entries: readonly (readonly [row: number, value: number])[];
}

/**
 * Gathers rows, then columns over them, into an {@link LpModel}. Everything is checked on the way in,
 * because engines answer bad numbers (NaN, crossed bounds, a row named twice) with silent nonsense.
 */
export class LpModelBuilder {
  private readonly rowLower: number[] = [];
  private readonly rowUpper: number[] = [];
  private readonly cost: number[] = [];
  private readonly lower: number[] = [];
  private readonly upper: number[] = [];
  private readonly integer: number[] = [];
  private readonly starts: number[] = [0];
  private readonly rows: number[] = [];
  private readonly values: number[] = [];

  /** Returns the row's index. Throws RangeError on NaN or crossed bounds. */
  addRow(lower: number, upper: number): number {
    checkBounds(`row ${this.rowLower.length}`, lower, upper);
    this.rowLower.push(lower);
    return this.rowUpper.push(upper) - 1;
  }

  /** Returns the column's index. Throws RangeError naming the column and the fault. */
  addColumn(column: LpColumn): number {
    const index = this.cost.length;
    const { cost, lower = 0, upper = Infinity } = column;
    checkBounds(`column ${index}`, lower, upper);
    if (!Number.isFinite(cost)) throw new RangeError(`column ${index}: cost ${cost} is not finite`);
    this.addEntries(index, column.entries);
    this.lower.push(lower);
    this.upper.push(upper);
    this.integer.push(column.integer === true ? 1 : 0);
    return this.cost.push(cost) - 1;
  }

  private addEntries(column: number, entries: LpColumn['entries']): void {
    const first = this.rows.length;
    for (const [row, value] of entries) {
      const at = `column ${column}, row ${row}`;
      if (!(row >= 0 && row < this.rowLower.length))
        throw new RangeError(`${at}: no such row; add rows first`);
      if (!Number.isFinite(value)) throw new RangeError(`${at}: coefficient ${value} is not finite`);
      if (this.rows.indexOf(row, first) >= 0)
        throw new RangeError(`${at}: the row stands twice; sum its entries`);
      if (value === 0) continue;
      this.rows.push(row);
      this.values.push(value);
    }
    this.starts.push(this.rows.length);
  }

  build(): LpModel {
    return {
      cost: Float64Array.from(this.cost),
      lower: Float64Array.from(this.lower),
      upper: Float64Array.from(this.upper),
      integer: Uint8Array.from(this.integer),
      rowLower: Float64Array.from(this.rowLower),
      rowUpper: Float64Array.from(this.rowUpper),
      starts: Int32Array.from(this.starts),
      rows: Int32Array.from(this.rows),
      values: Float64Array.from(this.values),
    };
  }
}

const checkBounds = (at: string, lower: number, upper: number): void => {
  const sane = lower <= upper && lower < Infinity && upper > -Infinity; // also false for NaN
  if (!sane) throw new RangeError(`${at}: bounds ${lower} to ${upper} hold no number`);
};
