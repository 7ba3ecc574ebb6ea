/** Turns what the schema found into faults that name the place, the fault and the remedy. */
import type { z } from 'zod';
import type { Fault, FaultCode } from '../domain/fault.js';
import { nearestWord } from '../domain/nearest-word.js';
import { type PathParts, type PathText, shownValue, valueAt } from './document-path.js';
import { knownKeys } from './schema-walk.js';
import { isZonelessTime, withOffset } from './zoneless-time.js';

/** What a remedy needs to know about the document around the value. */
export interface IssueContext {
  readonly schema: z.core.$ZodType;
  /** The document or row the issues were found in; their paths start here. */
  readonly value: unknown;
  readonly path: PathText;
  readonly timeZone: string;
}

type Issue = z.core.$ZodIssue;
type Verdict = readonly [code: FaultCode, message: string, remedy: string];

const NAMED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

export const issueFaults = (issues: readonly Issue[], context: IssueContext): Fault[] =>
  issues.flatMap((issue) => faultsOf(issue, context));

function faultsOf(issue: Issue, context: IssueContext): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(key, issue.path, context));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = issue.errors[0] ?? [];
    return branch.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, context));
  }
  const [code, message, remedy] = verdict(issue, context);
  const value = shownValue(context.value, issue.path);
  return [
    { path: context.path(issue.path), code, message, ...(value === undefined ? {} : { value }), remedy },
  ];
}

function unknownKey(key: string, parent: PathParts, context: IssueContext): Fault {
  const known = knownKeys(context.schema, parent);
  const there = Object.keys((valueAt(context.value, parent) as object | undefined) ?? {});
  const likely = nearestWord(
    key,
    known.filter((one) => !there.includes(one)),
  );
  const remedy = likely ? `Write \`${likely}\`.` : `Remove it; the keys known here are ${known.join(', ')}.`;
  return {
    path: context.path([...parent, key]),
    code: 'unknown-key',
    message: 'is not a key known here',
    remedy,
  };
}

function verdict(issue: Issue, context: IssueContext): Verdict {
  const value = valueAt(context.value, issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? missing(issue) : wrongType(issue.expected, value);
    case 'too_small':
    case 'too_big':
      return outOfRange(issue, context);
    case 'invalid_format':
      return badFormat(issue.message, issue.format, value, context.timeZone);
    case 'invalid_value':
      return value === undefined ? missing(issue) : notOneOf(issue.values, value);
    case 'invalid_union':
      return value === undefined ? missing(issue) : notOneOf(optionsOf(issue), value);
    case 'custom':
      return ['missing', `needs ${issue.message}`, 'Add what is missing.'];
    default:
      return ['bad-format', issue.message, 'Write it as docs/day-format.md shows.'];
  }
}

/** What a union that is told apart by a key offers for it. */
const optionsOf = (issue: Issue): readonly unknown[] =>
  (issue as { readonly options?: readonly unknown[] }).options ?? [];

function missing(issue: Issue): Verdict {
  const key = String(issue.path.at(-1) ?? 'the document');
  const what =
    issue.code === 'invalid_value' || issue.code === 'invalid_union'
      ? `one of ${(issue.code === 'invalid_value' ? issue.values : optionsOf(issue)).map(String).join(', ')}`
      : issue.code === 'invalid_type'
        ? issue.message.startsWith('Invalid')
          ? (NAMED[issue.expected] ?? issue.expected)
          : issue.message
        : 'a value';
  return ['missing', 'is missing', `Add \`${key}\`: ${what}.`];
}

