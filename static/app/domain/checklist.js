// Whether an answer or finding fits its item, and which items a visit asks; the twin of
// fieldapp/domain/checklist.py. Both read tests/vectors/checklist.json.

/** @typedef {{id: string, label: string}} Choice */
/** @typedef {{id: string, name: string, numbers: boolean}} Part */
/** @typedef {{switch?: string, voorschrift?: string[], vergunning?: string}} When */
/**
 * @typedef {object} Item
 * @property {string} id
 * @property {string} ref
 * @property {string} part
 * @property {string} statement
 * @property {string} short
 * @property {string} question
 * @property {"N"|"B"|"Z"} privacy N count only, B yes or no only, Z may describe the premises
 * @property {"laag"|"middel"|"hoog"|"acuut"} severity
 * @property {"oordeel"|"aantal"|"keuze"|"ja_nee"|"datum"} answer
 * @property {"altijd"|"voorwaarde"|"meer"} asked
 * @property {When|null} when
 * @property {string|null} rule_key
 * @property {string[]} ground_keys
 * @property {Choice[]} chips
 * @property {Choice[]} choices
 * @property {{label: string, max: number}|null} number
 * @property {{answer: string, do: string}|null} then
 * @property {string|null} recorded_in
 * @property {boolean} allows_text
 * @property {boolean} allows_photo
 * @property {boolean} enabled
 */
/** @typedef {{id: string, version: number, name: string, visit_kind: string, parts: Part[], items: Item[]}} Checklist */
/** @typedef {Record<string, any>} Answer value, number, text, filled_together, seen_before_withdrawal; absent means null or false */
/** @typedef {Record<string, Answer|null|undefined>} Answers */
/** @typedef {Record<string, any>} PremisesFields the fields of a premises document */
/** @typedef {{on?: string|null, switches?: Record<string, any>|null, more?: readonly string[]}} AskOptions `on`: the day of the visit */

export const NOT_CHECKED = "niet_gecontroleerd";
export const LONGEST_TEXT_CHARACTERS = 2000;
export const MOST_CHIPS = 20;

const ALWAYS_ALLOWED = new Set(["niet_van_toepassing", NOT_CHECKED]);
const ANSWER_KEYS = new Set(["value", "number", "text", "filled_together", "seen_before_withdrawal"]);
const FINDING_KEYS = new Set(["item", "chips", "text", "not_a_name", "number"]);

/**
 * Null when this answer may be stored under this item, else the reason.
 * @param {Checklist} checklist
 * @param {string} itemId
 * @param {Answer} answer
 * @returns {string|null}
 */
export function checkAnswer(checklist, itemId, answer) {
  const item = findItem(checklist, itemId);
  const refused = itemReason(item);
  if (!item || refused) return refused;
  if (item.recorded_in !== null) return "visit.item_recorded_elsewhere";
  const wrong = textReason(item, answer.text) ?? numberReason(item, answer.number);
  if (wrong) return wrong;
  const fits = valueFits(item, answer) && marksFit(item, answer) && hasOnly(answer, ANSWER_KEYS);
  return fits ? null : "visit.answer_does_not_fit";
}

/**
 * Null when this finding may be stored, else the reason; photos are checked by checkPhoto.
 * @param {Checklist} checklist
 * @param {Record<string, any>} finding
 * @returns {string|null}
 */
export function checkFinding(checklist, finding) {
  const item = findItem(checklist, String(finding.item));
  const refused = itemReason(item);
  if (!item || refused) return refused;
  if (item.answer !== "oordeel") return "visit.item_has_no_finding";
  const wrong = textReason(item, finding.text) ?? numberReason(item, finding.number);
  if (wrong) return wrong;
  const chips = finding.chips === undefined ? [] : finding.chips;
  const known = new Set(item.chips.map((chip) => chip.id));
  if (!Array.isArray(chips) || chips.length > MOST_CHIPS || chips.some((chip) => !known.has(chip))) return "visit.unknown_chip";
  const fits = isMark(finding.not_a_name) && new Set(chips).size === chips.length && hasOnly(finding, FINDING_KEYS);
  return fits ? null : "visit.answer_does_not_fit";
}

