import { createHash, type Hash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Request } from 'express';
import { Problem } from './problems.js';

/** A request's body as it arrives; `digest` is SHA-256 of what was read, in hex, once it ended. */
export interface Body {
  readonly stream: Readable;
  readonly digest: () => string;
}

/**
 * The media type of the body, without its parameters.
 * @throws Problem `unsupported-media-type` where it is none of those
 */
export function mediaTypeOf(request: Request, offered: readonly string[]): string {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (offered.includes(type)) return type;
  throw new Problem(
    'unsupported-media-type',
    type === '' ? 'the request has no Content-Type' : `Content-Type ${type.slice(0, 80)} is not taken here`,
    { remedy: `Send Content-Type: ${offered.join(' or ')}.`, headers: { Accept: offered.join(', ') } },
  );
}

/**
 * The body as a stream that fails, with a Problem, when it grows beyond the limit (after unpacking),
 * and with a plain error when the connection is cut: nothing half read is ever taken for whole.
 * @throws Problem `body-too-large` at once where the length is announced
 */
export function openBody(request: Request, limitBytes: number): Body {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new Problem(
      'unsupported-media-type',
      `Content-Encoding ${encoding.slice(0, 40)} is not taken here`,
      {
        remedy: 'Send it plain or with gzip.',
      },
    );
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const hash = createHash('sha256');
  const counted = counter(limitBytes, hash);
  const chain: Readable[] = encoding === 'gzip' ? [request, createGunzip(), counted] : [request, counted];
  joinStreams(chain, counted);
  return { stream: counted, digest: () => hash.copy().digest('hex') };
}

/** The whole body in memory. */
export async function readBody(
  request: Request,
  limitBytes: number,
): Promise<{ bytes: Buffer; digest: string }> {
  const { stream, digest } = openBody(request, limitBytes);
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return { bytes: Buffer.concat(parts), digest: digest() };
}

/** Not `pipeline`, which would destroy the request, and with it the socket, before the answer is sent. */
function joinStreams(chain: readonly Readable[], last: Transform): void {
  for (let index = 0; index + 1 < chain.length; index++) {
    const from = chain[index] as Readable;
    const to = chain[index + 1] as Transform;
    from.pipe(to);
    from.on('error', (error) => last.destroy(index === 0 ? cutOff() : asProblem(error)));
    from.on('close', () => {
      if (!from.readableEnded && !last.destroyed) last.destroy(cutOff());
    });
    last.once('close', () => from.unpipe(to));
  }
}

function counter(limitBytes: number, hash: Hash): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > limitBytes) return done(tooLarge(limitBytes));
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

const cutOff = (): Error => new ConnectionCut();
const asProblem = (error: Error): Error =>
  error instanceof Problem
    ? error
    : new Problem('not-json', 'the body is not gzip, as its Content-Encoding says', {
        remedy: 'Send it plain, or packed with gzip.',
      });

/** The caller went away; there is no one to answer. */
export class ConnectionCut extends Error {
  constructor() {
    super('the connection was cut before the body was whole');
    this.name = 'ConnectionCut';
  }
}

const tooLarge = (limitBytes: number): Problem =>
  new Problem('body-too-large', `the body is larger than ${Math.round(limitBytes / 1024 / 1024)} MB`, {
    remedy: 'Split the day, or raise BODY_MEGABYTES.',
    headers: { Connection: 'close' },
  });
