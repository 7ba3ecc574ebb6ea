import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { RoadError } from '../../road-error.js';

/** Arrays a section may hold. */
export type Column =
  Int32Array | Uint32Array | Int16Array | Uint16Array | Uint8Array | Float32Array | Float64Array;

const TYPES = {
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Uint8Array,
  Float32Array,
  Float64Array,
} as const;
type TypeName = keyof typeof TYPES;

interface Entry {
  readonly name: string;
  readonly type: TypeName;
  /** From the start of the data, a multiple of eight. */
  readonly offset: number;
  readonly length: number;
}

/** What a written file must look like when it is read again. */
export interface FileSeal {
  readonly bytes: number;
  readonly sha256: string;
}

const MAGIC = 'PKHROAD1';
const ALIGNMENT = 8;
const CHUNK_BYTES = 2 ** 26;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * Writes named arrays as one file: magic, length of the directory, directory as JSON, then the arrays,
 * each at a multiple of eight bytes, in the byte order of the machine.
 */
export const writeSections = async (
  path: string,
  columns: Readonly<Record<string, Column>>,
): Promise<FileSeal> => {
  const entries: Entry[] = [];
  let offset = 0;
  for (const [name, column] of Object.entries(columns)) {
    entries.push({ name, type: column.constructor.name as TypeName, offset, length: column.length });
    offset += aligned(column.byteLength);
  }
  const directory = Buffer.from(JSON.stringify(entries));
  const head = Buffer.alloc(aligned(16 + directory.length));
  head.write(MAGIC, 0, 'latin1');
  head.writeUInt32LE(directory.length, 8);
  directory.copy(head, 16);
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    const put = async (bytes: Uint8Array): Promise<void> => {
      hash.update(bytes);
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
        await file.writeFile(bytes.subarray(at, at + CHUNK_BYTES));
    };
    await put(head);
    for (const column of Object.values(columns)) {
      await put(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
      await put(new Uint8Array(aligned(column.byteLength) - column.byteLength));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes: head.length + offset, sha256: hash.digest('hex') };
};

/** The arrays of a file, over memory that worker threads can share. */
export class Sections {
  constructor(
    private readonly path: string,
    private readonly buffer: SharedArrayBuffer,
    private readonly start: number,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  int32(name: string): Int32Array {
    return this.column(name, 'Int32Array') as Int32Array;
  }

  int16(name: string): Int16Array {
    return this.column(name, 'Int16Array') as Int16Array;
  }

  uint8(name: string): Uint8Array {
    return this.column(name, 'Uint8Array') as Uint8Array;
  }

  float32(name: string): Float32Array {
    return this.column(name, 'Float32Array') as Float32Array;
  }

  float64(name: string): Float64Array {
    return this.column(name, 'Float64Array') as Float64Array;
  }

  json(name: string): unknown {
    return JSON.parse(Buffer.from(this.uint8(name)).toString('utf8'));
  }

  private column(name: string, type: TypeName): Column {
    const entry = this.entries.get(name);
    if (!entry || entry.type !== type) throw damaged(this.path, `lacks its part "${name}"`);
    return new TYPES[type](this.buffer as unknown as ArrayBuffer, this.start + entry.offset, entry.length);
  }
}

/** JSON as a section. */
export const jsonColumn = (value: unknown): Uint8Array => new Uint8Array(Buffer.from(JSON.stringify(value)));

/** Reads a file that must match its seal. @throws RoadError graph-damaged. */
export const readSections = async (path: string, seal: FileSeal): Promise<Sections> => {
  const bytes = await readSealed(path, seal);
  const view = Buffer.from(bytes.buffer);
  if (view.toString('latin1', 0, 8) !== MAGIC) throw damaged(path, 'is not a road graph file');
  const directoryBytes = view.readUInt32LE(8);
  const entries = JSON.parse(view.toString('utf8', 16, 16 + directoryBytes)) as Entry[];
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return new Sections(path, bytes.buffer, aligned(16 + directoryBytes), byName);
};

const readSealed = async (path: string, seal: FileSeal): Promise<Uint8Array<SharedArrayBuffer>> => {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw damaged(path, 'cannot be opened', cause);
  });
  try {
    const { size } = await file.stat();
    if (size !== seal.bytes) throw damaged(path, `has ${size} bytes instead of ${seal.bytes}`);
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(Math.min(size, CHUNK_BYTES));
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) throw damaged(path, 'is cut short');
      hash.update(chunk.subarray(0, bytesRead));
      bytes.set(chunk.subarray(0, bytesRead), at);
      at += bytesRead;
    }
    if (hash.digest('hex') !== seal.sha256) throw damaged(path, 'does not match its checksum');
    return bytes;
  } finally {
    await file.close();
  }
};

const damaged = (path: string, fault: string, cause?: unknown): RoadError =>
  new RoadError(
    'graph-damaged',
    `${path}: the road graph file ${fault}. Build the graph again with "packhorse roads build".`,
    {
      cause,
    },
  );
