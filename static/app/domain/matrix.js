// From finding and repetition to the measure that policy prescribes, as the phone shows it while offline;
// the twin of fieldapp/domain/matrix.py, which alone decides. Both read tests/vectors/matrix.json.
import { permitHolds } from "./checklist.js";
import { addMonths, dateText } from "./deadlines.js";

/**
 * @typedef {object} Advice
 * @property {"maatregel"|"geen_regel"|"hersteltermijn_loopt"|"dwangsom_verbeurd"|"bestuursdwang_toepassen"} result
 * @property {string|null} rule_key
 * @property {string|null} row
 * @property {string|null} label
 * @property {number|null} step
 * @property {number} steps
 * @property {string|null} measure_type
 * @property {{measure_type: string, duration: object}|null} then
 * @property {string|null} mode
 * @property {string|null} time_unit
 * @property {number|null} amount_eur_cents
 * @property {number|null} max_eur_cents
 * @property {number|null} term_days
 * @property {{weeks?: number, months?: number, until?: string}|null} duration
 * @property {string|null} variant
 * @property {string[]} notify
 * @property {string|null} authority
 * @property {string|null} addressee
 * @property {string|null} confirm
 * @property {boolean} legal_check
 * @property {{text: string}[]} why Dutch sentences
 * @property {string} matrix
 */
/** @typedef {{id: string, version: number, recidivism_window_months: number, rows: Record<string, any>[]}} Matrix */
/** @typedef {Record<string, any>} Breach rule_key, found_on, sanction, sent_on, operator, elsewhere */
/** @typedef {Record<string, any>} OpenMeasure measure_type, rule_key, state, term_ends_on, imposed_on, operator, amounts */
/**
 * @typedef {object} AdviceQuestion
 * @property {string|null} rule_key
 * @property {string} premises_kind
 * @property {Breach[]} [breaches]
 * @property {OpenMeasure[]} [open_measures]
 * @property {string} found_on
 * @property {string|null} [operator]
 * @property {boolean} [is_dwelling]
 */

const HERSTELSANCTIES = new Set(["last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting"]);
const ENDED = new Set([
  "voorgesteld", "teruggegeven", "ingetrokken_voorstel", "afgezien", "voornemen_klaar", "besluit_klaar", "ingetrokken",
  "vernietigd", "vervallen", "opgeheven", "maximum_bereikt", "uitgewerkt", "nagekomen", "beeindigd",
  "voornemen_verzonden", "zienswijze_ontvangen", "zienswijze_verstreken", "ondertekend", "privacy_getoetst", "opgevolgd", "reactie_ontvangen",
  "geen_reactie", "kosten_vastgesteld", "kosten_geind", "schorsing_afgelopen", "afgesloten",
]);
/** @type {Record<string, string>} */
const LABELS = {
  waarschuwing: "waarschuwing",
  last_onder_dwangsom: "last onder dwangsom",
  last_onder_bestuursdwang: "last onder bestuursdwang",
  sluiting: "sluiting",
  schorsing_vergunning: "schorsing van de vergunning",
  intrekking_vergunning: "intrekking van de vergunning",
  informeren_eigenaar: "bericht aan de eigenaar",
  geen_maatregel: "geen maatregel",
};
const TIMES = ["Eerste", "Tweede", "Derde", "Vierde", "Vijfde", "Zesde"];
const STEP_KEYS = ["measure_type", "then", "mode", "time_unit", "amount_eur_cents", "max_eur_cents", "term_days", "duration", "variant"];

/**
 * What the matrix advises for a breach of a rule found on this day.
 * Source: Awb art. 4:84, 5:6, 5:32b, 5:33.
 * @param {Matrix} matrix
 * @param {AdviceQuestion} question
 * @returns {Advice}
 */
export function advise(matrix, question) {
  const { rule_key, premises_kind, breaches = [], open_measures = [], found_on, operator = null, is_dwelling = false } = question;
  const row = findRow(matrix, rule_key, premises_kind);
  if (!row) return blank(matrix, "geen_regel", rule_key, ["Geen advies in de matrix."]);
  const running = findRunning(open_measures, row.rule_key, operator, found_on);
  if (running) return adviceWhileRunning(matrix, row, running, found_on);
  const { counted, notSent } = earlier(breaches, row.rule_key, found_on, operator, matrix.recidivism_window_months);
  const number = stepNumber(row, counted.length);
  const step = row.steps[number - 1];
  const legalCheck = Boolean(step.legal_check) || (is_dwelling && closes(step));
  const why = [
    ...whyThisStep(matrix, row, counted, notSent, number),
    ...whyWarned(open_measures, row.rule_key, found_on),
    ...(legalCheck ? ["Sluiting van een woning: eerst een juridische toets."] : []),
    ...(row.confirm ? ["Uw teamleider bevestigt eerst wie de brief krijgt."] : []),
  ];
  const values = Object.fromEntries(STEP_KEYS.map((key) => [key, step[key] ?? null]));
  return { ...blank(matrix, "maatregel", rule_key, why, row), ...values, step: number, legal_check: legalCheck };
}

