import type { Fault } from '../domain/fault.js';
import { faultOf } from './fault-list.js';
import { firstMisfit } from './json-misfit.js';

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
    const at = firstMisfit(body);
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
