/** How far a checklist is, for the bar and for the banner. */
import { askedItems } from "../domain/checklist.js";
import { policy, queue } from "../sync/watch.js";
import { premisesOf } from "./facts.js";

/** Points of judgement that are asked on this visit. @param {any} visit @param {any} list */
export function pointsOf(visit, list) {
  return list ? asked(visit, list).filter((item) => item.answer === "oordeel") : [];
}

/** Everything that is asked on this visit, numbers included. @param {any} visit @param {any} list @returns {any[]} */
export function asked(visit, list) {
  const premises = premisesOf(visit)?.fields ?? {};
  return askedItems(list, premises, { switches: policy.value?.switches ?? {} });
}

/** @param {any} answer */
export const isAnswered = (answer) => Boolean(answer) && (answer.value != null || answer.number != null);

/** @param {any} visit @param {any} list @returns {{answered: number, total: number, lastAt: string | null}} */
export function progressOf(visit, list) {
  const points = pointsOf(visit, list);
  const answers = visit.fields.answers ?? {};
  return {
    answered: points.filter((item) => isAnswered(answers[item.id])).length,
    total: points.length,
    lastAt: touchedAt(visit),
  };
}

/** When something was last recorded on this visit, as far as this phone knows. @param {any} visit @returns {string | null} */
function touchedAt(visit) {
  const known = [visit.fields.opened_at, visit.fields.legitimation?.at, ...queue.value.filter((row) => row.document === visit.id).map((row) => row.at)];
  return known.filter(Boolean).sort().at(-1) ?? null;
}
