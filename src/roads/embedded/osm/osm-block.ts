import { PbfReader } from 'pbf';
import { EMPTY, NumberList, packed, packedDeltas, span, type Span } from './packed-numbers.js';

/** Tags of one OpenStreetMap object. */
export type Tags = ReadonlyMap<string, string>;

/** A way while it is visited; ask before the visit ends. */
export interface VisitedWay {
  readonly id: number;
  /** Those of its tags whose keys the visitor shares; alike ways of a block have the same object. */
  readonly tags: Tags;
  /** The value of any of its tags. */
  tag(key: string): string | undefined;
  /** Node ids in order, in memory that the next way overwrites. */
  refs(): Float64Array;
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
  /** Degrees; tags are decoded only when asked for, before the visit ends. */
  node?(id: number, lon: number, lat: number, tags: () => Tags): void;
  way?(way: VisitedWay): void;
  /** Whether tags of a key are among the visited ways' tags; all are without it. */
  sharesTag?(key: string): boolean;
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
  private readonly keys = new NumberList();
  private readonly values = new NumberList();
  private readonly refs = new NumberList();
  private readonly tagSets = new Map<string, Tags>();
  /** By place in the table of texts: whether ways share tags of that key. */
  private readonly shared = new Map<number, boolean>();
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

  // Read in step, without lists between: an extract has tens of nodes for each that a road needs.
  private denseNodes(start: number, end: number): void {
    const pbf = new PbfReader(this.data);
    pbf.pos = start;
    let [ids, lats, lons]: Span[] = [EMPTY, EMPTY, EMPTY];
    const keysValues = this.keys.clear();
    for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
      if (field === 1) ids = span(pbf);
      else if (field === 8) lats = span(pbf);
      else if (field === 9) lons = span(pbf);
      else if (field === 10) keysValues.read(pbf);
    }
    const [idReader, latReader, lonReader] = [ids!, lats!, lons!].map(([first]) => this.readerAt(first)) as [
      PbfReader,
      PbfReader,
      PbfReader,
    ];
    let [id, lat, lon, first, last, cursor] = [0, 0, 0, 0, 0, 0];
    const tags = (): Tags => this.denseTags(first, last);
    const visit = this.visitor.node!.bind(this.visitor);
    while (idReader.pos < ids![1]) {
      id += idReader.readSVarint();
      lat += latReader.readSVarint();
      lon += lonReader.readSVarint();
      first = cursor;
      while (cursor < keysValues.count && keysValues.at(cursor) !== 0) cursor += 2;
      last = cursor;
      cursor += 1;
      visit(id, this.degrees(this.lonOffset, lon), this.degrees(this.latOffset, lat), tags);
    }
    if (idReader.pos !== ids![1] || latReader.pos !== lats![1] || lonReader.pos !== lons![1]) {
      throw new Error('node ids and coordinates differ in number');
    }
  }

  private readerAt(position: number): PbfReader {
    const reader = new PbfReader(this.data);
    reader.pos = position;
    return reader;
  }

  private way(start: number, end: number): void {
    const pbf = this.readerAt(start);
    this.keys.clear();
    this.values.clear();
    let refs = EMPTY;
    let id = 0;
    for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
      if (field === 1) id = pbf.readVarint(true);
      else if (field === 2) this.keys.read(pbf);
      else if (field === 3) this.values.read(pbf);
      else if (field === 8) refs = span(pbf);
    }
    if (this.keys.count !== this.values.count) throw new Error('keys and values differ in number');
    this.visitor.way!({
      id,
      tags: this.sharedTags(),
      tag: (key) => this.wayTag(key),
      refs: () => this.refs.readDeltas(this.readerAt(refs[0]), refs[1]),
    });
  }

  // Most ways of a block have tags that others have too, which then are one map.
  private sharedTags(): Tags {
    let signature = '';
    for (let i = 0; i < this.keys.count; i += 1) {
      const key = this.keys.at(i);
      if (this.isShared(key)) signature += `${key}=${this.values.at(i)},`;
    }
    const known = this.tagSets.get(signature);
    if (known) return known;
    const tags = new Map<string, string>();
    for (let i = 0; i < this.keys.count; i += 1) {
      if (this.isShared(this.keys.at(i))) {
        tags.set(this.text(this.keys.at(i)), this.text(this.values.at(i)));
      }
    }
    this.tagSets.set(signature, tags);
    return tags;
  }

  private isShared(key: number): boolean {
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const shares = this.visitor.sharesTag?.(this.text(key)) ?? true;
    this.shared.set(key, shares);
    return shares;
  }

  private wayTag(key: string): string | undefined {
    for (let i = 0; i < this.keys.count; i += 1) {
      if (this.text(this.keys.at(i)) === key) return this.text(this.values.at(i));
    }
    return undefined;
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

  private denseTags(first: number, last: number): Tags {
    if (first === last) return NO_TAGS;
    const tags = new Map<string, string>();
    for (let i = first; i < last; i += 2) {
      tags.set(this.text(this.keys.at(i)), this.text(this.keys.at(i + 1)));
    }
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
