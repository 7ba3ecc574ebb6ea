import { open, type FileHandle } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { PbfReader } from 'pbf';
import { RoadError } from '../../road-error.js';

/** One decompressed block of an .osm.pbf. */
export interface PbfBlock {
  readonly type: string;
  readonly data: Uint8Array;
  /** From 0, for messages. */
  readonly number: number;
}

// The format's own limits (OpenStreetMap wiki, PBF Format): a header above 64 KiB or a blob above
// 32 MiB is not one, so a damaged length never makes us allocate gigabytes.
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 32 * 1024 * 1024;

/**
 * Reads an .osm.pbf block by block; only one block is in memory at a time.
 * @throws RoadError extract-missing, extract-empty, extract-damaged, extract-unsupported.
 */
export async function* pbfBlocks(path: string): AsyncGenerator<PbfBlock> {
  const file = await openExtract(path);
  try {
    const stats = await file.stat();
    const { size } = stats;
    if (!stats.isFile()) {
      throw new RoadError('extract-missing', `${path}: this is no file. Give the path of an .osm.pbf file.`);
    }
    if (size === 0) {
      throw new RoadError('extract-empty', `${path}: the file is empty. Download the extract again.`);
    }
    let position = 0;
    for (let number = 0; position < size; number += 1) {
      const reader = new BlockReader(path, file, size, position, number);
      const block = await reader.read();
      position = reader.position;
      yield block;
    }
  } finally {
    await file.close();
  }
}

const openExtract = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw new RoadError(
      'extract-missing',
      `${path}: the map extract cannot be opened (${(cause as NodeJS.ErrnoException).code ?? 'unknown fault'}). Give the path of a readable .osm.pbf file.`,
      { cause },
    );
  }
};

class BlockReader {
  constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly size: number,
    public position: number,
    private readonly number: number,
  ) {}

  async read(): Promise<PbfBlock> {
    const headerBytes = (await this.take(4)).readUInt32BE(0);
    if (headerBytes === 0 || headerBytes > MAX_HEADER_BYTES) {
      throw this.damaged(`has a header of ${headerBytes} bytes, which no .osm.pbf has`);
    }
    const header = this.decode(readBlobHeader, await this.take(headerBytes));
    if (header.type === '' || header.dataSize <= 0 || header.dataSize > MAX_BLOB_BYTES) {
      throw this.damaged('has no valid header');
    }
    const blob = await this.take(header.dataSize);
    return { type: header.type, data: this.unpack(blob), number: this.number };
  }

  private async take(bytes: number): Promise<Buffer> {
    if (this.position + bytes > this.size) throw this.damaged('is cut short');
    const buffer = Buffer.allocUnsafe(bytes);
    const { bytesRead } = await this.file.read(buffer, 0, bytes, this.position);
    if (bytesRead !== bytes) throw this.damaged('is cut short');
    this.position += bytes;
    return buffer;
  }

  private unpack(bytes: Buffer): Uint8Array {
    const blob = this.decode(readBlob, bytes);
    if (blob.raw !== null) return blob.raw;
    if (blob.zlib === null) {
      throw new RoadError(
        'extract-unsupported',
        `${this.path}: block ${this.number} is packed by a method other than raw or zlib. Rewrite the file with "osmium cat -f pbf,pbf_compression=zlib".`,
      );
    }
    try {
      return inflateSync(blob.zlib, { maxOutputLength: MAX_BLOB_BYTES });
    } catch (cause) {
      throw this.damaged('cannot be unpacked', cause);
    }
  }

  private decode<T>(read: (bytes: Uint8Array) => T, bytes: Uint8Array): T {
    try {
      return read(bytes);
    } catch (cause) {
      throw this.damaged('cannot be decoded', cause);
    }
  }

  private damaged(fault: string, cause?: unknown): RoadError {
    return new RoadError(
      'extract-damaged',
      `${this.path}: block ${this.number} at byte ${this.position} ${fault}. The file is damaged or is not an .osm.pbf: download it again.`,
      { cause },
    );
  }
}

const readBlobHeader = (bytes: Uint8Array): { type: string; dataSize: number } => {
  const pbf = new PbfReader(bytes);
  const header = { type: '', dataSize: 0 };
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 1) header.type = pbf.readString();
    else if (field === 3) header.dataSize = pbf.readVarint();
  }
  return header;
};

const readBlob = (bytes: Uint8Array): { raw: Uint8Array | null; zlib: Uint8Array | null } => {
  const pbf = new PbfReader(bytes);
  const blob: { raw: Uint8Array | null; zlib: Uint8Array | null } = { raw: null, zlib: null };
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 1) blob.raw = pbf.readBytes();
    else if (field === 3) blob.zlib = pbf.readBytes();
  }
  return blob;
};
