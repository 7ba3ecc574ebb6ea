import { PbfReader } from 'pbf';

/** Tags of one OpenStreetMap object. */
export type Tags = ReadonlyMap<string, string>;

export interface OsmWay {
  readonly id: number;
  readonly tags: Tags;
  /** Node ids in order. */
  readonly refs: readonly number[];
}

export interface OsmMember {
  readonly type: 'node' | 'way' | 'relation';
  readonly id: number;
  readonly role: string;
}

export interface OsmRelation {
  readonly id: number;
  readonly tags: Tags;
  readonly members: readonly OsmMember[];
}

/** What the file says about itself. */
export interface OsmHeader {
  readonly requiredFeatures: readonly string[];
  readonly writingProgram: string;
  readonly source: string;
}

/** Receives the objects of a block; an absent part is skipped without being decoded. */
export interface OsmVisitor {
  /** Degrees; tags are decoded only when asked for. */
  node?(id: number, lon: number, lat: number, tags: () => Tags): void;
  way?(way: OsmWay): void;
  relation?(relation: OsmRelation): void;
}

const NO_TAGS: Tags = new Map();
const MEMBER_TYPES = ['node', 'way', 'relation'] as const;

/** Decodes an OSMHeader block. */
export const decodeHeader = (data: Uint8Array): OsmHeader => {
  const pbf = new PbfReader(data);
  const requiredFeatures: string[] = [];
  let writingProgram = '';
  let source = '';
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 4) requiredFeatures.push(pbf.readString());
    else if (field === 16) writingProgram = pbf.readString();
    else if (field === 17) source = pbf.readString();
  }
  return { requiredFeatures, writingProgram, source };
};

/** Decodes an OSMData block; throws a plain error where its bytes make no sense. */
export const decodeData = (data: Uint8Array, visitor: OsmVisitor): void => {
  const block = new DataBlock(data, visitor);
  block.decode();
};

class DataBlock {
  private readonly strings: (string | Uint8Array)[] = [];
  private granularity = 100;
  private latOffset = 0;
  private lonOffset = 0;

  constructor(
    private readonly data: Uint8Array,
    private readonly visitor: OsmVisitor,
  ) {}

