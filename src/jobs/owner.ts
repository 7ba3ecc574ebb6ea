import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Names this process as the holder of jobs: host, process id and a nonce, for ids are used again. */
export const newOwner = (): string => `${hostname()}|${process.pid}|${randomBytes(6).toString('hex')}`;

/**
 * True where an owner surely ended: it ran on this machine and its process is no more, or its
 * process id is now ours. An owner elsewhere is judged by its lease alone.
 */
export function isGone(owner: string, self: string): boolean {
  if (owner === self) return false;
  const [host, pid] = owner.split('|');
  if (host !== hostname()) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
