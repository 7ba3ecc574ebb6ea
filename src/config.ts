/** The service's settings, read once from the environment; every fault is told at once. */
import { availableParallelism } from 'node:os';
import { delimiter, resolve } from 'node:path';
import { z } from 'zod';
import { readNetworkSetting, withProfiles } from './planning/network-setting.js';
import type { NetworkFiles } from './planning/plan-options.js';

export class ConfigError extends Error {
  readonly code = 'config-invalid';
  constructor(readonly faults: readonly string[]) {
    super(
      `the settings have ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n  ${faults.join('\n  ')}`,
    );
    this.name = 'ConfigError';
  }
}

const whole = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
    .default(fallback);

const NETWORK = /^\s*([\p{L}\p{N}][\p{L}\p{N} ._-]{0,79})=(.+)$/u;

const networks = z
  .string()
  .default('')
  .transform((text, context): ReadonlyMap<string, NetworkFiles> => {
    const found = new Map<string, NetworkFiles>();
    for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
      const [, spaced, setting] = NETWORK.exec(part) ?? [];
      const name = spaced?.trim();
      if (name === undefined || setting === undefined) {
        context.addIssue(
          `"${shown(part)}" is not NAME=EXTRACT, NAME=EXTRACT;ELEVATION or NAME=graphhopper:URL`,
        );
        continue;
      }
      const reading = readNetworkSetting(setting);
      if (found.has(name)) context.addIssue(`names the network "${name}" twice`);
      else if (reading.ok) found.set(name, reading.network);
      else context.addIssue(`the network "${name}" ${reading.fault}`);
    }
    return found;
  });

// A fault may be a key in the wrong place: of an address no more is shown than its start.
const shown = (part: string): string => part.trim().replace(/(https?:\/\/).*/i, '$1…');

const folders = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => resolve(folder)),
  );

/** Names, defaults and meanings of the settings; docs/operations.md lists them and a test compares. */
export const settingsSchema = z.object({
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. Any but loopback needs API keys.'),
  PORT: whole(0, 65535, 8080).describe('Port; 0 takes a free one.'),
  DATABASE_FILE: z
    .string()
    .min(1)
    .default('var/packhorse.sqlite')
    .describe('SQLite file, made where absent.'),
  PACKHORSE_DATA: z.string().min(1).default('var').describe('Folder for built road graphs.'),
  PACKHORSE_DAYS: folders.describe(
    `Folders of named days (NAME/day.json), separated by "${delimiter}". Each day's roads are a network of its name.`,
  ),
  PACKHORSE_NETWORKS: networks.describe(
    'Road networks: NAME=EXTRACT[;ELEVATION] or NAME=graphhopper:URL[;OURS=ITS...], separated by commas. The only one is the default.',
  ),
  PACKHORSE_PROFILES: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of profiles for networks of files. Default: the built-in profiles.'),
  PLAN_SECONDS: whole(1, 3600, 60).describe('Search seconds of a plan that asks for none.'),
  PLAN_SECONDS_MAX: whole(1, 86400, 600).describe('Most search seconds a request may ask for.'),
  PLAN_THREADS: whole(1, 256, Math.max(1, Math.min(8, availableParallelism()))).describe(
    'Threads of a plan that asks for none; also the most it may ask for.',
  ),
  PLAN_WORKERS: whole(0, 64, 1).describe('Plans made at the same time; 0 only accepts and serves.'),
  PLAN_HANG_SECONDS: whole(10, 86400, 1800).describe(
    'A plan that takes so much longer than its search seconds has failed.',
  ),
  QUEUE_MAX: whole(1, 100000, 200).describe('Plans that may wait; more are refused with 503.'),
  BODY_MEGABYTES: whole(1, 1024, 64).describe('Largest request body.'),
  RATE_PER_MINUTE: whole(0, 1000000, 0).describe('Requests a minute from one address; 0 sets no limit.'),
  SHUTDOWN_GRACE_SECONDS: whole(0, 600, 10).describe(
    'How long a running plan may finish after SIGTERM before it goes back to the queue.',
  ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('pino level; logs are JSON lines on standard error.'),
  TRUST_PROXY: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('Behind one reverse proxy: take the client address and protocol from its headers.'),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly databaseFile: string;
  /** Folder where built road graphs are kept. */
  readonly graphCache: string;
  readonly dayFolders: readonly string[];
  readonly networks: ReadonlyMap<string, NetworkFiles>;
  /** JSON file of profiles; null: the built-in ones. */
  readonly profiles: string | null;
  readonly plan: {
    readonly seconds: number;
    readonly secondsMax: number;
    readonly threads: number;
    readonly workers: number;
    readonly hangSeconds: number;
    readonly queueMax: number;
  };
  readonly bodyBytes: number;
  readonly ratePerMinute: number;
  readonly shutdownGraceSeconds: number;
  readonly logLevel: string;
  readonly trustProxy: boolean;
}

/**
 * Reads the settings. Empty values count as absent.
 * @throws ConfigError with every fault.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape).flatMap((name) =>
      environment[name] ? [[name, environment[name]]] : [],
    ),
  );
  const read = settingsSchema.safeParse(given);
  const faults = read.success
    ? []
    : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (environment['DATABASE_URL'])
    faults.push('DATABASE_URL: PostgreSQL is not supported by this release; unset it and use DATABASE_FILE');
  if (!read.success || faults.length > 0) throw new ConfigError(faults);
  const settings = read.data;
  return {
    host: settings.HOST,
    port: settings.PORT,
    databaseFile: resolve(settings.DATABASE_FILE),
    graphCache: resolve(settings.PACKHORSE_DATA, 'graphs'),
    dayFolders: settings.PACKHORSE_DAYS,
    networks: new Map(
      [...settings.PACKHORSE_NETWORKS].map(([name, network]) => [
        name,
        withProfiles(network, settings.PACKHORSE_PROFILES),
      ]),
    ),
    profiles: settings.PACKHORSE_PROFILES === undefined ? null : resolve(settings.PACKHORSE_PROFILES),
    plan: {
      seconds: Math.min(settings.PLAN_SECONDS, settings.PLAN_SECONDS_MAX),
      secondsMax: settings.PLAN_SECONDS_MAX,
      threads: settings.PLAN_THREADS,
      workers: settings.PLAN_WORKERS,
      hangSeconds: settings.PLAN_HANG_SECONDS,
      queueMax: settings.QUEUE_MAX,
    },
    bodyBytes: settings.BODY_MEGABYTES * 1024 * 1024,
    ratePerMinute: settings.RATE_PER_MINUTE,
    shutdownGraceSeconds: settings.SHUTDOWN_GRACE_SECONDS,
    logLevel: settings.LOG_LEVEL,
    trustProxy: settings.TRUST_PROXY,
  };
}
