/** Road classes a speed is given for: OpenStreetMap highway values, links under their main class, and ferries. */
export type RoadClass =
  | 'motorway'
  | 'trunk'
  | 'primary'
  | 'secondary'
  | 'tertiary'
  | 'unclassified'
  | 'residential'
  | 'living_street'
  | 'service'
  | 'road'
  | 'track'
  | 'path'
  | 'footway'
  | 'pedestrian'
  | 'steps'
  | 'bridleway'
  | 'cycleway'
  | 'ferry';

/** What holds a wheeled vehicle back; all of it is data, so that an operator may state her own. */
export interface Engine {
  /** Mass as driven, kg: vehicle, crew and the load expected on the way. */
  readonly massKg: number;
  /** Mass with crew and without load, kg; absent: as laden. */
  readonly emptyKg?: number;
  /** Engine power, kW. */
  readonly powerKw: number;
  /** Share of the power that reaches the road. */
  readonly efficiency: number;
  /** Drag coefficient times frontal area, m2. */
  readonly dragAreaM2: number;
  /** Rolling resistance on asphalt, a fraction of the weight. */
  readonly rollingResistance: number;
  /** Safe speed downhill, [grade, km/h] pairs from mild to steep, grades positive; linear in between. */
  readonly downhillKmh: readonly (readonly [number, number])[];
}

/** Words for the state of the roads that conditional tags use ("no @ snow"). */
export type Weather = 'wet' | 'snow' | 'ice' | 'winter';

/**
 * What a season does to a profile's speeds: a table of terrain x class x surface, in which what is left
 * out is 1. A piece of road keeps the product of the factors that apply to it. Speeds that a sign sets
 * fall only once the product brings the road's own speed below the sign's.
 */
export interface Season {
  /** Every road. */
  readonly factor?: number;
  readonly byClass?: Readonly<Partial<Record<RoadClass, number>>>;
  /** By how the surface rolls: asphalt and the like, gravel and the like, bare ground. */
  readonly byRolling?: Readonly<Partial<Record<'paved' | 'loose' | 'soft', number>>>;
  /** By OpenStreetMap surface, on top of the above. */
  readonly bySurface?: Readonly<Record<string, number>>;
  /** By the grade of each piece of road: level below 3 %, hilly below 8 %, steep from there on [E]. */
  readonly byTerrain?: Readonly<Partial<Record<'level' | 'hilly' | 'steep', number>>>;
  readonly closedClasses?: readonly RoadClass[];
  readonly closedSurfaces?: readonly string[];
  /** Weather of the season, for conditional tags; absent: none. */
  readonly weather?: readonly Weather[];
}

/** What holds between two times of every day, the first included and the last not; it may pass midnight. */
export interface ClockRule {
  /** "HH:MM", local. */
  readonly from: string;
  readonly until: string;
  /** Absent: every class. */
  readonly classes?: readonly RoadClass[];
  /** Multiplies speeds. */
  readonly factor?: number;
  readonly closed?: true;
}

/** A way of travelling, as plain data. */
export interface Profile {
  readonly name: string;
  /** Absent for a walker, whose speed follows Tobler's hiking function. */
  readonly engine?: Engine;
  /** Speed on level road by class, km/h; a class left out is not used. */
  readonly classKmh: Readonly<Partial<Record<RoadClass, number>>>;
  /** The vehicle's own highest speed, km/h. */
  readonly topKmh: number;
  /** Multiplies every speed, for a season or a region; 1 is dry and light. */
  readonly speedFactor: number;
  /** OpenStreetMap access keys from general to particular; the last one present decides. */
  readonly accessKeys: readonly string[];
  /** Classes closed unless a particular access key (not the first) opens them. */
  readonly closedUnlessTagged: readonly RoadClass[];
  /** Whether one-way signs and turn restrictions bind it. */
  readonly obeysTraffic: boolean;
  /** Whether roads signed as motorroads, whatever their class, are open to it. */
  readonly usesMotorroads: boolean;
  /** Gross mass for weight limits, tonnes. */
  readonly grossTonnes: number;
  readonly widthMetres: number;
  readonly heightMetres: number;
  readonly lengthMetres: number;
  /** Heaviest axle, tonnes; absent: two thirds of the gross mass [E]. */
  readonly axleTonnes?: number;
  /** By name; "dry" is always known and changes nothing unless it is written here. */
  readonly seasons?: Readonly<Record<string, Season>>;
  readonly clockRules?: readonly ClockRule[];
}
