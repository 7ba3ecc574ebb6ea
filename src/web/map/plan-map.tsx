import type { FeatureCollection } from 'geojson';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { outletPath } from '../api/client.js';
import type { OutletRow, PlanState, RunRow } from '../api/types.js';
import { useAnswer } from '../api/use-answer.js';
import { RUN_COLOURS } from '../charts/palette.js';
import { useSpeech } from '../language/language.js';
import type { PlanCanvas } from './canvas.js';
import { boundsOf, mapData, type SiteRow } from './features.js';
import { MapTools } from './map-tools.js';
import { REACH, type RoadView } from './road-view.js';

const GEOJSON = 'application/geo+json';

interface Props {
  readonly plan: PlanState;
  readonly attribution: readonly string[];
  readonly outlets: readonly OutletRow[] | null;
  readonly runs: readonly RunRow[] | null;
  readonly run: string | null;
  /** The selected run along its roads. */
  readonly drawing: FeatureCollection | null;
  readonly outlet: string | null;
  readonly pickRun: (run: string) => void;
  readonly pickOutlet: (outlet: string) => void;
}

/** The plan on its own roads; what is selected in the tables is shown here and the other way round. */
export function PlanMap(props: Props) {
  const { t, name } = useSpeech();
  const { plan, outlets, runs, run, drawing, outlet } = props;
  const hub = outlets?.find((row) => row.isHub)?.outlet ?? null;
  const schedule = useAnswer<{ sites: readonly SiteRow[] }>(
    hub === null ? null : outletPath(plan.id, hub, '/schedule.json'),
  );
  const sites = schedule.data?.sites ?? null;
  const data = useMemo(
    () => (outlets && runs && sites ? mapData(outlets, sites, runs, name) : null),
    [outlets, runs, sites, name],
  );
  const { place, canvas, failed, latest } = useCanvas(props, t('map'));
  const roads = useRoadView(runs);
  const reach = useReach(plan, outlets, roads.profile);
  useEffect(() => {
    if (data && canvas) canvas.show(data, latest.current.run === null && latest.current.outlet === null);
  }, [data, canvas]);
  useEffect(() => {
    canvas?.drawRun(run === null ? null : drawing);
  }, [canvas, drawing, run]);
  useEffect(() => canvas?.showRoads(roads.view, roads.profile), [canvas, roads.view, roads.profile]);
  useEffect(() => canvas?.drawReach(reach.areas), [canvas, reach.areas]);
  useEffect(() => {
    if (!canvas || !data || outlet === null) return;
    const bounds = boundsOf(
      data.places.features.filter(({ properties }) => properties?.['outlet'] === outlet),
    );
    if (bounds) canvas.goTo(bounds);
  }, [canvas, data, outlet]);
  const named = (id: string): string => name(outlets?.find((row) => row.outlet === id)?.name, id);
  return (
    <div class="card map">
      <p class="visually-hidden">{t('mapHint')}</p>
      <MapTools
        {...roads}
        offered={outlet === null || outlet === reach.outlet ? null : named(outlet)}
        showReach={() => reach.show(outlet)}
        shown={reach.outlet === null ? null : named(reach.outlet)}
        waiting={reach.waiting}
        fault={reach.fault ?? (reach.empty ? t('nothingInReach') : null)}
        clearReach={() => reach.show(null)}
      />
      <div class="map-frame">
        <div class="map-canvas" ref={place} />
        {failed && <p class="map-failed">{t('noMap')}</p>}
        <Legend />
      </div>
    </div>
  );
}

/** How roads are coloured, and for which of the day's profiles: the one of most runs until another is chosen. */
function useRoadView(runs: readonly RunRow[] | null) {
  const [view, setView] = useState<RoadView>('plain');
  const [chosen, setProfile] = useState<string | null>(null);
  const profiles = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { profile } of runs ?? []) counts.set(profile, (counts.get(profile) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a).map(([profile]) => profile);
  }, [runs]);
  return { view, setView, profiles, profile: chosen ?? profiles[0] ?? 'van', setProfile };
}

/** Areas within reach of an outlet, on the roads as the plan's day has them. */
function useReach(plan: PlanState, outlets: readonly OutletRow[] | null, profile: string) {
  const [outlet, show] = useState<string | null>(null);
  const from = outlets?.find((row) => row.outlet === outlet);
  const query = new URLSearchParams({
    profile,
    point: `${from?.lon.toFixed(6)},${from?.lat.toFixed(6)}`,
    minutes: REACH.map(({ minutes }) => minutes).join(','),
    plan: plan.id,
  });
  const { data, error, loading } = useAnswer<FeatureCollection>(
    from ? `/v1/networks/${encodeURIComponent(plan.network)}/isochrone?${query.toString()}` : null,
    GEOJSON,
  );
  const empty = data !== null && data.features.length === 0;
  return { outlet, show, areas: data, waiting: loading, fault: error?.message ?? null, empty };
}

/** The canvas comes with the map library, which is loaded when a map is first shown. */
function useCanvas(props: Props, label: string) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [canvas, setCanvas] = useState<PlanCanvas | null>(null);
  const [failed, setFailed] = useState(false);
  const { network } = props.plan;
  useEffect(() => {
    let made: PlanCanvas | null = null;
    let gone = false;
    void import('./canvas.js')
      .then(({ createCanvas }) => {
        if (gone || !place.current) return;
        made = createCanvas(
          place.current,
          { network, attribution: latest.current.attribution, label },
          {
            pickRun: (run) => latest.current.pickRun(run),
            pickOutlet: (outlet) => latest.current.pickOutlet(outlet),
            failed: () => setFailed(true),
          },
        );
        setCanvas(made);
      })
      .catch(() => setFailed(true));
    return () => {
      gone = true;
      made?.destroy();
      setCanvas(null);
    };
  }, [network, label]);
  return { place, canvas, failed, latest };
}

function Legend() {
  const { t } = useSpeech();
  return (
    <ul class="legend">
      {(['direct', 'collection', 'feeder'] as const).map((kind) => (
        <li key={kind}>
          <span class="kind-dot" style={{ background: RUN_COLOURS[kind] }} aria-hidden="true" />
          {t(kind)}
        </li>
      ))}
      <li>
        <span class="kind-dot ring" aria-hidden="true" />
        {t('outlet')}
      </li>
      <li>
        <span class="kind-dot hub" aria-hidden="true" />
        {t('hub')}
      </li>
    </ul>
  );
}
