/**
 * Some of the numbers from `first` on: joining and leaving take constant time, whoever it is. All numbers stand in
 * `list`, members first, in no particular order.
 */
export class Members {
  readonly list: Int32Array;
  count: number;
  private readonly place: Int32Array;

  constructor(
    private readonly first: number,
    size: number,
    areMembers: boolean,
  ) {
    this.list = Int32Array.from({ length: size }, (_, at) => first + at);
    this.place = Int32Array.from({ length: size }, (_, at) => at);
    this.count = areMembers ? size : 0;
  }

  has(one: number): boolean {
    return this.place[one - this.first] < this.count;
  }

  /** To be called for who is none. */
  add(one: number): void {
    this.swap(one, this.count++);
  }

  /** To be called for a member. */
  remove(one: number): void {
    this.swap(one, --this.count);
  }

  private swap(one: number, to: number): void {
    const { list, place, first } = this;
    const from = place[one - first];
    const other = list[to];
    list[from] = other;
    place[other - first] = from;
    list[to] = one;
    place[one - first] = to;
  }
}
