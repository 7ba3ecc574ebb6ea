import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RoadError } from '../../road-error.js';
import type { SkippedRestrictions } from '../osm/restrictions.js';
import type { Profile } from '../profiles/profile.js';
import type { FileSeal } from './sections.js';

/** Raised whenever the files or the meaning of their numbers change, so that older graphs are built anew. */
const FORMAT_VERSION = 5;
const FORMAT = 'packhorse-road-graph';

/** A file the graph was made from. */
export interface SourceFile {
  readonly name: string;
  readonly sha256: string;
}

/** The small text beside the graph's files: what it was made from and how its files must look. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly byteOrder: 'little' | 'big';
  readonly extract: SourceFile;
  readonly elevation: readonly SourceFile[];
  readonly profiles: readonly Profile[];
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
  readonly attribution: string;
  readonly synthetic: boolean;
  readonly counts: GraphCounts;
  readonly warnings: readonly string[];
  readonly files: Readonly<Record<string, FileSeal>>;
}

export interface GraphCounts {
  readonly ways: number;
  readonly nodes: number;
  readonly edges: number;
  readonly vertices: number;
  /** Turn restrictions applied, by kind such as no_left_turn; those through ways as no_left_turn/way. */
  readonly restrictions: Readonly<Record<string, number>>;
  readonly restrictionsSkipped: SkippedRestrictions;
  /** By profile: edges it may use, those of its main part, and the arcs of its hierarchy. */
  readonly profiles: Readonly<Record<string, { edges: number; mainEdges: number; hierarchyArcs: number }>>;
}

export const MANIFEST_NAME = 'manifest.json';

/** The byte order of this machine, in which arrays are stored. */
const BYTE_ORDER = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'little' : 'big';

/** Completes a manifest. */
export const manifestOf = (parts: Omit<Manifest, 'format' | 'version' | 'byteOrder'>): Manifest => ({
  format: FORMAT,
  version: FORMAT_VERSION,
  byteOrder: BYTE_ORDER,
  ...parts,
});

/** Reads a graph's manifest. @throws RoadError graph-missing, graph-damaged, graph-outdated. */
export const readManifest = async (directory: string): Promise<Manifest> => {
  const path = join(directory, MANIFEST_NAME);
  const manifest = parse(path, await readText(directory, path));
  if (manifest.version !== FORMAT_VERSION || manifest.byteOrder !== BYTE_ORDER) {
    throw new RoadError(
      'graph-outdated',
      `${directory}: the road graph has format ${manifest.version} (${manifest.byteOrder}-endian), this program reads ${FORMAT_VERSION} (${BYTE_ORDER}-endian). Build it again with "packhorse roads build".`,
    );
  }
  if (!isWhole(manifest)) throw damaged(path);
  return manifest;
};

/** Whether what is told and compared from a manifest is there; its files have seals of their own. */
const isWhole = ({ extract, elevation, profiles, bounds, attribution, files }: Partial<Manifest>): boolean =>
  typeof extract?.sha256 === 'string' &&
  Array.isArray(elevation) &&
  Array.isArray(profiles) &&
  Array.isArray(bounds) &&
  bounds.length === 4 &&
  bounds.every((degrees) => typeof degrees === 'number') &&
  typeof attribution === 'string' &&
  typeof files === 'object' &&
  files !== null;

const readText = async (directory: string, path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new RoadError(
      'graph-missing',
      `${directory}: there is no road graph (${MANIFEST_NAME} cannot be read). Build one with "packhorse roads build EXTRACT.osm.pbf --out ${directory}".`,
      { cause },
    );
  }
};

const parse = (path: string, text: string): Manifest => {
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format === FORMAT) return manifest;
  } catch {
    // Told below: text cut short and text of something else have one remedy.
  }
  throw damaged(path);
};

const damaged = (path: string): RoadError =>
  new RoadError(
    'graph-damaged',
    `${path}: this is no road graph's manifest. Build the graph again with "packhorse roads build".`,
  );

/** SHA-256 of a file, read in pieces. */
export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
