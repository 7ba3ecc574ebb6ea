/** Values of {@link ProblemRules.taskPairRole}. */
export const NO_PAIR = 0;
export const PICKUP = 1;
export const DELIVERY = 2;

/**
 * The frozen form of what ties tasks together and of what looks at more than travel, windows and sums
 * of loads. A plain problem has none of it: see {@link ProblemRules.plainTasks}.
 *
 * Lists are stored one after another with an array of starts beside them (`xStart[i]` to `xStart[i + 1]`).
 */
export interface ProblemRules {
  /** 1: aboard from the run's start, set down at the task. */
  readonly taskDelivered: Uint8Array;
  /** {@link NEVER} where lateness costs nothing. */
  readonly lateAfterSeconds: Int32Array;
  readonly lateCostPerSecond: Float64Array;
  /** Cost of a vehicle that does not know the task; 0 where all are alike. */
  readonly otherwiseCost: Float64Array;
  /**
   * 1 where the vehicle pays no {@link otherwiseCost}: [vehicle * taskCount + task]; empty without
   * preferences (see preferenceCost in cost.ts).
   */
  readonly vehicleKnows: Uint8Array;

  readonly pairCount: number;
  readonly pairPickup: Int32Array;
  readonly pairDelivery: Int32Array;
  /** {@link NEVER} where free. */
  readonly pairMaxAboardSeconds: Int32Array;
  /** -1 for a task of no pair. */
  readonly taskPair: Int32Array;
  readonly taskPairMate: Int32Array;
  /** {@link NO_PAIR}, {@link PICKUP} or {@link DELIVERY}. */
  readonly taskPairRole: Uint8Array;

  readonly alternativeCount: number;
  readonly alternativeStart: Int32Array;
  readonly alternativeTask: Int32Array;
  /** Paid once where no member is served; 0 where one must be. */
  readonly alternativePenalty: Float64Array;
  readonly alternativeMandatory: Uint8Array;
  /** Group of alternatives of a task; -1 where it is in none. A member's own penalty is 0 and it is not mandatory. */
  readonly taskAlternative: Int32Array;

  readonly sameRunCount: number;
  readonly sameRunStart: Int32Array;
  readonly sameRunTask: Int32Array;
  readonly sameRunOrdered: Uint8Array;

  /**
   * What one run serves whole or not at all: tasks tied by pairs and same-run groups, directly or through
   * each other. Every task is in one bundle; most are alone in theirs. Members ascend.
   */
  readonly bundleCount: number;
  readonly bundleStart: Int32Array;
  readonly bundleTask: Int32Array;
  readonly taskBundle: Int32Array;

  /**
   * Tasks that stand before a task wherever one run serves both (pairs, ordered same-run groups and
   * precedences), and the same seen from the other side.
   */
  readonly earlierStart: Int32Array;
  readonly earlierTask: Int32Array;
  readonly laterStart: Int32Array;
  readonly laterTask: Int32Array;

  readonly vehicleBreakStart: Int32Array;
  readonly breakOpenSeconds: Int32Array;
  /** Latest start that leaves the vehicle's later breaks their time. */
  readonly breakCloseSeconds: Int32Array;
  readonly breakSeconds: Int32Array;
  /** Travel profile of a leg with {@link ladenFrom} aboard; -1 where load makes no difference. */
  readonly ladenProfile: Int32Array;
  /** [vehicle * dimensionCount + dimension] */
  readonly ladenFrom: Float64Array;
  readonly lifo: Uint8Array;
  readonly deliveriesFirst: Uint8Array;
  readonly longestDayCostPerSecond: number;
  readonly spreadCostPerSecond: number;

  /** Some pair, group of alternatives, same-run group or precedence. */
  readonly hasCouplings: boolean;
  /** The most that is aboard depends on the order of tasks: pairs, or delivered tasks beside collected ones. */
  readonly hasLoadOrder: boolean;
  readonly hasAboardLimits: boolean;
  readonly hasLateness: boolean;
  readonly hasPreferences: boolean;
  readonly hasBreaks: boolean;
  readonly hasLaden: boolean;
  readonly hasBalance: boolean;
  /** Nothing of all that: tasks are single, and loads are sums. */
  readonly plainTasks: boolean;
}