/**
 * Null when an item may carry a photo at all, else the reason.
 * @param {Checklist} checklist
 * @param {string} itemId
 * @returns {string|null}
 */
export function checkPhoto(checklist, itemId) {
  const item = findItem(checklist, itemId);
  return itemReason(item) ?? (item?.allows_photo ? null : "visit.item_takes_no_photo");
}

/**
 * Whether this municipality lets a photo be made of this item at this place.
 * @param {"geen"|"vergunde_panden"|"alle_panden"} photos
 * @param {Item} item
 * @param {string} visitKind
 * @param {boolean} isDwelling
 * @returns {boolean}
 */
export function mayPhotograph(photos, item, visitKind, isDwelling) {
  if (photos === "geen" || !item.allows_photo) return false;
  return photos === "alle_panden" || (visitKind === "licensed_premises" && !isDwelling);
}

/**
 * The items of this visit in the order of the list. Without premises only what is always asked. An item
 * recorded elsewhere is only in the part with numbers, where it is drawn but never answered.
 * @param {Checklist} checklist
 * @param {PremisesFields|null} [premises]
 * @param {AskOptions} [options]
 * @returns {Item[]}
 */
export function askedItems(checklist, premises = null, options = {}) {
  const numbers = numberParts(checklist);
  return checklist.items.filter(
    (item) =>
      item.enabled &&
      (item.recorded_in === null || numbers.has(item.part)) &&
      (isAsked(item, premises, options) || (options.more ?? []).includes(item.id)),
  );
}

/**
 * The asked items without an answer; the part with numbers is never open, it may stay empty.
 * @param {Checklist} checklist
 * @param {Answers} answers
 * @param {PremisesFields|null} [premises]
 * @param {AskOptions} [options]
 * @returns {Item[]}
 */
export function openItems(checklist, answers, premises = null, options = {}) {
  const numbers = numberParts(checklist);
  return askedItems(checklist, premises, options).filter((item) => !numbers.has(item.part) && !isAnswered(answers[item.id]));
}

/**
 * What "De rest in orde" may fill in this part: open judgements, never severity acuut, never a re-check.
 * @param {Checklist} checklist
 * @param {string} part
 * @param {Answers} answers
 * @param {PremisesFields|null} [premises]
 * @param {AskOptions} [options]
 * @returns {Item[]}
 */
export function restInOrder(checklist, part, answers, premises = null, options = {}) {
  return openItems(checklist, answers, premises, options).filter(
    (item) => item.part === part && item.answer === "oordeel" && item.severity !== "acuut" && !isRecheck(item, premises),
  );
}

/**
 * Whether a measure that is still open here was about this item. A measure that names its items counts for
 * those; one that does not, for every item under its rule.
 * @param {Item} item
 * @param {PremisesFields|null} premises
 * @returns {boolean}
 */
export function isRecheck(item, premises) {
  if (item.rule_key === null) return false;
  return openMeasures(premises).some((measure) =>
    measure.items?.length ? measure.items.includes(item.id) : measure.rule_key === item.rule_key,
  );
}

/**
 * The ids that are recorded as `niet_gecontroleerd` when the visit closes.
 * @param {Checklist} checklist
 * @param {Answers} answers
 * @returns {string[]}
 */
export function uncheckedItems(checklist, answers) {
  return checklist.items
    .filter((item) => item.enabled && item.recorded_in === null && !isAnswered(answers[item.id]))
    .map((item) => item.id);
}

/**
 * @param {Checklist} checklist
 * @param {string} itemId
 * @returns {Item|undefined}
 */
export function findItem(checklist, itemId) {
  return checklist.items.find((item) => item.id === itemId);
}

/**
 * Whether a permit is granted and, when a day is given, runs on that day.
 * @param {Record<string, any>} permit
 * @param {string|null} [on]
 * @returns {boolean}
 */
export function permitHolds(permit, on = null) {
  if (permit.status !== "verleend") return false;
  if (on === null) return true;
  return (!permit.valid_from_on || permit.valid_from_on <= on) && (!permit.valid_until_on || on <= permit.valid_until_on);
}

