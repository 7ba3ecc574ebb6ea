import type { Gains } from '../api/types.js';
import { useSpeech } from '../language/language.js';

/** Two bars, baseline above plan, cut into the stages of an order's life; the same figures as a table below. */
export function StageBars({ stages }: { readonly stages: Gains['stages'] }) {
  const { t, maybe, number } = useSpeech();
  const total = (side: 'plan' | 'baseline'): number => stages.reduce((sum, stage) => sum + stage[side], 0);
  const longest = Math.max(total('plan'), total('baseline'), 1);
  const bar = (side: 'plan' | 'baseline') => (
    <div class="stage-row">
      <span class="stage-side">{t(side)}</span>
      <div class="stage-bar" aria-hidden="true">
        {stages.map((stage, k) => (
          <span
            key={stage.stage}
            class={`stage-piece s${k}`}
            style={{ width: `${(Math.max(0, stage[side]) / longest) * 100}%` }}
          >
            {stage[side] / longest > 0.06 ? number(stage[side], 1) : ''}
          </span>
        ))}
      </div>
      <strong class="stage-total">
        {number(total(side), 1)} {t('h')}
      </strong>
    </div>
  );
  return (
    <div class="stages">
      {bar('baseline')}
      {bar('plan')}
      <table class="stage-table">
        <caption class="visually-hidden">{t('stages')}</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t('stages')}</th>
            <th scope="col">{t('baseline')}</th>
            <th scope="col">{t('plan')}</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage, k) => (
            <tr key={stage.stage}>
              <th scope="row">
                <span class={`swatch s${k}`} aria-hidden="true" />
                {maybe('', stage.stage)}
              </th>
              <td class="num soft">{number(stage.baseline, 1)}</td>
              <td class="num strong">{number(stage.plan, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
