import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { ensureGraph } from '../roads/index.js';
import type { RoadSource } from '../roads/road-source.js';
import type { NetworkFiles } from './plan-options.js';

/**
 * Opens the road graph of a network, built first where there is none yet or it is out of date.
 * Graphs are kept by the paths of their files, so two networks never share a folder.
 * @throws RoadError
 */
export function openNetwork(
  files: NetworkFiles,
  graphCache: string,
  onMessage: (message: string) => void = () => undefined,
): Promise<RoadSource> {
  return ensureGraph({
    extract: files.extract,
    out: graphFolder(files, graphCache),
    ...(files.elevation === undefined ? {} : { dem: files.elevation }),
    onProgress: onMessage,
  });
}

/** Folder of a network's built graph: its file's name and a digest of where the files lie. */
export function graphFolder(files: NetworkFiles, graphCache: string): string {
  const paths = [resolve(files.extract), files.elevation === undefined ? '' : resolve(files.elevation)];
  const digest = createHash('sha256').update(paths.join('\n')).digest('hex').slice(0, 12);
  return join(graphCache, `${basename(files.extract).replace(/\.osm\.pbf$|\.pbf$/, '')}-${digest}`);
}
