/** What a decision on a proposal means for who proposed it, in one sentence. */
import { dayLong } from "../lib/dates.js";
import { documents } from "../sync/watch.js";
import { addressOf } from "./facts.js";

/** States in which somebody else decided. @type {Record<string, "yes" | "no">} */
export const DECIDED = { voornemen_klaar: "yes", besluit_klaar: "yes", afgezien: "no" };

/** @param {import("../types.js").Shown} measure */
export function decisionText({ fields }) {
  const address = addressOf(documents.get(fields.premises_id), "dit pand");
  if (DECIDED[fields.state] === "no") return `Voor ${address} komt geen maatregel. De reden staat in het dossier.`;
  const check = fields.dates?.hercontrole_on;
  const letter = fields.measure_type === "informeren_eigenaar" ? "De brief gaat nu naar de eigenaar." : "De brief gaat nu naar het bedrijf.";
  return `Uw voorstel voor ${address} is goedgekeurd. ${letter}${check ? ` Hercontrole verwacht rond ${dayLong(check)}.` : ""}`;
}