  // Granularity follows the groups in the file, so groups are visited in a second look.
  decode(): void {
    const pbf = new PbfReader(this.data);
    const groups: [number, number][] = [];
    for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
      if (field === 1) this.readStrings(pbf);
      else if (field === 2) groups.push(span(pbf));
      else if (field === 17) this.granularity = pbf.readVarint();
      else if (field === 19) this.latOffset = pbf.readVarint(true);
      else if (field === 20) this.lonOffset = pbf.readVarint(true);
    }
    for (const [start, end] of groups) this.decodeGroup(start, end);
  }

  private readStrings(pbf: PbfReader): void {
    const [start, end] = span(pbf);
    const table = new PbfReader(this.data);
    table.pos = start;
    for (let field = table.nextField(end); field !== 0; field = table.nextField(end)) {
      if (field === 1) this.strings.push(table.readBytes());
    }
  }

  private decodeGroup(start: number, end: number): void {
    const pbf = new PbfReader(this.data);
    pbf.pos = start;
    const { visitor } = this;
    for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
      if (field === 1 && visitor.node) this.plainNode(...span(pbf));
      else if (field === 2 && visitor.node) this.denseNodes(...span(pbf));
      else if (field === 3 && visitor.way) this.way(...span(pbf));
      else if (field === 4 && visitor.relation) this.relation(...span(pbf));
    }
  }

  private plainNode(start: number, end: number): void {
    const pbf = new PbfReader(this.data);
    pbf.pos = start;
    let id = 0;
    let lat = 0;
    let lon = 0;
    let keys: number[] = [];
    let values: number[] = [];
    for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
      if (field === 1) id = pbf.readSVarint();
      else if (field === 2) keys = packed(pbf);
      else if (field === 3) values = packed(pbf);
      else if (field === 8) lat = pbf.readSVarint();
      else if (field === 9) lon = pbf.readSVarint();
    }
    this.visitor.node!(id, this.degrees(this.lonOffset, lon), this.degrees(this.latOffset, lat), () =>
      this.tags(keys, values),
    );
  }

  private denseNodes(start: number, end: number): void {
    const pbf = new PbfReader(this.data);
    pbf.pos = start;
    let ids: number[] = [];
    let lats: number[] = [];
    let lons: number[] = [];
    let keysValues: number[] = [];
    for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
      if (field === 1) ids = packedDeltas(pbf);
      else if (field === 8) lats = packedDeltas(pbf);
      else if (field === 9) lons = packedDeltas(pbf);
      else if (field === 10) keysValues = packed(pbf);
    }
    if (lats.length !== ids.length || lons.length !== ids.length) {
      throw new Error('node ids and coordinates differ in number');
    }
    let cursor = 0;
    for (let i = 0; i < ids.length; i += 1) {
      const first = cursor;
      while (cursor < keysValues.length && keysValues[cursor] !== 0) cursor += 2;
      const last = cursor;
      cursor += 1;
      const lon = this.degrees(this.lonOffset, lons[i]!);
      const lat = this.degrees(this.latOffset, lats[i]!);
      this.visitor.node!(ids[i]!, lon, lat, () => this.denseTags(keysValues, first, last));
    }
  }

  private way(start: number, end: number): void {
    const pbf = new PbfReader(this.data);
    pbf.pos = start;
    let id = 0;
    let keys: number[] = [];
    let values: number[] = [];
    let refs: number[] = [];
    for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
      if (field === 1) id = pbf.readVarint(true);
      else if (field === 2) keys = packed(pbf);
      else if (field === 3) values = packed(pbf);
      else if (field === 8) refs = packedDeltas(pbf);
    }
    this.visitor.way!({ id, tags: this.tags(keys, values), refs });
  }

  private relation(start: number, end: number): void {
    const pbf = new PbfReader(this.data);
    pbf.pos = start;
    let id = 0;
    let keys: number[] = [];
    let values: number[] = [];
    let roles: number[] = [];
    let ids: number[] = [];
    let types: number[] = [];
    for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
      if (field === 1) id = pbf.readVarint(true);
      else if (field === 2) keys = packed(pbf);
      else if (field === 3) values = packed(pbf);
      else if (field === 8) roles = packed(pbf);
      else if (field === 9) ids = packedDeltas(pbf);
      else if (field === 10) types = packed(pbf);
    }
    const members = ids.map((member, i) => ({
      type: MEMBER_TYPES[types[i] ?? 0] ?? 'node',
      id: member,
      role: this.text(roles[i] ?? 0),
    }));
    this.visitor.relation!({ id, tags: this.tags(keys, values), members });
  }

  private degrees(offset: number, units: number): number {
    return (offset + this.granularity * units) * 1e-9;
  }

  private tags(keys: readonly number[], values: readonly number[]): Tags {
    if (keys.length !== values.length) throw new Error('keys and values differ in number');
    if (keys.length === 0) return NO_TAGS;
    return new Map(keys.map((key, i) => [this.text(key), this.text(values[i]!)]));
  }

  private denseTags(keysValues: readonly number[], first: number, last: number): Tags {
    if (first === last) return NO_TAGS;
    const tags = new Map<string, string>();
    for (let i = first; i < last; i += 2) tags.set(this.text(keysValues[i]!), this.text(keysValues[i + 1]!));
    return tags;
  }

  private text(index: number): string {
    const stored = this.strings[index];
    if (stored === undefined) throw new Error(`text ${index} is not in the block's table`);
    if (typeof stored === 'string') return stored;
    const text = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString('utf8');
    this.strings[index] = text;
    return text;
  }
}

const span = (pbf: PbfReader): [number, number] => {
  const length = pbf.readVarint();
  const start = pbf.pos;
  const end = start + length;
  if (end > pbf.length) throw new Error('a part reaches beyond its block');
  pbf.pos = end;
  return [start, end];
};

const packed = (pbf: PbfReader): number[] => {
  const [start, end] = span(pbf);
  pbf.pos = start;
  const values: number[] = [];
  while (pbf.pos < end) values.push(pbf.readVarint());
  return values;
};

const packedDeltas = (pbf: PbfReader): number[] => {
  const [start, end] = span(pbf);
  pbf.pos = start;
  const values: number[] = [];
  let value = 0;
  while (pbf.pos < end) {
    value += pbf.readSVarint();
    values.push(value);
  }
  return values;
};
