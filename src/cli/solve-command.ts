import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { instanceProblem, instanceRoutes, readInstance, ROUNDINGS } from '../../solver/index.js';
import { solveInWorkers } from '../planning/solve-in-workers.js';
import { parse, UsageError, type Arguments } from './args.js';

/** What `solve` prints; cost and bound are in the instance's rounded unit. */
export interface SolveAnswer {
  readonly instance: string;
  /** Location numbers, depots the lowest from 0; a depot within a route is a reload. */
  readonly routes: readonly (readonly number[])[];
  /** By route: its vehicle, from 0. */
  readonly vehicles: readonly number[];
  readonly cost: number;
  /** Null: not proven. */
  readonly lowerBound: number | null;
  readonly feasible: boolean;
  readonly seconds: number;
  readonly iterations: number;
}

/**
 * `solve INSTANCE [--time S] [--threads N] [--seed N] [--rounding R] [--objective O] [--iterations N]`: a VRPLIB,
 * Solomon or Li & Lim file.
 */
export async function solveCommand(argv: readonly string[]): Promise<SolveAnswer> {
  const args = parse(argv, ['time', 'threads', 'seed', 'rounding', 'objective', 'iterations']);
  const file = args.positionals[0];
  if (file === undefined || args.positionals.length > 1)
    throw new UsageError('give one instance: packhorse solve INSTANCE');
  const rounding = choice(args, 'rounding', ROUNDINGS, 'round');
  const objective = choice(args, 'objective', ['cost', 'vehicles-first'] as const, 'cost');
  const started = performance.now();
  const instance = readInstance(await textOf(file), basename(file));
  const result = await solveInWorkers({
    problem: instanceProblem(instance, rounding, objective).problem,
    seed: args.number('seed', 1, 0, 2147483647),
    seconds: args.number('time', 10, 0.1, 86400),
    threads: args.number('threads', 1, 1, 64),
    ...(args.text('iterations') === undefined ? {} : { iterations: args.number('iterations', 0, 1, 1e9) }),
  });
  const { routes, vehicles, cost, feasible } = instanceRoutes(instance, result.plan, rounding);
  return {
    instance: instance.name,
    routes,
    vehicles,
    cost,
    lowerBound: null,
    feasible,
    seconds: Math.round(performance.now() - started) / 1000,
    iterations: result.iterations,
  };
}

function choice<T extends string>(args: Arguments, name: string, values: readonly T[], fallback: T): T {
  const given = args.text(name);
  if (given === undefined) return fallback;
  const value = values.find((one) => one === given);
  if (value === undefined) throw new UsageError(`--${name} is "${given}": give ${values.join(', ')}`);
  return value;
}

const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file}: cannot be read. Give a VRPLIB, Solomon or Li & Lim file.`);
  });
