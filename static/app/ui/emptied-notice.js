/** The browser threw storage of this phone away: what came back, what may be gone, and what to do. It stays until it was seen. */
import { momentText } from "../lib/dates.js";
import { html } from "../lib/html.js";
import { setEmptiedSeen } from "../sync/emptied.js";
import { phone } from "../sync/phone.js";
import { Icon } from "./icon.js";
import { useOnce } from "./saving.js";
import { count } from "./words.js";

export function EmptiedNotice() {
  const { once } = useOnce();
  const lost = phone.value.emptied;
  if (!lost) return null;
  return html`<div class="utrecht-alert utrecht-alert--warning" data-emptied=${lost.rows}>
    <${Icon} name="alert-triangle" />
    <div>
      <p><strong>De browser wiste de opslag van dit toestel</strong> (${momentText(lost.at_ms)}). ${cameBack(lost)}</p>
      <p>
        Tekst die u nog niet had bewaard, kan weg zijn. Kijk uw laatste bezoeken na. Mist u iets? Vul het opnieuw in en meld het uw teamleider. Wis geen
        gegevens in de browser.
      </p>
      <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => once(setEmptiedSeen)}>Gezien</button>
    </div>
  </div>`;
}

/** @param {import("../store/vault.js").Emptied} lost */
function cameBack({ rows, photos, sure }) {
  if (rows + photos === 0) return sure ? "Er stond niets te wachten op verzenden." : "Er kwam niets terug.";
  const found = [rows > 0 && count(rows, "handeling", "handelingen"), photos > 0 && count(photos, "foto", "foto’s")].filter(Boolean);
  return `Uit de reserve ${rows + photos === 1 ? "kwam" : "kwamen"} terug: ${found.join(" en ")}. Dat gaat vanzelf naar kantoor.`;
}
