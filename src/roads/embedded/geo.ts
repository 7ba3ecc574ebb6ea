/** Mean earth radius in metres, the one Turf uses, so that lengths agree with its. */
const EARTH_RADIUS_METRES = 6371008.8;

/** Coordinates are kept as whole 1e-7 degrees, as OpenStreetMap stores them. */
export const UNITS_PER_DEGREE = 1e7;

const RADIANS = Math.PI / 180;

/** Metres in a degree of latitude. */
export const METRES_PER_DEGREE = EARTH_RADIUS_METRES * RADIANS;

/** Great-circle metres between two points in degrees. */
export const metresBetween = (lonA: number, latA: number, lonB: number, latB: number): number => {
  const sinLat = Math.sin(((latB - latA) * RADIANS) / 2);
  const sinLon = Math.sin(((lonB - lonA) * RADIANS) / 2);
  const h = sinLat * sinLat + Math.cos(latA * RADIANS) * Math.cos(latB * RADIANS) * sinLon * sinLon;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** Metres in a degree of longitude at a latitude in degrees. */
export const metresPerLonDegree = (lat: number): number => METRES_PER_DEGREE * Math.cos(lat * RADIANS);
