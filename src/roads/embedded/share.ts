type Columns = Int32Array | Uint32Array | Int16Array | Uint8Array | Float32Array | Float64Array;

/**
 * The same plain data with its typed arrays, at any depth, over memory that threads share; what is shared
 * already stays as it is, and objects of classes are handed on untouched.
 */
export const shareArrays = <T>(value: T): T => {
  if (ArrayBuffer.isView(value)) return shareColumn(value as unknown as Columns) as T;
  if (Array.isArray(value)) return hasColumns(value) ? (value.map(shareArrays) as T) : value;
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shareArrays(part)])) as T;
};

const shareColumn = (column: Columns): Columns => {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const Column = column.constructor as new (buffer: SharedArrayBuffer) => Columns;
  const shared = new Column(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
};

// A long list of names or kinds holds no columns: its first entry tells.
const hasColumns = (list: readonly unknown[]): boolean => ArrayBuffer.isView(list[0]) || isPlain(list[0]);

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
