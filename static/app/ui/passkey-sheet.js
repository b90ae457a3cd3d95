/** Vinger of gezicht aanzetten: the words once more, then the phone asks its owner twice. */
import { html, useState } from "../lib/html.js";
import { addPasskey } from "../sync/phone.js";
import { Sheet } from "./dialog.js";

/** @param {{onClose: () => void}} props */
export function PasskeySheet({ onClose }) {
  const [words, setWords] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem("");
    const failed = "Dat lukte niet. U kunt blijven openen met uw vier woorden.";
    const right = await addPasskey(words).catch(() => failed);
    setBusy(false);
    setWords("");
    if (right === true) setDone(true);
    else setProblem(right === false ? "Deze woorden kloppen niet. Probeer het nog eens." : failed);
  };
  if (done) {
    return html`<${Sheet} title="Vinger of gezicht staat aan" onClose=${onClose}>
      <p role="status">U kunt dit toestel nu openen met uw vinger of gezicht. Bewaar uw vier woorden: die blijven ook werken.</p>
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="button" onClick=${onClose}>Klaar</button>
    <//>`;
  }
  return html`<${Sheet} title="Openen met vinger of gezicht" onClose=${onClose}>
    <form class="th-stack" onSubmit=${submit} autocomplete="off">
      <p>Vul uw vier woorden in. Daarna vraagt uw telefoon twee keer om uw vinger of gezicht.</p>
      <div class="utrecht-form-field">
        <label class="utrecht-form-label" for="vinger-woorden">Vier woorden</label>
        <input
          class="utrecht-textbox"
          id="vinger-woorden"
          type="password"
          autocomplete="off"
          autocapitalize="none"
          spellcheck=${false}
          value=${words}
          onInput=${(/** @type {any} */ event) => setWords(event.target.value)}
        />
      </div>
      <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="submit" aria-disabled=${busy ? "true" : undefined}>
        ${busy ? "Bezig" : "Zet aan"}
      </button>
    </form>
  <//>`;
}
