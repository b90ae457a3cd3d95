/** What the screens know about a visit and its premises, derived from the documents; nothing is kept here. */
import { mayPhotograph } from "../domain/checklist.js";
import { CARRYING_OUT, opens } from "../domain/machtiging.js";
import { addDays, clock, dayOn, dayShort, todayOn } from "../lib/dates.js";
import { documents, me, people, policy } from "../sync/watch.js";
import { PREMISES_TYPES } from "./words.js";

/** @typedef {import("../types.js").Shown} Shown */
/** @typedef {import("../types.js").Premises} Premises */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {Record<string, any>} Item an item of a checklist, as the policy has it */
/** @typedef {{id: string, parts: {id: string, name: string, numbers?: boolean}[], items: Item[]}} Checklist */

/** "Lantaarnkade 12", also when only the stop of the list knows it. @param {Shown | null} premises @param {string} [otherwise] @returns {string} */
export const addressOf = (premises, otherwise = "") => premises?.fields.address?.text ?? otherwise;

/** "Raamverhuur · vergund". @param {Shown | null} premises @param {string} [reason] */
export function typeLine(premises, reason = "") {
  if (!premises) return reason ? "Niet op dit toestel" : "";
  const type = PREMISES_TYPES[premises.fields.premises_type] ?? "Pand";
  const permits = Object.values(premises.fields.vergunningen ?? {});
  if (permits.some((permit) => permit.status === "verleend")) return `${type}\u00a0· vergund`;
  return reason ? `${type}\u00a0· ${reason}` : type;
}

/** A home is entered with consent only; a business with a permit is checked as a business. @param {Shown | null} premises */
export const isHome = (premises) =>
  premises?.fields.premises_type === "woning" || (premises?.fields.is_dwelling === true && Object.keys(premises.fields.vergunningen ?? {}).length === 0);

/** @param {Shown | null} premises */
export const openMeasures = (premises) =>
  Object.values(/** @type {Premises["open_measures"] & {}} */ (premises?.fields.open_measures ?? {})).filter(
    (measure) => measure && measure.measure_type !== "geen_maatregel",
  );

const ASKS_TO_COMPLY = new Set(["waarschuwing", "last_onder_dwangsom", "last_onder_bestuursdwang"]);

/** @param {import("../types.js").OpenMeasure} measure */
const dayAfterTerm = (measure) => (measure.term_ends_on ? addDays(measure.term_ends_on, 1) : null);

/**
 * From which day somebody should look, for the first time or again. Null: nothing binds yet, nobody needs to, or the measure
 * no longer asks it (suspended, lifted, worked out). One noted from elsewhere has no word about a hercontrole: it is to come.
 * @param {import("../types.js").OpenMeasure} measure
 */
export const lookFrom = (measure) => {
  if (!measure.imposed_on || !ASKS_TO_COMPLY.has(measure.measure_type)) return null;
  return measure.hercontrole_on === undefined ? dayAfterTerm(measure) : measure.hercontrole_on;
};

/** The last day to comply, while the first hercontrole after it is still to come. @param {import("../types.js").OpenMeasure} measure */
export const complyUntil = (measure) => (measure.term_ends_on && lookFrom(measure) === dayAfterTerm(measure) ? measure.term_ends_on : null);

/** Why somebody comes by without an appointment: a term to comply is over, or just because. @param {Shown | null} premises @param {string} [today] */
export const reasonAt = (premises, today = todayOn()) =>
  openMeasures(premises).some((measure) => measure.hercontrole_on && measure.hercontrole_on <= today) ? "hercontrole" : "ad_hoc";

/** The list that a new visit takes: the newest that fits. @param {string} visitKind @param {string} premisesType @returns {string | null} */
export function currentChecklist(visitKind, premisesType) {
  const fitting = Object.entries(/** @type {Record<string, any>} */ (policy.value?.checklists ?? {}))
    .filter(([, list]) => list.visit_kind === visitKind)
    .filter(([, list]) => list.premises_types.length === 0 || list.premises_types.includes(premisesType))
    .sort(([a, one], [b, two]) => specific(two) - specific(one) || two.version - one.version || (a < b ? 1 : -1));
  return fitting[0]?.[0] ?? null;
}

