import type { Engine, Profile } from './profile.js';
import type { Rolling } from './speed-caps.js';

/** Steeper than this is an error of the elevation model, not a road. */
export const MAX_GRADE = 0.25;

const PERMILLE = 1000;
const STEPS = MAX_GRADE * PERMILLE;
const GRAVITY = 9.81;
/** kg/m3 at about 1,000 m and 15 degrees [D]. */
const AIR_DENSITY = 1.1;
/**
 * Rolling resistance on gravel and on soft ground against asphalt [E], so that a climb is driven
 * about 5-8 % and 15-25 % more slowly.
 */
const ROLLING_FACTOR: Readonly<Record<Rolling, number>> = { 0: 1, 1: 1.7, 2: 3 };

/** The speed a profile holds on a grade, from tables made once a profile. */
export interface GradeSpeed {
  /** Most a grade (rise over run) allows, metres a second; Infinity where it binds nothing. */
  cap(rolling: Rolling, grade: number): number;
  /** Metres a second on a grade on a way with this level speed in km/h. */
  metresPerSecond(levelKmh: number, rolling: Rolling, grade: number): number;
}

/**
 * Makes the speed rule of a profile: power balance uphill, safe braking downhill, or Tobler on foot.
 * @param engine the profile's own unless it carries another load.
 */
export const gradeSpeed = (profile: Profile, engine: Engine | undefined = profile.engine): GradeSpeed => {
  const cap = engine === undefined ? walkingCap(profile) : drivingCap(profile, engine);
  return { cap, metresPerSecond: (kmh, rolling, grade) => Math.min(kmh / 3.6, cap(rolling, grade)) };
};

/** Tobler's hiking function: metres a second at a slope (rise over run), 6 exp(-3.5 |s + 0.05|) km/h. */
export const toblerMetresPerSecond = (slope: number): number =>
  (6 / 3.6) * Math.exp(-3.5 * Math.abs(slope + 0.05));

// Beyond 100 % a walker climbs hand over hand; the floor keeps a cliff in the model from taking days.
const MAX_WALKING_SLOPE = 1;

const walkingCap =
  (profile: Profile): GradeSpeed['cap'] =>
  (_rolling, grade) => {
    const slope = Math.max(-MAX_WALKING_SLOPE, Math.min(MAX_WALKING_SLOPE, grade));
    return toblerMetresPerSecond(slope) * profile.speedFactor;
  };

const drivingCap = (profile: Profile, engine: Engine): GradeSpeed['cap'] => {
  const { speedFactor } = profile;
  const climb = ([0, 1, 2] as const).map((rolling) =>
    Float64Array.from(
      { length: STEPS + 1 },
      (_, i) => climbingMetresPerSecond(engine, rolling, i / PERMILLE) * speedFactor,
    ),
  );
  const down = Float64Array.from(
    { length: STEPS + 1 },
    (_, i) => (downhillKmh(engine, i / PERMILLE) / 3.6) * speedFactor,
  );
  return (rolling, grade) => {
    const step = Math.min(STEPS, Math.round(Math.abs(grade) * PERMILLE));
    return grade >= 0 ? climb[rolling]![step]! : down[step]!;
  };
};

/**
 * Steady speed at which the power at the wheels equals what climbing, rolling and air take:
 * P = m g (c cos a + sin a) v + 1/2 rho CdA v^3, solved by bisection.
 */
export const climbingMetresPerSecond = (engine: Engine, rolling: Rolling, grade: number): number => {
  const angle = Math.atan(grade);
  const resistance = engine.rollingResistance * ROLLING_FACTOR[rolling];
  const force = engine.massKg * GRAVITY * (resistance * Math.cos(angle) + Math.sin(angle));
  const air = 0.5 * AIR_DENSITY * engine.dragAreaM2;
  const power = engine.powerKw * 1000 * engine.efficiency;
  let low = 0;
  let high = 100;
  for (let i = 0; i < 50; i += 1) {
    const speed = (low + high) / 2;
    if (force * speed + air * speed ** 3 > power) high = speed;
    else low = speed;
  }
  return low;
};

const downhillKmh = (engine: Engine, grade: number): number => {
  const points = engine.downhillKmh;
  if (points.length === 0 || grade < points[0]![0]) return Infinity;
  for (let i = 1; i < points.length; i += 1) {
    const [mild, fast] = points[i - 1]!;
    const [steep, slow] = points[i]!;
    if (grade <= steep) return fast + ((slow - fast) * (grade - mild)) / (steep - mild);
  }
  return points[points.length - 1]![1];
};
