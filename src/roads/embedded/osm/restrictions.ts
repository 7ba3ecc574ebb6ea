import type { Profile } from '../profiles/profile.js';
import type { OsmRelation, Tags } from './osm-block.js';

/** A turn restriction: whoever comes by a `from` way, over `via` if it has ways, may not (or must) go on by a `to` way. */
export interface ExtractRestriction {
  /** The tag's value, such as no_left_turn. */
  readonly kind: string;
  readonly only: boolean;
  /** Way ids; several only for no_entry. */
  readonly from: readonly number[];
  /** Ids of the ways between, in driving order; none where one node joins from and to. */
  readonly via: readonly number[];
  /** Extract nodes at which from, via and to meet, in driving order: one more than via. */
  readonly joints: readonly number[];
  /** Way ids; several only for no_exit. */
  readonly to: readonly number[];
  /** Profiles bound, a bit each. */
  readonly mask: number;
}

/**
 * Why a restriction is not applied: it holds only at certain times; its members do not make a turn;
 * some of them are no roads of the extract; it binds none of the profiles.
 */
export type RestrictionFault = 'conditional' | 'malformed' | 'incomplete' | 'exempt';

/** Restrictions not applied, by why and by kind. */
export type SkippedRestrictions = Readonly<Record<RestrictionFault, Readonly<Record<string, number>>>>;

/** Where the ways of restrictions lie: extract nodes of a way, -1 for those the extract lacks; absent for no road. */
export type WayNodes = (id: number) => Int32Array | undefined;

/** Reads restrictions; those that cannot be applied are counted by why and kind. */
export const readRestrictions = (
  relations: readonly OsmRelation[],
  profiles: readonly Profile[],
  nodeIndex: (id: number) => number,
  wayNodes: WayNodes,
): { restrictions: ExtractRestriction[]; skipped: SkippedRestrictions } => {
  const restrictions: ExtractRestriction[] = [];
  const skipped: Record<RestrictionFault, Record<string, number>> = {
    conditional: {},
    malformed: {},
    incomplete: {},
    exempt: {},
  };
  const skip = (fault: RestrictionFault, kind: string): void => {
    skipped[fault][kind] = (skipped[fault][kind] ?? 0) + 1;
  };
  for (const relation of relations) {
    const conditional = conditionalKind(relation.tags);
    if (conditional !== null) skip('conditional', conditional);
    const bound = boundProfiles(relation.tags, profiles);
    if (bound.size === 0 && conditional === null) skip('exempt', statedKind(relation.tags));
    for (const [kind, mask] of bound) {
      const turn = readTurn(relation, kind, nodeIndex, wayNodes);
      if (typeof turn === 'string') skip(turn, kind);
      else restrictions.push({ kind, only: kind.startsWith('only_'), ...turn, mask });
    }
  }
  return { restrictions, skipped };
};

const KIND = /^(no|only)_[a-z_]+$/;
const CONDITIONAL_KEY = /^restriction(:[a-z_]+)?:conditional$/;

const conditionalKind = (tags: Tags): string | null => {
  for (const [key, value] of tags) {
    if (CONDITIONAL_KEY.test(key)) return value.split('@')[0]!.trim() || 'unknown';
  }
  return null;
};

const statedKind = (tags: Tags): string => {
  for (const [key, value] of tags) if (/^restriction(:|$)/.test(key)) return value;
  return 'unknown';
};

// restriction=* binds all traffic, restriction:hgv=* and the like one kind of it; except=* frees some.
const boundProfiles = (tags: Tags, profiles: readonly Profile[]): Map<string, number> => {
  const free = new Set((tags.get('except') ?? '').split(';').map((name) => name.trim()));
  const masks = new Map<string, number>();
  profiles.forEach((profile, bit) => {
    if (!profile.obeysTraffic) return;
    const keys = profile.accessKeys.slice(1);
    if (keys.some((key) => free.has(key))) return;
    // The most particular key decides, and keys run from general to particular.
    const own = keys.map((key) => tags.get(`restriction:${key}`)).filter((value) => value !== undefined);
    const kind = own[own.length - 1] ?? tags.get('restriction');
    if (kind !== undefined && KIND.test(kind)) masks.set(kind, (masks.get(kind) ?? 0) | (1 << bit));
  });
  return masks;
};

type Turn = Pick<ExtractRestriction, 'from' | 'via' | 'joints' | 'to'>;

const readTurn = (
  relation: OsmRelation,
  kind: string,
  nodeIndex: (id: number) => number,
  wayNodes: WayNodes,
): Turn | RestrictionFault => {
  const of = (role: string, type: string): number[] =>
    relation.members
      .filter((member) => member.role === role && member.type === type)
      .map((member) => member.id);
  const [from, to] = [of('from', 'way'), of('to', 'way')];
  const [nodes, ways] = [of('via', 'node'), of('via', 'way')];
  // A member beyond the border is often cut off with its relation kept.
  if (from.length === 0 || to.length === 0 || nodes.length + ways.length === 0) return 'incomplete';
  if (from.length > 1 && kind !== 'no_entry') return 'malformed';
  if (to.length > 1 && kind !== 'no_exit') return 'malformed';
  if (nodes.length > 1 || (nodes.length === 1 && ways.length > 0)) return 'malformed';
  if ([...from, ...ways, ...to].some((id) => wayNodes(id) === undefined)) return 'incomplete';
  if (nodes.length === 0) return joinWays(from, ways, to, wayNodes);
  const via = nodeIndex(nodes[0]!);
  if (via < 0) return 'incomplete';
  const touches = [...from, ...to].every((id) => wayNodes(id)!.includes(via));
  return touches ? { from, via: [], joints: [via], to } : 'malformed';
};

/** Puts the ways between in driving order, end to end from the from ways to the to ways. */
const joinWays = (
  from: readonly number[],
  via: readonly number[],
  to: readonly number[],
  wayNodes: WayNodes,
): Turn | RestrictionFault => {
  if (via.some((id) => wayNodes(id)!.includes(-1))) return 'incomplete';
  const on = (ids: readonly number[], node: number): boolean =>
    ids.every((id) => wayNodes(id)!.includes(node));
  const endsOf = (id: number): [number, number] => [wayNodes(id)!.at(0)!, wayNodes(id)!.at(-1)!];
  const order = (rest: readonly number[], ways: number[], joints: number[]): Turn | null => {
    if (rest.length === 0) return on(to, joints.at(-1)!) ? { from, via: ways, joints, to } : null;
    for (const id of rest) {
      const [a, b] = endsOf(id);
      const others = rest.filter((other) => other !== id);
      for (const [start, end] of [
        [a, b],
        [b, a],
      ] as const) {
        const joined = joints.length === 0 ? on(from, start) : joints.at(-1) === start;
        if (!joined || start === end) continue;
        const found = order(others, [...ways, id], joints.length === 0 ? [start, end] : [...joints, end]);
        if (found) return found;
      }
    }
    return null;
  };
  return order([...new Set(via)], [], []) ?? 'malformed';
};
