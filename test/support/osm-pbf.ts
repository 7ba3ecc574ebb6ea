import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';

/** A small map to write as .osm.pbf; degrees. */
export interface OsmMap {
  readonly nodes: readonly {
    id: number;
    lon: number;
    lat: number;
    tags?: Readonly<Record<string, string>>;
  }[];
  readonly ways: readonly { id: number; refs: readonly number[]; tags: Readonly<Record<string, string>> }[];
  readonly relations?: readonly {
    id: number;
    tags: Readonly<Record<string, string>>;
    members: readonly { type: 'node' | 'way' | 'relation'; id: number; role: string }[];
  }[];
}

export interface PbfStyle {
  /** Nodes in one dense group, or as plain nodes. */
  readonly dense?: boolean;
  /** Blobs packed with zlib, or raw. */
  readonly zlib?: boolean;
  readonly writingProgram?: string;
  readonly requiredFeatures?: readonly string[];
  /** Nanodegrees a unit. */
  readonly granularity?: number;
}

type Writer = PbfWriter;

/** Writes a map as the bytes of an .osm.pbf: a header, then a block each of nodes, ways and relations. */
export const osmPbf = (map: OsmMap, style: PbfStyle = {}): Buffer => {
  const { zlib = true, requiredFeatures = ['OsmSchema-V0.6', 'DenseNodes'] } = style;
  const header = new PbfWriter();
  for (const feature of requiredFeatures) header.writeStringField(4, feature);
  header.writeStringField(16, style.writingProgram ?? 'test');
  const blocks = [nodeBlock(map, style), wayBlock(map), relationBlock(map)];
  return Buffer.concat([
    blob('OSMHeader', header.finish(), zlib),
    ...blocks.map((block) => blob('OSMData', block, zlib)),
  ]);
};

const blob = (type: string, data: Uint8Array, zlib: boolean): Buffer => {
  const body = new PbfWriter();
  if (zlib) {
    body.writeVarintField(2, data.length);
    body.writeBytesField(3, deflateSync(data));
  } else {
    body.writeBytesField(1, data);
  }
  const bytes = body.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, bytes.length);
  const headBytes = head.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headBytes.length);
  return Buffer.concat([length, headBytes, bytes]);
};

class Strings {
  private readonly values: string[] = [''];

  of(text: string): number {
    const known = this.values.indexOf(text, 1);
    return known > 0 ? known : this.values.push(text) - 1;
  }

  write(_: unknown, pbf: Writer): void {
    for (const value of this.values) pbf.writeStringField(1, value);
  }
}

const block = (strings: Strings, group: Uint8Array, granularity?: number): Uint8Array => {
  const pbf = new PbfWriter();
  pbf.writeMessage(1, (value: Strings, writer) => value.write(null, writer), strings);
  pbf.writeBytesField(2, group);
  if (granularity !== undefined) pbf.writeVarintField(17, granularity);
  return pbf.finish();
};

const deltas = (values: readonly number[]): number[] =>
  values.map((value, i) => value - (i === 0 ? 0 : values[i - 1]!));

const nodeBlock = (map: OsmMap, style: PbfStyle): Uint8Array => {
  const strings = new Strings();
  const group = new PbfWriter();
  const granularity = style.granularity ?? 100;
  const units = (degrees: number): number => Math.round((degrees * 1e9) / granularity);
  if (style.dense ?? true) {
    const dense = new PbfWriter();
    dense.writePackedSVarint(1, deltas(map.nodes.map((node) => node.id)));
    dense.writePackedSVarint(8, deltas(map.nodes.map((node) => units(node.lat))));
    dense.writePackedSVarint(9, deltas(map.nodes.map((node) => units(node.lon))));
    const keysValues = map.nodes.flatMap((node) => [
      ...Object.entries(node.tags ?? {}).flatMap(([key, value]) => [strings.of(key), strings.of(value)]),
      0,
    ]);
    dense.writePackedVarint(10, keysValues);
    group.writeBytesField(2, dense.finish());
  } else {
    for (const node of map.nodes) {
      const plain = new PbfWriter();
      plain.writeSVarintField(1, node.id);
      writeTags(plain, strings, node.tags ?? {});
      plain.writeSVarintField(8, units(node.lat));
      plain.writeSVarintField(9, units(node.lon));
      group.writeBytesField(1, plain.finish());
    }
  }
  return block(strings, group.finish(), granularity);
};

const writeTags = (pbf: Writer, strings: Strings, tags: Readonly<Record<string, string>>): void => {
  pbf.writePackedVarint(
    2,
    Object.keys(tags).map((key) => strings.of(key)),
  );
  pbf.writePackedVarint(
    3,
    Object.values(tags).map((value) => strings.of(value)),
  );
};

const wayBlock = (map: OsmMap): Uint8Array => {
  const strings = new Strings();
  const group = new PbfWriter();
  for (const way of map.ways) {
    const pbf = new PbfWriter();
    pbf.writeVarintField(1, way.id);
    writeTags(pbf, strings, way.tags);
    pbf.writePackedSVarint(8, deltas(way.refs));
    group.writeBytesField(3, pbf.finish());
  }
  return block(strings, group.finish());
};

const TYPES = ['node', 'way', 'relation'];

const relationBlock = (map: OsmMap): Uint8Array => {
  const strings = new Strings();
  const group = new PbfWriter();
  for (const relation of map.relations ?? []) {
    const pbf = new PbfWriter();
    pbf.writeVarintField(1, relation.id);
    writeTags(pbf, strings, relation.tags);
    pbf.writePackedVarint(
      8,
      relation.members.map((member) => strings.of(member.role)),
    );
    pbf.writePackedSVarint(9, deltas(relation.members.map((member) => member.id)));
    pbf.writePackedVarint(
      10,
      relation.members.map((member) => TYPES.indexOf(member.type)),
    );
    group.writeBytesField(4, pbf.finish());
  }
  return block(strings, group.finish());
};
