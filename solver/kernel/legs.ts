import { roundingOf } from '../model/plane.js';
import type { PlaneTravel } from '../model/problem.js';

/**
 * Metres and seconds between rows (tasks, then depots): from matrices, or from points in a plane where a
 * matrix would be too large. Small, so that it is compiled into the loops that ask.
 */
export class Legs {
  readonly symmetric: boolean;
  /** [from * rows + to], and turned about: [to * rows + from]. Empty in a plane. For inner loops only. */
  readonly metresRows: Int32Array;
  readonly metresColumns: Int32Array;
  readonly secondsRows: Int32Array;
  readonly secondsColumns: Int32Array;
  /** Whether legs come from points: both ways alike, and seconds as metres. */
  readonly isPlane: boolean;
  /** By row; empty where there are matrices. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly scale: number;
  readonly half: number;

  constructor(
    readonly rows: number,
    metres: Int32Array,
    seconds: Int32Array,
    plane: PlaneTravel | null,
  ) {
    this.metresRows = metres;
    this.metresColumns = turned(metres, rows);
    this.secondsRows = seconds;
    this.secondsColumns = seconds === metres ? this.metresColumns : turned(seconds, rows);
    this.symmetric = metres === this.metresColumns;
    this.isPlane = plane !== null;
    this.x = plane?.x ?? new Float64Array(0);
    this.y = plane?.y ?? new Float64Array(0);
    this.scale = plane?.scale ?? 1;
    this.half = plane ? roundingOf(plane) : 0;
  }

  metres(from: number, to: number): number {
    return this.isPlane ? this.between(from, to) : this.metresRows[from * this.rows + to];
  }

  seconds(from: number, to: number): number {
    return this.isPlane ? this.between(from, to) : this.secondsRows[from * this.rows + to];
  }

  /** The legs to one place lie in a row: faster than `metres` where many are asked for. */
  metresTo(to: number, from: number): number {
    return this.isPlane ? this.between(from, to) : this.metresColumns[to * this.rows + from];
  }

  secondsTo(to: number, from: number): number {
    return this.isPlane ? this.between(from, to) : this.secondsColumns[to * this.rows + from];
  }

  private between(from: number, to: number): number {
    const dx = this.x[from] - this.x[to];
    const dy = this.y[from] - this.y[to];
    return Math.floor(this.scale * Math.sqrt(dx * dx + dy * dy) + this.half);
  }
}

/** The matrix turned about its diagonal; itself where that changes nothing. */
function turned(matrix: Int32Array, rows: number): Int32Array {
  if (matrix.length === 0) return matrix;
  let same = true;
  for (let a = 0; a < rows && same; a++)
    for (let b = 0; b < a; b++) if (matrix[a * rows + b] !== matrix[b * rows + a]) same = false;
  if (same) return matrix;
  const about = new Int32Array(matrix.length);
  for (let a = 0; a < rows; a++) for (let b = 0; b < rows; b++) about[b * rows + a] = matrix[a * rows + b];
  return about;
}
