import { parentPort, workerData } from 'node:worker_threads';
import { openNetwork } from '../planning/open-network.js';
import type { NetworkFiles } from '../planning/plan-options.js';

/** What the thread is told, and what it answers: nothing, or why there is no graph. */
export interface BuildRoadsTask {
  readonly files: NetworkFiles;
  readonly graphCache: string;
}
export type BuildRoadsAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

const answer = (message: BuildRoadsAnswer): void => parentPort?.postMessage(message);

/** Builds a network's graph and leaves it on disk. */
async function main({ files, graphCache }: BuildRoadsTask): Promise<void> {
  const source = await openNetwork(files, graphCache);
  await source.close();
}

main(workerData as BuildRoadsTask).then(
  () => answer({ ok: true }),
  (error: unknown) => answer({ ok: false, message: error instanceof Error ? error.message : String(error) }),
);
