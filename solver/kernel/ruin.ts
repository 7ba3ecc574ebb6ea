import type { Random } from '../search/random.js';
import { AVERAGE_REMOVED, StringDraw } from '../search/string-draw.js';
import type { Logbook } from './logbook.js';
import type { NearTasks } from './near.js';
import { HEAD, NEXT, PREV } from './node-record.js';
import type { Routes } from './routes.js';

/** Tasks removed on average where windows bind: places are dearer to look at, and the plan changes more with each. */
const AVERAGE_REMOVED_TIMED = 7;
/** Absent tasks near the seed that may come along, where leaving out is allowed. */
const MOST_ABSENT = 10;
/** Chance that the seed is an absent task, where there are any. */
const ABSENT_SEED_CHANCE = 0.2;
/** Chance that all absent tasks near the seed come along: together they may be worth a run. */
const ALL_ABSENT_CHANCE = 0.05;
/** Chances of taking out a whole run near the seed, and a vehicle's whole day, where windows bind. */
const WHOLE_RUN_CHANCE = 0.1;
const WHOLE_DAY_CHANCE = 0.02;

/** Slack induction by string removal: takes strings of neighbouring tasks out of runs near a seed. */
export class Ruin {
  /** The tasks to put back: those removed, and absent ones met on the way. Entries [0, count). */
  readonly tasks: Int32Array;
  count = 0;
  /** Days touched by removals this time; all stand in the logbook. */
  private readonly struck: Int32Array;
  /** When a task was last marked. */
  private readonly marked: Int32Array;
  private stamp = 0;
  private readonly mayTakeWhole: boolean;
  private readonly removed: number;
  private readonly draw: StringDraw;

  constructor(
    private readonly routes: Routes,
    private readonly near: NearTasks,
    private readonly logbook: Logbook,
    private readonly random: Random,
  ) {
    this.tasks = new Int32Array(routes.n);
    this.mayTakeWhole = routes.plain.timed;
    this.draw = new StringDraw(random);
    this.removed = routes.plain.timed ? AVERAGE_REMOVED_TIMED : AVERAGE_REMOVED;
    this.marked = new Int32Array(routes.n);
    this.struck = new Int32Array(routes.size);
  }

  /**
   * Removes strings around a random task and refreshes the days they leave. False where one of these cannot
   * be driven, for the way between two tasks may take longer than over a third: the caller then takes back.
   */
  strike(): boolean {
    const { routes, random, near } = this;
    const { nodes, n } = routes;
    // Kept within the arrays' 32 bits, for a long search has more iterations.
    this.stamp = (this.stamp + 1) | 0;
    this.count = 0;
    const served = n - routes.absentCount;
    const { absentCount } = routes;
    const atAbsent = absentCount > 0 && random.unit() < ABSENT_SEED_CHANCE;
    const seed = atAbsent ? routes.absent[random.below(absentCount)] : random.below(n);
    if (served === 0) this.takeAbsent(seed);
    else {
      const average = served / this.runsInUse();
      const longest = this.draw.longest(Math.floor(average));
      let strings = this.draw.strings(longest, this.removed);
      let absents = random.unit() < ALL_ABSENT_CHANCE ? -near.count : 0;
      const visit = (task: number): void => {
        const run = nodes[task * 8 + HEAD];
        if (run < 0) {
          if (this.marked[task] === this.stamp || absents >= MOST_ABSENT) return;
          absents++;
          this.mark(task);
        } else if (this.struck[run] !== this.stamp) {
          this.struck[run] = this.stamp;
          if (this.mayTakeWhole && random.unit() < WHOLE_RUN_CHANCE) this.takeWhole(run);
          else this.takeString(run, task, longest);
          strings--;
        }
      };
      visit(seed);
      for (let at = seed * near.count; strings > 0 && at < (seed + 1) * near.count; at++)
        visit(near.list[at]);
    }
    return this.logbook.refreshAll();
  }

  /** In a plan without runs there is nothing to remove: a task and those near it may be worth a run. */
  private takeAbsent(seed: number): void {
    const { list, count } = this.near;
    this.mark(seed);
    for (let at = seed * count; at < (seed + 1) * count; at++) this.mark(list[at]);
  }

  /** All tasks of a run, or of its vehicle's day. */
  private takeWhole(run: number): void {
    const { routes } = this;
    const { nodes, n, slotOf, runsOf } = routes;
    const slot = slotOf[run];
    const day = runsOf[slot] > 1 && this.random.unit() < WHOLE_DAY_CHANCE / WHOLE_RUN_CHANCE;
    this.logbook.note(slot);
    const from = day ? n + slot : run;
    for (let node = nodes[from * 8 + NEXT]; node !== from && (day || node < n);) {
      const then = nodes[node * 8 + NEXT];
      if (node < n) this.take(node);
      else this.struck[node] = this.stamp;
      node = then;
    }
    this.struck[from] = this.stamp;
  }

  private runsInUse(): number {
    const { routes } = this;
    if (!routes.plain.manyRuns) return Math.max(1, routes.usedSlots);
    let runs = 0;
    for (let at = 0; at < routes.usedSlots; at++) runs += routes.runsOf[routes.slotList[at]];
    return Math.max(1, runs);
  }

  private mark(task: number): void {
    this.marked[task] = this.stamp;
    this.tasks[this.count++] = task;
  }

  private take(task: number): void {
    if (this.logbook.bySteps) this.logbook.pull(task);
    else this.routes.unlink(task);
    this.mark(task);
  }

  private takeString(run: number, task: number, longest: number): void {
    const { routes } = this;
    const { nodes, n } = routes;
    this.logbook.note(routes.slotOf[run]);
    let before = 0;
    for (let node = nodes[task * 8 + PREV]; node < n && before < 2 * longest; node = nodes[node * 8 + PREV])
      before++;
    let behind = 0;
    for (let node = nodes[task * 8 + NEXT]; node < n && behind < 2 * longest; node = nodes[node * 8 + NEXT])
      behind++;
    // Drawn from the run's end: places before the task and behind it change their parts.
    const { draw } = this;
    draw.draw(before + 1 + behind, behind, longest);
    let node = task;
    for (let back = draw.start + draw.span - 1 - behind; back > 0; back--) node = nodes[node * 8 + PREV];
    for (let at = 0; at < draw.span; at++) {
      const then = nodes[node * 8 + NEXT];
      if (!draw.keeps(at)) this.take(node);
      node = then;
    }
  }
}
