import type { PlanState } from '../api/types.js';
import { useSpeech } from '../language/language.js';
import { planHref } from '../router.js';

/** Plans, newest first: state, hours gained, what is left over and what is proven. */
export function PlanList({ plans }: { readonly plans: readonly PlanState[] }) {
  const { t } = useSpeech();
  return (
    <div class="table-scroll framed" tabIndex={0} role="region" aria-labelledby="plans">
      <table class="plan-list">
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col" class="num">
              {t('orders')}
            </th>
            <th scope="col" class="num">
              {t('ship')}
            </th>
            <th scope="col" class="num">
              {t('collect')}
            </th>
            <th scope="col" class="num">
              {t('sign')}
            </th>
            <th scope="col" class="num">
              {t('unassigned')}
            </th>
            <th scope="col" class="num">
              {t('gap')}
            </th>
            <th scope="col">{t('created')}</th>
          </tr>
        </thead>
        <tbody>
          {plans.map((plan) => (
            <PlanRow key={plan.id} plan={plan} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PlanRow({ plan }: { readonly plan: PlanState }) {
  const { t, number, percent, moment } = useSpeech();
  const { digest } = plan;
  const gain = (hours: number | null | undefined): string =>
    hours === null || hours === undefined ? '–' : `−${number(hours, 1)} ${t('h')}`.replace('−-', '+');
  return (
    <tr>
      <th scope="row">
        <a href={planHref(plan.id)}>{plan.day}</a>
        <span class="soft"> {plan.date}</span>
      </th>
      <td>
        <StatusTag plan={plan} />
      </td>
      <td class="num">{number(plan.orders)}</td>
      <td class="num strong">{gain(digest?.gains.ship)}</td>
      <td class="num strong">{gain(digest?.gains.collect)}</td>
      <td class="num strong">{gain(digest?.gains.sign)}</td>
      <td class={`num ${digest && digest.unassigned > 0 ? 'attention' : ''}`}>
        {digest ? number(digest.unassigned) : '–'}
      </td>
      <td class="num">{gapText(digest, t('notProven'), percent)}</td>
      <td class="soft nowrap">{moment(plan.createdAt)}</td>
    </tr>
  );
}

function gapText(digest: PlanState['digest'], notProven: string, percent: (share: number) => string): string {
  if (digest === null) return '–';
  return digest.gap === null ? notProven : percent(digest.gap);
}

/** A plan's state as a word; colour only repeats it. */
export function StatusTag({ plan }: { readonly plan: PlanState }) {
  const { t } = useSpeech();
  const released = plan.releasedAt !== null;
  return (
    <span class={`tag status ${released ? 'released' : plan.status}`}>
      {released ? t('released') : t(plan.status)}
    </span>
  );
}
