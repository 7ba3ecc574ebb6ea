import { outletPath } from '../api/client.js';
import type { LocalName, PlanState, RunKind } from '../api/types.js';
import { useAnswer } from '../api/use-answer.js';
import { useSpeech } from '../language/language.js';
import { Failure, Loading } from '../parts/notice.js';
import { DetailHead } from './run-detail.js';

interface Props {
  readonly plan: PlanState;
  readonly zone: string;
  readonly outlet: string;
  readonly names: ReadonlyMap<string, string>;
  readonly openRun: (run: string) => void;
  readonly close: () => void;
}

interface Moving {
  readonly run: string;
  readonly kind: RunKind;
  readonly plate: string;
  readonly vehicle: string;
  readonly orders: number;
  readonly parcels: number;
}

interface Schedule {
  readonly name: LocalName;
  readonly isHub: boolean;
  readonly hours: { readonly opens: string; readonly closes: string };
  readonly totals: { readonly orders: number; readonly parcels: number; readonly sites: number };
  readonly arrivals: readonly (Moving & { readonly arriveAt: string })[];
  readonly pickups: readonly (Moving & { readonly leaveAt: string })[];
  readonly starts: readonly (Moving & { readonly departAt: string })[];
  readonly departures: readonly {
    readonly departure: string;
    readonly leavesAt: string;
    readonly orders: number;
    readonly parcels: number;
  }[];
}

/** One outlet: what comes, what goes, what it catches, and its print. */
export function OutletDetail({ plan, zone, outlet, names, openRun, close }: Props) {
  const { t, language, number, clock } = useSpeech();
  const { data, error, reload } = useAnswer<Schedule>(outletPath(plan.id, outlet, '/schedule.json'));
  if (error) return <Failure error={error} retry={reload} />;
  if (!data) return <Loading lines={8} />;
  const print = (format: string): string =>
    outletPath(plan.id, outlet, `/schedule.${format}?lang=${language}`);
  const time = (instant: string): string => clock(instant, zone, plan.date);
  const events = [
    ...data.starts.map((row) => ({ at: row.departAt, word: t('setsOut'), row })),
    ...data.arrivals.map((row) => ({ at: row.arriveAt, word: t('unloads'), row })),
    ...data.pickups.map((row) => ({ at: row.leaveAt, word: t('takesOn'), row })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <div class="detail">
      <DetailHead
        title={names.get(outlet) ?? outlet}
        subtitle={`${data.isHub ? t('hub') : t('outlet')} · ${data.hours.opens}–${data.hours.closes}`}
        close={close}
      />
      <dl class="facts wide">
        <div>
          <dt>{t('orders')}</dt>
          <dd>{number(data.totals.orders)}</dd>
        </div>
        <div>
          <dt>{t('parcels')}</dt>
          <dd>{number(data.totals.parcels)}</dd>
        </div>
        {data.departures.slice(0, 4).map((one) => (
          <div key={`${one.departure} ${one.leavesAt}`}>
            <dt>
              {t('catches')} {one.departure}
            </dt>
            <dd>{time(one.leavesAt)}</dd>
            <dd class="soft small">
              {number(one.orders)} {t('orders')}
            </dd>
          </div>
        ))}
      </dl>
      <p class="actions">
        <a class="button" href={print('html')} target="_blank" rel="noopener">
          {t('printSchedule')}
        </a>
        <a href={print('csv')}>CSV</a>
      </p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t('runs')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('time')}</th>
              <th scope="col">{t('event')}</th>
              <th scope="col">{t('run')}</th>
              <th scope="col">{t('vehicle')}</th>
              <th scope="col" class="num">
                {t('parcels')}
              </th>
            </tr>
          </thead>
          <tbody>
            {events.slice(0, 200).map(({ at, word, row }, k) => (
              <tr key={k}>
                <td class="nowrap">{time(at)}</td>
                <td>{word}</td>
                <td>
                  <button type="button" class="row-link" onClick={() => openRun(row.run)}>
                    {row.run}
                  </button>
                </td>
                <td>{row.plate || row.vehicle}</td>
                <td class="num">{number(row.parcels)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
