/** Which of the known words was probably meant. */

/** Typing errors forgiven: two, but never more than a third of the word. */
const errorsForgiven = (word: string): number => Math.min(2, Math.floor(word.length / 3));

/**
 * The known word nearest to the one given, letter case, `_` and `-` aside; null where none is near.
 * An exact match after that folding always counts.
 */
export const nearestWord = (word: string, known: Iterable<string>): string | null => nearestOf(known)(word);

/** {@link nearestWord} for many words against the same known ones, which are prepared once. */
export function nearestOf(known: Iterable<string>): (word: string) => string | null {
  const candidates = Array.from(known, (word) => {
    const folded = fold(word);
    return { word, folded, letters: letterSet(folded) };
  });
  return (word) => {
    const folded = fold(word);
    const letters = letterSet(folded);
    let best: string | null = null;
    let limit = errorsForgiven(folded);
    for (const candidate of candidates) {
      if (Math.abs(candidate.folded.length - folded.length) > limit) continue;
      if (bitsSet(candidate.letters ^ letters) > 2 * limit) continue;
      const errors = editDistance(folded, candidate.folded, limit);
      if (errors > limit) continue;
      best = candidate.word;
      if (errors === 0) return best;
      limit = errors - 1;
    }
    return best;
  };
}

/** A bit for each letter present, folded into 32: one error changes two bits at most. */
function letterSet(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
  return set;
}

function bitsSet(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1;
  return count;
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
