/** Stop: the resident takes the consent back. The time is recorded and the inspectors leave. */
import { html, useState } from "../lib/html.js";
import { Decision } from "./dialog.js";
import { consentOf } from "./facts.js";
import { go } from "./navigation.js";
import { useSaving } from "./saving.js";

/** @param {{visit: any}} props */
export function ConsentStop({ visit }) {
  const { save, notSaved } = useSaving();
  const [asking, setAsking] = useState(false);
  const consent = consentOf(visit);
  if (consent?.item.consent !== "ja") return null;
  const withdraw = async () => {
    const at = new Date().toISOString();
    const item = { ...consent.item, consent: "ingetrokken", withdrawn_at: at, left_at: at };
    if (await save("visit.enter", visit.id, { [`binnentreden.${consent.key}`]: item })) {
      setAsking(false);
      go(`#/bezoek/${visit.id}/geen-toestemming`);
    }
  };
  return html`<button class="th-text-button" data-tone="bad" type="button" onClick=${() => setAsking(true)}>Stop</button>
    ${asking &&
    html`<${Decision} title="Trok de bewoner de toestemming in?" alert=${true} onSafe=${() => setAsking(false)}>
      ${notSaved}
      <div class="th-buttons" data-column>
        <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${withdraw}>Ja, wij gaan naar buiten</button>
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => setAsking(false)}>Nee, doorgaan</button>
      </div>
    <//>`}`;
}
