import type { Problem } from '../model/frozen-problem.js';
import type { Requests } from './requests.js';

/** How far a difference of windows counts beside travel. */
const TIME_WEIGHT = 0.3;

/**
 * By request, the others that could take its place, most alike first: row-major, `count` a request. Two are
 * alike where their first tasks and their last tasks are near each other and open at about the same time
 * (Shaw 1998; Ropke and Pisinger 2006, section 3.1.1).
 */
export interface RequestNeighbours {
  readonly count: number;
  readonly list: Int32Array;
}

/** Finds at most `wanted` for each request. */
export function findRequestNeighbours(
  problem: Problem,
  requests: Requests,
  wanted: number,
): RequestNeighbours {
  const count = Math.max(0, Math.min(wanted, requests.count - 1));
  const list = new Int32Array(requests.count * count);
  const distances = new Float64Array(count + 1);
  for (let request = 0; request < requests.count; request++) {
    const nearest = list.subarray(request * count, (request + 1) * count);
    let filled = 0;
    for (let other = 0; other < requests.count && count > 0; other++) {
      if (other === request) continue;
      const distance = difference(problem, requests, request, other);
      if (filled === count && distance >= distances[count - 1]) continue;
      let at = filled < count ? filled++ : count - 1;
      for (; at > 0 && distances[at - 1] > distance; at--) {
        distances[at] = distances[at - 1];
        nearest[at] = nearest[at - 1];
      }
      distances[at] = distance;
      nearest[at] = other;
    }
  }
  return { count, list };
}

function difference(problem: Problem, { start, tasks }: Requests, a: number, b: number): number {
  const [firstA, firstB] = [tasks[start[a]], tasks[start[b]]];
  const [lastA, lastB] = [tasks[start[a + 1] - 1], tasks[start[b + 1] - 1]];
  return apart(problem, firstA, firstB) + apart(problem, lastA, lastB);
}

function apart(problem: Problem, a: number, b: number): number {
  const { taskLocation, locationCount, durations, taskWindowStart } = problem;
  const { windowOpenSeconds, windowCloseSeconds } = problem;
  const there = durations[0][taskLocation[a] * locationCount + taskLocation[b]];
  const back = durations[0][taskLocation[b] * locationCount + taskLocation[a]];
  const travel = there < 0 ? back : back < 0 ? there : (there + back) / 2;
  const open = windowOpenSeconds[taskWindowStart[a]] - windowOpenSeconds[taskWindowStart[b]];
  const close =
    windowCloseSeconds[taskWindowStart[a + 1] - 1] - windowCloseSeconds[taskWindowStart[b + 1] - 1];
  return (travel < 0 ? 1e9 : travel) + TIME_WEIGHT * (Math.abs(open) + Math.abs(close));
}