function wrongType(expected: string, value: unknown): Verdict {
  const wanted = NAMED[expected] ?? expected;
  const number = expected === 'number' || expected === 'int';
  if (value === null)
    return ['wrong-type', `must be ${wanted}, not null`, 'Give a value or leave the key out.'];
  if (typeof value === 'number') {
    const what = Number.isFinite(value) ? 'a number' : String(value);
    if (!number) return ['wrong-type', `must be ${wanted}, not ${what}`, remedyForText(expected)];
    if (!Number.isFinite(value))
      return ['wrong-type', `must be ${wanted}, not ${what}`, 'Write a finite number.'];
    return ['wrong-type', `must be ${wanted}`, `Write ${Math.round(value)}.`];
  }
  const message = `must be ${wanted}, not ${kindOf(value)}`;
  if (number && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return ['wrong-type', message, `Write ${Number(value)} without quotes.`];
  return ['wrong-type', message, `Write ${wanted}.`];
}

const remedyForText = (expected: string): string =>
  expected === 'string' ? 'Put it in double quotes.' : `Write ${NAMED[expected] ?? expected}.`;

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : (NAMED[typeof value] ?? typeof value);

type RangeIssue = Extract<Issue, { code: 'too_small' | 'too_big' }>;

function outOfRange(issue: RangeIssue, context: IssueContext): Verdict {
  const low = issue.code === 'too_small';
  const limit = Number(low ? issue.minimum : issue.maximum);
  const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
  const bound =
    issue.inclusive === false
      ? `${low ? 'more' : 'less'} than ${limit}`
      : `at ${low ? 'least' : 'most'} ${limit}`;
  const swapped = swapRemedy(issue.path, context.value);
  const remedy = swapped ?? (unit ? `Give ${bound}${unit}.` : `Write a value that is ${bound}.`);
  return ['out-of-range', `must ${unit ? 'have' : 'be'} ${bound}${unit}`, remedy];
}

/** Latitude and longitude written the wrong way round, where only that way round is possible. */
function swapRemedy(path: PathParts, document: unknown): string | null {
  const key = path.at(-1);
  if (key !== 'lat' && key !== 'lon') return null;
  const { lat, lon } = (valueAt(document, path.slice(0, -1)) ?? {}) as { lat?: unknown; lon?: unknown };
  if (typeof lat !== 'number' || typeof lon !== 'number' || Math.abs(lat) > 180 || Math.abs(lon) > 90)
    return null;
  return `Latitude and longitude look swapped: write "lat": ${lon}, "lon": ${lat}.`;
}

function badFormat(message: string, format: string, value: unknown, timeZone: string): Verdict {
  const text = typeof value === 'string' ? value.slice(0, 200) : '';
  const wanted = message.startsWith('Invalid')
    ? format === 'date'
      ? 'a date YYYY-MM-DD'
      : 'of another form'
    : message;
  if (isZonelessTime(text) && wanted.includes('offset')) {
    const remedy = `Say which offset is meant; in ${timeZone} it is written ${withOffset(text, timeZone)}.`;
    return ['time-without-offset', 'is a time without an offset', remedy];
  }
  return ['bad-format', `must be ${wanted}`, formatRemedy(wanted, text)];
}

function formatRemedy(wanted: string, text: string): string {
  const clock = /^(\d{1,2})[:：.](\d{2})(?::\d{2})?$/.exec(text.trim());
  if (wanted.includes('HH:MM') && clock) {
    const hour = Number(clock[1]);
    if (hour < 24 && Number(clock[2]) < 60) return `Write "${String(hour).padStart(2, '0')}:${clock[2]}".`;
    if (hour === 24) return 'Write "23:59" for the end of the day.';
  }
  const kept = text
    .trim()
    .replace(/[^\p{L}\p{N}._:-]+/gu, '-')
    .replace(/^[._:-]+|-+$/gu, '')
    .slice(0, 80);
  if (wanted.startsWith('letters, digits') && kept !== '') return `Use "${kept}", wherever it is named.`;
  return `Write ${wanted === 'of another form' ? 'it as docs/day-format.md shows' : wanted}.`;
}

function notOneOf(values: readonly unknown[], value: unknown): Verdict {
  const known = values.map(String);
  const likely = typeof value === 'string' ? nearestWord(value, known) : null;
  const remedy = likely ? `Write "${likely}".` : `Write ${known.map((one) => `"${one}"`).join(' or ')}.`;
  return ['bad-format', `must be ${known.length === 1 ? '' : 'one of '}${known.join(', ')}`, remedy];
}
