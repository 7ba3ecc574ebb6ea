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
  const distance = new Float64Array(requests.count);
  for (let request = 0; request < requests.count; request++) {
    const others: number[] = [];
    for (let other = 0; other < requests.count; other++) {
      distance[other] = difference(problem, requests, request, other);
      if (other !== request) others.push(other);
    }
    others.sort((a, b) => distance[a] - distance[b] || a - b);
    for (let at = 0; at < count; at++) list[request * count + at] = others[at];
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
