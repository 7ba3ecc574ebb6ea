import { openServer } from '../planning/open-network.js';
import { roadsBuild, roadsMatrix, roadsNearest, roadsRoute, type RoadsPlace } from '../roads/commands.js';
import { parse, UsageError, type Arguments } from './args.js';
import { serverSetting } from './server-setting.js';

/** `roads build|matrix|nearest|route`, as docs/roads.md describes. */
export async function roadsCommand(argv: readonly string[]): Promise<unknown> {
  const [verb, ...rest] = argv;
  const args = parse(rest, [
    'dem',
    'out',
    'profile',
    'profiles',
    'graph',
    'graphhopper',
    'points',
    'max-snap',
    'from',
    'to',
  ]);
  const maxSnap = args.number('max-snap', 2000, 0, 1_000_000);
  switch (verb) {
    case 'build': {
      const extract = args.positionals[0];
      if (extract === undefined)
        throw new UsageError('give an extract: packhorse roads build EXTRACT.osm.pbf --out DIR');
      const dem = args.text('dem');
      const profile = args.text('profile');
      return roadsBuild({
        extract,
        out: args.required('out'),
        ...(dem === undefined ? {} : { dem }),
        profilesFile: args.text('profiles'),
        ...(profile === undefined ? {} : { profiles: profile.split(',') }),
        log: (line: string) => void process.stderr.write(`${line}\n`),
      });
    }
    case 'matrix':
      return roadsMatrix({
        ...placeOf(args),
        profile: args.required('profile'),
        pointsFile: args.required('points'),
        maxSnap,
      });
    case 'nearest':
      return roadsNearest({
        ...placeOf(args),
        profile: args.required('profile'),
        pointsFile: args.required('points'),
        maxSnap,
      });
    case 'route':
      return roadsRoute({
        ...placeOf(args),
        profile: args.required('profile'),
        from: args.required('from'),
        to: args.required('to'),
        maxSnap,
      });
    default:
      throw new UsageError('roads build|matrix|nearest|route');
  }
}

/** A graph on disk, or a server with the key of the environment. @throws UsageError unless just one is given */
function placeOf(args: Arguments): RoadsPlace {
  const [graph, server] = [args.text('graph'), args.text('graphhopper')];
  if (graph !== undefined && server === undefined) return { graph };
  if (server === undefined || graph !== undefined)
    throw new UsageError('give --graph DIR or --graphhopper URL[;OURS=ITS], one of them');
  const network = serverSetting(server);
  return { open: () => openServer(network) };
}
