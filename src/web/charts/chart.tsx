import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

interface Props {
  readonly options: Omit<uPlot.Options, 'width' | 'height'>;
  readonly data: uPlot.AlignedData;
  readonly height: number;
  /** What the picture shows, for readers who do not see it; the figures stand in a table nearby. */
  readonly label: string;
}

/** A uPlot chart as wide as its place. */
export function Chart({ options, data, height, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    const plot = new uPlot({ ...options, width: place.clientWidth, height }, data, place);
    chart.current = plot;
    const watch = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }));
    watch.observe(place);
    return () => {
      watch.disconnect();
      plot.destroy();
      chart.current = null;
    };
    // New data is set below without a new chart.
  }, [options, height]);
  useEffect(() => {
    chart.current?.setData(data);
  }, [data]);
  return <div class="chart" ref={box} role="img" aria-label={label} />;
}