/** @param {Item|undefined} item @returns {string|null} */
function itemReason(item) {
  if (!item) return "visit.unknown_item";
  return item.enabled ? null : "visit.item_switched_off";
}

/** @param {Item} item @param {unknown} text @returns {string|null} */
function textReason(item, text) {
  if (text === null || text === undefined) return null;
  if (!item.allows_text) return "visit.item_takes_no_text";
  const fits = typeof text === "string" && [...text].length <= LONGEST_TEXT_CHARACTERS;
  return fits ? null : "visit.answer_does_not_fit";
}

/** @param {Item} item @param {unknown} number @returns {string|null} */
function numberReason(item, number) {
  if (number === null || number === undefined) return null;
  const fits = item.number !== null && typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= item.number.max;
  return fits ? null : "visit.number_does_not_fit";
}

/** @param {Item} item @param {Answer} answer @returns {boolean} */
function valueFits(item, answer) {
  const value = answer.value ?? null;
  if (item.answer === "aantal") return value === null ? (answer.number ?? null) !== null : value === NOT_CHECKED;
  if (typeof value !== "string") return false;
  if (ALWAYS_ALLOWED.has(value)) return true;
  if (item.answer === "datum") return isDay(value);
  if (item.answer === "oordeel") return value === "in_orde" || value === "niet_in_orde";
  if (item.answer === "ja_nee") return value === "ja" || value === "nee";
  return item.choices.some((choice) => choice.id === value);
}

/** @param {Item} item @param {Answer} answer @returns {boolean} */
function marksFit(item, answer) {
  if (!isMark(answer.filled_together) || !isMark(answer.seen_before_withdrawal)) return false;
  return !answer.filled_together || (answer.value === "in_orde" && item.severity !== "acuut");
}

/** @param {unknown} value @returns {boolean} */
function isMark(value) {
  return value === null || value === undefined || typeof value === "boolean";
}

/** @param {Record<string, any>} thing @param {Set<string>} allowed @returns {boolean} */
function hasOnly(thing, allowed) {
  return Object.keys(thing).every((key) => allowed.has(key));
}

/** @param {Answer|null|undefined} answer @returns {boolean} */
function isAnswered(answer) {
  return (answer?.value ?? answer?.number ?? null) !== null;
}

/** @param {Item} item @param {PremisesFields|null} premises @param {AskOptions} options @returns {boolean} */
function isAsked(item, premises, options) {
  if (item.asked === "altijd" || premises === null) return item.asked === "altijd";
  if (openMeasures(premises).some((measure) => measure.items?.includes(item.id))) return true;
  return item.asked === "voorwaarde" && item.when !== null && holds(item.when, premises, options);
}

/**
 * One condition of an item: a switch, words in a permit condition, or a permit that does not hold today.
 * @param {When} when
 * @param {PremisesFields} premises
 * @param {AskOptions} options
 * @returns {boolean}
 */
function holds(when, premises, options) {
  if (when.switch !== undefined) return Boolean(options.switches?.[when.switch]);
  /** @type {Record<string, any>[]} */
  const permits = Object.values(premises.vergunningen ?? {});
  if (when.voorschrift !== undefined) {
    const said = permits.flatMap((permit) => permit.voorschriften ?? []).join(" ").toLowerCase();
    return when.voorschrift.some((word) => said.includes(word));
  }
  return !permits.some((permit) => permitHolds(permit, options.on ?? null));
}

/** @param {PremisesFields|null} premises @returns {Record<string, any>[]} */
function openMeasures(premises) {
  return Object.values(premises?.open_measures ?? {});
}

/** @param {Checklist} checklist @returns {Set<string>} */
function numberParts(checklist) {
  return new Set(checklist.parts.filter((part) => part.numbers).map((part) => part.id));
}

/** Whether it is a day between 1990 and 2100, as everywhere. @param {string} value @returns {boolean} */
function isDay(value) {
  if (value < "1990" || value >= "2101") return false;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === value;
}