/** @param {{premises_types: string[]}} list */
const specific = (list) => (list.premises_types.length > 0 ? 1 : 0);

/** @param {Shown} visit @returns {Checklist | null} */
export const checklistOf = (visit) => policy.value?.checklists?.[visit.fields.checklist] ?? null;

/** @param {Shown} visit */
export const premisesOf = (visit) => documents.get(visit.fields.premises_id);

/** Why a closing is held that who was there can mend: go on, and sign again. */
const MENDABLE = new Set(["visit.items_open", "visit.legitimation_open", "visit.no_statement", "visit.outcome_does_not_fit", "visit.times_missing"]);

/** Ends of a visit that the office does not have, and that do not end it. @type {Record<string, (held: import("../types.js").HeldOperation) => boolean>} */
const WITHOUT_EFFECT = { "visit.close": ({ code }) => MENDABLE.has(code ?? ""), "visit.void": () => true };

/** Said on this phone, and not held in a way that lets the visit go on. @param {Shown | null} visit @param {string} kind of an end */
const ends = (visit, kind) =>
  (visit?.waiting_acts ?? []).filter((one) => one === kind).length > (visit?.held ?? []).filter((held) => held.kind === kind && WITHOUT_EFFECT[kind]?.(held)).length;

/** @param {Shown | null} visit */
const lapses = (visit) => ends(visit, "visit.void");

/** Signed or lapsed: by the office's record, or waiting on this phone. @param {Shown | null} visit */
export const isClosed = (visit) => Boolean(visit?.fields.outcome) || ends(visit, "visit.close") || lapses(visit);

/** The last end of this visit that is held, while nothing else ends it. @param {Shown} visit */
export function heldEnd(visit) {
  const held = visit.held.filter(({ kind }) => kind in WITHOUT_EFFECT);
  const isUnderWay = visit.waiting_acts.filter((kind) => kind in WITHOUT_EFFECT).length > held.length;
  return visit.fields.outcome || isUnderWay ? null : (held.at(-1) ?? null);
}

/** Begun by mistake: it counts nowhere. @param {Shown | null} visit */
export const isVoided = (visit) => visit?.fields.outcome === "vervallen" || Boolean(!visit?.fields.outcome && lapses(visit));

/** Over without the signature of who was there: it lapsed, or the team lead ended it. @param {Shown | null} visit */
export const endedOtherwise = (visit) => isVoided(visit) || visit?.fields.outcome === "afgebroken";

/** @type {Record<string, string>} */
const OUTCOME_OF_CONSENT = { nee: "toestemming_geweigerd", niemand_thuis: "niemand_thuis", ingetrokken: "toestemming_ingetrokken", ja: "afgerond", machtiging: "afgerond", bestuursdwang: "afgerond", danger: "afgerond" };

/** How it ended, as it was signed on this phone or received; "" where neither is known and the facts do not tell. @param {Shown} visit @returns {string} */
export function outcomeOf(visit) {
  if (visit.fields.outcome || !isClosed(visit)) return visit.fields.outcome ?? "";
  if (isVoided(visit)) return "vervallen";
  if (visit.signed_as) return visit.signed_as;
  if (visit.fields.visit_kind === "home_address") return OUTCOME_OF_CONSENT[standing(visit)] ?? "";
  return Object.keys(visit.fields.answers ?? {}).length > 0 ? "afgerond" : "";
}

/** Who came along may lead from here; once it waits on this phone it is not asked again. @param {Shown | null} visit */
export const mayTakeOver = (visit) =>
  Boolean(visit?.fields.co_visitor_ids?.includes(me.value?.id ?? "")) && visit?.fields.leader_id !== me.value?.id && !visit?.waiting_acts.includes("visit.take_over");

