const FIRST_CAPACITY = 1024;

/** A growing list of 32-bit whole numbers, four bytes each where a plain array takes eight or more. */
export class IntList {
  private values = new Int32Array(FIRST_CAPACITY);
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    if (this.count === this.values.length) {
      const grown = new Int32Array(2 * this.count);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.count] = value;
    this.count += 1;
  }

  /** Reverses the numbers from a place to the end, and flips the lowest bit of each. */
  turn(from: number): void {
    const part = this.values.subarray(from, this.count).reverse();
    for (let i = 0; i < part.length; i += 1) part[i]! ^= 1;
  }

  /** The numbers so far, in an array of just their size; the list is empty after it. */
  done(): Int32Array {
    const result = this.values.slice(0, this.count);
    this.values = new Int32Array(FIRST_CAPACITY);
    this.count = 0;
    return result;
  }
}
