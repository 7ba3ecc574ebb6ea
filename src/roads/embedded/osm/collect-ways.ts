import type { Profile } from '../profiles/profile.js';
import { roadClassOf, roadKind } from '../profiles/way-speed.js';
import { IntList } from '../search/int-list.js';
import type { ExtractWays } from './extract.js';
import type { IdFinder } from './node-ids.js';
import type { Tags, VisitedWay } from './osm-block.js';
import { NumberList } from './packed-numbers.js';

/** Tags that say what a way is; its name and number are kept apart, since they differ where all else is alike. */
const SHARED_TAGS =
  /^(highway|route|area|junction|oneway|access|vehicle|bicycle|motor|moped|mofa|agricultural|foot|goods|hgv|surface|tracktype|smoothness|maxspeed|maxweight|maxaxleload|maxwidth|maxheight|maxlength|seasonal|winter_|ice_road|width|lanes|lane_markings|bridge|tunnel|duration)/;

const NO_ROAD = -1;

/** Gathers the ways that some profile may use while a file is read. */
export class WayCollector {
  private readonly ids = new NumberList();
  private readonly refs = new NumberList();
  private readonly ends = new IntList();
  private readonly tagSet = new IntList();
  private readonly name = new IntList();
  private readonly tagSets: Tags[] = [];
  private readonly setOf = new Map<string, number>();
  /** Blocks share tags within themselves, so that most ways are told by the object alone. */
  private readonly setOfTags = new WeakMap<Tags, number>();
  private readonly names: string[] = [];
  private readonly nameOf = new Map<string, number>();

  constructor(private readonly profiles: readonly Profile[]) {}

  get length(): number {
    return this.ids.count;
  }

  readonly sharesTag = (key: string): boolean => SHARED_TAGS.test(key);

  readonly add = (way: VisitedWay): void => {
    const set = this.tagSetOf(way.tags);
    if (set === NO_ROAD) return;
    const refs = way.refs();
    if (refs.length < 2) return;
    this.ids.push(way.id);
    this.refs.addAll(refs);
    this.ends.push(this.refs.count);
    this.tagSet.push(set);
    this.name.push(this.intern(way.tag('name') ?? way.tag('ref')));
  };

  /** Ids of the nodes of all ways, with repetitions. */
  nodeIds(): Float64Array {
    return this.refs.copy();
  }

  /** The ways with their nodes by index; the collector is not used after it. */
  finish(refs: Float64Array, finder: IdFinder, lon: Float64Array): ExtractWays {
    const ends = this.ends.done();
    const offsets = new Int32Array(ends.length + 1);
    const nodes = new Int32Array(refs.length);
    let [from, count] = [0, 0];
    ends.forEach((end, way) => {
      offsets[way] = count;
      for (; from < end; from += 1) {
        const index = finder.find(refs[from]!);
        const node = lon[index]! >= -180 ? index : -1;
        if (count > offsets[way]! && nodes[count - 1] === node) continue;
        nodes[count] = node;
        count += 1;
      }
    });
    offsets[ends.length] = count;
    return {
      length: ends.length,
      ids: this.ids.copy(),
      tagSet: this.tagSet.done(),
      tagSets: this.tagSets,
      name: this.name.done(),
      names: this.names,
      offsets,
      nodes: nodes.slice(0, count),
    };
  }

  private tagSetOf(tags: Tags): number {
    const known = this.setOfTags.get(tags);
    if (known !== undefined) return known;
    const set = this.readTagSet(tags);
    this.setOfTags.set(tags, set);
    return set;
  }

  private readTagSet(tags: Tags): number {
    if (roadClassOf(tags) === null) return NO_ROAD;
    const key = JSON.stringify([...tags].sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = this.setOf.get(key);
    if (known !== undefined) return known;
    const set = roadKind(tags, this.profiles, null) === null ? NO_ROAD : this.tagSets.push(tags) - 1;
    this.setOf.set(key, set);
    return set;
  }

  private intern(name: string | undefined): number {
    if (name === undefined) return -1;
    let index = this.nameOf.get(name);
    if (index === undefined) {
      index = this.names.push(name) - 1;
      this.nameOf.set(name, index);
    }
    return index;
  }
}
