import type { Request, Response } from 'express';
import type { PlanEvent } from '../jobs/queue.js';
import { isFinal, type PlanRecord } from '../storage/store.js';
import { planState } from './plan-answer.js';
import { READERS, type Route } from './route.js';
import type { Services } from './services.js';
import { z } from 'zod';

const HEARTBEAT_MILLISECONDS = 15_000;
/** Id of a plan's last event. */
const END = 'end';

/** Server-sent progress of a plan. */
export function eventRoutes(services: Services): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/plans/{plan}/events',
      tag: 'plans',
      summary: 'Progress as server-sent events',
      description:
        'First the present state (`status`) and the last `progress`, then each as it comes. The last event is `done`, `failed` or `cancelled`, with the plan’s state, and ends the stream; whoever reconnects with its id is answered 204, so that an EventSource stops.',
      access: READERS,
      headers: z.object({ 'Last-Event-ID': z.string().optional().describe('Sent by EventSource itself') }),
      answers: {
        200: {
          description: 'A stream of events: status, progress, done, failed, cancelled',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        204: { description: 'The end was heard already' },
      },
      problems: ['plan-not-found'],
      async handle(request, response, { params }) {
        const record = await services.reader.record(params['plan'] ?? '');
        const heard = request.headers['last-event-id'];
        if (isFinal(record.status) && heard === END) return void response.status(204).end();
        if (request.method === 'HEAD') return void response.type('text/event-stream').end();
        await follow(record, heard, request, response, services);
      },
    },
  ];
}

async function follow(
  record: PlanRecord,
  heard: unknown,
  request: Request,
  response: Response,
  services: Services,
): Promise<void> {
  const { store, queue, closing } = services;
  const stream = openStream(response);
  const ended = (final: PlanRecord): void => stream.end(final.status, END, planState(final));
  const listen = (event: PlanEvent): void => {
    if (event.kind === 'progress') stream.send('progress', String(event.event), event.progress);
    else if (isFinal(event.record.status)) ended(event.record);
    else stream.send('status', null, planState(event.record));
  };
  const stop = queue.subscribe(record.id, listen);
  /** Also hears of plans that another process works on. */
  const heartbeat = setInterval(() => {
    stream.comment('still here');
    store.plans.find(record.id).then(
      (now) => now !== null && isFinal(now.status) && ended(now),
      (error: unknown) => services.log.warn({ err: error }, 'an event stream could not read its plan'),
    );
  }, HEARTBEAT_MILLISECONDS);
  const close = (): void => void response.end();
  closing.addEventListener('abort', close, { once: true });
  response.once('close', () => {
    stop();
    clearInterval(heartbeat);
    closing.removeEventListener('abort', close);
  });
  if (closing.aborted || request.destroyed) return close();
  const present = (await store.plans.find(record.id)) ?? record;
  if (isFinal(present.status)) return ended(present);
  stream.send('status', null, planState(present));
  const { progress } = present;
  if (progress !== null && String(progress.event) !== heard)
    stream.send('progress', String(progress.event), progress.data);
}

interface EventStream {
  send(event: string, id: string | null, data: unknown): void;
  comment(text: string): void;
  end(event: string, id: string, data: unknown): void;
}

function openStream(response: Response): EventStream {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 3000\n\n');
  const write = (text: string): void => {
    if (!response.writableEnded && !response.destroyed) response.write(text);
  };
  const send = (event: string, id: string | null, data: unknown): void =>
    write(`event: ${event}\n${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  return {
    send,
    comment: (text) => write(`: ${text}\n\n`),
    end(event, id, data) {
      if (response.writableEnded) return;
      send(event, id, data);
      response.end();
    },
  };
}
