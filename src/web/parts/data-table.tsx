import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { useSpeech } from '../language/language.js';

export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What the column is sorted by; a column without it is not sortable. */
  readonly by?: (row: Row) => number | string;
  readonly numeric?: boolean;
  /** Long text is cut to one line; the whole of it is the cell's title. */
  readonly clip?: (row: Row) => string;
}

interface Props<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Text that the filter looks in. */
  readonly text: (row: Row) => string;
  readonly filterLabel: string;
  readonly selected?: string | null;
  /** Opens a row; its first cell becomes a button. */
  readonly onSelect?: (row: Row) => void;
  readonly first?: { readonly column: string; readonly down: boolean };
}

/** Rows shown at once; more come on demand, so that long days stay smooth. */
const PAGE = 60;

/** A table that sorts, filters and opens rows, by mouse or keyboard. */
export function DataTable<Row>(props: Props<Row>) {
  const { t, number } = useSpeech();
  const [filter, setFilter] = useState('');
  const [shown, setShown] = useState(PAGE);
  const [sort, setSort] = useState(props.first ?? { column: props.columns[0]?.id ?? '', down: false });
  const rows = useOrdered(props, filter, sort);
  const choose = (column: string): void =>
    setSort((old) => ({ column, down: old.column === column ? !old.down : false }));
  return (
    <div class="data-table">
      <div class="table-tools">
        <input
          type="search"
          aria-label={props.filterLabel}
          placeholder={props.filterLabel}
          value={filter}
          onInput={(event) => {
            setFilter(event.currentTarget.value);
            setShown(PAGE);
          }}
        />
        <span class="count" role="status">
          {rows.length === props.rows.length
            ? number(rows.length)
            : `${number(rows.length)} / ${number(props.rows.length)}`}
        </span>
      </div>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={props.caption}>
        <table>
          <caption class="visually-hidden">{props.caption}</caption>
          <Head columns={props.columns} sort={sort} choose={choose} />
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <BodyRow key={props.rowKey(row)} row={row} {...props} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p class="table-empty">{t('noMatch')}</p>}
      </div>
      {rows.length > shown && (
        <button type="button" class="quiet" onClick={() => setShown((count) => count + PAGE * 4)}>
          {t('showMore')} {number(Math.min(PAGE * 4, rows.length - shown))} {t('more')} ({number(shown)} /{' '}
          {number(rows.length)})
        </button>
      )}
    </div>
  );
}

function useOrdered<Row>(
  { rows, columns, text }: Props<Row>,
  filter: string,
  sort: { readonly column: string; readonly down: boolean },
): readonly Row[] {
  const { compare } = useSpeech();
  return useMemo(() => {
    const wanted = filter.trim().toLocaleLowerCase();
    const kept = wanted === '' ? rows : rows.filter((row) => text(row).toLocaleLowerCase().includes(wanted));
    const by = columns.find((column) => column.id === sort.column)?.by;
    if (!by) return kept;
    const sign = sort.down ? -1 : 1;
    return [...kept].sort((a, b) => {
      const [x, y] = [by(a), by(b)];
      return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : compare(String(x), String(y)));
    });
    // `text` and `columns` are made anew on every draw but change with the language only.
  }, [rows, filter, sort, compare]);
}

function Head<Row>({
  columns,
  sort,
  choose,
}: {
  readonly columns: readonly Column<Row>[];
  readonly sort: { readonly column: string; readonly down: boolean };
  readonly choose: (column: string) => void;
}) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const active = column.id === sort.column && column.by !== undefined;
          const order = !active ? undefined : sort.down ? 'descending' : 'ascending';
          return (
            <th key={column.id} scope="col" class={column.numeric ? 'num' : ''} aria-sort={order}>
              {column.by ? (
                <button type="button" class="sort" onClick={() => choose(column.id)}>
                  {column.head}
                  <span class="arrow" aria-hidden="true">
                    {active ? (sort.down ? '↓' : '↑') : ''}
                  </span>
                </button>
              ) : (
                column.head
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function BodyRow<Row>({ row, columns, rowKey, selected, onSelect }: Props<Row> & { readonly row: Row }) {
  const id = rowKey(row);
  return (
    <tr
      class={`${selected === id ? 'selected' : ''} ${onSelect ? 'opens' : ''}`}
      onClick={onSelect && (() => onSelect(row))}
    >
      {columns.map((column, k) => (
        <td
          key={column.id}
          class={column.numeric ? 'num' : column.clip ? 'clip' : ''}
          title={column.clip?.(row)}
        >
          {k === 0 && onSelect ? (
            <button
              type="button"
              class="row-link"
              aria-pressed={selected === id}
              onClick={(event) => {
                event.stopPropagation();
                onSelect(row);
              }}
            >
              {column.cell(row)}
            </button>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}