/** The finding of an item, the oldest one when two phones made one each. @param {Shown} visit @param {string} item @returns {[string, any] | null} */
export function findingOf(visit, item) {
  const found = Object.entries(/** @type {Record<string, any>} */ (visit.fields.findings ?? {}))
    .filter(([, finding]) => finding?.item === item)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return found[0] ?? null;
}

/** Photos of one finding, oldest first. @param {Shown} visit @param {string} findingId @returns {[string, any][]} */
export const photosOf = (visit, findingId) =>
  Object.entries(/** @type {Record<string, any>} */ (visit.fields.photos ?? {}))
    .filter(([, photo]) => photo?.finding_id === findingId)
    .sort(([, a], [, b]) => (a.taken_at < b.taken_at ? -1 : 1));

/** How often help was offered on this visit, over all phones. @param {Shown} visit */
export const helpCount = (visit) =>
  Object.values(/** @type {Record<string, {count: number}>} */ (visit.fields.help_offers ?? {})).reduce((sum, offer) => sum + (offer?.count ?? 0), 0);

/** My own count of help, which the others' counts add up to. @param {Shown} visit */
export function myHelp(visit) {
  const key = me.value?.id ?? "";
  return { key, count: visit.fields.help_offers?.[key]?.count ?? 0 };
}

/** The names of who came along. @param {string[] | undefined} ids */
export const namesOf = (ids) => (ids ?? []).filter((id) => id !== me.value?.id).map(people).join(" en ");

/** Where consent stands, by the latest decision; a corrected record does not count. @param {Shown} visit @returns {{key: string, item: any} | null} */
export function consentOf(visit) {
  const all = Object.entries(/** @type {Record<string, any>} */ (visit.fields.binnentreden ?? {}));
  const corrected = new Set(all.map(([, item]) => item.corrects));
  const decided = all
    .filter(([key, item]) => !corrected.has(key) && !item.measure_id && (item.consent || (item.basis !== "toestemming" && item.entered_at)))
    .sort(([, a], [, b]) => (decidedAt(a) < decidedAt(b) ? 1 : -1));
  const [newest] = decided;
  return newest ? { key: newest[0], item: newest[1] } : null;
}

/** A visit to carry out bestuursdwang: nothing of the inside is recorded (Awb art. 5:27 lid 1). @param {Shown} visit */
export const carriesOut = (visit) => visit.fields.reason === CARRYING_OUT;

/** Where consent stands in one word: `ja`, `nee`, `niemand_thuis`, `ingetrokken`, `danger`, `machtiging`, `bestuursdwang`, or "". @param {Shown} visit @returns {string} */
export function standing(visit) {
  const item = consentOf(visit)?.item;
  if (item?.basis === "acuut_gevaar") return "danger";
  const stands = item?.basis === "machtiging" ? "machtiging" : (item?.consent ?? "");
  return carriesOut(visit) && ["ja", "machtiging"].includes(stands) ? "bestuursdwang" : stands;
}

/**
 * The newest machtiging at a dwelling for such a visit that was not withdrawn; whether it holds now is asked of it.
 * @param {Shown} premises @param {string} reason of the visit @returns {[string, any] | null}
 */
export function machtigingOf(premises, reason) {
  const all = Object.entries(/** @type {Record<string, any>} */ (premises.fields.machtigingen ?? {}));
  const [newest] = all.filter(([, one]) => !one.withdrawn_at && opens(one, reason)).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1));
  return newest ?? null;
}

/** @param {any} item @returns {string} */
const decidedAt = (item) => item.withdrawn_at ?? item.decided_at ?? item.entered_at ?? "";

/** Proposals that came out of a visit. @param {string} visitId */
export const measuresOf = (visitId) =>
  documents.byKind("measure").filter((measure) => measure.fields.visit_id === visitId && measure.fields.state !== "ingetrokken_voorstel");

const ROUND_ENDS_AT_MS = 6 * 3_600_000;

