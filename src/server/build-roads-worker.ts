import { parentPort, workerData } from 'node:worker_threads';
import { openNetwork } from '../planning/open-network.js';
import type { NetworkExtract } from '../planning/plan-options.js';
import { RoadError, type RoadErrorCode } from '../roads/road-error.js';

/** What the thread is told, and what it answers: nothing, or why there is no graph. */
export interface BuildRoadsTask {
  readonly files: NetworkExtract;
  readonly graphCache: string;
}
export type BuildRoadsAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: RoadErrorCode | null; readonly message: string };

const answer = (message: BuildRoadsAnswer): void => parentPort?.postMessage(message);

/** Leaves a graph on disk that is whole and of these files. */
async function main({ files, graphCache }: BuildRoadsTask): Promise<void> {
  const source = await openNetwork(files, graphCache);
  await source.close();
}

main(workerData as BuildRoadsTask).then(
  () => answer({ ok: true }),
  (error: unknown) =>
    answer({
      ok: false,
      code: error instanceof RoadError ? error.code : null,
      message: error instanceof Error ? error.message : String(error),
    }),
);
