import { planPath } from './client.js';
import type { Progress } from './types.js';

export interface PlanEvents {
  readonly onProgress: (progress: Progress) => void;
  /** Something else happened, or the stream ended: read the plan's state anew. */
  readonly onChange: () => void;
}

const RETRY_MILLISECONDS = 2000;

/** Listens to a plan until the signal ends it; a stream that breaks is opened again where it left off. */
export async function followPlan(id: string, events: PlanEvents, signal: AbortSignal): Promise<void> {
  let last: string | null = null;
  while (!signal.aborted) {
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream' };
      if (last !== null) headers['Last-Event-ID'] = last;
      const response = await fetch(planPath(id, '/events'), { headers, signal });
      if (response.ok && response.body)
        for await (const event of messages(response.body)) {
          last = event.id ?? last;
          deliver(event, events);
        }
    } catch {
      if (signal.aborted) return;
    }
    events.onChange();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
  }
}

interface Message {
  readonly id: string | null;
  readonly data: string;
}

function deliver({ data }: Message, events: PlanEvents): void {
  const content: unknown = JSON.parse(data);
  if (content !== null && typeof content === 'object' && 'stage' in content && 'elapsedSeconds' in content)
    events.onProgress(content as Progress);
  else events.onChange();
}

/** Server-sent events of a stream, read by the rules of the HTML standard as far as the service uses them. */
async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true }).replaceAll('\r\n', '\n');
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = read(block);
      if (message) yield message;
    }
  }
}

function read(block: string): Message | null {
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
  }
  return data.length === 0 ? null : { id, data: data.join('\n') };
}
