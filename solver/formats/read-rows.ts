import { FormatError, type Instance } from './instance.js';

/** One kind of vehicle, and a location a row: what the formats of Solomon and of Li and Lim have in common. */
interface RowFormat {
  readonly vehicles: number;
  readonly capacity: number;
  /** number x y demand open close service, and for Li and Lim pickup delivery. */
  readonly rows: readonly (readonly number[])[];
}

const numbersOf = (line: string): number[] => line.trim().split(/\s+/).map(Number);

/** Whether a text is in Li and Lim's format: it begins with three numbers, vehicles, capacity and speed. */
export const isLiLim = (text: string): boolean => /^\s*\d+\s+\d+\s+\d+\s*(\r|\n|$)/.test(text);

/** Whether a text is in Solomon's format, with its words VEHICLE and CUSTOMER. */
export const isSolomon = (text: string): boolean =>
  /^\s*VEHICLE\s*$/m.test(text) && /^\s*CUSTOMER\s*$/m.test(text);

/**
 * Reads Solomon's format: windows, one kind of vehicle (Solomon 1987; Gehring and Homberger 1999).
 * @throws FormatError with every fault
 */
export const readSolomon = (text: string, name: string): Instance => {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const fleet = lines.find((line) => /^\s*\d+\s+\d+(\.\d+)?\s*$/.test(line));
  const [vehicles = NaN, capacity = NaN] = fleet === undefined ? [] : numbersOf(fleet);
  const first = lines.findIndex((line) => /^\s*CUSTOMER\s*$/.test(line));
  const rows = lines.slice(first + 1).filter((line) => !/[A-Za-z]/.test(line));
  const title = lines[0]?.trim() ?? name;
  return fromRows({ vehicles, capacity, rows: rows.map(numbersOf) }, 7, title, name);
};

/**
 * Reads Li and Lim's format: pairs of a pickup and a delivery with windows (Li and Lim 2001).
 * @throws FormatError with every fault
 */
export const readLiLim = (text: string, name: string): Instance => {
  const [head = '', ...lines] = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const [vehicles = NaN, capacity = NaN] = numbersOf(head);
  const format = { vehicles, capacity, rows: lines.map(numbersOf) };
  const instance = fromRows(format, 9, name, name);
  const pairs = new Map(format.rows.filter((row) => row[8] > 0).map((row) => [row[0], row[8]]));
  return { ...instance, pairs };
};

const fromRows = (
  { vehicles, capacity, rows }: RowFormat,
  width: number,
  title: string,
  name: string,
): Instance => {
  const faults: string[] = [];
  if (!(vehicles >= 1 && capacity >= 0)) faults.push('the number of vehicles and their capacity are missing');
  if (rows.length === 0) faults.push('there is no row of a location');
  rows.forEach((row, at) => {
    if (row.length !== width || row.some(Number.isNaN))
      faults.push(`location ${at}: a row has ${width} numbers; "${row.join(' ').slice(0, 60)}" has not`);
    else if (row[0] !== at) faults.push(`location ${at}: rows are numbered from 0 in order, not ${row[0]}`);
    else if (row[4] > row[5]) faults.push(`location ${at}: the window closes before it opens`);
  });
  if (faults.length > 0) throw new FormatError(faults.slice(0, 30), name);
  return {
    name: title,
    depots: 1,
    coordinates: rows.map((row) => [row[1], row[2]] as const),
    distances: null,
    locations: rows.length,
    demand: rows.map((row) => row[3]),
    service: rows.map((row) => row[6]),
    window: rows.map((row) => [row[4], row[5]] as const),
    release: rows.map(() => 0),
    prize: null,
    vehicles: Array.from({ length: vehicles }, () => ({
      capacity,
      fixedCost: 0,
      unitCost: 1,
      depot: 0,
      allowed: null,
    })),
    reload: false,
    maxDuration: null,
    pairs: new Map(),
  };
};
