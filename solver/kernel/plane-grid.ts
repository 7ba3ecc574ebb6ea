import type { Legs } from './legs.js';

/** Points in a cell on average. */
const PER_CELL = 3;

/** Tasks of a plane by square cells, to find the nearest without looking at every pair. */
export class PlaneGrid {
  private readonly cellStart: Int32Array;
  private readonly cellTasks: Int32Array;
  private readonly columns: number;
  private readonly lines: number;
  private readonly side: number;
  private readonly left: number;
  private readonly low: number;

  constructor(
    private readonly legs: Legs,
    n: number,
  ) {
    const [x, y] = [legs.x.subarray(0, n), legs.y.subarray(0, n)];
    const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b), Infinity);
    const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
    this.left = least(x);
    this.low = least(y);
    const [width, height] = [most(x) - this.left, most(y) - this.low];
    this.side = Math.max(1e-9, Math.sqrt((Math.max(width, 1e-9) * Math.max(height, 1e-9) * PER_CELL) / n));
    // A line of points has no area: cells then follow its length.
    if (Math.min(width, height) < this.side)
      this.side = Math.max(1e-9, (Math.max(width, height) * PER_CELL) / n);
    this.columns = Math.floor(width / this.side) + 1;
    this.lines = Math.floor(height / this.side) + 1;
    this.cellStart = new Int32Array(this.columns * this.lines + 1);
    for (let task = 0; task < n; task++) this.cellStart[this.cellOf(task) + 1]++;
    for (let cell = 0; cell < this.columns * this.lines; cell++)
      this.cellStart[cell + 1] += this.cellStart[cell];
    this.cellTasks = new Int32Array(n);
    const filled = this.cellStart.slice();
    for (let task = 0; task < n; task++) this.cellTasks[filled[this.cellOf(task)]++] = task;
  }

  /** Writes at least `wanted` tasks nearest to one, and some more, into `into`; returns their number. */
  nearest(task: number, wanted: number, into: Int32Array): number {
    const column = this.columnOf(task);
    const line = this.lineOf(task);
    let count = 0;
    let enough = -1;
    const rings = Math.max(this.columns, this.lines);
    // A task within r rings may be farther than one in ring r + 1: rings go on by the diagonal's factor.
    for (
      let ring = 0;
      ring <= rings && (enough < 0 || ring <= Math.ceil((enough + 1) * Math.SQRT2));
      ring++
    ) {
      count = this.takeRing(column, line, ring, task, into, count);
      if (enough < 0 && count >= wanted) enough = ring;
    }
    return count;
  }

  /** The cells around a cell at a distance, those beyond the grid not looked at: a grid may be long and narrow. */
  private takeRing(
    column: number,
    line: number,
    ring: number,
    task: number,
    into: Int32Array,
    from: number,
  ): number {
    let count = from;
    const highest = Math.min(ring, this.lines - 1 - line);
    const leftmost = Math.max(-ring, -column);
    const rightmost = Math.min(ring, this.columns - 1 - column);
    for (let dy = Math.max(-ring, -line); dy <= highest; dy++) {
      if (Math.abs(dy) === ring) {
        for (let dx = leftmost; dx <= rightmost; dx++)
          count = this.take(column + dx, line + dy, task, into, count);
      } else {
        count = this.take(column - ring, line + dy, task, into, count);
        count = this.take(column + ring, line + dy, task, into, count);
      }
    }
    return count;
  }

  private take(column: number, line: number, task: number, into: Int32Array, from: number): number {
    if (column < 0 || line < 0 || column >= this.columns || line >= this.lines) return from;
    const cell = line * this.columns + column;
    let count = from;
    for (let at = this.cellStart[cell]; at < this.cellStart[cell + 1]; at++)
      if (this.cellTasks[at] !== task) into[count++] = this.cellTasks[at];
    return count;
  }

  private columnOf(task: number): number {
    return Math.floor((this.legs.x[task] - this.left) / this.side);
  }

  private lineOf(task: number): number {
    return Math.floor((this.legs.y[task] - this.low) / this.side);
  }

  private cellOf(task: number): number {
    return this.lineOf(task) * this.columns + this.columnOf(task);
  }
}
