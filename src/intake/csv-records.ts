import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { decodeText } from './decode-text.js';

export interface CsvRecord {
  readonly cells: readonly string[];
  /** Where it ends in the file, from 1. */
  readonly line: number;
  readonly delimiter: string;
}

/** How far a stream has been decoded when it ends or fails. */
export interface Decoded {
  /** Line breaks seen. */
  lines: number;
}

/** No row of an orders file is longer, characters; a longer one has its quotes open. */
const MAX_RECORD = 65_536;
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * The records of a CSV stream, read as they are asked for. Commas, semicolons or tabs, after the
 * first line; UTF-8 or GBK; blank lines skipped. Ending early closes the stream.
 * @throws EncodingError, the parser's CsvError, and whatever the stream throws.
 */
export async function* csvRecords(
  stream: AsyncIterable<Uint8Array | string>,
  decoded: Decoded = { lines: 0 },
): AsyncGenerator<CsvRecord> {
  const text = counted(decodeText(stream), decoded);
  const head = await firstLine(text);
  const delimiter = delimiterOf(head);
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    max_record_size: MAX_RECORD,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const fed = pipeline(Readable.from(chained(head, text)), parser);
  // A failure reaches the reader through the parser; here it would only be reported twice.
  fed.catch(() => undefined);
  for await (const row of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
    yield { cells: row.record, line: row.info.lines, delimiter };
}

async function* counted(text: AsyncGenerator<string>, decoded: Decoded): AsyncGenerator<string> {
  for await (const piece of text) {
    decoded.lines += piece.split('\n').length - 1;
    yield piece;
  }
}

/** Text up to and with the first line break. */
async function firstLine(text: AsyncGenerator<string>): Promise<string> {
  let head = '';
  while (head.length < MAX_RECORD && !head.includes('\n')) {
    const next = await text.next();
    if (next.done) break;
    head += next.value;
  }
  return head;
}

async function* chained(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

/** The sign that stands most often in the first line, outside quotes. */
function delimiterOf(head: string): string {
  const line = (head.split('\n')[0] ?? '').replace(/"[^"]*"/g, '');
  const times = (sign: string): number => line.split(sign).length - 1;
  return DELIMITERS.reduce((best, sign) => (times(sign) > times(best) ? sign : best));
}
