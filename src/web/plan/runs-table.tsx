import type { RunRow } from '../api/types.js';
import { RUN_COLOURS } from '../charts/palette.js';
import { useSpeech } from '../language/language.js';
import { DataTable, type Column } from '../parts/data-table.js';

interface Props {
  readonly runs: readonly RunRow[];
  readonly names: ReadonlyMap<string, string>;
  readonly zone: string;
  readonly date: string;
  readonly open: (run: string) => void;
}

/** Every run of the plan. */
export function RunsTable({ runs, names, zone, date, open }: Props) {
  const { t, number, clock } = useSpeech();
  const place = (id: string): string => names.get(id) ?? id;
  const columns: readonly Column<RunRow>[] = [
    {
      id: 'run',
      head: t('run'),
      by: (run) => run.id,
      cell: (run) => (
        <>
          <span class="kind-dot" style={{ background: RUN_COLOURS[run.kind] }} aria-hidden="true" />
          {run.id}
        </>
      ),
    },
    {
      id: 'vehicle',
      head: t('vehicle'),
      by: (run) => run.vehicle,
      cell: (run) => run.vehicle,
      clip: (run) => run.vehicle,
    },
    { id: 'kind', head: t('kind'), by: (run) => run.kind, cell: (run) => t(run.kind) },
    {
      id: 'depart',
      head: t('depart'),
      numeric: true,
      by: (run) => Date.parse(run.departAt),
      cell: (run) => clock(run.departAt, zone, date),
    },
    {
      id: 'back',
      head: t('back'),
      numeric: true,
      by: (run) => Date.parse(run.returnAt),
      cell: (run) => clock(run.returnAt, zone, date),
    },
    { id: 'stops', head: t('stops'), numeric: true, by: (run) => run.stops, cell: (run) => run.stops },
    {
      id: 'parcels',
      head: t('parcels'),
      numeric: true,
      by: (run) => run.parcels,
      cell: (run) => number(run.parcels),
    },
    {
      id: 'km',
      head: t('km'),
      numeric: true,
      by: (run) => run.metres,
      cell: (run) => number(run.metres / 1000, 1),
    },
    {
      id: 'catches',
      head: t('catches'),
      by: (run) => run.departures[0]?.leavesAt ?? '9',
      clip: (run) => run.departures.map((one) => one.departure).join(', '),
      cell: (run) => run.departures.map((one) => clock(one.leavesAt, zone, date)).join(', ') || '–',
    },
    {
      id: 'from',
      head: t('from'),
      by: (run) => place(run.start),
      cell: (run) => place(run.start),
      clip: (run) => place(run.start),
    },
    {
      id: 'to',
      head: t('to'),
      by: (run) => place(run.end),
      cell: (run) => place(run.end),
      clip: (run) => place(run.end),
    },
  ];
  return (
    <DataTable
      caption={t('runs')}
      rows={runs}
      columns={columns}
      rowKey={(run) => run.id}
      text={(run) => `${run.id} ${run.vehicle} ${t(run.kind)} ${place(run.start)} ${place(run.end)}`}
      filterLabel={t('filterRuns')}
      onSelect={(run) => open(run.id)}
      first={{ column: 'depart', down: false }}
    />
  );
}
