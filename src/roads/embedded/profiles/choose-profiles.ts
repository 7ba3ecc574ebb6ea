import { RoadError } from '../../road-error.js';
import { BUILT_IN_PROFILES } from './built-in.js';
import type { Profile } from './profile.js';
import { readProfiles } from './read-profiles.js';

/**
 * Profiles for a graph: those named, each from the file where it holds one of that name, else built in;
 * without names all of the file, or all built-in ones where there is no file.
 * @throws RoadError profile-invalid, profile-unknown.
 */
export const chooseProfiles = async (
  file: string | undefined,
  names: readonly string[],
): Promise<readonly Profile[]> => {
  const own = file === undefined ? [] : await readProfiles(file);
  if (names.length === 0) return file === undefined ? BUILT_IN_PROFILES : own;
  const known = [...own, ...BUILT_IN_PROFILES];
  return names.map((name) => {
    const profile = known.find((candidate) => candidate.name === name);
    if (profile !== undefined) return profile;
    const place = file === undefined ? 'no built-in profile' : `no profile in ${file}, nor a built-in one,`;
    throw new RoadError(
      'profile-unknown',
      `There is ${place} "${name}". Use one of ${[...new Set(known.map((one) => one.name))].join(', ')}.`,
    );
  });
};
