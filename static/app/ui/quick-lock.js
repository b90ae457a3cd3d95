/** The quick code after a screen lock: the keys are still in memory. Shows no address and no name. */
import { html, useState } from "../lib/html.js";
import { lockNow, phone, unlockQuick } from "../sync/phone.js";
import { CodePad } from "./code-pad.js";
import { Decision } from "./dialog.js";
import { Gate, greeting, UnsentLine } from "./gate.js";
import { later } from "./later.js";

const RescueCard = later(() => import("./rescue-card.js").then((module) => module.RescueCard));

export function QuickLock() {
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [forgot, setForgot] = useState(false);
  const tryCode = async (/** @type {string} */ full) => {
    setBusy(true);
    const answer = await unlockQuick(full).catch(() => "wrong");
    setBusy(false);
    setCode("");
    if (answer === "wrong") setProblem("Deze code klopt niet. Probeer het nog eens.");
  };
  return html`<${Gate} name="ontgrendelen" title=${greeting()} lead="Vul uw toestelcode in.">
    <${CodePad} value=${code} label="Toestelcode" disabled=${busy} onChange=${setCode} onFull=${tryCode} />
    <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
    <${UnsentLine} />
    <button class="th-text-button" data-line type="button" onClick=${() => setForgot(true)}>Code vergeten</button>
    ${phone.value.unsent > 0 && html`<${RescueCard} />`}
    ${forgot &&
    html`<${Decision} title="Code vergeten?" onSafe=${() => setForgot(false)}>
      <p>U kunt ook openen met uw vier woorden. Uw werk blijft bewaard.</p>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${lockNow}>Open met vier woorden</button>
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => setForgot(false)}>Terug</button>
      </div>
    <//>`}
  <//>`;
}
