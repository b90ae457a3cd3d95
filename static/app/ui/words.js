/** Dutch words for values: one word per thing, the same on every screen. */

import { count } from "../lib/count.js";

export { count };

/** Made when first used. @type {Intl.NumberFormat | undefined} */
let money;
const makeMoney = () => new Intl.NumberFormat("nl-NL", { style: "currency", currency: "EUR", maximumFractionDigits: 2, minimumFractionDigits: 0 });

/** "€ 2.500". @param {number} cents */
export const eur = (cents) => (money ??= makeMoney()).format(cents / 100).replace(/\s/g, " ");

/** @type {Record<string, string>} */
export const PREMISES_TYPES = {
  raamexploitatie: "Raamverhuur",
  prive_huis_club: "Privéhuis of club",
  massagesalon: "Massagesalon",
  sekstheater: "Sekstheater",
  escortbedrijf: "Escortbedrijf",
  hotel: "Hotel",
  woning: "Woning",
  overig: "Overig pand",
};

/** @type {Record<string, string>} */
export const REASONS = {
  routine: "Routine",
  hercontrole: "Hercontrole",
  melding: "Melding",
  day_list: "Op de daglijst",
  ad_hoc: "Zelf toegevoegd",
  eerste_controle: "Eerste controle",
  uitvoering: "Bestuursdwang uitvoeren",
};

/** @type {Record<string, string>} */
export const MEASURE_TYPES = {
  waarschuwing: "Waarschuwing",
  last_onder_dwangsom: "Last onder dwangsom",
  last_onder_bestuursdwang: "Last onder bestuursdwang",
  sluiting: "Sluiting",
  schorsing_vergunning: "Schorsing van de vergunning",
  intrekking_vergunning: "Intrekking van de vergunning",
  informeren_eigenaar: "Alleen eigenaar informeren",
  geen_maatregel: "Geen maatregel",
};

/** @type {Record<string, string>} */
export const DEVIATIONS = {
  ter_plekke_hersteld: "Gebrek ter plekke hersteld",
  ernstiger: "Ernstiger dan de regel",
  minder_ernstig: "Minder ernstig dan de regel",
  andere_omstandigheid: "Andere omstandigheid",
};

/** @type {Record<string, string>} */
export const OUTCOMES = {
  afgerond: "Controle afgerond",
  niemand_aanwezig: "Niemand aanwezig",
  geen_medewerking: "Geen medewerking",
  gesloten: "Gesloten",
  toestemming_geweigerd: "Geen toestemming",
  niemand_thuis: "Niemand thuis",
  toestemming_ingetrokken: "Toestemming ingetrokken",
  vervallen: "Vervallen",
  afgebroken: "Afgesloten door de teamleider",
};

/** @type {Record<string, string>} */
export const VOID_REASONS = {
  verkeerd_adres: "Verkeerd adres",
  dubbel: "Deze controle staat er al",
  per_ongeluk: "Per ongeluk begonnen",
  anders: "Anders",
};

/** @type {Record<string, string>} */
export const HANDOVER_REASONS = {
  ziek: "De collega is ziek",
  afgelost: "De collega is afgelost",
  toestel: "Het toestel van de collega werkt niet",
  anders: "Anders",
};

/** @type {Record<string, string>} */
export const ANSWERS = {
  in_orde: "In orde",
  niet_in_orde: "Niet in orde",
  niet_van_toepassing: "n.v.t.",
  niet_gecontroleerd: "Niet gecontroleerd",
  ja: "Ja",
  nee: "Nee",
};

/** @type {Record<string, string>} */
export const LEGITIMATIONS = {
  leidinggevende: "aan de leidinggevende",
  medewerker: "aan een medewerker",
  nog_niet: "nog niet",
};

/** @type {Record<string, string>} */
export const VERGUNNING_STATES = {
  verleend: "Geldig",
  geschorst: "Geschorst",
  ingetrokken: "Ingetrokken",
  verlopen: "Verlopen",
};

/** @type {Record<string, string>} */
export const RETURN_REASONS = {
  bewijs_aanvullen: "Bewijs aanvullen",
  andere_maatregel: "Andere maatregel",
  datum_klopt_niet: "Datum klopt niet",
  anders: "Anders",
};

/** The first letter small: for the middle of a sentence. @param {string} text */
export const small = (text) => text.charAt(0).toLowerCase() + text.slice(1);

/** "Nooduitgang versperd". @param {any} item of the checklist @param {any} finding */
export function findingTitle(item, finding) {
  const [chip] = (item?.chips ?? []).filter((/** @type {any} */ one) => finding.chips?.includes(one.id));
  return [item?.short ?? "Bevinding", chip && small(chip.label)].filter(Boolean).join(" ");
}

/** Why the matrix advises this; nothing where its title says all: there is no advice. @param {any} advice */
export const whyAdvised = (advice) =>
  advice.result === "geen_regel" ? "" : (advice.why ?? []).map((/** @type {any} */ one) => one.text).join(" ");

/**
 * "€ 2.500 per keer, hoogstens € 10.000", "binnen 14 dagen", "3 maanden" or "".
 * @param {{measure_type?: string, amount_eur_cents?: number|null, max_eur_cents?: number|null, mode?: string|null, time_unit?: string|null,
 *   term_days?: number|null, duration?: Record<string, number>|null}} terms
 */
export function termsText(terms) {
  if (terms.amount_eur_cents) {
    const per = { per_overtreding: " per keer", per_tijdseenheid: ` per ${terms.time_unit ?? "dag"}`, ineens: " ineens" };
    const amount = eur(terms.amount_eur_cents) + (per[/** @type {keyof typeof per} */ (terms.mode)] ?? "");
    return terms.max_eur_cents ? `${amount}, hoogstens ${eur(terms.max_eur_cents)}` : amount;
  }
  if (terms.duration) return durationText(terms.duration);
  return terms.term_days ? `Herstellen binnen ${count(terms.term_days, "dag", "dagen")}` : "";
}

/** @param {Record<string, number>} duration */
export function durationText(duration) {
  /** @type {Record<string, [string, string]>} */
  const units = { days: ["dag", "dagen"], weeks: ["week", "weken"], months: ["maand", "maanden"], years: ["jaar", "jaar"] };
  return Object.entries(duration)
    .map(([unit, n]) => count(n, ...(units[unit] ?? [unit, unit])))
    .join(" en ");
}

/** "10,7 GB", "2,8 MB", "350 kB". @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  if (bytes >= 1_000_000_000) return `${(bytes / 1_000_000_000).toLocaleString("nl-NL", { maximumFractionDigits: 1 })} GB`;
  return `${(bytes / 1_000_000).toLocaleString("nl-NL", { maximumFractionDigits: 1 })} MB`;
}
