/** What a field and its value are called: for two versions of one field, and for what the office decided. */
import { clock } from "../lib/dates.js";
import { people } from "../sync/watch.js";
import { ANSWERS, LEGITIMATIONS, count } from "./words.js";

/** @type {Record<string, string>} */
const FIELD_NAMES = {
  legitimation: "Legitimatie",
  leader_id: "Wie leidde de controle",
  co_visitor_ids: "Wie ging mee",
  opened_at: "Begin van de controle",
  near_address: "Bij het adres",
};

/** @param {string} field @param {any} list */
export function labelOf(field, list) {
  const [collection, key] = field.split(".");
  if (collection === "answers") return list?.items.find((/** @type {any} */ item) => item.id === key)?.statement ?? "Punt";
  if (collection === "findings") return "Bevinding";
  if (collection === "stops") return "Adres op de lijst";
  return FIELD_NAMES[field] ?? "Gegeven";
}

/** @param {any} value @param {string} field @param {any} list @returns {string} */
export function valueWords(value, field, list) {
  if (value === null || value === undefined) return "Niet ingevuld";
  if (field === "opened_at") return clock(value);
  if (field === "leader_id") return people(value);
  if (field === "co_visitor_ids") return value.map(people).join(" en ") || "niemand";
  if (field === "legitimation") return LEGITIMATIONS[value.value] ?? "";
  if (field.startsWith("answers.")) {
    const item = list?.items.find((/** @type {any} */ one) => one.id === field.split(".")[1]);
    if (value.number != null && value.value == null) return String(value.number);
    return ANSWERS[value.value] ?? item?.choices?.find((/** @type {any} */ choice) => choice.id === value.value)?.label ?? String(value.value);
  }
  if (field.startsWith("findings.")) return [count(value.chips?.length ?? 0, "kenmerk", "kenmerken"), value.text].filter(Boolean).join(": ");
  return typeof value === "string" ? value : "Andere gegevens";
}
