import { useMemo } from 'preact/hooks';
import { METRICS, type FullGains, type MetricName, type OutletRow } from '../api/types.js';
import { useSpeech } from '../language/language.js';
import { DataTable, type Column } from '../parts/data-table.js';

interface Props {
  readonly outlets: readonly OutletRow[];
  readonly gains: FullGains | null;
  readonly open: (outlet: string) => void;
}

/** Hub and outlets with their orders and the hours gained. */
export function OutletsTable({ outlets, gains, open }: Props) {
  const { t, name, number } = useSpeech();
  const byOutlet = useMemo(() => new Map(gains?.byOutlet.map((row) => [row.outlet, row])), [gains]);
  const gain = (row: OutletRow, metric: MetricName): number | null =>
    byOutlet.get(row.outlet)?.[metric].gain ?? null;
  const columns: readonly Column<OutletRow>[] = [
    {
      id: 'outlet',
      head: t('outlet'),
      by: (row) => name(row.name, row.outlet),
      cell: (row) => (row.isHub ? `${name(row.name, row.outlet)} · ${t('hub')}` : name(row.name, row.outlet)),
    },
    {
      id: 'orders',
      head: t('orders'),
      numeric: true,
      by: (row) => row.orders,
      cell: (row) => number(row.orders),
    },
    { id: 'runs', head: t('runs'), numeric: true, by: (row) => row.runs, cell: (row) => number(row.runs) },
    ...METRICS.map((metric) => ({
      id: metric,
      head: `${t(metric)} ${t('gained')}`,
      numeric: true,
      by: (row: OutletRow) => gain(row, metric) ?? -Infinity,
      cell: (row: OutletRow) => {
        const hours = gain(row, metric);
        return hours === null ? '–' : `${number(hours, 1)} ${t('h')}`;
      },
    })),
  ];
  return (
    <DataTable
      caption={t('outlets')}
      rows={outlets}
      columns={columns}
      rowKey={(row) => row.outlet}
      text={(row) => `${row.outlet} ${row.name.zh ?? ''} ${row.name.en ?? ''}`}
      filterLabel={t('filterOutlets')}
      onSelect={(row) => open(row.outlet)}
      first={{ column: 'orders', down: true }}
    />
  );
}
