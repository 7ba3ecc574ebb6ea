import { readFile } from 'node:fs/promises';
import { RoadError } from '../../road-error.js';
import { BUILT_IN_PROFILES } from './built-in.js';
import type { Profile } from './profile.js';
import { faultsTogether, parseProfile, profileError, type ProfileFault } from './profile-schema.js';

/**
 * Reads profiles from a JSON file: an array of them, or { "profiles": [...] }. Each is complete, or
 * extends another of the file or a built-in one: { "name": "truck-winter", "extends": "truck",
 * "speedFactor": 0.6 }. Objects such as engine, classKmh and seasons are laid over the base's key by
 * key, null removes a key, everything else replaces it.
 * @throws RoadError profile-invalid with every fault and its JSON path.
 */
export const readProfiles = async (path: string): Promise<Profile[]> => {
  const document = parseJson(path, await readText(path));
  const wrapped = isObject(document) && Array.isArray(document['profiles']);
  const entries = wrapped ? document['profiles'] : document;
  if (!Array.isArray(entries)) {
    throw invalid(path, 'holds no list of profiles. Give [{ "name": ..., ... }] or { "profiles": [...] }.');
  }
  const under = wrapped ? ['profiles'] : [];
  const faults: ProfileFault[] = [];
  const tell = (found: readonly ProfileFault[]): void => {
    faults.push(...found.map(({ path: at, message }) => ({ path: [...under, ...at], message })));
  };
  if (wrapped) tell(otherKeys(document as Document));
  const profiles: Profile[] = [];
  entries.forEach((entry: unknown, i) => {
    const parsed = profileOf(entry, entries);
    if ('profile' in parsed) profiles.push(parsed.profile);
    else tell(parsed.faults.map(({ path: at, message }) => ({ path: [i, ...at], message })));
  });
  tell(faultsTogether(entries.map((entry: unknown, i) => nameOf(entry) ?? `[${i}]`)));
  if (faults.length > 0) throw profileError(path, faults);
  return profiles;
};

type Document = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameOf = (entry: unknown): string | null =>
  isObject(entry) && typeof entry['name'] === 'string' ? entry['name'] : null;

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw invalid(path, `cannot be read (${code ?? 'unknown fault'}). Give a JSON file of profiles.`, cause);
  }
};

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(path, `is not JSON: ${(cause as Error).message}.`, cause);
  }
};

const invalid = (path: string, fault: string, cause?: unknown): RoadError =>
  new RoadError('profile-invalid', `${path}: the file of profiles ${fault}`, { cause });

const otherKeys = (document: Document): ProfileFault[] =>
  Object.keys(document)
    .filter((key) => key !== 'profiles')
    .map((key) => ({
      path: [],
      message: `has a key "${key}" beside "profiles" that nothing reads; remove it`,
    }));

const profileOf = (entry: unknown, entries: readonly unknown[]): ReturnType<typeof parseProfile> => {
  const whole = extended(entry, entries, []);
  return 'fault' in whole ? { faults: [whole.fault] } : parseProfile(whole.value);
};

/** An entry with its base under it; a fault where there is no such base. */
const extended = (
  entry: unknown,
  entries: readonly unknown[],
  within: readonly unknown[],
): { value: unknown } | { fault: ProfileFault } => {
  if (!isObject(entry) || entry['extends'] === undefined) return { value: entry };
  const { extends: base, ...own } = entry;
  // A profile may take the place of the built-in one that it extends.
  const other = entries.find((candidate) => candidate !== entry && nameOf(candidate) === base);
  const builtIn = BUILT_IN_PROFILES.find(({ name }) => name === base);
  if (other === undefined && builtIn === undefined) {
    const known = [...entries.map(nameOf), ...BUILT_IN_PROFILES.map(({ name }) => name)];
    const names = [...new Set(known.filter((name) => name !== null && name !== own['name']))].join(', ');
    const message = `there is no profile ${JSON.stringify(base)}; extend one of ${names}`;
    return { fault: { path: ['extends'], message } };
  }
  if (within.includes(entry)) {
    const names = [...within, entry].map((link) => nameOf(link) ?? '?').join(' extends ');
    return { fault: { path: ['extends'], message: `goes round in a circle: ${names}` } };
  }
  const under = other === undefined ? { value: builtIn } : extended(other, entries, [...within, entry]);
  return 'fault' in under ? under : { value: overlay(under.value, own) };
};

const overlay = (base: unknown, own: unknown): unknown => {
  if (!isObject(base) || !isObject(own)) return own;
  const laid: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    if (value === null) delete laid[key];
    else laid[key] = overlay(base[key], value);
  }
  return laid;
};
