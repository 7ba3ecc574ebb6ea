import type { RoadError, RoadErrorCode } from '../roads/road-error.js';
import { Problem, type ProblemCode } from './problems.js';

/** What a fault of the roads is to a caller: the question's, a server's behind us, or ours. */
const CODES: Readonly<Record<RoadErrorCode, ProblemCode>> = {
  'profile-unknown': 'profile-unknown',
  'points-missing': 'points-invalid',
  'points-invalid': 'points-invalid',
  'points-too-many': 'points-too-many',
  'conditions-invalid': 'conditions-invalid',
  'conditions-unsupported': 'conditions-unsupported',
  'server-unreachable': 'road-server-unreachable',
  'server-refused': 'road-server-refused',
  'extract-missing': 'roads-unavailable',
  'extract-empty': 'roads-unavailable',
  'extract-damaged': 'roads-unavailable',
  'extract-unsupported': 'roads-unavailable',
  'extract-without-roads': 'roads-unavailable',
  'elevation-missing': 'roads-unavailable',
  'elevation-damaged': 'roads-unavailable',
  'graph-missing': 'roads-unavailable',
  'graph-damaged': 'roads-unavailable',
  'graph-outdated': 'roads-unavailable',
  'graph-unwritable': 'roads-unavailable',
  'profile-invalid': 'roads-unavailable',
  'source-closed': 'roads-unavailable',
};

/** The refusal that a fault of the roads is. Files of the server are for its log, not for callers. */
export function roadProblem(error: RoadError): Problem {
  const code = CODES[error.code];
  if (code !== 'roads-unavailable') return new Problem(code, error.message);
  return new Problem(code, `the roads cannot be read (${error.code}); the log says why`, {
    remedy: 'The operator mends the files it names, or starts the service with other roads.',
  });
}

/** What any question to the roads may be refused with. */
export const ROAD_PROBLEMS = [
  'network-not-found',
  'profile-unknown',
  'points-invalid',
  'conditions-invalid',
  'conditions-unsupported',
  'road-server-refused',
  'road-server-unreachable',
  'roads-unavailable',
] as const satisfies readonly ProblemCode[];
