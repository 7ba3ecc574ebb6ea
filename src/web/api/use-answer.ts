import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError, ask } from './client.js';

export interface Answered<Answer> {
  readonly data: Answer | null;
  readonly error: ApiError | null;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Asks for an address when it changes and on reload; null asks for nothing. The old answer stays meanwhile. */
export function useAnswer<Answer>(path: string | null, accept?: string): Answered<Answer> {
  const [state, setState] = useState<{ path: string | null; data: Answer | null; error: ApiError | null }>({
    path: null,
    data: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((count) => count + 1), []);
  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    ask<Answer>(path, { signal: stop.signal, ...(accept ? { accept } : {}) }).then(
      (data) => setState({ path, data, error: null }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const known = error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error), null);
        setState((old) => ({ path, data: old.path === path ? old.data : null, error: known }));
      },
    );
    return () => stop.abort();
  }, [path, turn, accept]);
  const current = state.path === path && path !== null;
  return {
    data: current ? state.data : null,
    error: current ? state.error : null,
    loading: path !== null && !current,
    reload,
  };
}
