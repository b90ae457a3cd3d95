/** Ontgrendelen: the four words after a cold start. Shows no address and no name. */
import { html, useState } from "../lib/html.js";
import { phone, unlock, unlockByPasskey } from "../sync/phone.js";
import { Gate, greeting, UnsentLine } from "./gate.js";
import { later } from "./later.js";

const RescueCard = later(() => import("./rescue-card.js").then((module) => module.RescueCard));
const UpdateNotice = later(() => import("./update-notice.js").then((module) => module.UpdateNotice));

export function UnlockPage() {
  const [words, setWords] = useState("");
  const [visible, setVisible] = useState(false);
  const [problem, setProblem] = useState(phone.value.reason === "wrong_codes" ? "Te vaak een verkeerde code. Open met uw vier woorden. Uw werk blijft bewaard." : "");
  const [busy, setBusy] = useState(false);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem("");
    const answer = await unlock(words).catch((error) => /** @type {any} */ (error).text ?? "wrong");
    setBusy(false);
    if (answer === "open") return;
    setWords("");
    setProblem(answer === "wrong" ? wrongText(phone.value.wrong_left) : answer === "destroyed" ? "" : answer);
  };
  const byPasskey = async () => {
    if (busy) return;
    setBusy(true);
    setProblem("");
    await unlockByPasskey().catch((error) => setProblem(error.text ?? "Dat lukte niet. Vul uw vier woorden in."));
    setBusy(false);
  };
  const lead = phone.value.has_passkey ? "Gebruik uw vinger of gezicht, of vul uw vier woorden in." : "Vul uw vier woorden in.";
  return html`<${Gate} name="ontgrendelen" title=${greeting()} lead=${lead}>
    <${UnsentLine} />
    ${phone.value.has_passkey &&
    html`<button class="utrecht-button utrecht-button--primary-action" data-wide type="button" aria-disabled=${busy ? "true" : undefined} onClick=${byPasskey}>
      Ontgrendelen met vinger of gezicht
    </button>`}
    <form class="th-stack" onSubmit=${submit} autocomplete="off">
      <div class="utrecht-form-field">
        <label class="utrecht-form-label" for="woorden">Vier woorden</label>
        <input
          class="utrecht-textbox"
          id="woorden"
          type=${visible ? "text" : "password"}
          autocomplete="off"
          autocapitalize="none"
          spellcheck=${false}
          enterkeyhint="go"
          aria-describedby="woorden-hulp woorden-fout"
          aria-invalid=${problem ? "true" : undefined}
          value=${words}
          onInput=${(/** @type {any} */ event) => setWords(event.target.value)}
        />
        <p class="utrecht-form-field-description" id="woorden-hulp">Met een spatie tussen de woorden.</p>
      </div>
      <label class="th-choice">
        <input type="checkbox" checked=${visible} onChange=${() => setVisible(!visible)} />
        <span class="th-choice__text">Laat de woorden zien</span>
      </label>
      <div role="alert" id="woorden-fout">
        ${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}
      </div>
      <button class="utrecht-button utrecht-button--${phone.value.has_passkey ? "secondary" : "primary"}-action" data-wide type="submit" aria-disabled=${busy ? "true" : undefined}>
        ${busy ? "Bezig" : "Ontgrendel"}
      </button>
    </form>
    <div class="th-gate__push"></div>
    ${phone.value.unsent > 0 && html`<${RescueCard} />`}
    <${UpdateNotice} />
    <p class="th-quiet">Woorden vergeten? Vraag uw teamleider om een nieuwe code. Wat nog niet verzonden is, gaat niet verloren.</p>
  <//>`;
}

/** @param {number | undefined} left tries before the keys on this phone are destroyed */
function wrongText(left) {
  const words = "Deze woorden kloppen niet. Probeer het nog eens.";
  if (left === undefined || left > 5) return words;
  return `${words} U kunt het nog ${left} keer proberen. Daarna wist dit toestel zijn gegevens. Wat nog niet verzonden was, gaat versleuteld naar kantoor.`;
}
