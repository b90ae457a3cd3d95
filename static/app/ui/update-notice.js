/** Nieuwe versie klaar: offered at the lock screen and on Verzenden, never inside a visit. */
import { html, useState } from "../lib/html.js";
import { isOld } from "../sync/contact.js";
import { Icon } from "./icon.js";
import { updateNow, updateReady } from "./update.js";

export function UpdateNotice() {
  const [later, setLater] = useState(false);
  const tooOld = isOld.value;
  if (!tooOld && (!updateReady.value || later)) return null;
  return html`<div class="utrecht-alert utrecht-alert--${tooOld ? "warning" : "info"}">
    <${Icon} name="refresh" />
    <div>
      <p>
        ${tooOld
          ? html`<strong>Deze versie is te oud om te verzenden.</strong> Uw werk staat veilig op dit toestel. Werk eerst bij.`
          : html`<strong>Nieuwe versie klaar.</strong> Bijwerken duurt een paar seconden. Uw werk blijft staan.`}
      </p>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${updateNow}>Werk nu bij</button>
        ${!tooOld && html`<button class="utrecht-button utrecht-button--subtle" type="button" onClick=${() => setLater(true)}>Na deze ronde</button>`}
      </div>
    </div>
  </div>`;
}
