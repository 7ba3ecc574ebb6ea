import type { ComponentChildren } from 'preact';
import type { PlanState, Summary } from '../api/types.js';
import { useSpeech } from '../language/language.js';

/** What the plan costs, of what, and how long it took to make. */
export function Figures({ summary, plan }: { readonly summary: Summary; readonly plan: PlanState }) {
  const { t, maybe, number, percent } = useSpeech();
  const { costParts, timings, summary: day, solver } = summary;
  const parts = Object.entries(costParts).filter(([part]) => part !== 'total');
  return (
    <div class="figures">
      <List title={t('costParts')} hint={t('costHint')}>
        {parts.map(([part, yuan]) => (
          <Line
            key={part}
            label={maybe('cost_', part)}
            value={`${number(yuan)} ${t('yuan')}`}
            share={summary.cost > 0 ? yuan / summary.cost : 0}
          />
        ))}
        <Line label={t('cost_total')} value={`${number(summary.cost)} ${t('yuan')}`} strong />
        <Line
          label={t('bound')}
          value={summary.lowerBound === null ? t('notProven') : `${number(summary.lowerBound)} ${t('yuan')}`}
        />
        <Line label={t('gap')} value={summary.gap === null ? t('notProven') : percent(summary.gap, 2)} />
        <Line label={t('value')} value={`${number(summary.gains.yuan)} ${t('yuan')}`} />
      </List>
      <List title={t('dayFigures')}>
        <Line label={t('planned')} value={`${number(day.planned)} / ${number(day.orders)}`} />
        <Line label={t('parcels')} value={number(day.parcels)} />
        <Line label={t('weight')} value={`${number(day.kg / 1000, 1)} t`} />
        <Line label={t('distance')} value={`${number(day.km)} ${t('km')}`} />
        <Line label={t('drivingHours')} value={`${number(day.drivingHours, 1)} ${t('h')}`} />
        <Line label={t('vehicles')} value={number(day.vehiclesUsed)} />
      </List>
      <List title={t('timings')}>
        {Object.entries(timings).map(([stage, seconds]) => (
          <Line key={stage} label={maybe('stage_', stage)} value={`${number(seconds, 2)} ${t('sUnit')}`} />
        ))}
        <Line label={t('iterations')} value={number(solver.iterations)} />
        <Line label={t('poolRuns')} value={number(solver.poolRuns)} />
        <Line label={t('seed')} value={String(plan.options.seed)} />
      </List>
    </div>
  );
}

function List(props: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section>
      <h2>{props.title}</h2>
      {props.hint && <p class="soft small">{props.hint}</p>}
      <dl class="lines">{props.children}</dl>
    </section>
  );
}

function Line(props: {
  readonly label: string;
  readonly value: string;
  readonly strong?: boolean;
  readonly share?: number;
}) {
  return (
    <div class={props.strong ? 'total' : ''}>
      <dt>{props.label}</dt>
      <dd>
        {props.value}
        {props.share !== undefined && (
          <span class="meter" aria-hidden="true">
            <span style={{ width: `${Math.min(100, Math.max(0, props.share * 100))}%` }} />
          </span>
        )}
      </dd>
    </div>
  );
}
