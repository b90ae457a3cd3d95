/** What an answer brings along: the finding of a failed item, the mark after a withdrawal. */
import { uuid7 } from "../lib/ids.js";
import { documents } from "../sync/watch.js";
import { findingOf, photosOf } from "./facts.js";

/**
 * Records an answer. Returns the screen to go to, "" to stay, null when it was not saved.
 * @param {import("./saving.js").Save} save @param {any} visit @param {any} item
 * @param {Record<string, unknown>} answer @param {boolean} withdrawn consent was withdrawn: only what was seen before
 * @returns {Promise<string | null>}
 */
export async function answerItem(save, visit, item, answer, withdrawn) {
  const value = withdrawn ? { ...answer, seen_before_withdrawal: true } : answer;
  if (!(await save("visit.answer", visit.id, { [`answers.${item.id}`]: value }))) return null;
  if (item.answer !== "oordeel") return "";
  if (answer.value === "niet_in_orde") {
    if (!(await oneFinding(save, visit, item.id))) return null;
    return `#/bezoek/${visit.id}/bevinding/${item.id}`;
  }
  await dropEmptyFinding(save, now(visit), item.id);
  return "";
}

/** @param {any} visit */
const now = (visit) => documents.get(visit.id) ?? visit;

/** Findings that are being made: a double tap makes one. @type {Map<string, Promise<boolean>>} */
const making = new Map();

/** @param {import("./saving.js").Save} save @param {any} visit @param {string} itemId @returns {Promise<boolean>} */
async function oneFinding(save, visit, itemId) {
  if (findingOf(now(visit), itemId)) return true;
  const key = `${visit.id}/${itemId}`;
  const work = making.get(key) ?? makeFinding(save, visit.id, itemId);
  making.set(key, work);
  const done = await work;
  making.delete(key);
  return done;
}

/** @param {import("./saving.js").Save} save @param {string} visitId @param {string} itemId */
export function makeFinding(save, visitId, itemId) {
  return save("visit.find", visitId, { [`findings.${uuid7()}`]: { item: itemId, chips: [], text: null, not_a_name: false, number: null } });
}

/** A finding in which nothing was recorded goes with the answer; one with content stays until someone removes it. @param {import("./saving.js").Save} save @param {any} visit @param {string} itemId */
async function dropEmptyFinding(save, visit, itemId) {
  const found = findingOf(visit, itemId);
  if (!found) return;
  const [id, finding] = found;
  const empty = finding.chips.length === 0 && !finding.text && finding.number == null && photosOf(visit, id).length === 0;
  if (empty) await save("visit.find", visit.id, { [`findings.${id}`]: null });
}
