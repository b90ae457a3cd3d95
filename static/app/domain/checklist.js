// Which items a visit asks, which are still open and where a photo may be made; the twin of
// fieldapp/domain/checklist.py. Both read tests/vectors/checklist.json. Whether an answer fits is for the server.

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
