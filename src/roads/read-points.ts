import { RoadError } from './road-error.js';
import type { Point } from './road-source.js';

const NUMBER = /^[+-]?\d+(\.\d+)?$/;
/** Faults told in one answer; more would bury the first. */
const MAX_FAULTS = 20;

/**
 * Reads points from CSV text: longitude and latitude in WGS-84 degrees on each line, further columns
 * ignored. A first line without numbers is a header, which may put lat before lon.
 * @throws RoadError points-invalid with every bad line, numbered from 1.
 */
export const readPoints = (text: string, place: string): Point[] => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const rows = lines
    .map((line, i) => ({ number: i + 1, cells: cellsOf(line) }))
    .filter((row) => !isBlank(row.cells));
  const columns = headerColumns(rows[0]?.cells ?? []);
  const faults: string[] = [];
  const points: Point[] = [];
  for (const { number, cells } of columns === null ? rows : rows.slice(1)) {
    const [lon, lat] = columns ?? [0, 1];
    const fault = faultOf(cells[lon] ?? '', cells[lat] ?? '');
    if (fault === null) points.push({ lon: Number(cells[lon]), lat: Number(cells[lat]) });
    else faults.push(`line ${number}: ${fault}`);
  }
  if (faults.length === 0 && points.length > 0) return points;
  const told = faults.length === 0 ? ['there is no point in it'] : faults.slice(0, MAX_FAULTS);
  const more = faults.length > told.length ? ` and ${faults.length - told.length} more lines` : '';
  throw new RoadError(
    'points-invalid',
    `${place}: ${told.join('; ')}${more}. Give longitude,latitude in WGS-84 degrees on each line, such as 98.88,24.95.`,
  );
};

const cellsOf = (line: string): string[] =>
  line.split(/[,;\t]/).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '');

const headerColumns = (cells: readonly string[]): [number, number] | null => {
  if (cells.length < 2 || cells.some((cell) => NUMBER.test(cell))) return null;
  const lon = cells.findIndex((cell) => /^(lon|lng|long|longitude|x)$/i.test(cell));
  const lat = cells.findIndex((cell) => /^(lat|latitude|y)$/i.test(cell));
  return lon >= 0 && lat >= 0 ? [lon, lat] : null;
};

const faultOf = (lon: string, lat: string): string | null => {
  if (!NUMBER.test(lon) || !NUMBER.test(lat)) return `"${lon}","${lat}" are not two numbers`;
  if (Math.abs(Number(lat)) >= 90) {
    const swapped = Math.abs(Number(lon)) < 90 && Math.abs(Number(lat)) <= 180;
    return `latitude ${lat} is not between -90 and 90${swapped ? ' (longitude comes first)' : ''}`;
  }
  if (Math.abs(Number(lon)) > 180) return `longitude ${lon} is not between -180 and 180`;
  return null;
};