/**
 * The advice for a breach at these premises, with the history that their file holds.
 * @param {Matrix} matrix
 * @param {Record<string, any>} premises the fields of a premises document
 * @param {string|null} ruleKey
 * @param {string} foundOn
 * @returns {Advice}
 */
export function adviseFor(matrix, premises, ruleKey, foundOn) {
  return advise(matrix, {
    rule_key: ruleKey,
    premises_kind: premisesKindOf(premises),
    breaches: Object.values(premises.breaches ?? {}),
    open_measures: Object.values(premises.open_measures ?? {}),
    found_on: foundOn,
    operator: operatorOf(premises, foundOn),
    is_dwelling: Boolean(premises.is_dwelling),
  });
}

/**
 * The row for a rule and kind of premises; a row that is switched off does not exist.
 * @param {Matrix} matrix
 * @param {string|null} ruleKey
 * @param {string} premisesKind
 * @returns {Record<string, any>|undefined}
 */
export function findRow(matrix, ruleKey, premisesKind) {
  return matrix.rows.find((row) => row.enabled && row.rule_key === ruleKey && [premisesKind, "any"].includes(row.premises_kind));
}

/**
 * The kind of premises as the matrix has it: a lapsed permit is still a matter of that permit.
 * @param {Record<string, any>} premises
 * @returns {string}
 */
export function premisesKindOf(premises) {
  /** @type {Record<string, any>[]} */
  const permits = Object.values(premises.vergunningen ?? {});
  if (permits.some((permit) => permit.status !== "ingetrokken")) return "licensed";
  if (premises.is_dwelling) return "dwelling_provider";
  return premises.premises_type === "escortbedrijf" ? "unlicensed_escort" : "unlicensed_premises";
}

/**
 * The KvK number of the operator on a day, else the business name, else null.
 * @param {Record<string, any>} premises
 * @param {string} on
 * @returns {string|null}
 */
export function operatorOf(premises, on) {
  /** @type {Record<string, any>[]} */
  const permits = Object.values(premises.vergunningen ?? {});
  const key = (/** @type {Record<string, any>} */ permit) => `${permitHolds(permit, on) ? 1 : 0}${permit.valid_from_on ?? ""}`;
  const sorted = permits.map((permit) => ({ permit, key: key(permit) })).sort((a, b) => (a.key < b.key ? 1 : a.key > b.key ? -1 : 0));
  for (const { permit } of sorted) {
    const found = permit.exploitant?.kvk_nummer || permit.exploitant?.name;
    if (found) return String(found);
  }
  return null;
}

/**
 * Whether an imposed measure binds its addressee, on a day or at all. Source: Awb art. 3:40, 5:6.
 * @param {OpenMeasure} measure
 * @param {string|null} [on]
 * @returns {boolean}
 */
export function isInForce(measure, on = null) {
  if (!measure.imposed_on || ENDED.has(measure.state)) return false;
  return on === null || measure.imposed_on <= on;
}

/**
 * @param {Matrix} matrix
 * @param {Advice["result"]} result
 * @param {string|null} ruleKey
 * @param {string[]} why
 * @param {Record<string, any>} [row]
 * @returns {Advice}
 */
function blank(matrix, result, ruleKey, why, row = {}) {
  return {
    result,
    rule_key: ruleKey,
    row: row.id ?? null,
    label: row.label ?? null,
    step: null,
    steps: (row.steps ?? []).length,
    measure_type: null,
    then: null,
    mode: null,
    time_unit: null,
    amount_eur_cents: null,
    max_eur_cents: null,
    term_days: null,
    duration: null,
    variant: null,
    notify: [...(row.notify ?? [])],
    authority: row.authority ?? null,
    addressee: row.default_addressee ?? null,
    confirm: row.confirm ?? null,
    legal_check: false,
    why: why.map((text) => ({ text })),
    matrix: `${matrix.id}@${matrix.version}`,
  };
}

/** @param {OpenMeasure[]} openMeasures @param {string} ruleKey @param {string|null} operator @param {string} foundOn @returns {OpenMeasure|undefined} */
function findRunning(openMeasures, ruleKey, operator, foundOn) {
  return openMeasures.find((measure) => {
    const owner = measure.operator ?? null;
    const sameAddressee = owner === null || operator === null || owner === operator;
    return sameAddressee && measure.rule_key === ruleKey && HERSTELSANCTIES.has(measure.measure_type) && isInForce(measure, foundOn);
  });
}

