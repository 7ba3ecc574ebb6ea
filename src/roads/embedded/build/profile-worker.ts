import { parentPort, workerData } from 'node:worker_threads';
import { buildProfileGraph, type BuiltProfile, type ProfileSource } from '../profile-graph.js';
import type { Profile } from '../profiles/profile.js';
import type { NodeRanks } from '../search/follow-order.js';
import { shareArrays } from '../share.js';

/** Given to the worker at its start. */
export interface ProfileWorkerData {
  readonly source: ProfileSource;
  readonly profiles: readonly Profile[];
}

/** Asked of the worker: one profile's graph, in the order of a leader's where there is one. */
export interface ProfileRequest {
  readonly index: number;
  readonly leader: NodeRanks | null;
}

/** Told by the worker. */
export type ProfileReport =
  | { readonly kind: 'progress'; readonly index: number; readonly share: number }
  | { readonly kind: 'done'; readonly index: number; readonly built: BuiltProfile }
  | { readonly kind: 'failed'; readonly index: number; readonly message: string };

const REPORT_EVERY_MS = 100;

const { source, profiles } = workerData as ProfileWorkerData;
const port = parentPort!;
const send = (report: ProfileReport): void => port.postMessage(report);

port.on('message', ({ index, leader }: ProfileRequest) => {
  let told = Date.now();
  try {
    const built = buildProfileGraph(source, profiles[index]!, index, {
      leader,
      onProgress: (share) => {
        if (Date.now() - told < REPORT_EVERY_MS) return;
        told = Date.now();
        send({ kind: 'progress', index, share });
      },
    });
    send({ kind: 'done', index, built: shareArrays(built) });
  } catch (fault) {
    send({ kind: 'failed', index, message: (fault as Error).stack ?? String(fault) });
  }
});