/** The day a round belongs to: an evening lasts until six in the morning. @param {string | number} [at] an instant */
export const roundOn = (at = Date.now()) => dayOn(new Date(at).getTime() - ROUND_ENDS_AT_MS);

/** The list of this round: after midnight the evening goes on, until it is done and another list is there. @returns {Shown | null} */
export function todaysList() {
  const mine = me.value?.id ?? "";
  const lists = documents
    .byKind("day_list")
    .filter(({ fields }) => fields.state === "verstuurd" && fields.person_ids?.includes(mine) && fields.on <= todayOn())
    .sort((a, b) => (a.fields.on < b.fields.on ? 1 : -1));
  const running = lists.find((list) => list.fields.on === roundOn() && stopsOf(list).some((stop) => !isClosed(stop.visit)));
  return running ?? lists[0] ?? null;
}

/** Stops in order, each with its visit. @param {Shown | null} list @returns {(Stop & {id: string, visit: Shown | null})[]} */
export const stopsOf = (list) =>
  Object.entries(/** @type {Record<string, Stop>} */ (list?.fields.stops ?? {}))
    .filter(([, stop]) => stop)
    .map(([id, stop]) => ({ id, ...stop, visit: visitOf(stop, list) }))
    .sort((a, b) => a.order - b.order);

/** The visit that was begun at a stop; a later one when that one lapsed, for the stop itself is still to be done. @param {Stop} stop @param {Shown | null} list */
function visitOf(stop, list) {
  const first = documents.get(stop.visit_id);
  if (!isVoided(first)) return first;
  const later = documents.byKind("visit").filter(({ fields }) => fields.day_list_id === list?.id && fields.premises_id === stop.premises_id);
  return later.find((visit) => !isVoided(visit)) ?? null;
}

/** My visits that were begun and not closed, newest first. */
export function openVisits() {
  const mine = me.value?.id ?? "";
  return documents
    .byKind("visit")
    .filter((visit) => !isClosed(visit) && (visit.fields.leader_id === mine || visit.fields.co_visitor_ids?.includes(mine)))
    .sort((a, b) => (a.fields.opened_at < b.fields.opened_at ? 1 : -1));
}

/** The screen on which this visit goes on. @param {Shown} visit */
export function placeOf(visit) {
  const path = `#/bezoek/${visit.id}`;
  if (visit.fields.visit_kind === "home_address") {
    const consent = standing(visit);
    if (consent === "ja" || consent === "machtiging") return path;
    return consent ? `${path}/geen-toestemming` : `${path}/toestemming`;
  }
  return visit.fields.legitimation ? path : `${path}/start`;
}

/** "om 18:02", "gisteren om 18:02" or "op vr 4 december om 18:02". @param {string} iso */
export function atMoment(iso) {
  const day = dayOn(iso);
  if (day === todayOn()) return `om ${clock(iso)}`;
  return day === addDays(todayOn(), -1) ? `gisteren ${clock(iso)}` : `${dayShort(day)} ${clock(iso)}`;
}

/** May photos be taken here? @param {Shown} visit @param {Item} item */
export function photosAllowed(visit, item) {
  const allowed = policy.value?.switches?.photos ?? "geen";
  return mayPhotograph(allowed, /** @type {any} */ (item), visit.fields.visit_kind, premisesOf(visit)?.fields.is_dwelling ?? true);
}

/** Points of the checklist that ask a judgement, without those of the other screens. @param {Checklist} list */
export const judged = (list) => list.items.filter((item) => item.answer === "oordeel" && item.enabled !== false && !item.recorded_in);

/** Items under which an open measure of these premises lies: a re-check. @param {Shown | null} premises @param {Item} item */
export const isRecheck = (premises, item) =>
  Boolean(item.rule_key) &&
  openMeasures(premises).some(
    (measure) => measure.rule_key === item.rule_key && (!(/** @type {any} */ (measure).items?.length) || /** @type {any} */ (measure).items.includes(item.id)),
  );
