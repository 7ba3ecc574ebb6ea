/** Finds where text stops being JSON. Loops by hand: patterns run out of stack on long strings. */

type Expect = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'next' | 'end';

export interface Misfit {
  readonly offset: number;
  readonly expected: string;
  readonly remedy: string;
}

interface Token {
  /** A sign, or what the token is. */
  readonly kind: string;
  /** Offset behind it. */
  readonly end: number;
}

/**
 * The first place where text that does not parse stops being JSON. The runtime's own message names no
 * place for some faults and quotes the document, which may hold phone numbers.
 */
export function firstMisfit(text: string): Misfit {
  const open: string[] = [];
  let expect: Expect = 'value';
  let offset = 0;
  for (;;) {
    while (' \t\n\r'.includes(text[offset] ?? '?')) offset += 1;
    const token = tokenAt(text, offset);
    const next: Expect | null = token && after(expect, token.kind, open);
    if (!token || next === null) return misfit(text, offset, expect, open.at(-1));
    expect = next;
    offset = token.end;
  }
}

function tokenAt(text: string, start: number): Token | null {
  const sign = text[start];
  if (sign === undefined) return null;
  if ('{}[]:,'.includes(sign)) return { kind: sign, end: start + 1 };
  if (sign === '"') return stringAt(text, start);
  let end = start;
  while (/[\w.+-]/.test(text[end] ?? ' ')) end += 1;
  const word = text.slice(start, end);
  if (/^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(word)) return { kind: 'literal', end };
  return null;
}

function stringAt(text: string, start: number): Token | null {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return { kind: 'string', end: at + 1 };
    if (code < FIRST_PRINTABLE) return null;
    if (code !== BACKSLASH) continue;
    if (text[at + 1] === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) at += 5;
    else if ('"\\/bfnrt'.includes(text[at + 1] ?? '?')) at += 1;
    else return null;
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

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

function misfit(text: string, offset: number, expect: Expect, open: string | undefined): Misfit {
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
