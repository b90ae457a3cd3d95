/** Until all documents of this phone were read; when that fails it can be tried again, and what waits is safe. */
import { html, useEffect, useState } from "../lib/html.js";
import { readAgain } from "../sync/watch.js";
import { Gate, UnsentLine } from "./gate.js";
import { Icon } from "./icon.js";

export function WaitPage() {
  const [failed, setFailed] = useState(false);
  const read = () => {
    setFailed(false);
    readAgain().catch((error) => {
      console.error("documents:", error);
      setFailed(true);
    });
  };
  useEffect(read, []);
  if (!failed) return html`<main class="th-gate" aria-busy="true"><h1 class="th-only-read">Even geduld</h1></main>`;
  const lead = "Uw telefoon geeft de gegevens nu niet. Wat u vastlegde, is bewaard en wordt nog verzonden.";
  return html`<${Gate} name="wachten" title="Dit scherm kan nu niet open" lead=${lead}>
    <${UnsentLine} canWork=${false} />
    <button class="utrecht-button utrecht-button--primary-action" data-wide type="button" onClick=${read}><${Icon} name="refresh" />Probeer opnieuw</button>
    <a class="utrecht-button utrecht-button--secondary-action" data-wide href="#/vandaag">Ga naar Vandaag</a>
  <//>`;
}
