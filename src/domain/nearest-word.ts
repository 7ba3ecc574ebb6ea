/** Which of the known words was probably meant. */

/** Typing errors forgiven: two, but never more than a third of the word. */
const errorsForgiven = (word: string): number => Math.min(2, Math.floor(word.length / 3));

/**
 * The known word nearest to the one given, letter case, `_` and `-` aside; null where none is near.
 * An exact match after that folding always counts.
 */
export function nearestWord(word: string, known: Iterable<string>): string | null {
  const folded = fold(word);
  let best: string | null = null;
  let limit = errorsForgiven(folded);
  for (const candidate of known) {
    const errors = editDistance(folded, fold(candidate), limit);
    if (errors > limit) continue;
    best = candidate;
    if (errors === 0) return candidate;
    limit = errors - 1;
  }
  return best;
}

const fold = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');

/**
 * Insertions, deletions, replacements and swaps of neighbours between two words; `limit + 1` where
 * there are more. Damerau's distance in its restricted form.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j - 1) + (same ? 0 : 1), at(last, j) + 1, at(row, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(older, j - 2) + 1);
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    older = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] as number;
