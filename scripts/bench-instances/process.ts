import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';

export interface Ended {
  readonly out: string;
  /** The last lines of what it wrote to standard error. */
  readonly err: string;
  /** Null where it was ended by a signal. */
  readonly code: number | null;
  /** It had not answered in time and was ended. */
  readonly overdue: boolean;
  readonly wallSeconds: number;
  /** Highest resident memory; null where the system does not tell. */
  readonly peakMegabytes: number | null;
}

const POLL_MILLISECONDS = 100;
const TASKSET = ['/usr/bin/taskset', '/bin/taskset'].find((path) => existsSync(path));

/**
 * Runs a process to its end and measures it.
 * @param core to pin it to where taskset is present; undefined leaves it free.
 * @param limitSeconds after which it is ended.
 */
export const runProcess = async (
  command: readonly string[],
  limitSeconds: number,
  core: string | undefined,
): Promise<Ended> => {
  const pinned = core === undefined || TASKSET === undefined ? command : [TASKSET, '-c', core, ...command];
  const started = performance.now();
  const child = spawn(pinned[0]!, pinned.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  let overdue = false;
  let peakMegabytes: number | null = null;
  const clock = setTimeout(() => {
    overdue = true;
    child.kill('SIGKILL');
  }, limitSeconds * 1000);
  // The high-water mark only rises, so the last reading misses at most what the final moment adds.
  const poll = setInterval(() => {
    if (child.pid !== undefined)
      void peakOf(child.pid).then((peak) => {
        peakMegabytes = peak === null ? peakMegabytes : Math.max(peak, peakMegabytes ?? 0);
      });
  }, POLL_MILLISECONDS);
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [code, out, err] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)]);
    const wallSeconds = (performance.now() - started) / 1000;
    return {
      out,
      err: err.trim().split('\n').slice(-3).join(' '),
      code,
      overdue,
      wallSeconds,
      peakMegabytes,
    };
  } finally {
    clearTimeout(clock);
    clearInterval(poll);
  }
};

const peakOf = async (pid: number): Promise<number | null> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
};

const textOf = async (stream: NodeJS.ReadableStream): Promise<string> => {
  const parts: string[] = [];
  for await (const part of stream) parts.push(String(part));
  return parts.join('');
};
