/** Vul aan: a dated addition to a closed visit, never an edit. */
import { html, useRef, useState } from "../lib/html.js";
import { uuid7 } from "../lib/ids.js";
import { Sheet } from "./dialog.js";
import { GuardedText } from "./guarded-text.js";
import { useSaving } from "./saving.js";

/** @param {{visit: any, onClose: () => void}} props */
export function AdditionSheet({ visit, onClose }) {
  const { save, notSaved } = useSaving();
  const flush = useRef(/** @type {(() => Promise<boolean>) | null} */ (null));
  const recorded = useRef(false);
  const [problem, setProblem] = useState("");
  const done = async () => {
    recorded.current = false;
    if (!(await flush.current?.())) return;
    if (recorded.current) onClose();
    else setProblem("Schrijf eerst wat u wilt aanvullen.");
  };
  return html`<${Sheet} title="Vul aan" onClose=${onClose}>
    <div class="th-stack">
      ${notSaved}
      <${GuardedText}
        id="aanvulling"
        label="Wat wilt u aanvullen?"
        value=""
        documentId=${visit.id}
        draftKey="${visit.id}/aanvulling"
        saved=${false}
        onDemand=${true}
        onSave=${async (/** @type {string} */ text) => {
          recorded.current = await save("visit.add", visit.id, { [`additions.${uuid7()}`]: { text, at: new Date().toISOString() } });
          return recorded.current;
        }}
        flush=${flush}
      />
      <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="button" onClick=${done}>Bewaar aanvulling</button>
    </div>
  <//>`;
}
