import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

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
  /** Of it and its children, to a tenth of a second; null where the system does not tell. */
  readonly cpuSeconds: number | null;
}

interface Spent {
  readonly peakMegabytes: number;
  readonly cpuSeconds: number;
}

// Linux tells times in these whatever the kernel's own clock is.
const TICKS_PER_SECOND = 100;
const POLL_MILLISECONDS = 100;
const TASKSET = ['/usr/bin/taskset', '/bin/taskset'].find((path) => existsSync(path));

const running = new Set<number>();

/** Ends what is under way when this process is told to stop; what has been written stays. */
export const endWithUs = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      for (const pid of running) killTree(pid);
      process.exit(130);
    });
};

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
  if (child.pid !== undefined) running.add(child.pid);
  let overdue = false;
  let spent: Spent | null = null;
  const clock = setTimeout(() => {
    overdue = true;
    killTree(child.pid);
  }, limitSeconds * 1000);
  // Both only rise, so the last reading misses at most what the final moment adds.
  const poll = setInterval(() => {
    if (child.pid === undefined) return;
    const now = spentBy(child.pid);
    if (now === null) return;
    spent = {
      peakMegabytes: Math.max(now.peakMegabytes, spent?.peakMegabytes ?? 0),
      cpuSeconds: Math.max(now.cpuSeconds, spent?.cpuSeconds ?? 0),
    };
  }, POLL_MILLISECONDS);
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [code, out, err] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)]);
    const wallSeconds = (performance.now() - started) / 1000;
    // Assigned in the poll, which the compiler's narrowing does not see.
    const last = spent as Spent | null;
    return {
      out,
      err: err.trim().split('\n').slice(-3).join(' '),
      code,
      overdue,
      wallSeconds,
      peakMegabytes: last?.peakMegabytes || null,
      cpuSeconds: last?.cpuSeconds ?? null,
    };
  } finally {
    clearTimeout(clock);
    clearInterval(poll);
    if (child.pid !== undefined) running.delete(child.pid);
  }
};

/** Ends a process that we started and what it started itself, which would run on without it. */
const killTree = (pid: number | undefined): void => {
  if (pid === undefined) return;
  let children: string[] = [];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in between.
  }
  for (const child of children) killTree(Number(child));
};

/** Of a process and those it started, from Linux's /proc; null elsewhere or where it has ended. */
const spentBy = (pid: number): Spent | null => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // A process that has ended and is not yet waited for has no memory any more.
    const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
    // Fields are counted behind the name, which may hold blanks: 14 to 17 are the times, children's included.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const theirs = children.flatMap((child) => spentBy(Number(child)) ?? []);
    return {
      peakMegabytes: kilobytes / 1024 + theirs.reduce((sum, one) => sum + one.peakMegabytes, 0),
      cpuSeconds: ticks / TICKS_PER_SECOND + theirs.reduce((sum, one) => sum + one.cpuSeconds, 0),
    };
  } catch {
    return null;
  }
};

const textOf = async (stream: NodeJS.ReadableStream): Promise<string> => {
  const parts: string[] = [];
  for await (const part of stream) parts.push(String(part));
  return parts.join('');
};
