/** Why nobody goes in on a machtiging now, before the door; the twin of fieldapp/domain/machtiging.py. */

const DAYS_VALID = 3;
const FIRST_HOUR = 6;
export const CARRYING_OUT = "uitvoering";
const DAY_MS = 86_400_000;

/**
 * Its last day: the third after the day it was given; nobody extends it (Awbi art. 6 lid 2).
 * @param {string} givenOn a day @returns {string}
 */
export function validUntil(givenOn) {
  return new Date(Date.parse(`${givenOn}T00:00:00Z`) + DAYS_VALID * DAY_MS).toISOString().slice(0, 10);
}

/**
 * @typedef {object} Entry
 * @property {string} at an instant
 * @property {string} on the day in Amsterdam
 * @property {number} hour 0-23 in Amsterdam
 * @property {string} premises_id
 * @property {string} visit_reason
 * @property {string} person_id who leads
 * @property {boolean} told_identified
 * @property {boolean} told_purpose
 * @property {string | null} identification_exception
 * @property {string | null} shown
 * @property {string | null} not_shown_reason
 * @property {boolean} resident_present
 * @property {string[]} companions capacities
 * @property {string | null} urgency
 */

/**
 * The reasons in the order of the law, as slugs; empty when one may go in (Awbi art. 1-8).
 * @param {Record<string, any> | null | undefined} known @param {Entry} entry @returns {string[]}
 */
export function missing(known, entry) {
  if (!known) return ["visit.no_machtiging"];
  const night = entry.hour < FIRST_HOUR;
  const company = entry.companions.filter((capacity) => capacity !== "toezichthouder");
  const told = Boolean(entry.identification_exception) || (entry.told_identified && entry.told_purpose);
  const shown = entry.shown === "ja" || (entry.shown === "niet_mogelijk" && filled(entry.not_shown_reason));
  /** @type {[string, boolean][]} */
  const tests = [
    ["visit.machtiging_withdrawn", Boolean(known.withdrawn_at) && Date.parse(entry.at) >= Date.parse(known.withdrawn_at)],
    ["visit.machtiging_expired", entry.on < known.given_on || entry.on > validUntil(known.given_on)],
    ["visit.machtiging_other_purpose", !opens(known, entry.visit_reason)],
    ["visit.machtiging_other_dwelling", !known.dwellings.includes(entry.premises_id)],
    ["visit.machtiging_not_named", !known.authorised_ids.includes(entry.person_id)],
    ["visit.machtiging_night", night && !known.night],
    ["visit.machtiging_absence", !entry.resident_present && !known.absence],
    ["visit.machtiging_urgency", (night || !entry.resident_present) && !filled(entry.urgency)],
    ["visit.machtiging_company", company.some((capacity) => !known.companions.includes(capacity))],
    ["visit.machtiging_not_told", !told],
    ["visit.machtiging_not_shown", !shown],
  ];
  return tests.filter(([, fails]) => fails).map(([reason]) => reason);
}

/**
 * One for bestuursdwang opens a visit that carries it out, one for supervision opens all others (Awb art. 5:27 lid 1).
 * @param {Record<string, any>} known @param {string} reason of the visit @returns {boolean}
 */
export const opens = (known, reason) => (known.purpose === "bestuursdwang") === (reason === CARRYING_OUT);

/** @param {string | null | undefined} text */
const filled = (text) => Boolean((text ?? "").trim());
