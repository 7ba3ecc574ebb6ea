import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { ApiKey } from '../storage/store.js';
import { Problem } from './problems.js';
import type { Access } from './route.js';
import type { Services } from './services.js';

export const SESSION_COOKIE = 'packhorse_key';

/** SHA-256 in hex, the only form in which a secret is kept. Keys are 256 random bits, so no salt. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * The caller's key where it may use the route; null where the service is open or the route is.
 * @throws Problem `unauthenticated` or `forbidden`
 */
export async function keyOf(
  access: Access,
  request: IncomingMessage,
  services: Services,
): Promise<ApiKey | null> {
  if (access === 'open') return null;
  const secret = secretOf(request);
  if (secret === null && services.loopback && (await services.store.keys.count()) === 0) return null;
  const key = secret === null ? null : await services.store.keys.findByHash(hashSecret(secret));
  if (key === null)
    throw new Problem(
      'unauthenticated',
      secret === null ? 'no key was sent' : 'the key is unknown or revoked',
      {
        remedy: 'Send "Authorization: Bearer KEY"; `packhorse keys create` makes keys.',
        headers: { 'WWW-Authenticate': 'Bearer realm="packhorse"' },
      },
    );
  if (!access.includes(key.role))
    throw new Problem('forbidden', `a key of role ${key.role} may not do this`, {
      remedy: `Use a key of role ${access.join(' or ')}.`,
    });
  return key;
}

/** The bearer token, else the session cookie of a page. */
export function secretOf(request: IncomingMessage): string | null {
  const bearer = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const cookies = (request.headers.cookie ?? '').split(/; */);
  const session = cookies.find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`));
  return session === undefined ? null : session.slice(SESSION_COOKIE.length + 1);
}

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Keeps other sites out. While the service is open on loopback, a page elsewhere could reach it by
 * a name that it points at 127.0.0.1, so only loopback names are answered; and no page of another
 * origin may write, open or not, for a session cookie would go with it.
 */
export function guardOrigin(loopback: boolean): RequestHandler {
  return (request, _response, next) => {
    const { host = '', origin } = request.headers;
    if (loopback && !LOOPBACK_NAME.test(host))
      throw new Problem('host-not-allowed', 'on loopback the service answers to localhost only', {
        remedy: 'Call it as http://localhost or http://127.0.0.1; to serve others, set HOST and create keys.',
      });
    if (!SAFE_METHODS.includes(request.method)) {
      const foreign = origin !== undefined && hostOf(origin) !== host.toLowerCase();
      if (foreign || request.headers['sec-fetch-site'] === 'cross-site')
        throw new Problem('origin-not-allowed', 'a page of another origin may not write here', {
          remedy: 'Call from this service’s own page, or from a program that sends no Origin header.',
        });
    }
    next();
  };
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
