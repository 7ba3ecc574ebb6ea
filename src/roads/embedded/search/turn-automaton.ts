/** How far along banned sequences a vehicle is, as a number; 0 is along none. */
export type TurnState = number;

/** Above any ref, below 2^53 together with any number of states. */
const REF_SPAN = 2 ** 31;

/**
 * Follows refs through banned sequences of them all at once (Aho and Corasick 1975). A state is the
 * longest end of the history that begins some sequence; its depth is how many refs that are.
 */
export class TurnAutomaton {
  /** By state; the root is state 0 of depth 0. */
  readonly depths: number[] = [0];
  readonly parents: number[] = [0];
  /** The ref that led to the state, -1 at the root. */
  readonly refs: number[] = [-1];
  private readonly fallbacks: number[] = [0];
  private readonly children = new Map<number, TurnState>();
  private readonly ends = new Set<number>();

  /** @param sequences each of at least two refs: its last is banned to who came by the others. */
  constructor(sequences: Iterable<readonly number[]>) {
    for (const sequence of sequences) this.insert(sequence);
    const byDepth = this.depths.map((_, state) => state).sort((a, b) => this.depths[a]! - this.depths[b]!);
    for (const state of byDepth) {
      const parent = this.parents[state]!;
      this.fallbacks[state] = parent === 0 ? 0 : this.step(this.fallbacks[parent]!, this.refs[state]!);
    }
  }

  /** The state after one more ref. */
  step(state: TurnState, ref: number): TurnState {
    for (let from = state; ; from = this.fallbacks[from]!) {
      const next = this.children.get(from * REF_SPAN + ref);
      if (next !== undefined) return next;
      if (from === 0) return 0;
    }
  }

  /** Whether a ref would complete a banned sequence. */
  bans(state: TurnState, ref: number): boolean {
    for (let from = state; from !== 0; from = this.fallbacks[from]!) {
      if (this.ends.has(from * REF_SPAN + ref)) return true;
    }
    return false;
  }

  private insert(sequence: readonly number[]): void {
    let state = 0;
    for (const ref of sequence.slice(0, -1)) {
      const key = state * REF_SPAN + ref;
      let next = this.children.get(key);
      if (next === undefined) {
        next = this.depths.push(this.depths[state]! + 1) - 1;
        this.parents.push(state);
        this.refs.push(ref);
        this.children.set(key, next);
      }
      state = next;
    }
    this.ends.add(state * REF_SPAN + sequence[sequence.length - 1]!);
  }
}
