import type { Fault, FaultCode } from '../domain/fault.js';

/** Faults listed unless an option says otherwise. */
export const DEFAULT_MAX_FAULTS = 1000;

/** Gathers the faults of one document; counts all, keeps the first so many. */
export class FaultList {
  readonly #kept: Fault[] = [];
  #count = 0;

  constructor(private readonly limit: number = DEFAULT_MAX_FAULTS) {}

  get count(): number {
    return this.#count;
  }

  /** True where further faults are only counted, so nothing costly need be worked out for them. */
  get full(): boolean {
    return this.#kept.length >= this.limit;
  }

  add(fault: Fault): void {
    this.#count += 1;
    if (!this.full) this.#kept.push(fault);
  }

  /** The faults kept, and one more that tells how many are not listed. */
  list(): readonly Fault[] {
    const left = this.#count - this.#kept.length;
    if (left === 0) return this.#kept;
    const last: Fault = {
      path: '$',
      code: 'too-large',
      message: `${left} more ${left === 1 ? 'fault is' : 'faults are'} not listed`,
      remedy: 'Mend those listed and send the document again, or raise the limit of faults.',
    };
    return [...this.#kept, last];
  }
}

/** A fault without the offending value: it is missing, personal or a whole row. */
export const faultOf = (path: string, code: FaultCode, message: string, remedy: string): Fault => ({
  path,
  code,
  message,
  remedy,
});
