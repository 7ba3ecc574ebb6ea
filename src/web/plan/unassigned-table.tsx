import { useMemo, useState } from 'preact/hooks';
import type { UnassignedRow } from '../api/types.js';
import { useSpeech } from '../language/language.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Notice } from '../parts/notice.js';

/** Orders without a run, by reason, each with what would change it. */
export function UnassignedTable({ rows }: { readonly rows: readonly UnassignedRow[] }) {
  const { t, maybe, language } = useSpeech();
  const [code, setCode] = useState<string | null>(null);
  const shown = useMemo(() => (code === null ? rows : rows.filter((row) => row.code === code)), [rows, code]);
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
          <strong>{maybe('code_', row.code)}</strong>
          <span class="hint" lang="en">
            {row.reason}
          </span>
        </>
      ),
    },
    {
      id: 'remedy',
      head: t('remedy'),
      cell: (row) => (language === 'en' ? row.remedy : maybe('fix_', row.code)),
    },
  ];
  return (
    <div class="unassigned">
      <Reasons rows={rows} code={code} choose={setCode} />
      <DataTable
        caption={t('unassigned')}
        rows={shown}
        columns={columns}
        rowKey={(row) => row.order}
        text={(row) => `${row.order} ${row.site ?? ''} ${row.code} ${row.reason}`}
        filterLabel={t('filterOrders')}
      />
    </div>
  );
}

/** How many orders each reason holds back; a press shows those alone. */
function Reasons(props: {
  readonly rows: readonly UnassignedRow[];
  readonly code: string | null;
  readonly choose: (code: string | null) => void;
}) {
  const { t, maybe, number } = useSpeech();
  const counts = new Map<string, number>();
  for (const { code } of props.rows) counts.set(code, (counts.get(code) ?? 0) + 1);
  const chip = (code: string | null, label: string, count: number) => (
    <button
      key={label}
      type="button"
      class="chip"
      aria-pressed={props.code === code}
      onClick={() => props.choose(code)}
    >
      {label} <span class="badge">{number(count)}</span>
    </button>
  );
  return (
    <div class="chips" role="group" aria-label={t('reason')}>
      {chip(null, t('allReasons'), props.rows.length)}
      {[...counts]
        .sort(([, a], [, b]) => b - a)
        .map(([code, count]) => chip(code, maybe('code_', code), count))}
    </div>
  );
}
