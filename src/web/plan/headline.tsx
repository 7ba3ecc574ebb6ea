import { METRICS, type Metric, type MetricName, type Summary } from '../api/types.js';
import { useSpeech } from '../language/language.js';

const HINTS = { ship: 'shipHint', collect: 'collectHint', sign: 'signHint' } as const;

/** What the plan gains: hours to ship, collect and sign, and how near the best it is proven to be. */
export function Headline({ summary }: { readonly summary: Summary }) {
  const { t, number } = useSpeech();
  const { gains } = summary;
  return (
    <section class="headline" aria-label={t('overBaseline')}>
      <div class="tiles">
        {METRICS.map((metric) => (
          <Tile key={metric} name={metric} metric={gains[metric]} />
        ))}
        <Proof summary={summary} />
      </div>
      <p class="soft small">
        {t('overBaseline')} ({gains.baselineVersion}).
        {gains.confirmedAfterPlan > 0 && ` ${number(gains.confirmedAfterPlan)} ${t('knownEarly')}`}
      </p>
    </section>
  );
}

function Tile({ name, metric }: { readonly name: MetricName; readonly metric: Metric }) {
  const { t, number } = useSpeech();
  const hours = (value: number | null): string => (value === null ? '–' : number(value, 1));
  const { gain } = metric;
  return (
    <article class="tile">
      <h2>
        {t(name)} <span class="soft">{t(HINTS[name])}</span>
      </h2>
      <p class="figure">
        <strong>{gain === null ? '–' : number(Math.abs(gain), 1)}</strong>{' '}
        <span>{gain !== null && gain < 0 ? t('hoursLater') : t('hoursEarlier')}</span>
      </p>
      <p class="from-to">
        <span class="was">{hours(metric.baseline)}</span>
        <span aria-hidden="true"> → </span>
        <span class="now">{hours(metric.plan)}</span> {t('h')}
      </p>
      <p class="soft small">
        {t('median')} {hours(metric.median.gain)} · P90 {hours(metric.p90.gain)} {t('h')}
      </p>
    </article>
  );
}

function Proof({ summary }: { readonly summary: Summary }) {
  const { t, number, percent } = useSpeech();
  const { gap, summary: day } = summary;
  return (
    <article class="tile proof" title={t('gapHint')}>
      <h2>{t('gap')}</h2>
      <p class="figure">
        <strong class={gap === null ? 'words' : ''}>{gap === null ? t('notProven') : percent(gap)}</strong>{' '}
        {gap !== null && <span>{t('ofBest')}</span>}
      </p>
      <p class="from-to">
        {number(day.planned)} / {number(day.orders)} {t('plannedOrders')}
      </p>
      <p class="soft small">
        {number(day.runs)} {t('runs').toLowerCase()} · {number(day.vehiclesUsed)}{' '}
        {t('vehicles').toLowerCase()} · {number(day.km)} {t('km')}
      </p>
    </article>
  );
}
