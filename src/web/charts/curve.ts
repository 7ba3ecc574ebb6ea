import uPlot from 'uplot';
import type { Speech } from '../language/language.js';
import { ACCENT, FONT, OCHRE, RULE, SOFT } from './palette.js';

const axis = (values: (ticks: readonly number[]) => string[], size: number): uPlot.Axis => ({
  stroke: SOFT,
  font: FONT,
  size,
  grid: { stroke: RULE, width: 1 },
  ticks: { show: false },
  values: (_plot, ticks) => values(ticks),
});

/** Cost and bound over the seconds of a search. */
export function curveOptions({ t, number }: Speech): Omit<uPlot.Options, 'width' | 'height'> {
  /** A plan holds until a better one is found. */
  const steps = uPlot.paths.stepped?.({ align: 1 });
  const held = steps ? { paths: steps } : {};
  const yuan = (value: number | null): string => (value === null ? '–' : number(value));
  return {
    scales: { x: { time: false } },
    legend: { live: true },
    cursor: { y: false, points: { size: 6 } },
    axes: [
      axis((ticks) => ticks.map((tick) => `${number(tick)} ${t('sUnit')}`), 34),
      axis((ticks) => ticks.map((tick) => number(tick)), 72),
    ],
    series: [
      { label: t('elapsed'), value: (_plot, value) => (value === null ? '–' : number(value, 1)) },
      { label: t('incumbent'), stroke: ACCENT, width: 2, ...held, value: (_plot, value) => yuan(value) },
      {
        label: t('bound'),
        stroke: OCHRE,
        width: 1.5,
        ...held,
        dash: [5, 4],
        value: (_plot, value) => yuan(value),
      },
    ],
  };
}
