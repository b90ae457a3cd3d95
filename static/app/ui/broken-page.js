/** Something of ours failed; what was recorded is on the disk already. */
import { html } from "../lib/html.js";
import { RescueCard } from "./rescue-card.js";
import { Screen } from "./screen.js";

export function BrokenPage() {
  return html`<${Screen} name="fout" title="Er ging iets mis" strip=${false}>
    <p class="th-card">Er ging iets mis in de app. Uw werk is bewaard.</p>
    <a class="utrecht-button utrecht-button--primary-action" data-wide href="/app">Ga terug naar Vandaag</a>
    <${RescueCard} />
  <//>`;
}
