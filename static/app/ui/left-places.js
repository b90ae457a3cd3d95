/** Where something of a visit is typed or chosen before it is recorded, and what a draft there says in words. */
import { documents } from "../sync/watch.js";
import { checklistOf, measuresOf } from "./facts.js";
import { GROUNDS, OUR_PURPOSE, SHARED, THEIR_PURPOSE } from "./joint-words.js";
import { count, DEVIATIONS, findingTitle, MEASURE_TYPES, small, termsText } from "./words.js";

/**
 * @typedef {object} Place
 * @property {string} place key of the draft within the visit
 * @property {string} recorded what stands there already
 * @property {(draft: any) => string} textIn
 */

/** @param {any} visit @returns {Place[]} */
export function placesOf(visit) {
  const findings = Object.entries(/** @type {Record<string, any>} */ (visit.fields.findings ?? {}));
  return [
    ...findings.map(([id, one]) => typed(`findings.${id}`, one?.text ?? "")),
    ...["gevaar", "urgency", "not_shown_reason"].map((place) => typed(place)),
    ...findings.filter(([id]) => !isReturned(visit, id)).map(([id, one]) => chosen(`maatregel/${id}`, (draft) => measureText(visit, one, draft))),
    chosen("samen", jointText),
  ];
}

/** @param {string} place @param {string} [recorded] @returns {Place} */
const typed = (place, recorded = "") => ({ place, recorded, textIn: (draft) => (typeof draft.text === "string" ? draft.text : "") });

/** @param {string} place @param {Place["textIn"]} textIn @returns {Place} */
const chosen = (place, textIn) => ({ place, recorded: "", textIn });

/** Whether its proposal came back: what is chosen there is for the next one. @param {any} visit @param {string} finding */
const isReturned = (visit, finding) => measuresOf(visit.id).some(({ fields }) => fields.state === "teruggegeven" && fields.finding_ids?.includes(finding));

/** @param {any} visit @param {any} finding @param {{choice?: any, owner?: boolean}} draft */
function measureText(visit, finding, { choice = {}, owner }) {
  const measure = MEASURES[choice.which]?.(choice);
  const asked = [measure, owner && "ook de eigenaar informeren"].filter(Boolean);
  const item = checklistOf(visit)?.items.find((one) => one.id === finding?.item);
  return asked.length > 0 ? `Maatregel bij ${small(findingTitle(item, finding))}: ${asked.join(", ")}.` : "";
}

/** @type {Record<string, (choice: any) => string>} */
const MEASURES = {
  advice: () => "volgens het advies uit de sanctiematrix",
  other: ({ measure_type, reason, amount, most }) =>
    [
      small(MEASURE_TYPES[measure_type] ?? "iets anders"),
      termsText({ amount_eur_cents: amount, max_eur_cents: most, mode: "per_overtreding" }),
      reason && `reden: ${small(DEVIATIONS[reason] ?? "anders")}`,
    ]
      .filter(Boolean)
      .join(", "),
};

/** @param {any} log as the page of a joint visit keeps it until unit and ground are known */
function jointText({ unit_id, officers_count, ground, purpose_municipality, purpose_police, shared_on_the_spot }) {
  const unit = unit_id && (documents.get(unit_id)?.fields.name ?? "een andere dienst");
  const facts = [
    ["met", unit],
    ["waarom", labelIn(GROUNDS, ground)],
    ["doel van de gemeente", labelIn(OUR_PURPOSE, purpose_municipality)],
    ["doel van de politie", labelIn(THEIR_PURPOSE, purpose_police)],
    ["ter plekke gedeeld", labelIn(SHARED, shared_on_the_spot?.category)],
  ];
  const said = facts.flatMap(([what, value]) => (value ? [`${what}: ${value}`] : []));
  return [`Samen met politie, ${count(officers_count, "agent", "agenten")}`, ...said].join("; ") + ".";
}

/** @param {import("./joint-words.js").Options} options @param {string | undefined} id */
const labelIn = (options, id) => options.find(([one]) => one === id)?.[1].toLowerCase();
