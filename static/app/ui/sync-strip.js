/** The strip under the header: what the gemeente has, and what is only on this phone. */
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { strip } from "../sync/watch.js";
import { Icon } from "./icon.js";
import { stripText } from "./strip-text.js";

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
