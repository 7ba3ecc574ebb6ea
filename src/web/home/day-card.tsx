import { useState } from 'preact/hooks';
import { ApiError, ask } from '../api/client.js';
import type { NamedDay } from '../api/types.js';
import { useSpeech } from '../language/language.js';
import { SyntheticTag } from '../parts/notice.js';
import { Note, shortTitle } from '../parts/title.js';
import { planHref } from '../router.js';

/** A named day, and the button that plans it. */
export function DayCard({ day }: { readonly day: NamedDay }) {
  const { t, name, number } = useSpeech();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const title = name(day.title, day.name);
  const start = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { id } = await ask<{ id: string }>(`/v1/plans${searchOf(event.currentTarget)}`, {
        method: 'POST',
        body: { day: day.name },
      });
      location.hash = planHref(id);
    } catch (error) {
      setProblem(
        error instanceof ApiError && error.code === 'unreachable' ? t('unreachable') : String(error),
      );
      setBusy(false);
    }
  };
  return (
    <article class="card day-card">
      <header>
        <h2>{shortTitle(title)}</h2>
        {day.synthetic && <SyntheticTag />}
      </header>
      <p class="soft">
        {day.date} <Note text={title} />
      </p>
      <dl class="facts">
        <Fact label={t('orders')} value={number(day.orders)} />
        {day.outlets !== undefined && <Fact label={t('outlets')} value={number(day.outlets)} />}
        {day.vehicles !== undefined && <Fact label={t('vehicles')} value={number(day.vehicles)} />}
      </dl>
      <form onSubmit={(event) => void start(event)}>
        <details>
          <summary>{t('options')}</summary>
          <div class="option-row">
            <NumberOption name="time" label={t('seconds')} min={1} max={3600} />
            <NumberOption name="seed" label={t('seed')} min={0} max={2147483647} />
          </div>
        </details>
        <button type="submit" class="primary" disabled={busy || day.ok === false}>
          {busy ? t('starting') : t('planThisDay')}
          <span class="visually-hidden"> {shortTitle(title)}</span>
        </button>
        {problem !== null && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
      </form>
    </article>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function NumberOption(props: {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
}) {
  const { t } = useSpeech();
  return (
    <label>
      {props.label}
      <input
        type="number"
        name={props.name}
        min={props.min}
        max={props.max}
        step={1}
        placeholder={t('defaultValue')}
      />
    </label>
  );
}

/** The options that were filled in; the service has its own defaults. */
function searchOf(form: EventTarget | null): string {
  if (!(form instanceof HTMLFormElement)) return '';
  const search = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string' && value.trim() !== '') search.set(name, value.trim());
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
