import uPlot from 'uplot';
import type { Speech } from '../language/language.js';
import { ACCENT, ACCENT_SOFT, FONT, RULE, SOFT } from './palette.js';

export interface Bar {
  readonly id: string;
  readonly name: string;
  /** Hours. */
  readonly value: number;
}

/** A bar an outlet, most hours first; a click opens the outlet under it. */
export function barOptions(
  bars: readonly Bar[],
  { t, number }: Speech,
  open: (id: string) => void,
): Omit<uPlot.Options, 'width' | 'height'> {
  const draw = uPlot.paths.bars?.({ size: [0.72, 46], radius: 0.15 });
  return {
    scales: { x: { time: false, range: [-0.6, bars.length - 0.4] }, y: { range: fromZero } },
    legend: { live: true },
    cursor: { y: false, points: { show: false } },
    axes: [
      {
        show: bars.length <= 8,
        ...text,
        values: (_plot, ticks) => ticks.map((tick) => bars[tick]?.name ?? ''),
      },
      { ...text, size: 46, values: (_plot, ticks) => ticks.map((tick) => number(tick)) },
    ],
    series: [
      { label: t('outlet'), value: (_plot, rank) => (rank === null ? '–' : (bars[rank]?.name ?? '')) },
      {
        label: t('gained'),
        stroke: ACCENT,
        fill: bars.length > MANY ? ACCENT : ACCENT_SOFT,
        width: bars.length > MANY ? 0 : 1,
        ...(draw ? { paths: draw } : {}),
        points: { show: false },
        value: (_plot, value) => (value === null ? '–' : `${number(value, 1)} ${t('h')}`),
      },
    ],
    hooks: {
      ready: [
        (plot) =>
          plot.over.addEventListener('click', () => {
            const bar = bars[plot.cursor.idx ?? -1];
            if (bar) open(bar.id);
          }),
      ],
    },
  };
}

/** Bars so narrow that an outline would fill them. */
const MANY = 40;

const fromZero = (_plot: uPlot, low: number, high: number): [number, number] => [
  Math.min(0, low * 1.05),
  Math.max(1, high * 1.08),
];

const text = {
  stroke: SOFT,
  font: FONT,
  grid: { stroke: RULE, width: 1 },
  ticks: { show: false },
} as const;
