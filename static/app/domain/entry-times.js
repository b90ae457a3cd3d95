/** Do the times of entering a dwelling follow each other? The twin of fieldapp/domain/entry_times.py. */

const STEPS = ["asked_at", "decided_at", "entered_at", "withdrawn_at", "left_at"];
const MINUTE_MS = 60_000;

/**
 * Each two steps (first, then) of which the second has the earlier time, by the minute.
 * @param {Record<string, any>} entry @returns {[string, string][]}
 */
export function outOfOrder(entry) {
  const known = STEPS.filter((step) => entry[step]).map((step) => ({ step, at: Math.floor(Date.parse(entry[step]) / MINUTE_MS) }));
  return known.slice(1).flatMap((then, index) => {
    const first = /** @type {{step: string, at: number}} */ (known[index]);
    return then.at < first.at ? [/** @type {[string, string]} */ ([first.step, then.step])] : [];
  });
}
