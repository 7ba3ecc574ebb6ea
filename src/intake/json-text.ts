import type { Fault } from '../domain/fault.js';
import { faultOf } from './fault-list.js';

export type JsonReading =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: Fault };

/** Parses JSON text or its bytes. What is wrong is named by line and column, never by the text around it. */
export function parseJson(input: string | Uint8Array): JsonReading {
  const text = typeof input === 'string' ? input : utf8(input);
  if (text === null)
    return refused('the document is not UTF-8 text', 'Save it as UTF-8; a packed or Excel file is not JSON.');
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.trim() === '') return refused('the document is empty', 'Send a day as JSON.');
  try {
    return { ok: true, value: JSON.parse(body) as unknown };
  } catch {
    const at = firstFault(body);
    return refused(`not JSON: ${at.expected} at ${lineAndColumn(body, at.offset)}`, at.remedy);
  }
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const refused = (message: string, remedy: string): JsonReading => ({
  ok: false,
  fault: faultOf('$', 'not-json', message, remedy),
});

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

interface Misfit {
  readonly offset: number;
  readonly expected: string;
  readonly remedy: string;
}

const TOKEN =
  // eslint-disable-next-line no-control-regex -- JSON forbids control characters in text
  /[ \t\n\r]*(?:([{}[\]:,])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y;

type Expect = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'next' | 'end';

/**
 * The first place where text stops being JSON. The runtime's own message names no place for some
 * faults and quotes the document, which may hold phone numbers.
 */
function firstFault(text: string): Misfit {
  const open: string[] = [];
  let expect: Expect = 'value';
  let offset = 0;
  for (;;) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (!match) return misfit(text, offset, expect, open.at(-1));
    const start = TOKEN.lastIndex - match[0].trimStart().length;
    const next = after(expect, match[1] ?? (match[2] === undefined ? 'literal' : 'string'), open);
    if (next === null) return misfit(text, start, expect, open.at(-1));
    expect = next;
    offset = TOKEN.lastIndex;
  }
}

/** What may follow a token; null where the token itself may not stand here. Keeps the open brackets. */
function after(expect: Expect, token: string, open: string[]): Expect | null {
  const done = (): Expect => (open.length === 0 ? 'end' : 'next');
  if (expect === 'next') {
    if (token === ',') return open.at(-1) === '{' ? 'key' : 'value';
    if (token !== (open.at(-1) === '{' ? '}' : ']')) return null;
    open.pop();
    return done();
  }
  if (expect === ':') return token === ':' ? 'value' : null;
  if (expect === 'end') return null;
  if ((expect === 'key or }' && token === '}') || (expect === 'value or ]' && token === ']')) {
    open.pop();
    return done();
  }
  if (expect.startsWith('key')) return token === 'string' ? ':' : null;
  if (token === '{' || token === '[') {
    open.push(token);
    return token === '{' ? 'key or }' : 'value or ]';
  }
  return token === 'string' || token === 'literal' ? done() : null;
}

function misfit(text: string, from: number, expect: Expect, open: string | undefined): Misfit {
  const offset = from + (/^[ \t\n\r]*/.exec(text.slice(from))?.[0].length ?? 0);
  const rest = text.slice(offset, offset + 12);
  const closing = open === '{' ? '}' : ']';
  const expected = {
    value: 'a value is expected',
    'value or ]': 'a value or ] is expected',
    key: 'a key in double quotes is expected',
    'key or }': 'a key in double quotes or } is expected',
    ':': 'a colon is expected',
    next: `a comma or ${closing} is expected`,
    end: 'nothing more is expected',
  }[expect];
  return { offset, expected, remedy: remedyFor(rest, expect) };
}

function remedyFor(rest: string, expect: Expect): string {
  if (rest === '') return 'The text ends too early: it was cut, or a bracket is not closed. Send it whole.';
  if (expect === ':') return 'Put a colon between the key and its value.';
  if (/^[}\]]/.test(rest) && (expect === 'key' || expect === 'value')) return 'Remove the comma before it.';
  if (/^-?(NaN|Infinity)/.test(rest))
    return 'JSON has no NaN or Infinity: write a number or leave the key out.';
  if (rest.startsWith("'") || rest.startsWith('“')) return 'Put text in straight double quotes.';
  if (rest.startsWith('"'))
    return expect === 'next'
      ? 'Put a comma between the two.'
      : 'Close the quotes; write a line break in text as \\n.';
  if (/^\/[/*]/.test(rest)) return 'JSON has no comments: remove it.';
  if (/^[\p{L}_]/u.test(rest) && expect.startsWith('key')) return 'Put the key in double quotes.';
  if (/^[+.0-9-]/.test(rest)) return 'Write the number plainly, such as 0.5 or 12.';
  return 'Mend the text there; an editor that knows JSON shows the place.';
}
