/** Paths into a document and the values that stand there. */

export type PathParts = readonly PropertyKey[];

/** Turns a path inside a document or row into the words a fault names it by. */
export type PathText = (path: PathParts) => string;

const VALUE_LIMIT = 120;
/** Keys whose values are about people, or may be: they never appear in a fault. */
const PERSONAL = new Set<PropertyKey>(['contact', 'phone', 'driver', 'plate', 'note', 'zh', 'en', 'title']);
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** `orders[17].readyAt`; `$` for the document itself. */
export function pathText(path: PathParts): string {
  let text = '';
  for (const part of path) {
    const key = cut(String(part));
    if (typeof part === 'number') text += `[${key}]`;
    else if (PLAIN_KEY.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text === '' ? '$' : text;
}

/** What stands at a path; undefined where there is nothing. */
export function valueAt(document: unknown, path: PathParts): unknown {
  let value = document;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

/** The value as a fault shows it, cut; undefined where it is missing, a structure, or about people. */
export function shownValue(document: unknown, path: PathParts): string | undefined {
  if (path.some((part) => PERSONAL.has(part))) return undefined;
  const value = valueAt(document, path);
  if (value === undefined || (typeof value === 'object' && value !== null)) return undefined;
  return cut(String(value));
}

const cut = (text: string): string =>
  text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT - 1)}…` : text;
