import { useEffect } from 'preact/hooks';
import { useAnswer } from '../api/use-answer.js';
import type { NamedDay, PlanState } from '../api/types.js';
import { useSpeech } from '../language/language.js';
import { Failure, Loading, Notice } from '../parts/notice.js';
import { DayCard } from './day-card.js';
import { PlanList } from './plan-list.js';

const REFRESH_MILLISECONDS = 4000;

/** Days that can be planned and plans that were made. */
export function HomePage() {
  const { t } = useSpeech();
  const days = useAnswer<{ days: readonly NamedDay[] }>('/v1/days');
  const plans = useAnswer<{ plans: readonly PlanState[] }>('/v1/plans?limit=100');
  const working =
    plans.data?.plans.some(({ status }) => status === 'queued' || status === 'running') ?? false;
  const { reload } = plans;
  useEffect(() => {
    if (!working) return;
    const timer = setInterval(reload, REFRESH_MILLISECONDS);
    return () => clearInterval(timer);
  }, [working, reload]);
  useEffect(() => {
    document.title = 'Packhorse';
  }, []);
  const refused = days.error ?? plans.error;
  if (refused)
    return (
      <div class="page">
        <Failure
          error={refused}
          retry={() => {
            days.reload();
            plans.reload();
          }}
        />
      </div>
    );
  return (
    <div class="page">
      <section>
        <h1>{t('planADay')}</h1>
        {days.data === null && <Loading lines={3} />}
        {days.data?.days.length === 0 && <Notice title={t('noDays')} hint={t('noDaysHint')} />}
        <div class="cards">
          {days.data?.days.map((day) => (
            <DayCard key={day.name} day={day} />
          ))}
        </div>
      </section>
      <section>
        <h2 id="plans">{t('plans')}</h2>
        {plans.data === null && <Loading lines={4} />}
        {plans.data?.plans.length === 0 && <Notice title={t('noPlans')} hint={t('noPlansHint')} />}
        {plans.data !== null && plans.data.plans.length > 0 && <PlanList plans={plans.data.plans} />}
      </section>
    </div>
  );
}
