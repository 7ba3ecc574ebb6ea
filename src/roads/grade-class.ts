/** Classes by which maps show how steep a road is; each begins at its percent and ends where the next does. */
export const GRADE_CLASS_FROM_PERCENT = [0, 3, 6, 9, 12, 16] as const;

/** Number of the class of a grade, up or down, in percent. */
export function gradeClass(percent: number): number {
  const steep = Math.abs(percent);
  let found = 0;
  while (steep >= (GRADE_CLASS_FROM_PERCENT[found + 1] ?? Infinity)) found += 1;
  return found;
}
