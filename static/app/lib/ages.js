/** Ages by two clocks that may each be wrong, and corrected in between. */

/**
 * Whether more than this passed by the server's clock and by this one, each compared with itself: a clock that was months
 * ahead for an hour takes nothing, and what was answered by one that was months behind is not old once that is put right.
 * @param {number} ms
 * @param {[string | undefined, number]} server when it was, ISO, and now, ms; undefined: it never was
 * @param {[string | undefined, number]} here the same; undefined: an older app did not note it, and the server's is compared
 */
export function isOlder(ms, [at, now], [atHere = at, nowHere]) {
  return at !== undefined && atHere !== undefined && now - Date.parse(at) > ms && nowHere - Date.parse(atHere) > ms;
}
