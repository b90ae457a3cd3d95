/** What the strip says: one sentence for one thing, every number when several things ask for attention. */
import { momentText } from "../lib/dates.js";
import { count } from "./words.js";

/** @typedef {{tone: string, icon: string, long: string, short: string, outside: string}} StripText */

/**
 * The words of each state, in the order of the design. `outside` is what a script may read in `data-sync-state`.
 * @param {any} state the value of the strip signal @returns {StripText}
 */
export function stripText(state) {
  const unsent = state.unsent ?? 0;
  const only = `${count(unsent, "wijziging staat", "wijzigingen staan")} alleen op dit toestel`;
  const short = `${unsent} alleen op dit toestel`;
  const sentAt = state.sent_at ? momentText(state.sent_at) : "";
  const { choices = 1, failed = 1, closed = 0 } = state;
  /** @type {Record<string, StripText>} */
  const texts = {
    blocked: { tone: "bad", icon: "lock", long: "Dit toestel is geblokkeerd", short: "Geblokkeerd", outside: "blocked" },
    choice: {
      tone: "bad",
      icon: "alert-triangle",
      long: `${count(choices, "keuze", "keuzes")} nodig voor verzenden`,
      short: `${count(choices, "keuze", "keuzes")} nodig`,
      outside: "choice",
    },
    failed: {
      tone: "bad",
      icon: "alert-triangle",
      long: `${count(failed, "wijziging is", "wijzigingen zijn")} niet aangekomen. Tik om te kijken`,
      short: `${failed} niet aangekomen`,
      outside: "failed",
    },
    closed: {
      tone: "bad",
      icon: "alert-triangle",
      long: `Kantoor sloot ${count(closed, "wijziging", "wijzigingen")}. Tik om te kijken`,
      short: `${closed} door kantoor gesloten`,
      outside: "failed",
    },
    old: {
      tone: "warn",
      icon: "device-mobile",
      long: `Al 24 uur niet verzonden: ${count(unsent, "wijziging", "wijzigingen")} op dit toestel`,
      short,
      outside: "local",
    },
    local: { tone: "warn", icon: "device-mobile", long: only, short, outside: "local" },
    busy: {
      tone: "info",
      icon: "cloud-upload",
      long: state.total ? `Bezig met verzenden: ${state.done ?? 0} van ${state.total}` : "Bezig met verzenden",
      short: state.total ? `Verzenden ${state.done ?? 0} van ${state.total}` : "Bezig",
      outside: "busy",
    },
    sent: { tone: "ok", icon: "cloud-check", long: `Alles is verzonden ${sentAt}`.trim(), short: `Verzonden ${sentAt}`.trim(), outside: "sent" },
    "sent-offline": {
      tone: "ok",
      icon: "cloud-check",
      long: `${`Alles is verzonden ${sentAt}`.trim()}. Nu geen verbinding`,
      short: `Verzonden ${sentAt}`.trim(),
      outside: "sent",
    },
    unknown: {
      tone: "neutral",
      icon: "cloud-off",
      long: state.contact_at
        ? `Nog niet gecontroleerd. Laatste contact ${momentText(state.contact_at)}`
        : "Nog niet gecontroleerd",
      short: "Nog niet gecontroleerd",
      outside: "unknown",
    },
  };
  const text = /** @type {StripText} */ (texts[state.state] ?? texts.unknown);
  const numbers = numbersOf({ choices, failed, closed, unsent });
  return ASKS.has(state.state) && numbers.length > 1 ? { ...text, long: numbers.join(", "), short: numbers.join(", ") } : text;
}

/** States that ask for attention, of which there may be several at once. */
const ASKS = new Set(["choice", "failed", "closed"]);

/** @param {{choices: number, failed: number, closed: number, unsent: number}} of */
function numbersOf({ choices, failed, closed, unsent }) {
  return [
    choices > 0 && `${count(choices, "keuze", "keuzes")} nodig`,
    failed > 0 && `${failed} niet aangekomen`,
    closed > 0 && `${closed} door kantoor gesloten`,
    unsent > 0 && `${unsent} alleen op dit toestel`,
  ].filter((words) => words !== false);
}
