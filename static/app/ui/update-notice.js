/** Nieuwe versie klaar: offered at the lock screen and on Verzenden, never inside a visit. */
import { html, useState } from "../lib/html.js";
import { isOld } from "../sync/contact.js";
import { Icon } from "./icon.js";
import { useOnce } from "./saving.js";
import { startsOnlineOnly, updateNow, updateReady } from "./update.js";

/** @type {Record<string, string>} */
const WORDS = {
  none: "Er is nu geen nieuwe versie te krijgen. Zoek verbinding en probeer het nog eens. Lukt het niet? Bel uw teamleider.",
  late: "De nieuwe versie staat klaar, maar start nog niet. Sluit de app helemaal af en open hem dan opnieuw.",
  visit: "Rond eerst uw bezoek af of ga ervan weg.",
};

export function UpdateNotice() {
  const [later, setLater] = useState(false);
  const [said, say] = useState("");
  const { busy, once } = useOnce();
  const tooOld = isOld.value;
  if (!tooOld && startsOnlineOnly.value) return html`<${OnlineOnly} />`;
  if (!tooOld && (!updateReady.value || later)) return null;
  const update = () => once(async () => say(WORDS[await updateNow()] ?? ""));
  return html`<div class="utrecht-alert utrecht-alert--${tooOld ? "warning" : "info"}">
    <${Icon} name="refresh" />
    <div>
      <p>
        ${tooOld
          ? html`<strong>Deze versie is te oud.</strong> Uw werk wordt nog verzonden, maar u ontvangt niets nieuws. Werk eerst bij.`
          : html`<strong>Nieuwe versie klaar.</strong> Bijwerken duurt een paar seconden. Uw werk blijft staan.`}
      </p>
      <p role="status">${said}</p>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${update}>${busy ? "Bezig" : "Werk nu bij"}</button>
        ${!tooOld && html`<button class="utrecht-button utrecht-button--subtle" type="button" onClick=${() => setLater(true)}>Na deze ronde</button>`}
      </div>
    </div>
  </div>`;
}

const OnlineOnly = () => html`<p class="utrecht-alert utrecht-alert--warning">
  <${Icon} name="alert-triangle" />
  <span><strong>Zonder verbinding start deze app nu misschien niet.</strong> Sluit hem niet af. Met verbinding herstelt de app dit zelf. Uw werk blijft staan.</span>
</p>`;
