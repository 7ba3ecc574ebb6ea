/** A four-way heap of nodes with whole-number keys that can fall; made once, cleared between searches. */
export class NodeHeap {
  private readonly nodes: Int32Array;
  private readonly keys: Int32Array;
  private readonly places: Int32Array;
  private count = 0;

  constructor(nodeCount: number) {
    this.nodes = new Int32Array(nodeCount);
    this.keys = new Int32Array(nodeCount);
    this.places = new Int32Array(nodeCount).fill(-1);
  }

  get size(): number {
    return this.count;
  }

  /** The least key; only while there is one. */
  minKey(): number {
    return this.keys[this.nodes[0]!]!;
  }

  /** Adds a node, or gives it a new key where it is in the heap. */
  push(node: number, key: number): void {
    let place = this.places[node]!;
    if (place < 0) {
      place = this.count;
      this.count += 1;
      this.keys[node] = key;
      this.rise(node, place);
      return;
    }
    const before = this.keys[node]!;
    this.keys[node] = key;
    if (key < before) this.rise(node, place);
    else this.sink(node, place);
  }

  /** Removes and returns the node of the least key. */
  pop(): number {
    const top = this.nodes[0]!;
    this.places[top] = -1;
    this.count -= 1;
    if (this.count > 0) this.sink(this.nodes[this.count]!, 0);
    return top;
  }

  clear(): void {
    for (let i = 0; i < this.count; i += 1) this.places[this.nodes[i]!] = -1;
    this.count = 0;
  }

  private rise(node: number, from: number): void {
    const key = this.keys[node]!;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const other = this.nodes[parent]!;
      if (this.keys[other]! <= key) break;
      this.nodes[place] = other;
      this.places[other] = place;
      place = parent;
    }
    this.nodes[place] = node;
    this.places[node] = place;
  }

  private sink(node: number, from: number): void {
    const key = this.keys[node]!;
    let place = from;
    for (;;) {
      const first = 4 * place + 1;
      if (first >= this.count) break;
      const last = Math.min(first + 4, this.count);
      let least = first;
      for (let child = first + 1; child < last; child += 1) {
        if (this.keys[this.nodes[child]!]! < this.keys[this.nodes[least]!]!) least = child;
      }
      const other = this.nodes[least]!;
      if (this.keys[other]! >= key) break;
      this.nodes[place] = other;
      this.places[other] = place;
      place = least;
    }
    this.nodes[place] = node;
    this.places[node] = place;
  }
}
