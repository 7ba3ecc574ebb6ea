import type { TravelConditions } from '../../road-source.js';
import type { Engine } from './profile.js';

/** However light, a vehicle goes no faster down a grade than this share of its laden speed [E]. */
const MOST_GAIN = 1.5;

/**
 * The engine with the mass of the load; the same object where the load makes no difference. Empty, it
 * climbs with its empty mass, and its safe speeds downhill grow by the root of laden mass over empty:
 * the heat of the brakes goes with mass times speed, while bends and sight stay as they were [E].
 */
export const loadedEngine = (
  engine: Engine | undefined,
  load: TravelConditions['load'],
): Engine | undefined => {
  if (engine?.emptyKg === undefined || load !== 'empty' || engine.emptyKg === engine.massKg) return engine;
  const gain = Math.min(MOST_GAIN, Math.sqrt(engine.massKg / engine.emptyKg));
  return {
    ...engine,
    massKg: engine.emptyKg,
    downhillKmh: engine.downhillKmh.map(([grade, kmh]) => [grade, kmh * gain]),
  };
};
