import { TextDecoder } from 'node:util';

/** Text out of bytes that do not say how they are encoded: UTF-8, GB 18030 (GBK) or UTF-16 with a mark. */

/** Bytes after the first one beyond ASCII by which the encoding is judged. */
const JUDGED_BYTES = 65_536;

export class EncodingError extends Error {
  constructor() {
    super('the text changes its encoding part way');
    this.name = 'EncodingError';
  }
}

/**
 * Decodes a stream piece by piece, without its byte order mark. ASCII reads the same either way, so the
 * encoding is judged when the first other byte comes: valid UTF-8, else GB 18030, which Chinese
 * spreadsheets write.
 * @throws EncodingError where the text is neither, and whatever the stream throws.
 */
export async function* decodeText(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    if (decoder) {
      yield decoded(decoder, bytes, true);
      continue;
    }
    held = joined(held, bytes);
    const first = held.findIndex((byte) => byte > 0x7f);
    if (first < 0) {
      yield ascii(held);
      held = new Uint8Array(0);
    } else if (held.length - first >= JUDGED_BYTES) {
      decoder = decoderFor(held, true);
      yield decoded(decoder, held, true);
      held = new Uint8Array(0);
    }
  }
  decoder ??= decoderFor(held, false);
  yield decoded(decoder, held, false);
}

const ascii = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** A decoder that takes these bytes; `more` where their last character may be cut. */
function decoderFor(bytes: Uint8Array, more: boolean): TextDecoder {
  const mark = `${bytes[0]} ${bytes[1]}`;
  if (mark === '255 254') return new TextDecoder('utf-16le', { fatal: true });
  if (mark === '254 255') return new TextDecoder('utf-16be', { fatal: true });
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: more });
    return new TextDecoder('utf-8', { fatal: true });
  } catch {
    return new TextDecoder('gb18030', { fatal: true });
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array, more: boolean): string {
  try {
    return decoder.decode(bytes, { stream: more });
  } catch {
    throw new EncodingError();
  }
}
