import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { ensureGraph, openGraphHopper, readProfiles } from '../roads/index.js';
import type { RoadSource } from '../roads/road-source.js';
import type { NetworkExtract, NetworkFiles, NetworkServer } from './plan-options.js';

/**
 * Opens a road network. A graph is built first where there is none yet or it is out of date; graphs are
 * kept by the paths of their files, so two networks never share a folder.
 * @throws RoadError
 */
export async function openNetwork(
  files: NetworkFiles,
  graphCache: string,
  onMessage: (message: string) => void = () => undefined,
): Promise<RoadSource> {
  if ('graphhopper' in files) return openServer(files);
  const profiles = files.profiles === undefined ? undefined : await readProfiles(files.profiles);
  return ensureGraph({
    extract: files.extract,
    out: graphFolder(files, graphCache),
    ...(files.elevation === undefined ? {} : { dem: files.elevation }),
    ...(profiles === undefined ? {} : { profiles }),
    onProgress: onMessage,
  });
}

/** Asks a GraphHopper server what it is, with the key of this thread's environment. @throws RoadError */
export function openServer({ graphhopper, profileNames }: NetworkServer): Promise<RoadSource> {
  const key = process.env['GRAPHHOPPER_KEY'];
  return openGraphHopper({
    url: graphhopper,
    ...(key ? { key } : {}),
    ...(profileNames === undefined ? {} : { profiles: profileNames }),
  });
}

/** Folder of a network's built graph: its file's name and a digest of where the files lie. */
export function graphFolder(files: NetworkExtract, graphCache: string): string {
  const paths = [files.extract, files.elevation, files.profiles].map((path) =>
    path === undefined ? '' : resolve(path),
  );
  // Without profiles of its own a network keeps the folder it always had.
  if (files.profiles === undefined) paths.pop();
  const digest = createHash('sha256').update(paths.join('\n')).digest('hex').slice(0, 12);
  return join(graphCache, `${basename(files.extract).replace(/\.osm\.pbf$|\.pbf$/, '')}-${digest}`);
}
