/**
 * A small seeded generator (xorshift32) on signed 32-bit state, which V8 keeps out of the heap.
 * The same seed gives the same sequence on every machine.
 */
export class Random {
  private state: number;

  constructor(seed: number) {
    // Spread close seeds far apart; zero is the one state that would never change.
    let mixed = Math.imul((seed | 0) ^ 0x9e3779b9, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    this.state = mixed | 0 || 0x6d2b79f5;
  }

  /** Any signed 32-bit number but 0. */
  int(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x;
  }

  /** Whole number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    return Math.floor(this.unit() * bound);
  }

  /** At least 0, less than 1. */
  unit(): number {
    return (this.int() >>> 0) * 2.3283064365386963e-10;
  }
}
