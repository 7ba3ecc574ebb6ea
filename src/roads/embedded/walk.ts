import type { Point, WalkingLeg } from '../road-source.js';
import type { ElevationModel } from './elevation/elevation-model.js';
import { metresBetween } from './geo.js';
import { toblerMetresPerSecond } from './profiles/grade-speed.js';

/** Off the path a walker keeps this share of Tobler's pace [S: Tobler 1993]. */
const OFF_PATH = 0.6;
const STEP_METRES = 50;
/** Steeper ground is walked round, so it takes its time at this slope. */
const MAX_SLOPE = 1;

/** The straight walk between two points, heights from the ground; level where they are unknown. */
export const walkBetween = (model: ElevationModel, from: Point, to: Point): WalkingLeg => {
  const metres = metresBetween(from.lon, from.lat, to.lon, to.lat);
  const steps = Math.max(1, Math.ceil(metres / STEP_METRES));
  const length = metres / steps;
  let [ascent, out, back] = [0, 0, 0];
  let before = heightOn(model, from, to, 0);
  for (let i = 1; i <= steps; i += 1) {
    const height = heightOn(model, from, to, i / steps);
    const rise = Number.isNaN(height - before) ? 0 : height - before;
    const slope = length === 0 ? 0 : Math.max(-MAX_SLOPE, Math.min(MAX_SLOPE, rise / length));
    ascent += Math.max(0, rise);
    out += length / (OFF_PATH * toblerMetresPerSecond(slope));
    back += length / (OFF_PATH * toblerMetresPerSecond(-slope));
    before = height;
  }
  return {
    metres: Math.round(metres),
    ascentMetres: Math.round(ascent),
    outSeconds: Math.ceil(out),
    backSeconds: Math.ceil(back),
  };
};

const heightOn = (model: ElevationModel, from: Point, to: Point, share: number): number =>
  model.heightAt(from.lon + (to.lon - from.lon) * share, from.lat + (to.lat - from.lat) * share);
