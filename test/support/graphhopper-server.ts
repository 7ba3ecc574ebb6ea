import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A profile as the configuration of a GraphHopper server has it. */
export interface ServerProfile {
  readonly name: string;
  readonly turn_costs?: { readonly vehicle_types: readonly string[]; readonly u_turn_costs?: number };
  readonly custom_model: object;
}

export interface ServerSetup {
  readonly extract: string;
  /** Folder of .hgt or .hgt.zip tiles. */
  readonly elevation?: string;
  readonly profiles: readonly ServerProfile[];
  /** Beside those the profiles need. */
  readonly encodedValues?: readonly string[];
  /** Contraction hierarchies for every profile; default true. */
  readonly contracted?: boolean;
  /** Beside the memory it gets. */
  readonly javaOptions?: readonly string[];
}

export interface RunningGraphHopper {
  readonly url: string;
  /** Process id. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Values of an edge that explain a path, and those of cars. */
export const USUAL_VALUES = [
  'car_access',
  'car_average_speed',
  'road_class',
  'road_environment',
  'road_access',
  'max_speed',
  'surface',
  'track_type',
  'smoothness',
  'lanes',
  'average_slope',
  'max_slope',
];

/** Any car, by the server's own speeds. */
export const plainCar = (name: string): ServerProfile => ({
  name,
  turn_costs: { vehicle_types: ['motorcar', 'motor_vehicle'] },
  custom_model: {
    priority: [{ if: '!car_access', multiply_by: '0' }],
    speed: [{ if: 'true', limit_to: 'car_average_speed' }],
  },
});

/** The jar that GRAPHHOPPER_JAR names, or why there is none. */
export const graphHopperJar = (): { readonly jar: string } | { readonly why: string } => {
  const jar = process.env['GRAPHHOPPER_JAR'];
  if (!jar) return { why: 'GRAPHHOPPER_JAR is not set: scripts/fetch-graphhopper prints a path for it' };
  return existsSync(jar) ? { jar } : { why: `GRAPHHOPPER_JAR ${jar} is not there` };
};

const START_SECONDS = 120;

/** Starts a server on free loopback ports with a folder of its own. @throws Error with the end of its log */
export const startGraphHopper = async (setup: ServerSetup): Promise<RunningGraphHopper> => {
  const found = graphHopperJar();
  if ('why' in found) throw new Error(found.why);
  const folder = await mkdtemp(join(tmpdir(), 'packhorse-graphhopper-'));
  await writeFile(join(folder, 'config.yml'), JSON.stringify(await configOf(setup, folder)));
  const log = join(folder, 'log.txt');
  const out = openSync(log, 'w');
  const options = ['-Xmx1g', ...(setup.javaOptions ?? [])];
  const child = spawn(
    'java',
    [...options, '-jar', resolve(found.jar), 'server', join(folder, 'config.yml')],
    {
      cwd: folder,
      stdio: ['ignore', out, out],
    },
  );
  closeSync(out);
  const ended = once(child, 'exit').catch((fault: unknown) => [String(fault)]);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      child.kill('SIGTERM');
      await Promise.race([ended, pause(5000).then(() => child.kill('SIGKILL'))]);
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  const port = await portOf(log, ended);
  if (port !== null && child.pid !== undefined)
    return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop };
  const end = (await readFile(log, 'utf8')).slice(-3000);
  await stop();
  throw new Error(`the GraphHopper server did not start:\n${end}`);
};

/** The port in the line the server logs once it answers; null where it ended or took too long. */
const portOf = async (log: string, ended: Promise<unknown>): Promise<number | null> => {
  let gone = false;
  void ended.then(() => (gone = true));
  for (let tries = 0; tries < START_SECONDS * 10 && !gone; tries += 1) {
    await pause(100);
    const text = await readFile(log, 'utf8');
    const port = /Started application@[^\n]*:(\d+)\}/.exec(text)?.[1];
    if (port !== undefined && /Started Server@/.test(text)) return Number(port);
  }
  return null;
};

const configOf = async (setup: ServerSetup, folder: string): Promise<object> => {
  const connector = [{ type: 'http', port: 0, bind_host: '127.0.0.1' }];
  const values = [...new Set([...USUAL_VALUES, ...(setup.encodedValues ?? [])])].filter(
    (name) => setup.elevation !== undefined || !name.endsWith('_slope'),
  );
  return {
    graphhopper: {
      'datareader.file': resolve(setup.extract),
      'graph.location': join(folder, 'graph'),
      'import.osm.ignored_highways': 'footway,construction,cycleway,path,pedestrian,steps',
      'prepare.min_network_size': 50,
      'graph.encoded_values': values.join(', '),
      ...(setup.elevation === undefined ? {} : await heightsOf(setup.elevation, folder)),
      profiles: setup.profiles,
      profiles_ch: setup.contracted === false ? [] : setup.profiles.map(({ name }) => ({ profile: name })),
    },
    server: { application_connectors: connector, admin_connectors: connector },
    logging: { level: 'INFO', appenders: [{ type: 'console', time_zone: 'UTC' }] },
  };
};

// The server unpacks tiles beside them, so it is given links in its own folder.
const heightsOf = async (tiles: string, folder: string): Promise<object> => {
  for (const name of await readdir(tiles))
    if (/\.hgt(\.zip)?$/.test(name)) await symlink(resolve(tiles, name), join(folder, name));
  return {
    'graph.elevation.provider': 'hgt',
    'graph.elevation.cache_dir': folder,
    'graph.elevation.interpolate': 'bilinear',
    'graph.elevation.edge_smoothing': 'moving_average',
  };
};
