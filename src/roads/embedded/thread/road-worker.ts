import { parentPort, workerData } from 'node:worker_threads';
import { Metric, type MetricSpec } from '../conditions/metric.js';
import { runMatrixTask } from '../matrix-task.js';
import { PlainSearch } from '../search/dijkstra.js';
import type { Way } from '../search/fastest-way.js';
import type { SearchGraph } from '../search/search-graph.js';
import { workIsochrone } from './isochrone-job.js';
import {
  Cancelled,
  type ResultOf,
  type RoadJob,
  type RoadReport,
  type RoadRequest,
  type SearchedRoads,
} from './road-job.js';

const REPORT_EVERY_MS = 100;
/** Metrics kept; one of a million nodes takes some 300 MB. */
const MAX_METRICS = 4;
/**
 * From so many sources on, contracting the graph for new conditions pays: it takes the time of about so
 * many searches over the plain graph [E: measured on mountain networks].
 */
const CONTRACT_FROM_SOURCES = 48;

const roads = workerData as SearchedRoads;
const port = parentPort!;
const send = (report: RoadReport, transfer: ArrayBuffer[] = []): void => port.postMessage(report, transfer);
const metrics = new Map<string, Metric>();

// One at a time, in the order asked.
let line = Promise.resolve();
port.on('message', (request: RoadRequest) => {
  line = line.then(() => answer(request));
});

const answer = async (request: RoadRequest): Promise<void> => {
  const { id, cancelled } = request;
  let told = Date.now();
  const progress = (share: number): void => {
    if (Atomics.load(cancelled, 0) !== 0) throw new Cancelled();
    if (Date.now() - told < REPORT_EVERY_MS) return;
    told = Date.now();
    send({ id, kind: 'progress', share });
  };
  try {
    const result = await work(request, progress);
    send({ id, kind: 'done', result }, buffersOf(result));
  } catch (fault) {
    if (fault instanceof Cancelled) send({ id, kind: 'cancelled' });
    else send({ id, kind: 'failed', message: (fault as Error).stack ?? String(fault) });
  }
};

const work = async (request: RoadRequest, progress: (share: number) => void): Promise<ResultOf<RoadJob>> => {
  const { profile, job } = request;
  progress(0);
  const metric = request.metric === null ? null : metricOf(profile, request.metric);
  if (job.kind === 'isochrone') return workIsochrone(roads, profile, metric, job);
  const { count } = job.kind === 'matrix' ? job.task.sources : job.sources;
  // Half the bar for the contraction where there is one.
  const contracts = job.kind === 'matrix' && metric?.hierarchy === null && count >= CONTRACT_FROM_SOURCES;
  if (contracts) metric.contract((share) => progress(share / 2));
  const shift = contracts ? 0.5 : 0;
  const rows = (done: number): boolean => {
    progress(shift + (1 - shift) * (done / count));
    return true;
  };
  const plain = roads.profiles[profile]!;
  const searched = metric === null ? plain.hierarchy : (metric.hierarchy ?? metric.graph);
  return job.kind === 'matrix'
    ? runMatrixTask(searched, job.task, rows)!
    : waysOver(metric?.graph ?? plain.graph, job, rows);
};

const metricOf = (profile: number, spec: MetricSpec): Metric => {
  const known = metrics.get(spec.key);
  const metric = known ?? new Metric(roads.network, roads.lengths, roads.profiles[profile]!, profile, spec);
  // The map's order is that of use: the least lately used goes first.
  metrics.delete(spec.key);
  metrics.set(spec.key, metric);
  for (const key of metrics.keys()) {
    if (metrics.size <= MAX_METRICS) break;
    metrics.delete(key);
  }
  return metric;
};

const waysOver = (
  graph: SearchGraph,
  { sources, targets }: Extract<RoadJob, { kind: 'ways' }>,
  rows: (done: number) => boolean,
): (Way | null)[] => {
  const search = new PlainSearch(graph);
  return Array.from({ length: sources.count }, (_, i) => {
    search.run(sources, i);
    rows(i + 1);
    const way = search.wayTo(targets, i);
    // Seeds are counted from the pair's own first.
    return way === null
      ? null
      : {
          ...way,
          sourceSeed: way.sourceSeed - sources.offsets[i]!,
          targetSeed: way.targetSeed - targets.offsets[i]!,
        };
  });
};

const buffersOf = (result: ResultOf<RoadJob>): ArrayBuffer[] =>
  'durations' in result
    ? [result.durations, result.distances, result.ascents].map((column) => column.buffer as ArrayBuffer)
    : [];
