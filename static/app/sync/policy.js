/** Policy documents as one object: what holds today, and each version by its name `id@version`. */

import { todayOn } from "../lib/dates.js";

/** @typedef {import("../types.js").Shown} Shown */

/**
 * `checklists` by `id@version`; of every other kind the content that is in force today, under its kind.
 * @param {Shown[]} documents @param {string} [today] a day
 * @returns {Record<string, any> | null} null when there is none
 */
export function composePolicy(documents, today = todayOn()) {
  if (documents.length === 0) return null;
  /** @type {Record<string, any>} */
  const composed = { checklists: {}, versions: {} };
  const inOrder = [...documents].sort((a, b) => (a.fields.effective_from_on < b.fields.effective_from_on ? -1 : 1));
  for (const { fields } of inOrder) {
    composed.versions[fields.name] = fields.content;
    if (fields.policy_kind === "checklist") composed.checklists[fields.name] = fields.content;
    else if (fields.effective_from_on > today) continue;
    else if (fields.policy_kind === "switches") Object.assign(composed, fields.content, { switches: fields.content });
    else composed[fields.policy_kind] = fields.content;
  }
  return composed;
}
