import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerUrl } from '../../../worker-url.js';
import { buildProfileGraph, type BuiltProfile, type ProfileSource } from '../profile-graph.js';
import type { Profile } from '../profiles/profile.js';
import type { NodeRanks } from '../search/follow-order.js';
import { shareArrays } from '../share.js';
import type { ProfileReport, ProfileRequest, ProfileWorkerData } from './profile-worker.js';

export interface ProfileHooks {
  /** Called with the share of all profiles done, 0..1. */
  readonly onShare?: (share: number) => void;
  /** Called with each profile's graph as it is ready, in any order; the next waits for it. */
  readonly onBuilt: (index: number, built: BuiltProfile) => Promise<void>;
}

/** Below so many edges of all profiles, starting a thread takes longer than the work. */
const EDGES_WORTH_A_THREAD = 5000;

/**
 * Builds the graphs of all profiles in worker threads. The first of the wheeled profiles, and of the
 * walking ones, orders its nodes by importance; the others of its kind follow its order where they know the same
 * nodes, which takes a third of the time.
 */
export const buildProfiles = async (
  source: ProfileSource,
  profiles: readonly Profile[],
  hooks: ProfileHooks,
): Promise<void> => {
  if (source.network.edgeCount * profiles.length < EDGES_WORTH_A_THREAD) {
    for (const [index, profile] of profiles.entries())
      await hooks.onBuilt(index, buildProfileGraph(source, profile, index));
    return;
  }
  const data: ProfileWorkerData = { source: shareArrays(source), profiles };
  const line = new ProfileLine(profiles);
  const shares = new Float64Array(profiles.length);
  const workers = Array.from(
    { length: Math.min(profiles.length, availableParallelism()) },
    () => new ProfileWorker(data),
  );
  const working = workers.map(async (worker) => {
    try {
      for (let request = await line.next(); request !== null; request = await line.next()) {
        const { index } = request;
        const built = await worker.build(request, (share) => {
          shares[index] = share;
          hooks.onShare?.(shares.reduce((sum, one) => sum + one, 0) / profiles.length);
        });
        line.done(index, built.ranks);
        await hooks.onBuilt(index, built);
      }
    } catch (fault) {
      line.close();
      throw fault;
    }
  });
  // After a fault the others finish what they write, so that nobody removes the folder under them.
  const ended = await Promise.allSettled(working);
  await Promise.all(workers.map((worker) => worker.end()));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
};

/** Hands profiles out: leaders first, their followers when the leader's order is known. */
class ProfileLine {
  private readonly leaders: number[] = [];
  private readonly followers: number[] = [];
  private readonly leaderOf = new Map<number, number>();
  private readonly ranks = new Map<number, NodeRanks>();
  private waiting: (() => void)[] = [];
  private closed = false;

  constructor(profiles: readonly Profile[]) {
    const byKind = new Map<boolean, number>();
    const widest = [...profiles.keys()].sort(
      (a, b) => classes(profiles[b]!) - classes(profiles[a]!) || a - b,
    );
    for (const index of widest) {
      const wheeled = profiles[index]!.engine !== undefined;
      const leader = byKind.get(wheeled);
      if (leader === undefined) {
        byKind.set(wheeled, index);
        this.leaders.push(index);
      } else {
        this.followers.push(index);
        this.leaderOf.set(index, leader);
      }
    }
  }

  async next(): Promise<ProfileRequest | null> {
    for (;;) {
      if (this.closed) return null;
      const leader = this.leaders.shift();
      if (leader !== undefined) return { index: leader, leader: null };
      if (this.followers.length === 0) return null;
      const ready = this.followers.findIndex((index) => this.ranks.has(this.leaderOf.get(index)!));
      if (ready >= 0) {
        const [index] = this.followers.splice(ready, 1) as [number];
        return { index, leader: this.ranks.get(this.leaderOf.get(index)!)! };
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  done(index: number, ranks: NodeRanks): void {
    this.ranks.set(index, ranks);
    this.wake();
  }

  close(): void {
    this.closed = true;
    this.wake();
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

const classes = ({ classKmh }: Profile): number => Object.keys(classKmh).length;

interface Building {
  readonly progress: (share: number) => void;
  readonly done: (built: BuiltProfile) => void;
  readonly failed: (fault: Error) => void;
}

class ProfileWorker {
  private readonly worker: Worker;
  private building: Building | null = null;
  private lost: Error | null = null;

  constructor(data: ProfileWorkerData) {
    this.worker = new Worker(workerUrl(import.meta.url, './profile-worker'), { workerData: data });
    this.worker.on('message', (report: ProfileReport) => {
      if (report.kind === 'progress') this.building?.progress(report.share);
      else if (report.kind === 'done') this.building?.done(report.built);
      else this.building?.failed(new Error(report.message));
    });
    this.worker.on('error', (fault: Error) => this.lose(fault));
    this.worker.on('exit', (code) =>
      this.lose(new Error(`A thread that builds the road graph ended with code ${code}.`)),
    );
  }

  build(request: ProfileRequest, progress: (share: number) => void): Promise<BuiltProfile> {
    if (this.lost !== null) return Promise.reject(this.lost);
    return new Promise((done, failed) => {
      this.building = { progress, done, failed };
      this.worker.postMessage(request);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private lose(fault: Error): void {
    this.lost ??= fault;
    this.building?.failed(this.lost);
  }
}
