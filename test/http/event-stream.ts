export interface HeardEvent {
  readonly event: string;
  readonly id: string | null;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}

/** Reads server-sent events until the stream ends; `onEvent` may act in between. */
export async function readEvents(
  answer: Response,
  onEvent: (event: HeardEvent) => void = () => undefined,
): Promise<HeardEvent[]> {
  const heard: HeardEvent[] = [];
  let text = '';
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(part).toString('utf8');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const field = (name: string): string | null =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2) ?? null;
      const data = field('data');
      if (data === null) continue;
      const event = {
        event: field('event') ?? 'message',
        id: field('id'),
        data: JSON.parse(data) as unknown,
      };
      heard.push(event);
      onEvent(event);
    }
  }
  return heard;
}
