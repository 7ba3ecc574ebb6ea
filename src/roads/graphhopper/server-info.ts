import { RoadError } from '../road-error.js';

/** What a server says of itself. */
export interface ServerInfo {
  /** Empty where it does not say. */
  readonly profiles: readonly string[];
  /** [west, south, east, north] */
  readonly bounds: readonly [number, number, number, number] | null;
  /** False where it says that it knows no heights. */
  readonly hasHeights: boolean;
  /** Names of the values that paths can be explained by. */
  readonly values: ReadonlySet<string>;
}

/** Reads the answer of /info, of the open server and of older and hosted ones. @throws RoadError server-refused */
export const readInfo = (answer: unknown, url: string): ServerInfo => {
  if (!isRecord(answer))
    throw new RoadError(
      'server-refused',
      `${url}/info is not what GraphHopper answers. Check that the address is the root of a GraphHopper server.`,
    );
  return {
    profiles: profilesOf(answer),
    bounds: boundsOf(answer['bbox']),
    hasHeights: answer['elevation'] !== false,
    values: new Set(isRecord(answer['encoded_values']) ? Object.keys(answer['encoded_values']) : []),
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const profilesOf = (answer: Record<string, unknown>): string[] => {
  const { profiles, features, supported_vehicles: vehicles } = answer;
  if (Array.isArray(profiles))
    return profiles.flatMap((profile: unknown) =>
      isRecord(profile) && typeof profile['name'] === 'string' ? [profile['name']] : [],
    );
  if (isRecord(features)) return Object.keys(features);
  return Array.isArray(vehicles) ? vehicles.filter((name) => typeof name === 'string') : [];
};

const boundsOf = (box: unknown): ServerInfo['bounds'] =>
  Array.isArray(box) && box.length >= 4 && box.slice(0, 4).every((value) => Number.isFinite(value))
    ? [Number(box[0]), Number(box[1]), Number(box[2]), Number(box[3])]
    : null;
