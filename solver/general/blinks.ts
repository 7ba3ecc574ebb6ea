import type { Random } from '../search/random.js';

/** Chance that a place is overlooked (Christiaens and Vanden Berghe 2020, table 3). */
const BLINK_CHANCE = 0.01;
const NO_BLINK = 1e9;

/** Says which places are overlooked, so that the search sees other plans. */
export class Blinks {
  private until = NO_BLINK;

  constructor(private readonly random: Random) {}

  /** Begins a search for a place, with blinks or without. */
  start(blink: boolean): void {
    this.until = blink ? this.draw() : NO_BLINK;
  }

  /** Whether the next place is looked at. */
  looks(): boolean {
    if (--this.until !== 0) return true;
    this.until = this.draw();
    return false;
  }

  /** Places until one is overlooked; drawn at once, which is cheaper than a draw a place. */
  private draw(): number {
    return 1 + Math.floor(Math.log(1 - this.random.unit()) / Math.log(1 - BLINK_CHANCE));
  }
}
