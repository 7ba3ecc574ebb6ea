import { useCallback, useEffect, useState } from 'preact/hooks';
import { ask, planPath, type ApiError } from '../api/client.js';
import { followPlan } from '../api/events.js';
import type { LocalName, NamedDay, PlanState, Progress, Summary } from '../api/types.js';
import { useAnswer } from '../api/use-answer.js';
import { StatusTag } from '../home/plan-list.js';
import { useSpeech } from '../language/language.js';
import { Failure, Loading, Notice, SyntheticTag } from '../parts/notice.js';
import { Note, shortTitle } from '../parts/title.js';
import type { Place } from '../router.js';
import { PlanView } from './plan-view.js';
import { ProgressView } from './progress-view.js';

type Answer = PlanState & { readonly summary?: Summary };

/** One plan: its progress while it is made, then the plan. */
export function PlanPage({ place }: { readonly place: Place & { readonly page: 'plan' } }) {
  const { t, name } = useSpeech();
  const { data, error, reload } = useAnswer<Answer>(planPath(place.id, '?fields=summary'));
  const working = data?.status === 'queued' || data?.status === 'running';
  const curve = useProgress(place.id, working, reload);
  const known = useDayTitle(data);
  const title = name(data?.summary?.title ?? known, data?.day ?? '');
  useEffect(() => {
    document.title = title === '' ? 'Packhorse' : `${shortTitle(title)} · Packhorse`;
  }, [title]);
  if (error) return <PageFailure error={error} retry={reload} />;
  if (!data)
    return (
      <div class="page">
        <Loading lines={6} />
      </div>
    );
  return (
    <div class="page plan-page">
      <header class="plan-head">
        <div>
          <a class="crumb" href="#/">
            ← {t('allPlans')}
          </a>
          <h1>
            {shortTitle(title)} <span class="date">{data.date}</span> <Note text={title} />
          </h1>
        </div>
        <div class="plan-state">
          {data.summary?.synthetic && <SyntheticTag />}
          <StatusTag plan={data} />
          <PlanActions plan={data} reload={reload} />
        </div>
      </header>
      {working && <ProgressView plan={data} curve={curve} />}
      {data.status === 'failed' && (
        <Notice kind="bad" title={t('planFailed')} hint={data.error?.message ?? ''} />
      )}
      {data.status === 'cancelled' && <Notice title={t('planCancelled')} />}
      {data.status === 'done' && data.summary && (
        <PlanView plan={data} summary={data.summary} place={place} />
      )}
    </div>
  );
}

/** The title of a named day, for as long as its plan cannot tell it. */
function useDayTitle(data: Answer | null): LocalName | null {
  const waiting = data !== null && data.summary === undefined;
  const days = useAnswer<{ days: readonly NamedDay[] }>(waiting ? '/v1/days' : null);
  return days.data?.days.find(({ name: one }) => one === data?.day)?.title ?? null;
}

const PageFailure = (props: { readonly error: ApiError; readonly retry: () => void }) => (
  <div class="page">
    <Failure {...props} />
  </div>
);

/** Every event of the plan's making so far, in the order of time. */
function useProgress(id: string, working: boolean, reload: () => void): readonly Progress[] {
  const [curve, setCurve] = useState<readonly Progress[]>([]);
  useEffect(() => {
    if (!working) return;
    const stop = new AbortController();
    void followPlan(
      id,
      {
        onProgress: (progress) =>
          setCurve((old) => [
            ...old.filter((one) => one.elapsedSeconds <= progress.elapsedSeconds),
            progress,
          ]),
        onChange: reload,
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [id, working, reload]);
  return curve;
}

function PlanActions({ plan, reload }: { readonly plan: PlanState; readonly reload: () => void }) {
  const { t } = useSpeech();
  const [busy, setBusy] = useState(false);
  const act = useCallback(
    async (path: string, method: 'POST' | 'DELETE'): Promise<void> => {
      setBusy(true);
      await ask(path, { method }).catch(() => undefined);
      setBusy(false);
      reload();
    },
    [reload],
  );
  if (plan.status === 'queued' || plan.status === 'running')
    return (
      <button type="button" disabled={busy} onClick={() => void act(planPath(plan.id), 'DELETE')}>
        {t('cancel')}
      </button>
    );
  if (plan.status !== 'done' || plan.releasedAt !== null) return null;
  return (
    <button type="button" disabled={busy} onClick={() => void act(planPath(plan.id, '/release'), 'POST')}>
      {t('release')}
    </button>
  );
}
