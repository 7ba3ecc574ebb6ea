import type { FeatureCollection } from 'geojson';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { outletPath, runPath } from '../api/client.js';
import type { OutletRow, PlanState, RunRow } from '../api/types.js';
import { useAnswer } from '../api/use-answer.js';
import { RUN_COLOURS } from '../charts/palette.js';
import { useSpeech } from '../language/language.js';
import type { PlanCanvas } from './canvas.js';
import { boundsOf, mapData, type SiteRow } from './features.js';

interface Props {
  readonly plan: PlanState;
  readonly attribution: readonly string[];
  readonly outlets: readonly OutletRow[] | null;
  readonly runs: readonly RunRow[] | null;
  readonly run: string | null;
  readonly outlet: string | null;
  readonly pickRun: (run: string) => void;
  readonly pickOutlet: (outlet: string) => void;
}

const GEOJSON = 'application/geo+json';

/** The plan on its own roads; what is selected in the tables is shown here and the other way round. */
export function PlanMap(props: Props) {
  const { t, name } = useSpeech();
  const { plan, outlets, runs, run, outlet } = props;
  const hub = outlets?.find((row) => row.isHub)?.outlet ?? null;
  const schedule = useAnswer<{ sites: readonly SiteRow[] }>(
    hub === null ? null : outletPath(plan.id, hub, '/schedule.json'),
  );
  const drawing = useAnswer<FeatureCollection>(
    run === null ? null : runPath(plan.id, run, '.geojson'),
    GEOJSON,
  );
  const sites = schedule.data?.sites ?? null;
  const data = useMemo(
    () => (outlets && runs && sites ? mapData(outlets, sites, runs, name) : null),
    [outlets, runs, sites, name],
  );
  const { place, canvas, failed, latest } = useCanvas(props, t('map'));
  useEffect(() => {
    if (data && canvas) canvas.show(data, latest.current.run === null && latest.current.outlet === null);
  }, [data, canvas]);
  useEffect(() => {
    canvas?.drawRun(run === null ? null : drawing.data);
  }, [canvas, drawing.data, run]);
  useEffect(() => {
    if (!canvas || !data || outlet === null) return;
    const bounds = boundsOf(
      data.places.features.filter(({ properties }) => properties?.['outlet'] === outlet),
    );
    if (bounds) canvas.goTo(bounds);
  }, [canvas, data, outlet]);
  return (
    <div class="card map">
      <p class="visually-hidden">{t('mapHint')}</p>
      <div class="map-canvas" ref={place} />
      {failed && <p class="map-failed">{t('noMap')}</p>}
      <Legend />
    </div>
  );
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
