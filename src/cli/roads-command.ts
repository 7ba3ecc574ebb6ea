import { roadsBuild, roadsMatrix, roadsNearest, roadsRoute } from '../roads/commands.js';
import { parse, UsageError } from './args.js';

/** `roads build|matrix|nearest|route`, as docs/roads.md describes. */
export async function roadsCommand(argv: readonly string[]): Promise<unknown> {
  const [verb, ...rest] = argv;
  const args = parse(rest, ['dem', 'out', 'profile', 'graph', 'points', 'max-snap', 'from', 'to']);
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
        ...(profile === undefined ? {} : { profiles: profile.split(',') }),
        log: (line: string) => void process.stderr.write(`${line}\n`),
      });
    }
    case 'matrix':
      return roadsMatrix({
        graph: args.required('graph'),
        profile: args.required('profile'),
        pointsFile: args.required('points'),
        maxSnap,
      });
    case 'nearest':
      return roadsNearest({
        graph: args.required('graph'),
        profile: args.required('profile'),
        pointsFile: args.required('points'),
        maxSnap,
      });
    case 'route':
      return roadsRoute({
        graph: args.required('graph'),
        profile: args.required('profile'),
        from: args.required('from'),
        to: args.required('to'),
        maxSnap,
      });
    default:
      throw new UsageError('roads build|matrix|nearest|route');
  }
}
