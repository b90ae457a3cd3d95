/** Recording from a screen: a choice shows only after its transaction; when that fails the screen says so and can try again. */
import { html, useRef, useState } from "../lib/html.js";
import { record } from "../sync/record.js";
import { Icon } from "./icon.js";

/**
 * @typedef {(kind: string, documentId: string, body: Record<string, unknown>, options?: {base?: string | null}) => Promise<boolean>} Save
 *   true when it is on this phone; false when it was not saved, and then nothing may show as chosen.
 */

/** @returns {{save: Save, notSaved: unknown}} `notSaved` is the message to put on the screen, or null. */
export function useSaving() {
  const [failed, setFailed] = useState(/** @type {{text: string, again: () => Promise<boolean>} | null} */ (null));

  /** @type {Save} */
  async function save(kind, documentId, body, options) {
    try {
      await record(kind, documentId, body, options);
      setFailed(null);
      return true;
    } catch (problem) {
      navigator.vibrate?.(60);
      const known = /** @type {{slug?: string, text?: string}} */ (problem);
      if (!known.slug) console.error(problem);
      const text = known.slug && known.slug !== "not_saved" ? (known.text ?? "") : "";
      setFailed({ text, again: () => save(kind, documentId, body, options) });
      return false;
    }
  }
  return { save, notSaved: failed && html`<${NotSaved} text=${failed.text} onAgain=${failed.again} />` };
}

/**
 * A second tap while the first is at work is ignored.
 * @returns {{busy: boolean, once: (work: () => Promise<unknown>) => Promise<void>}}
 */
export function useOnce() {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  async function once(/** @type {() => Promise<unknown>} */ work) {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      running.current = false;
      setBusy(false);
    }
  }
  return { busy, once };
}

/** @param {{text: string, onAgain: () => void}} props */
function NotSaved({ text, onAgain }) {
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert" data-not-saved>
    <${Icon} name="alert-triangle" />
    <div>
      <p>
        <strong>Niet bewaard.</strong>${" "}
        ${text || "Uw laatste antwoord staat niet op dit toestel. Maak ruimte en tik op Probeer opnieuw."}
      </p>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${onAgain}>Probeer opnieuw</button>
      </div>
    </div>
  </div>`;
}
