/** What holds for the whole phone and has to be known on every screen. */
import { html } from "../lib/html.js";
import { isOld } from "../sync/contact.js";
import { phone } from "../sync/phone.js";
import { EmptiedNotice } from "./emptied-notice.js";
import { locksSoon } from "./idle-lock.js";
import { Icon } from "./icon.js";
import { route } from "./navigation.js";

/** Verzenden says it itself, with what to do; the help card is shown to somebody else. */
const SAYS_NOT_THAT_IT_IS_OLD = new Set(["verzenden", "hulpkaart"]);

export function PhoneNotice() {
  const { state, reason } = phone.value;
  return html`<div role="alert">
    ${locksSoon.value && html`<p class="utrecht-alert utrecht-alert--warning"><${Icon} name="lock" /><span>De app vergrendelt zo. Tik om door te gaan.</span></p>`}
    ${reason === "person_off" && html`<p class="utrecht-alert utrecht-alert--error"><${Icon} name="user-off" /><span>Uw account staat uit. Uw werk wordt nog verzonden. Bel uw teamleider.</span></p>`}
    ${isOld.value &&
    !SAYS_NOT_THAT_IT_IS_OLD.has(route.value.screen) &&
    html`<p class="utrecht-alert utrecht-alert--warning">
      <${Icon} name="refresh" /><span>Deze versie van de app is te oud: u ontvangt niets nieuws. Werk bij op <a class="utrecht-link" href="#/verzenden">Verzenden</a>.</span>
    </p>`}
    <${EmptiedNotice} />
    ${state === "record_only" &&
    html`<p class="utrecht-alert utrecht-alert--warning">
      <${Icon} name="wifi-off" /><span>Dit toestel had 7 dagen geen verbinding. U kunt nog vastleggen, maar geen dossiers openen. Zoek verbinding: dan kan alles weer.</span>
    </p>`}
  </div>`;
}
