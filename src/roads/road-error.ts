/** What can be wrong with roads: the map extract, the elevation, the graph on disk or the question asked. */
export type RoadErrorCode =
  | 'extract-missing'
  | 'extract-empty'
  | 'extract-damaged'
  | 'extract-unsupported'
  | 'extract-without-roads'
  | 'elevation-missing'
  | 'elevation-damaged'
  | 'graph-missing'
  | 'graph-damaged'
  | 'graph-outdated'
  | 'graph-unwritable'
  | 'profile-unknown'
  | 'profile-invalid'
  | 'points-missing'
  | 'points-invalid'
  | 'points-too-many'
  | 'conditions-invalid'
  | 'conditions-unsupported'
  | 'server-unreachable'
  | 'server-refused'
  | 'source-closed';

/** A fault an operator can mend; the message names the place, the fault and the remedy. */
export class RoadError extends Error {
  readonly code: RoadErrorCode;

  constructor(code: RoadErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RoadError';
    this.code = code;
  }
}
