/** A refusal as the service words it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly remedy: string | null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Trades a key for a cookie, so that streams, tiles and prints carry it too. @throws ApiError */
export const openSession = (key: string): Promise<unknown> =>
  ask('/v1/session', { method: 'POST', body: { key } });

interface Options {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** Asks the service. @throws ApiError with its words where it refuses, or where it is not reached. */
export async function ask<Answer>(path: string, options: Options = {}): Promise<Answer> {
  const { method = 'GET', body, accept = 'application/json', signal } = options;
  const headers: Record<string, string> = { Accept: accept };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'unreachable', 'unreachable', null);
  }
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Answer;
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const text = (name: string): string | null => {
    const value = body !== null && typeof body === 'object' ? (body as Record<string, unknown>)[name] : null;
    return typeof value === 'string' ? value : null;
  };
  const message = text('detail') ?? text('title') ?? `HTTP ${response.status}`;
  return new ApiError(response.status, text('code') ?? 'unknown', message, text('remedy'));
}

/** Address of a plan's part. */
export const planPath = (id: string, part = ''): string => `/v1/plans/${encodeURIComponent(id)}${part}`;
export const runPath = (id: string, run: string, part = ''): string =>
  planPath(id, `/runs/${encodeURIComponent(run)}${part}`);
export const outletPath = (id: string, outlet: string, part = ''): string =>
  planPath(id, `/outlets/${encodeURIComponent(outlet)}${part}`);
