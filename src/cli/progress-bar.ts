import { SingleBar } from 'cli-progress';

/** Messages on standard error, and below them a bar where that is a terminal. */
export interface ProgressBar {
  say(line: string): void;
  /** Share of the work done, 0..1. */
  share(done: number): void;
  end(): void;
}

const STEPS = 1000;

/** Starts a bar; without a terminal only the messages are written, so that logs hold no control characters. */
export function progressBar(stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!stream.isTTY)
    return {
      say: (line) => void stream.write(`${line}\n`),
      share: () => undefined,
      end: () => undefined,
    };
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage} %  {duration_formatted}',
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(STEPS, 0);
  return {
    say(line) {
      stream.write(`\r\u001b[K${line}\n`);
      bar.render();
    },
    share: (done) => bar.update(Math.round(STEPS * done)),
    end: () => bar.stop(),
  };
}
