/** The columns of an orders CSV and what each becomes in an order. */
import { nearestWord } from '../domain/nearest-word.js';
import { type FaultList, faultOf } from './fault-list.js';

export interface Column {
  readonly name: string;
  /** Where its value stands in an order. */
  readonly path: readonly [string] | readonly [string, string];
  readonly kind: 'text' | 'number' | 'flag';
  readonly chinese: readonly string[];
}

const column = (name: string, path: string, kind: Column['kind'], ...chinese: string[]): Column => ({
  name,
  path: path.split('.') as [string],
  kind,
  chinese,
});

export const COLUMNS: readonly Column[] = [
  column('id', 'id', 'text', '订单号', '订单编号', '单号'),
  column('confirmed_at', 'confirmedAt', 'text', '确认时间', '成团时间', '下单时间'),
  column('site', 'site', 'text', '揽收点', '揽收点编号', '网点'),
  column('product', 'product', 'text', '产品', '品名', '品种'),
  column('parcels', 'parcels', 'number', '件数', '包裹数'),
  column('kg', 'kg', 'number', '重量', '公斤', '千克'),
  column('litres', 'litres', 'number', '体积', '升'),
  column('ready_at', 'readyAt', 'text', '备好时间', '可揽收时间', '备货时间'),
  column('zone', 'zone', 'text', '流向', '目的分区', '寄达区'),
  column('ship_by', 'promise.shipBy', 'text', '最晚发货', '最晚发货时间'),
  column('sign_by', 'promise.signBy', 'text', '最晚签收', '最晚签收时间'),
  column('shelf_life_hours', 'shelfLifeHours', 'number', '保质期', '保鲜时长'),
  column('cold', 'cold', 'flag', '冷链', '冷藏'),
  column('waybill', 'waybill', 'text', '运单号', '邮件号'),
];

const REQUIRED = ['id', 'confirmed_at', 'kg', 'litres', 'zone'];

export interface Header {
  /** By position in a record; null where the column is not read. */
  readonly columns: readonly (Column | null)[];
  /** The name the file gives a column, by the column's own. */
  readonly written: ReadonlyMap<string, string>;
}

/**
 * Which column stands where. Columns of other data are listed as faults and left unread; null where
 * one is missing, twice there or probably mistyped, since then every order would be misread.
 */
export function readHeader(cells: readonly string[], line: number, faults: FaultList): Header | null {
  let usable = true;
  const refuse = (
    name: string,
    code: 'missing' | 'duplicate-id' | 'unknown-key',
    message: string,
    remedy: string,
  ): void => {
    usable = false;
    faults.add(faultOf(`line ${line}, column ${name}`, code, message, remedy));
  };
  const written = new Map<string, string>();
  const columns = cells.map((cell) => {
    const known = columnNamed(cell);
    if (known && !written.has(known.name)) {
      written.set(known.name, cell.trim());
      return known;
    }
    if (known) refuse(cell.trim(), 'duplicate-id', 'stands there twice', 'Remove one of the two.');
    else if (cell.trim() !== '') unknownColumn(cell.trim(), line, faults, refuse);
    return null;
  });
  for (const name of REQUIRED)
    if (!written.has(name)) refuse(name, 'missing', 'is missing', `Add the column \`${name}\`.`);
  if (!written.has('site') && !written.has('product'))
    refuse('site', 'missing', 'is missing', 'Add the column `site`, or `product` for orders to be sourced.');
  return usable ? { columns, written } : null;
}

function columnNamed(cell: string): Column | undefined {
  const name = folded(cell);
  return COLUMNS.find(
    (one) => folded(one.name) === name || one.chinese.some((other) => folded(other) === name),
  );
}

/** Letter case, `_`, blanks and a unit in brackets do not matter: 重量（kg）is 重量. */
const folded = (cell: string): string =>
  cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*\)$/, '')
    .replace(/[\s_-]/g, '');

function unknownColumn(
  name: string,
  line: number,
  faults: FaultList,
  refuse: (name: string, code: 'unknown-key', message: string, remedy: string) => void,
): void {
  const likely = nearestWord(
    name,
    COLUMNS.map((one) => one.name),
  );
  if (likely) return refuse(name, 'unknown-key', 'is not a column known here', `Write \`${likely}\`.`);
  const remedy = 'Leave it out; in particular, nothing about the recipient is needed.';
  faults.add(
    faultOf(
      `line ${line}, column ${name}`,
      'unknown-key',
      'is not a column known here and is not read',
      remedy,
    ),
  );
}
