/**
 * A closed walk over the numbers 0..size-1 that takes every ordered pair of different ones exactly once:
 * from k it first walks all of k+1..size-1, then to each of the others and back.
 * Yields size * (size - 1) + 1 numbers; nothing for no numbers.
 */
export function* eulerTour(size: number): Generator<number> {
  for (let k = 0; k < size; k += 1) yield k;
  for (let k = size - 2; k >= 0; k -= 1) {
    yield k;
    for (let j = k + 2; j < size; j += 1) {
      yield j;
      yield k;
    }
  }
}

/** From the hub to each spoke and back. */
export function* starTour(hub: number, spokes: readonly number[]): Generator<number> {
  if (spokes.length > 0) yield hub;
  for (const spoke of spokes) {
    yield spoke;
    yield hub;
  }
}

/** Cuts a walk into pieces of at most `most` stops (at least 2); each begins where the one before ends. */
export function* piecesOf(walk: Iterable<number>, most: number): Generator<number[]> {
  let piece: number[] = [];
  for (const stop of walk) {
    piece.push(stop);
    if (piece.length < most) continue;
    yield piece;
    piece = [stop];
  }
  if (piece.length > 1) yield piece;
}
