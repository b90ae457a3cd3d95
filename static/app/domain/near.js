/** How far from an address, in words and as the one answer that is kept; coordinates are kept nowhere. */

export const NEAR_METRES = 100;
const EARTH_METRES = 6_371_000;

/** @typedef {{lat: number, lon: number}} Place degrees, WGS 84 */

/** The distance over the ground (haversine), in metres. @param {Place} a @param {Place} b */
export function metresBetween(a, b) {
  const rad = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;
  const half = (/** @type {number} */ degrees) => Math.sin(rad(degrees) / 2) ** 2;
  const h = half(b.lat - a.lat) + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * half(b.lon - a.lon);
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * What may be said of a distance that is known with this accuracy: a wide circle says neither yes nor no.
 * @param {number} metres @param {number} accuracy radius in metres @returns {"ja" | "nee" | "onbekend"}
 */
export function nearness(metres, accuracy) {
  if (metres + accuracy <= NEAR_METRES || (metres <= NEAR_METRES && accuracy <= NEAR_METRES)) return "ja";
  return metres - accuracy > NEAR_METRES ? "nee" : "onbekend";
}

/** "400 m", "1,2 km": no finer than a telephone knows. @param {number} metres */
export function distanceText(metres) {
  if (metres < 950) return `${Math.max(10, Math.round(metres / 10) * 10)} m`;
  return `${(metres / 1000).toFixed(metres < 9_950 ? 1 : 0).replace(".", ",")} km`;
}
