import type { FeatureCollection } from 'geojson';
import { useCallback, useMemo } from 'preact/hooks';
import { planPath, runPath } from '../api/client.js';
import type { FullGains, OutletRow, PlanState, RunRow, Sheet, Summary, UnassignedRow } from '../api/types.js';
import { useAnswer } from '../api/use-answer.js';
import { useSpeech } from '../language/language.js';
import { PlanMap } from '../map/plan-map.js';
import { Failure, Loading } from '../parts/notice.js';
import { planHref, TABS, type Place, type Tab } from '../router.js';
import { Figures } from './figures.js';
import { GainCharts } from './gain-charts.js';
import { Headline } from './headline.js';
import { OutletDetail } from './outlet-detail.js';
import { legsOf } from './leg-words.js';
import { OutletsTable } from './outlets-table.js';
import { RoadNotes } from './road-notes.js';
import { RunDetail } from './run-detail.js';
import { RunsTable } from './runs-table.js';
import { UnassignedTable } from './unassigned-table.js';

interface Props {
  readonly plan: PlanState;
  readonly summary: Summary;
  readonly place: Place & { readonly page: 'plan' };
}

/** A finished plan: headline, map beside tables, charts. */
export function PlanView({ plan, summary, place }: Props) {
  const { t } = useSpeech();
  const parts = usePlanParts(plan.id);
  const sheet = useAnswer<Sheet>(place.run === null ? null : runPath(plan.id, place.run, '/sheet.json'));
  const drawing = useAnswer<FeatureCollection>(
    place.run === null ? null : runPath(plan.id, place.run, '.geojson'),
    'application/geo+json',
  );
  const go = useCallback(
    (at: { tab?: Tab; run?: string | null; outlet?: string | null }): void => {
      location.hash = planHref(plan.id, { tab: place.tab, ...at });
    },
    [plan.id, place.tab],
  );
  const pickRun = useCallback((run: string) => go({ tab: 'runs', run, outlet: null }), [go]);
  const pickOutlet = useCallback((outlet: string) => go({ tab: 'outlets', outlet, run: null }), [go]);
  const failed = parts.runs.error ?? parts.outlets.error;
  return (
    <>
      <Headline summary={summary} />
      <RoadNotes notes={summary.notes ?? []} />
      <div class="workbench">
        <PlanMap
          plan={plan}
          attribution={summary.attribution}
          outlets={parts.outlets.data?.outlets ?? null}
          runs={parts.runs.data?.runs ?? null}
          run={place.run}
          drawing={drawing.data}
          outlet={place.outlet}
          pickRun={pickRun}
          pickOutlet={pickOutlet}
        />
        <section class="card panel" aria-label={t('overview')}>
          <TabBar
            plan={plan}
            summary={summary}
            tab={place.tab}
            outlets={parts.outlets.data?.outlets.length}
          />
          {failed && <Failure error={failed} retry={parts.runs.reload} />}
          <div class="panel-body" role="group" aria-label={t(place.tab)} tabIndex={0}>
            {place.tab === 'runs' &&
              (place.run === null ? (
                parts.runs.data ? (
                  <RunsTable
                    runs={parts.runs.data.runs}
                    names={parts.names}
                    zone={summary.timeZone}
                    date={plan.date}
                    open={pickRun}
                  />
                ) : (
                  <Loading lines={8} />
                )
              ) : (
                <RunDetail
                  plan={plan}
                  zone={summary.timeZone}
                  sheet={sheet}
                  legs={legsOf(drawing.data)}
                  close={() => go({ run: null })}
                />
              ))}
            {place.tab === 'outlets' &&
              (place.outlet === null ? (
                parts.outlets.data ? (
                  <OutletsTable
                    outlets={parts.outlets.data.outlets}
                    gains={parts.gains.data}
                    open={pickOutlet}
                  />
                ) : (
                  <Loading lines={8} />
                )
              ) : (
                <OutletDetail
                  plan={plan}
                  zone={summary.timeZone}
                  outlet={place.outlet}
                  names={parts.names}
                  openRun={pickRun}
                  close={() => go({ outlet: null })}
                />
              ))}
            {place.tab === 'unassigned' && <UnassignedTab planId={plan.id} />}
            {place.tab === 'figures' && <Figures summary={summary} plan={plan} />}
          </div>
        </section>
      </div>
      <GainCharts gains={parts.gains.data ?? summary.gains} names={parts.names} openOutlet={pickOutlet} />
      <Credits attribution={summary.attribution} />
    </>
  );
}

/** The lists of a plan, asked for once; names of hub and outlets by id. */
function usePlanParts(id: string) {
  const { name } = useSpeech();
  const runs = useAnswer<{ runs: readonly RunRow[] }>(planPath(id, '/runs'));
  const outlets = useAnswer<{ outlets: readonly OutletRow[] }>(planPath(id, '/outlets'));
  const gains = useAnswer<FullGains>(planPath(id, '/gains'));
  const names = useMemo(
    () => new Map(outlets.data?.outlets.map((row) => [row.outlet, name(row.name, row.outlet)])),
    [outlets.data, name],
  );
  return { runs, outlets, gains, names };
}

function TabBar(props: {
  readonly plan: PlanState;
  readonly summary: Summary;
  readonly tab: Tab;
  readonly outlets: number | undefined;
}) {
  const { t, number } = useSpeech();
  const { summary } = props.summary;
  const counts: Readonly<Record<Tab, number | undefined>> = {
    runs: summary.runs,
    outlets: props.outlets,
    unassigned: summary.unassigned,
    figures: undefined,
  };
  return (
    <nav class="tabs" aria-label={t('overview')}>
      {TABS.map((tab) => (
        <a
          key={tab}
          href={planHref(props.plan.id, { tab })}
          aria-current={tab === props.tab ? 'page' : undefined}
          class={tab === 'unassigned' && summary.unassigned > 0 ? 'attention' : ''}
        >
          {t(tab)}
          {counts[tab] !== undefined && <span class="badge">{number(counts[tab])}</span>}
        </a>
      ))}
    </nav>
  );
}

function UnassignedTab({ planId }: { readonly planId: string }) {
  const { data, error, reload } = useAnswer<{ unassigned: readonly UnassignedRow[] }>(
    planPath(planId, '/unassigned'),
  );
  if (error) return <Failure error={error} retry={reload} />;
  return data ? <UnassignedTable rows={data.unassigned} /> : <Loading lines={6} />;
}

function Credits({ attribution }: { readonly attribution: readonly string[] }) {
  const { t } = useSpeech();
  return (
    <footer class="credits">
      <span>
        {t('sources')}: {attribution.length > 0 ? attribution.join(' · ') : '–'}
      </span>
      <a href="/docs">{t('apiDocs')}</a>
    </footer>
  );
}
