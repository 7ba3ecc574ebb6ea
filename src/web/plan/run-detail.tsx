import { Fragment } from 'preact';
import { runPath } from '../api/client.js';
import type { Leg, PlanState, Sheet, SheetStop } from '../api/types.js';
import type { Answered } from '../api/use-answer.js';
import { useSpeech } from '../language/language.js';
import { Failure, Loading } from '../parts/notice.js';
import { LegWords } from './leg-words.js';

interface Props {
  readonly plan: PlanState;
  readonly zone: string;
  readonly sheet: Answered<Sheet>;
  /** In order, the way back last; empty until they are drawn. */
  readonly legs: readonly Leg[];
  readonly close: () => void;
}

/** One run: figures, prints, and its stops with their times. */
export function RunDetail({ plan, zone, sheet: answer, legs, close }: Props) {
  const { t, language, name } = useSpeech();
  const sheet = answer.data;
  if (answer.error) return <Failure error={answer.error} retry={answer.reload} />;
  if (!sheet) return <Loading lines={8} />;
  const print = (format: string): string => runPath(plan.id, sheet.run, `/sheet.${format}?lang=${language}`);
  return (
    <div class="detail">
      <DetailHead
        title={`${t('run')} ${sheet.run}`}
        subtitle={`${sheet.vehicle.plate || sheet.vehicle.id} · ${sheet.vehicle.type} · ${t(sheet.kind)}`}
        close={close}
      />
      <RunFacts sheet={sheet} zone={zone} date={plan.date} />
      <p class="actions">
        <a class="button" href={print('html')} target="_blank" rel="noopener">
          {t('printSheet')}
        </a>
        <a href={print('csv')}>CSV</a>
        <a href={runPath(plan.id, sheet.run, '.geojson')}>GeoJSON</a>
      </p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t('stops')}>
        <table class="stops">
          <thead>
            <tr>
              <th scope="col" class="num">
                #
              </th>
              <th scope="col">{t('point')}</th>
              <th scope="col">{t('arriveLeave')}</th>
              <th scope="col" class="num">
                {t('parcels')}
              </th>
              <th scope="col" class="num">
                {t('load')}
              </th>
              <th scope="col">{t('callAfter')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.stops.map((stop) => (
              <Fragment key={stop.number}>
                <LegRow leg={legs[stop.number - 1]} />
                <StopRow stop={stop} zone={zone} date={plan.date} />
              </Fragment>
            ))}
            <LegRow leg={legs[sheet.stops.length]} to={name(sheet.to, '')} />
          </tbody>
        </table>
      </div>
    </div>
  );
}

export function DetailHead(props: {
  readonly title: string;
  readonly subtitle: string;
  readonly close: () => void;
}) {
  const { t } = useSpeech();
  return (
    <header class="detail-head">
      <div>
        <h2>{props.title}</h2>
        <p class="soft">{props.subtitle}</p>
      </div>
      <button type="button" class="quiet" onClick={props.close}>
        {t('close')}
      </button>
    </header>
  );
}

function RunFacts({
  sheet,
  zone,
  date,
}: {
  readonly sheet: Sheet;
  readonly zone: string;
  readonly date: string;
}) {
  const { t, name, clock, number } = useSpeech();
  return (
    <dl class="facts wide">
      <div>
        <dt>{t('depart')}</dt>
        <dd>{clock(sheet.departAt, zone, date)}</dd>
        <dd class="soft small">{name(sheet.from, '')}</dd>
      </div>
      <div>
        <dt>{t('back')}</dt>
        <dd>{clock(sheet.returnAt, zone, date)}</dd>
        <dd class="soft small">{name(sheet.to, '')}</dd>
      </div>
      <div>
        <dt>{t('distance')}</dt>
        <dd>
          {number(sheet.metres / 1000, 1)} {t('km')}
        </dd>
        <dd class="soft small">
          {t('climb')} {number(sheet.ascentMetres)} m
        </dd>
      </div>
      {sheet.latestEndAt !== null && (
        <div>
          <dt>{t('latestEnd')}</dt>
          <dd>{clock(sheet.latestEndAt, zone, date)}</dd>
          <dd class="soft small">
            {sheet.departures.map((one) => `${one.departure} ${clock(one.leavesAt, zone, date)}`).join(', ')}
          </dd>
        </div>
      )}
    </dl>
  );
}

/** How the vehicle comes to the stop below, or back. */
function LegRow({ leg, to }: { readonly leg: Leg | undefined; readonly to?: string }) {
  const { t } = useSpeech();
  if (!leg) return null;
  return (
    <tr class="leg-row">
      <td class="num soft" aria-hidden="true">
        ↓
      </td>
      <td colSpan={5}>
        <LegWords leg={leg} />
        {to !== undefined && (
          <span class="soft">
            {t('back')}
            {t('listColon')}
            {to}
          </span>
        )}
      </td>
    </tr>
  );
}

function StopRow({
  stop,
  zone,
  date,
}: {
  readonly stop: SheetStop;
  readonly zone: string;
  readonly date: string;
}) {
  const { t, name, clock, number, percent } = useSpeech();
  const { walk } = stop;
  return (
    <tr>
      <td class="num strong">{stop.number}</td>
      <td>
        {name(stop.name, stop.place)}
        {walk.metres > 0 && (
          <span class="hint">
            {t('walk')} {number(walk.metres)} m · {number(walk.minutes)} {t('minutes')}
          </span>
        )}
        {stop.restMinutes > 0 && (
          <span class="hint">
            {t('rest')} {number(stop.restMinutes)} {t('minutes')}
          </span>
        )}
      </td>
      <td class="nowrap">
        {clock(stop.arriveAt, zone, date)}–{clock(stop.leaveAt, zone, date)}
      </td>
      <td class="num">{number(stop.parcels)}</td>
      <td class="num">{percent(stop.load.fullest, 0)}</td>
      <td class="nowrap soft">
        {stop.latestArriveAt === null ? '–' : clock(stop.latestArriveAt, zone, date)}
      </td>
    </tr>
  );
}
