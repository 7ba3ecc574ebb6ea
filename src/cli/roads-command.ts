import { openServer } from '../planning/open-network.js';
import {
  matrixJson,
  roadsBuild,
  roadsIsochrone,
  roadsMatrix,
  roadsNearest,
  roadsRoute,
  type RoadsPlace,
} from '../roads/commands.js';
import { parse, UsageError, type Arguments } from './args.js';
import { JsonText } from './json-text.js';
import { progressBar } from './progress-bar.js';
import { CONDITION_OPTIONS, conditionsOf } from './road-conditions.js';
import { serverSetting } from './server-setting.js';

const OPTIONS = [
  'dem',
  'direction',
  'from',
  'graph',
  'graphhopper',
  'max-snap',
  'minutes',
  'out',
  'point',
  'points',
  'profile',
  'profiles',
  'to',
  ...CONDITION_OPTIONS,
];

const VERBS: Readonly<Record<string, (args: Arguments) => Promise<unknown>>> = {
  build,
  isochrone,
  matrix,
  nearest,
  route,
};

/** `roads build|matrix|nearest|route|isochrone`, as docs/roads.md describes. */
export async function roadsCommand(argv: readonly string[]): Promise<unknown> {
  const [verb = '', ...rest] = argv;
  if (!Object.hasOwn(VERBS, verb)) throw new UsageError('roads build|matrix|nearest|route|isochrone');
  return VERBS[verb]!(parse(rest, OPTIONS));
}

async function build(args: Arguments): Promise<unknown> {
  const extract = args.positionals[0];
  if (extract === undefined)
    throw new UsageError('give an extract: packhorse roads build EXTRACT.osm.pbf --out DIR');
  const out = args.required('out');
  const bar = progressBar();
  try {
    return await roadsBuild({
      extract,
      out,
      dem: args.text('dem'),
      profilesFile: args.text('profiles'),
      profiles: args.text('profile')?.split(','),
      log: bar.say,
      onShare: bar.share,
    });
  } finally {
    bar.end();
  }
}

async function matrix(args: Arguments): Promise<JsonText> {
  const question = { ...(await questionOf(args)), pointsFile: args.required('points') };
  const bar = progressBar();
  try {
    return new JsonText(matrixJson(await roadsMatrix({ ...question, onShare: bar.share })));
  } finally {
    bar.end();
  }
}

async function nearest(args: Arguments): Promise<unknown> {
  return roadsNearest({ ...(await questionOf(args)), pointsFile: args.required('points') });
}

async function route(args: Arguments): Promise<unknown> {
  const [from, to] = [args.required('from'), args.required('to')];
  return roadsRoute({ ...(await questionOf(args)), from, to });
}

async function isochrone(args: Arguments): Promise<unknown> {
  const direction = args.text('direction');
  if (direction !== undefined && direction !== 'from' && direction !== 'to')
    throw new UsageError(`--direction is "${direction}": give from or to`);
  return roadsIsochrone({
    ...(await questionOf(args)),
    point: args.required('point'),
    minutes: (args.text('minutes') ?? '15,30,60').split(',').map(Number),
    direction,
  });
}

/** What every question has: the roads, the profile, the farthest snap and the conditions. */
const questionOf = async (args: Arguments) => ({
  ...placeOf(args),
  profile: args.required('profile'),
  maxSnap: args.number('max-snap', 2000, 0, 1_000_000),
  conditions: await conditionsOf(args),
});

/** A graph on disk, or a server with the key of the environment. @throws UsageError unless just one is given */
function placeOf(args: Arguments): RoadsPlace {
  const [graph, server] = [args.text('graph'), args.text('graphhopper')];
  if (graph !== undefined && server === undefined) return { graph };
  if (server === undefined || graph !== undefined)
    throw new UsageError('give --graph DIR or --graphhopper URL[;OURS=ITS], one of them');
  const network = serverSetting(server);
  return { open: () => openServer(network) };
}
