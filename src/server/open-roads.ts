import { Worker } from 'node:worker_threads';
import { graphFolder, openServer } from '../planning/open-network.js';
import type { NetworkFiles } from '../planning/plan-options.js';
import { openGraph, RoadError } from '../roads/index.js';
import type { RoadSource } from '../roads/road-source.js';
import { workerUrl } from '../worker-url.js';
import type { BuildRoadsAnswer, BuildRoadsTask } from './build-roads-worker.js';

/**
 * Opens a network to draw from. Whether its graph is still that of its files, and building it where it is
 * not, takes a thread of its own, for requests must be answered meanwhile.
 * @throws RoadError, or Error where it cannot be built
 */
export async function openRoads(files: NetworkFiles, graphCache: string): Promise<RoadSource> {
  if ('graphhopper' in files) return openServer(files);
  await ensureApart({ files, graphCache });
  return openGraph(graphFolder(files, graphCache));
}

function ensureApart(task: BuildRoadsTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl(import.meta.url, './build-roads-worker'), { workerData: task });
    worker.once('message', (answer: BuildRoadsAnswer) => {
      void worker.terminate();
      if (answer.ok) resolve();
      else if (answer.code === null) reject(new Error(answer.message));
      else reject(new RoadError(answer.code, answer.message));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that builds roads ended with code ${code}`)));
  });
}
