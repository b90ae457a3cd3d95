/** The strip under the header: what the gemeente has, and what is only on this phone. */
import { momentText } from "../lib/dates.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { strip } from "../sync/watch.js";
import { Icon } from "./icon.js";
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
  const choices = state.choices ?? 1;
  const failed = state.failed ?? 1;
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
  return /** @type {StripText} */ (texts[state.state] ?? texts.unknown);
}

export function SyncStrip() {
  const state = strip.value;
  const text = stripText(state);
  const spoken = useSpoken(state.state, text.long);
  return html`<a
      class="th-sync"
      href="#/verzenden"
      data-tone=${text.tone}
      data-sync-state=${text.outside}
      data-unsent=${state.unsent ?? 0}
      aria-label="${text.long}. Naar Verzenden"
    >
      <${Icon} name=${text.icon} />
      <span class="th-sync__text">
        <span class="th-sync__long">${text.long}</span>
        <span class="th-sync__short">${text.short}</span>
      </span>
      <${Icon} name="chevron-right" />
    </a>
    <p class="th-only-read" role="status">${spoken}</p>`;
}

/** Said aloud only when the kind of state changes, not for each count. @param {string} kind @param {string} words */
function useSpoken(kind, words) {
  const [said, say] = useState("");
  const last = useRef(kind);
  useEffect(() => {
    if (last.current === kind) return;
    last.current = kind;
    say(words);
  }, [kind, words]);
  return said;
}
