import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { outletIdSchema } from '../domain/day.js';
import { ROLES, type ApiKey, type Role, type Store } from '../storage/store.js';

export class KeyRequestError extends Error {
  readonly code = 'bad-key-request';
}

/**
 * Makes an API key. The secret is 256 random bits, told once and kept only as SHA-256.
 * @throws KeyRequestError where role and outlet do not go together
 */
export async function keysCreate(
  store: Store,
  request: { readonly role: string; readonly outlet?: string; readonly label?: string },
): Promise<ApiKey & { readonly secret: string }> {
  const { role, outlet, label } = request;
  if (!ROLES.includes(role as Role))
    throw new KeyRequestError(`--role ${role}: must be one of ${ROLES.join(', ')}`);
  if (role === 'outlet' && !outletIdSchema.safeParse(outlet).success)
    throw new KeyRequestError('a key of role outlet needs --outlet ID, the id of an outlet');
  if (role !== 'outlet' && outlet !== undefined)
    throw new KeyRequestError(`--outlet goes with --role outlet, not with ${role}`);
  const secret = `ph_${randomBytes(32).toString('base64url')}`;
  const key: ApiKey = {
    id: randomUUID(),
    role: role as Role,
    outlet: outlet ?? null,
    label: label?.slice(0, 200) ?? null,
    createdAt: new Date().toISOString(),
    revokedAt: null,
  };
  await store.keys.add(key, createHash('sha256').update(secret).digest('hex'));
  return { ...key, secret };
}
