import type { Instance } from './instance.js';
import { isLiLim, isSolomon, readLiLim, readSolomon } from './read-rows.js';
import { readVrplib } from './read-vrplib.js';

/**
 * Reads a benchmark instance in the VRPLIB dialect, Solomon's or Li and Lim's format, told apart by how it begins.
 * @param name of the file, for messages.
 * @throws FormatError with every fault
 */
export const readInstance = (text: string, name: string): Instance => {
  if (isLiLim(text)) return readLiLim(text, name);
  return isSolomon(text) ? readSolomon(text, name) : readVrplib(text, name);
};
