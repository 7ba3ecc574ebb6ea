import { Worker } from 'node:worker_threads';
import { graphFolder } from '../planning/open-network.js';
import type { NetworkFiles } from '../planning/plan-options.js';
import { openGraph, RoadError } from '../roads/index.js';
import type { RoadSource } from '../roads/road-source.js';
import { workerUrl } from '../worker-url.js';
import type { BuildRoadsAnswer, BuildRoadsTask } from './build-roads-worker.js';

/**
 * Opens a network's graph to draw from. Planning has built it as a rule; where it has not, it is
 * built in a thread of its own, for that takes minutes and requests must be answered meanwhile.
 * @throws RoadError, or Error where it cannot be built
 */
export async function openRoads(files: NetworkFiles, graphCache: string): Promise<RoadSource> {
  const folder = graphFolder(files, graphCache);
  try {
    return await openGraph(folder);
  } catch (fault) {
    if (!(fault instanceof RoadError)) throw fault;
  }
  await buildApart({ files, graphCache });
  return openGraph(folder);
}

function buildApart(task: BuildRoadsTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl(import.meta.url, './build-roads-worker'), { workerData: task });
    worker.once('message', (answer: BuildRoadsAnswer) => {
      void worker.terminate();
      if (answer.ok) resolve();
      else reject(new Error(answer.message));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that builds roads ended with code ${code}`)));
  });
}
