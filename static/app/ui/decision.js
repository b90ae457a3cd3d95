/** What a decision on a proposal means for who proposed it, in one sentence. */
import { dayLong } from "../lib/dates.js";
import { documents } from "../sync/watch.js";
import { addressOf } from "./facts.js";

/** States in which nobody decided yet, or the maker took it back. */
const OPEN = new Set(["voorgesteld", "teruggegeven", "ingetrokken_voorstel"]);

/** Whether somebody else decided, and how: whatever follows a yes is still a yes. @param {string | undefined} state @returns {"yes" | "no" | ""} */
export function decided(state) {
  if (!state || OPEN.has(state)) return "";
  return state === "afgezien" ? "no" : "yes";
}

/** @param {import("../types.js").Shown} measure @param {string} [unknown] what premises are called that are not on this phone */
export function decisionText({ fields }, unknown = "dit pand") {
  const address = addressOf(documents.get(fields.premises_id), unknown);
  if (decided(fields.state) === "no") return `Voor ${address} komt geen maatregel. De reden staat in het dossier.`;
  const check = fields.dates?.hercontrole_on;
  const letter = fields.measure_type === "informeren_eigenaar" ? "De brief gaat nu naar de eigenaar." : "De brief gaat nu naar het bedrijf.";
  return `Uw voorstel voor ${address} is goedgekeurd. ${letter}${check ? ` Hercontrole verwacht rond ${dayLong(check)}.` : ""}`;
}
