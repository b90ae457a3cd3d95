/** Signing a visit: when a home was entered the leaving time goes along, then the closing itself. */
import { documents } from "../sync/watch.js";
import { consentOf, isClosed } from "./facts.js";

/**
 * True when the closing is on this phone.
 * @param {import("./saving.js").Save} save @param {any} visit @param {string} outcome
 * @param {string} [leftAt] when they went out, an instant; now when nothing was said
 */
export async function closeVisit(save, visit, outcome, leftAt = new Date().toISOString()) {
  const consent = consentOf(visit);
  if (consent?.item.entered_at && !consent.item.left_at) {
    const left = { ...consent.item, left_at: leftAt };
    if (!(await save("visit.enter", visit.id, { [`binnentreden.${consent.key}`]: left }))) return false;
  }
  if (isClosed(documents.get(visit.id))) return true;
  const done = await save("visit.close", visit.id, { outcome, statement: true, made_at: new Date().toISOString() });
  if (done) navigator.vibrate?.(30);
  return done;
}
