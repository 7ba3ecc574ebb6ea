import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError, openSession } from '../api/client.js';
import { useSpeech } from '../language/language.js';

/** A calm word where there is nothing else to show: empty, lost or failed. */
export function Notice(props: {
  readonly title: string;
  readonly hint?: string;
  readonly kind?: 'plain' | 'bad' | 'good';
  readonly action?: { readonly label: string; readonly href: string };
  readonly children?: ComponentChildren;
}) {
  const { title, hint, kind = 'plain', action, children } = props;
  return (
    <div class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : undefined}>
      <p class="notice-title">{title}</p>
      {hint && <p>{hint}</p>}
      {children}
      {action && (
        <p>
          <a href={action.href}>{action.label}</a>
        </p>
      )}
    </div>
  );
}

/** A refusal in the service's own words, with the way on. */
export function Failure({ error, retry }: { readonly error: ApiError; readonly retry: () => void }) {
  const { t } = useSpeech();
  if (error.status === 401) return <KeyForm retry={retry} />;
  const lost = error.code === 'unreachable';
  const hint = lost ? t('unreachableHint') : (error.remedy ?? undefined);
  return (
    <Notice kind="bad" title={lost ? t('unreachable') : error.message} {...(hint ? { hint } : {})}>
      <p>
        <button type="button" onClick={retry}>
          {t('retry')}
        </button>
      </p>
    </Notice>
  );
}

function KeyForm({ retry }: { readonly retry: () => void }) {
  const { t } = useSpeech();
  const [key, setKey] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const enter = (event: Event): void => {
    event.preventDefault();
    openSession(key.trim()).then(retry, (error: unknown) =>
      setRefused(error instanceof ApiError ? error.message : String(error)),
    );
  };
  return (
    <Notice title={t('keyNeeded')} hint={t('keyHint')}>
      <form class="inline-form" onSubmit={enter}>
        <label>
          {t('key')}
          <input
            type="password"
            autocomplete="off"
            required
            value={key}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          {t('enter')}
        </button>
        {refused !== null && (
          <p class="problem" role="alert">
            {refused}
          </p>
        )}
      </form>
    </Notice>
  );
}

/** Grey lines where something is on its way. */
export function Loading({ lines = 3 }: { readonly lines?: number }) {
  const { t } = useSpeech();
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">{t('loading')}</span>
      {Array.from({ length: lines }, (_, k) => (
        <span key={k} class="bone" />
      ))}
    </div>
  );
}

/** Marks made-up data wherever it is shown. */
export function SyntheticTag() {
  const { t } = useSpeech();
  return (
    <span class="tag synthetic" title={t('syntheticHint')}>
      {t('synthetic')}
    </span>
  );
}
