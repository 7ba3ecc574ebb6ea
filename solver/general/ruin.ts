import type { Random } from '../search/random.js';
import type { Neighbours } from '../search/neighbours.js';
import { AVERAGE_REMOVED, StringDraw } from '../search/string-draw.js';
import type { GeneralState } from './general-state.js';
import type { RequestNeighbours } from './request-neighbours.js';

/** How strongly the most alike requests are preferred (Ropke and Pisinger 2006, section 3.1.1). */
const ALIKE_POWER = 6;

/** A way to choose what is taken out; the weights add up to 1. */
const WAYS = [
  { way: 'strings', weight: 0.55 },
  { way: 'alike', weight: 0.25 },
  { way: 'any', weight: 0.08 },
  { way: 'day', weight: 0.12 },
] as const;

/** Takes some requests out of the plan; the days they leave are touched and compacted, not judged anew. */
export class Ruin {
  private readonly struck: Int32Array;
  private stamp = 0;
  private readonly draw: StringDraw;

  constructor(
    private readonly state: GeneralState,
    private readonly neighbours: Neighbours,
    private readonly alike: RequestNeighbours,
    private readonly random: Random,
  ) {
    this.struck = new Int32Array(state.problem.vehicleCount);
    this.draw = new StringDraw(random);
  }

  /** Removes some ten requests. */
  strike(): void {
    const { state, random } = this;
    if (state.absentCount === state.requests.unitCount) return;
    let draw = random.unit();
    for (const { way, weight } of WAYS) {
      draw -= weight;
      if (draw > 0) continue;
      if (way === 'strings') this.strings();
      else if (way === 'alike') this.alikeRequests();
      else if (way === 'any') this.anyRequests();
      else this.wholeDay();
      break;
    }
    for (let at = 0; at < state.touchedCount; at++) state.compact(state.touched[at]);
  }

  /** Takes a day's requests out. */
  emptyDay(vehicle: number): void {
    const { state } = this;
    for (let at = 0; at < state.length[vehicle]; at++) this.drop(state.tokens[vehicle][at]);
    if (state.length[vehicle] > 0) state.compact(vehicle);
  }

  /** Slack induction by string removal: strings of neighbouring tasks out of days near a seed. */
  private strings(): void {
    const { state, random, draw } = this;
    const { list, count } = this.neighbours;
    this.stamp++;
    const longest = draw.longest(this.averageDay());
    let strings = draw.strings(longest, AVERAGE_REMOVED);
    const seed = random.below(state.taskCount);
    strings -= this.takeFrom(seed, longest);
    for (let at = seed * count; at < (seed + 1) * count && strings > 0; at++)
      strings -= this.takeFrom(list[at], longest);
  }

  private averageDay(): number {
    const { state } = this;
    let days = 0;
    let tokens = 0;
    for (let vehicle = 0; vehicle < state.problem.vehicleCount; vehicle++) {
      if (state.length[vehicle] > 0) days++;
      tokens += state.length[vehicle];
    }
    return (tokens - days) / Math.max(1, days);
  }

  /** Takes a string around a task out of its day; 0 where it is absent or that day was struck before. */
  private takeFrom(task: number, longest: number): number {
    const { state, draw } = this;
    const vehicle = state.vehicleOf[task];
    if (vehicle < 0 || this.struck[vehicle] === this.stamp) return 0;
    this.struck[vehicle] = this.stamp;
    // The day's last token is a sink, which belongs to no string.
    const size = state.length[vehicle] - 1;
    draw.draw(size, Math.min(state.position[task], size - 1), longest);
    for (let place = 0; place < draw.span; place++)
      if (!draw.keeps(place)) this.drop(state.tokens[vehicle][draw.start + place]);
    return 1;
  }

  private alikeRequests(): void {
    const { state, random } = this;
    const { list, count } = this.alike;
    const seed = random.below(state.requests.count);
    const wanted = 2 + random.below(2 * AVERAGE_REMOVED - 2);
    this.dropRequest(seed);
    for (let draws = 0, removed = 1; draws < 2 * wanted && removed < wanted && count > 0; draws++) {
      const place = Math.floor(count * Math.pow(random.unit(), ALIKE_POWER));
      if (this.dropRequest(list[seed * count + place])) removed++;
    }
  }

  private anyRequests(): void {
    const wanted = 1 + this.random.below(AVERAGE_REMOVED);
    for (let at = 0; at < wanted; at++) this.dropRequest(this.random.below(this.state.requests.count));
  }

  private wholeDay(): void {
    const { state, random } = this;
    const vehicle = state.vehicleOf[random.below(state.taskCount)];
    if (vehicle < 0) return;
    for (let at = 0; at < state.length[vehicle]; at++) this.drop(state.tokens[vehicle][at]);
  }

  private drop(token: number): void {
    if (token < this.state.taskCount) this.dropRequest(this.state.requests.ofTask[token]);
  }

  private dropRequest(request: number): boolean {
    const { state } = this;
    if (state.servedBy[state.requests.unitOf[request]] !== request) return false;
    state.drop(request);
    return true;
  }
}
