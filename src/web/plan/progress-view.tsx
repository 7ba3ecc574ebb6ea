import { useMemo } from 'preact/hooks';
import { STAGES, type PlanState, type Progress } from '../api/types.js';
import { Chart } from '../charts/chart.js';
import { curveOptions } from '../charts/curve.js';
import { useSpeech } from '../language/language.js';

/** The making of a plan: stages passed, figures so far, the cost as it falls. */
export function ProgressView({
  plan,
  curve,
}: {
  readonly plan: PlanState;
  readonly curve: readonly Progress[];
}) {
  const speech = useSpeech();
  const { t, number, percent } = speech;
  const now = curve.at(-1) ?? plan.progress;
  const points = useMemo(() => lastPass(curve.filter(({ incumbent }) => incumbent !== null)), [curve]);
  const data = useMemo(
    () =>
      [
        points.map(({ elapsedSeconds }) => elapsedSeconds),
        points.map(({ incumbent }) => incumbent),
        points.map(({ bound }) => bound),
      ] as [number[], (number | null)[], (number | null)[]],
    [points],
  );
  const options = useMemo(() => curveOptions(speech), [speech]);
  return (
    <section class="card progress" aria-live="polite">
      <Stepper now={now} />
      {plan.status === 'queued' && <p class="soft">{t('waitingForStart')}</p>}
      <dl class="facts wide">
        <Fact label={t('elapsed')} value={now ? `${number(now.elapsedSeconds, 1)} ${t('sUnit')}` : '–'} />
        <Fact
          label={t('incumbent')}
          value={
            typeof now?.incumbent === 'number' ? `${number(now.incumbent)} ${t('yuan')}` : t('noIncumbent')
          }
        />
        <Fact label={t('gap')} value={typeof now?.gap === 'number' ? percent(now.gap, 2) : t('notProven')} />
        <Fact
          label={t('unassigned')}
          value={typeof now?.unassigned === 'number' ? number(now.unassigned) : '–'}
        />
      </dl>
      {points.length > 1 && (
        <figure>
          <figcaption>{t('searchCurve')}</figcaption>
          <Chart options={options} data={data} height={220} label={t('searchCurve')} />
        </figure>
      )}
    </section>
  );
}

/** Points of the solving pass under way: the costs of another do not compare. */
const lastPass = (points: readonly Progress[]): readonly Progress[] =>
  points.filter(({ pass }) => pass === points.at(-1)?.pass);

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Stepper({ now }: { readonly now: Progress | null }) {
  const { maybe } = useSpeech();
  const at = now ? STAGES.indexOf(now.stage) : -1;
  return (
    <ol class="stepper">
      {STAGES.map((stage, k) => {
        const state = k < at ? 'past' : k === at ? 'now' : 'next';
        const share = state === 'now' ? (now?.share ?? null) : null;
        return (
          <li key={stage} class={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span class="dot" aria-hidden="true" />
            <span class="step-name">{maybe('stage_', stage)}</span>
            {share !== null && share < 1 && <span class="share">{Math.round(share * 100)}%</span>}
          </li>
        );
      })}
    </ol>
  );
}
