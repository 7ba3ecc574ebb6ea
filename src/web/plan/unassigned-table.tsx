import type { UnassignedRow } from '../api/types.js';
import { useSpeech } from '../language/language.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Notice } from '../parts/notice.js';

/** Orders without a run, each with the reason and what would change it. */
export function UnassignedTable({ rows }: { readonly rows: readonly UnassignedRow[] }) {
  const { t } = useSpeech();
  if (rows.length === 0) return <Notice kind="good" title={t('allAssigned')} hint={t('allAssignedHint')} />;
  const columns: readonly Column<UnassignedRow>[] = [
    { id: 'order', head: t('order'), by: (row) => row.order, cell: (row) => row.order },
    { id: 'site', head: t('site'), by: (row) => row.site ?? '', cell: (row) => row.site ?? '–' },
    {
      id: 'reason',
      head: t('reason'),
      by: (row) => row.code,
      cell: (row) => (
        <>
          <code>{row.code}</code>
          <span class="hint">{row.reason}</span>
        </>
      ),
    },
    { id: 'remedy', head: t('remedy'), cell: (row) => row.remedy },
  ];
  return (
    <DataTable
      caption={t('unassigned')}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.order}
      text={(row) => `${row.order} ${row.site ?? ''} ${row.code} ${row.reason}`}
      filterLabel={t('filterOrders')}
    />
  );
}
