import { parseArgs } from 'node:util';

/** Bad usage or bad input: exit code 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** Machine-readable detail printed as JSON on standard output, where there is any. */
    readonly detail?: unknown,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Nothing could be planned: exit code 3. */
export class InfeasibleError extends Error {}

export interface Arguments {
  readonly positionals: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** A number within bounds, or the default. @throws UsageError naming the option */
  number(name: string, fallback: number, least: number, most: number): number;
  required(name: string): string;
}

/**
 * @param options names of options; a name that ends in `?` is a flag without a value
 * @throws UsageError on an unknown option or a missing value
 */
export function parse(argv: readonly string[], options: readonly string[]): Arguments {
  const config = Object.fromEntries(
    options.map((name) =>
      name.endsWith('?')
        ? [name.slice(0, -1), { type: 'boolean' as const }]
        : [name, { type: 'string' as const }],
    ),
  );
  const { values, positionals } = read(argv, config);
  const text = (name: string): string | undefined =>
    typeof values[name] === 'string' ? (values[name] as string) : undefined;
  return {
    positionals,
    text,
    flag: (name) => values[name] === true,
    number: (name, fallback, least, most) => numberOf(name, text(name), fallback, least, most),
    required: (name) => {
      const value = text(name);
      if (value === undefined) throw new UsageError(`--${name} is missing: give --${name} VALUE`);
      return value;
    },
  };
}

function read(argv: readonly string[], options: Record<string, { type: 'boolean' | 'string' }>) {
  try {
    return parseArgs({ args: joined(argv), options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** A negative number after an option is its value, not another option: west of Greenwich, south of the equator. */
function joined(argv: readonly string[]): string[] {
  const args: string[] = [];
  for (const arg of argv) {
    const before = args.at(-1);
    if (/^-[\d.]/.test(arg) && before !== undefined && /^--[^=]+$/.test(before))
      args[args.length - 1] = `${before}=${arg}`;
    else args.push(arg);
  }
  return args;
}

function numberOf(
  name: string,
  text: string | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most)
    throw new UsageError(`--${name} ${text}: give a number from ${least} to ${most}`);
  return value;
}
