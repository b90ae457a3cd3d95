/** The first of many, in order, without putting all of them in order. */

/**
 * @template T
 * @param {T[]} items @param {number} count @param {(a: T, b: T) => number} compare below 0 when `a` comes first
 * @returns {T[]} equals stay in the order in which they came
 */
export function firstOf(items, count, compare) {
  /** @type {T[]} */
  const first = [];
  for (const item of items) {
    const last = first.length === count ? first.at(-1) : undefined;
    if (last !== undefined && compare(item, last) >= 0) continue;
    first.splice(placeOf(first, item, compare), 0, item);
    first.length = Math.min(first.length, count);
  }
  return first;
}

/** Behind all that come before it or equal it. @template T @param {T[]} sorted @param {T} item @param {(a: T, b: T) => number} compare */
function placeOf(sorted, item, compare) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(item, /** @type {T} */ (sorted[middle])) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

const NUMBERS = /\d+/g;
const HAS_OTHER = /[^ -~]/;

/** The same for texts that people put in the same place: capitals and accents do not count, and 9 comes before 10. @param {string} text */
export const orderOf = (text) => bare(text).toLowerCase().replace(NUMBERS, (number) => number.padStart(6, "0"));

/** Without accents; most have none, and asking costs less than taking them away. @param {string} text */
const bare = (text) => (HAS_OTHER.test(text) ? text.normalize("NFD").replace(/\p{M}/gu, "") : text);
