import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { ROUNDINGS, type Rounding } from '../../solver/formats/rounding.js';
import type { BenchOptions } from './options.js';

/** An instance to run and what is known of it. */
export interface Case {
  readonly problem: string;
  readonly name: string;
  readonly file: string;
  readonly rounding: Rounding;
  readonly objective: string;
  /** Null: gaps are to the best cost of the run. */
  readonly bestCost: number | null;
  readonly bestVehicles: number | null;
}

type Known = Omit<Case, 'file'>;

const ENDINGS = ['.vrp', '.txt'];

/** The instances of the folders asked for, in the order of the list of best-known costs, or of their names. */
export const findCases = (options: BenchOptions): Case[] => {
  const known = options.bks === undefined ? null : readKnown(options.bks);
  return options.folders.flatMap((folder) => {
    if (!existsSync(folder)) throw new Error(`${folder}: there is no such folder`);
    const problem = basename(folder);
    const wanted = known?.filter((one) => one.problem === problem) ?? unknown(folder, problem, options);
    const cases = wanted
      .filter(({ name }) => options.only.size === 0 || options.only.has(name))
      .flatMap((one): Case[] => {
        const file = ENDINGS.map((ending) => join(folder, one.name + ending)).find((path) =>
          existsSync(path),
        );
        if (file === undefined) console.error(`${folder}: there is no file for ${one.name}`);
        return file === undefined ? [] : [{ ...one, file, objective: options.objective ?? one.objective }];
      });
    if (wanted.length === 0) console.error(`${folder}: the list of best-known costs has no class ${problem}`);
    return cases;
  });
};

const readKnown = (path: string): Known[] => {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => {
    const row = Object.fromEntries(line.split(',').map((cell, i) => [columns[i] ?? '', cell]));
    const cost = Number(row['best_known_cost']);
    const vehicles = Number(row['best_known_vehicles'] ?? '');
    return {
      problem: row['class'] ?? '',
      name: row['instance'] ?? '',
      rounding: roundingOf(row['rounding'] ?? 'round', path),
      objective: row['objective'] || 'cost',
      bestCost: cost > 0 ? cost : null,
      bestVehicles: vehicles > 0 ? vehicles : null,
    };
  });
};

const unknown = (folder: string, problem: string, { rounding }: BenchOptions): Known[] =>
  readdirSync(folder)
    .filter((file) => ENDINGS.includes(extname(file)))
    .sort()
    .map((file) => ({
      problem,
      name: basename(file, extname(file)),
      rounding: roundingOf(rounding, '--rounding'),
      objective: 'cost',
      bestCost: null,
      bestVehicles: null,
    }));

const roundingOf = (word: string, place: string): Rounding => {
  const rounding = ROUNDINGS.find((one) => one === word);
  if (rounding === undefined)
    throw new Error(`${place}: rounding "${word}" is none of ${ROUNDINGS.join(', ')}`);
  return rounding;
};