/** @param {Matrix} matrix @param {Record<string, any>} row @param {OpenMeasure} running @param {string} foundOn @returns {Advice} */
function adviceWhileRunning(matrix, row, running, foundOn) {
  const endsOn = running.term_ends_on ?? null;
  const said = `De ${LABELS[running.measure_type]} van ${dateText(running.imposed_on)} is nog van kracht.`;
  const second = "Een tweede maatregel voor dezelfde regel kan nu niet (Awb art. 5:6).";
  /** @type {Advice["result"]} */
  let result = "bestuursdwang_toepassen";
  let now = "De gemeente kan de bestuursdwang nu toepassen.";
  if (endsOn !== null && foundOn <= endsOn) {
    result = "hersteltermijn_loopt";
    now = `De hersteltermijn loopt tot en met ${dateText(endsOn)}.`;
  } else if (running.measure_type === "last_onder_dwangsom") {
    result = "dwangsom_verbeurd";
    now = "De dwangsom is verbeurd. Uw teamleider regelt de invordering.";
  }
  return {
    ...blank(matrix, result, row.rule_key, [said, now, second], row),
    measure_type: running.measure_type,
    amount_eur_cents: running.amount_eur_cents ?? null,
    max_eur_cents: running.max_eur_cents ?? null,
  };
}

/**
 * Earlier breaches in the window: those that count, and those for which nothing was sent in time. Several
 * findings on one day at one place count once.
 * @param {Breach[]} breaches
 * @param {string} ruleKey
 * @param {string} foundOn
 * @param {string|null} operator
 * @param {number} months
 * @returns {{counted: Breach[], notSent: Breach[]}}
 */
function earlier(breaches, ruleKey, foundOn, operator, months) {
  const since = addMonths(foundOn, -months);
  /** @type {Map<string, Breach>} */
  const counted = new Map();
  const notSent = [];
  const key = (/** @type {Breach} */ one) => `${one.found_on} ${one.sent_on ?? ""}`;
  for (const breach of [...breaches].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))) {
    const isElsewhere = Boolean(breach.elsewhere);
    if (breach.rule_key !== ruleKey || breach.found_on < since || breach.found_on >= foundOn) continue;
    if (isElsewhere && (operator === null || breach.operator !== operator)) continue;
    if (breach.sent_on && breach.sent_on <= foundOn) counted.set(`${breach.found_on} ${isElsewhere}`, breach);
    else notSent.push(breach);
  }
  return { counted: [...counted.values()], notSent };
}

/** @param {Record<string, any>} row @param {number} earlierBreaches @returns {number} */
function stepNumber(row, earlierBreaches) {
  const number = Math.min(1 + earlierBreaches, row.steps.length);
  const spoed = row.steps.findIndex((/** @type {Record<string, any>} */ step) => step.variant) + 1;
  return row.acute && spoed > 0 ? Math.max(number, spoed) : number;
}

/** @param {Record<string, any>} step @returns {boolean} */
function closes(step) {
  return step.measure_type === "sluiting" || step.then?.measure_type === "sluiting";
}

/** @param {Matrix} matrix @param {Record<string, any>} row @param {Breach[]} counted @param {Breach[]} notSent @param {number} number @returns {string[]} */
function whyThisStep(matrix, row, counted, notSent, number) {
  const times = counted.length;
  const why = [`${TIMES[times] ?? `${times + 1}e`} keer in ${matrix.recidivism_window_months} maanden.`];
  if (times > 0) {
    why.push(`Eerder: ${listed(counted.map((one) => `${LABELS[one.sanction ?? ""] ?? "brief"} (${dateText(one.sent_on)})`))}.`);
  }
  if (notSent.length > 0) {
    why.push(`De bevinding van ${listed(notSent.map((one) => dateText(one.found_on)))} telt niet mee: er ging toen geen brief uit.`);
  }
  if (row.acute) why.push("Spoed: overleg meteen met uw teamleider.");
  if (times >= row.steps.length && number === row.steps.length) why.push("Dit is de laatste stap van de matrix.");
  return why;
}

/** @param {OpenMeasure[]} openMeasures @param {string} ruleKey @param {string} foundOn @returns {string[]} */
function whyWarned(openMeasures, ruleKey, foundOn) {
  return openMeasures
    .filter(
      (measure) =>
        measure.measure_type === "waarschuwing" &&
        measure.rule_key === ruleKey &&
        isInForce(measure, foundOn) &&
        (measure.term_ends_on ?? "") >= foundOn,
    )
    .map((measure) => `De hersteltermijn van de waarschuwing loopt nog tot en met ${dateText(measure.term_ends_on)}.`);
}

/** @param {string[]} texts @returns {string} */
function listed(texts) {
  return texts.length === 1 ? /** @type {string} */ (texts[0]) : `${texts.slice(0, -1).join(", ")} en ${texts.at(-1)}`;
}
