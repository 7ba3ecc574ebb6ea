import type { SearchState } from './state.js';

/** Seconds from a sink to where the vehicle's day ends; 0 where it may stay, NO_WAY where there is none. */
export function homeLeg({ problem }: SearchState, vehicle: number, sink: number): number {
  const end = problem.vehicleEnd[vehicle];
  if (end < 0) return 0;
  return problem.durations[problem.vehicleProfile[vehicle]][
    problem.sinkLocation[sink] * problem.locationCount + end
  ];
}

/** Metres of the same way. */
export function homeMetres({ problem }: SearchState, vehicle: number, sink: number): number {
  const end = problem.vehicleEnd[vehicle];
  if (end < 0) return 0;
  return problem.distances[problem.vehicleProfile[vehicle]][
    problem.sinkLocation[sink] * problem.locationCount + end
  ];
}

/** Sink of a vehicle's last run; the vehicle has one. */
export function lastSink(state: SearchState, vehicle: number): number {
  const last = state.vehicleRunCount[vehicle] - 1;
  return state.runSink[state.vehicleRuns[vehicle * state.runsMost + last]];
}
