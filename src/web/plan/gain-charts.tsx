import { useMemo, useState } from 'preact/hooks';
import { METRICS, type FullGains, type Gains, type MetricName } from '../api/types.js';
import { Chart } from '../charts/chart.js';
import { barOptions, type Bar } from '../charts/outlet-bars.js';
import { StageBars } from '../charts/stage-bars.js';
import { useSpeech } from '../language/language.js';

interface Props {
  readonly gains: Gains | FullGains;
  readonly names: ReadonlyMap<string, string>;
  readonly openOutlet: (outlet: string) => void;
}

/** Where the hours go, and who gains how many. */
export function GainCharts({ gains, names, openOutlet }: Props) {
  const { t } = useSpeech();
  return (
    <div class="charts">
      <section class="card" aria-labelledby="stages">
        <h2 id="stages">{t('stages')}</h2>
        <p class="soft small">{t('stagesHint')}</p>
        <StageBars stages={gains.stages} />
      </section>
      {'byOutlet' in gains && gains.byOutlet.length > 0 && (
        <OutletGains gains={gains} names={names} openOutlet={openOutlet} />
      )}
    </div>
  );
}

function OutletGains({ gains, names, openOutlet }: Props & { readonly gains: FullGains }) {
  const speech = useSpeech();
  const { t } = speech;
  const [metric, setMetric] = useState<MetricName>('sign');
  const bars = useMemo<readonly Bar[]>(
    () =>
      gains.byOutlet
        .map((row) => ({
          id: row.outlet,
          name: names.get(row.outlet) ?? row.outlet,
          value: row[metric].gain ?? 0,
        }))
        .sort((a, b) => b.value - a.value),
    [gains, names, metric],
  );
  const options = useMemo(() => barOptions(bars, speech, openOutlet), [bars, speech, openOutlet]);
  const data = useMemo(
    () => [bars.map((_, rank) => rank), bars.map(({ value }) => value)] as [number[], number[]],
    [bars],
  );
  return (
    <section class="card" aria-labelledby="by-outlet">
      <div class="chart-head">
        <h2 id="by-outlet">{t('gainsByOutlet')}</h2>
        <div class="segmented small" role="group" aria-label={t('gainsByOutlet')}>
          {METRICS.map((one) => (
            <button key={one} type="button" aria-pressed={one === metric} onClick={() => setMetric(one)}>
              {t(one)}
            </button>
          ))}
        </div>
      </div>
      <p class="soft small">{t('gainsByOutletHint')}</p>
      <Chart options={options} data={data} height={250} label={`${t('gainsByOutlet')}: ${t(metric)}`} />
    </section>
  );
}
