/** An end of a visit that did not arrive: what the office says of it, and what who was there can do. */
import { html, useEffect } from "../lib/html.js";
import { heldText, readReasons, reasonText } from "../sync/reasons.js";
import { heldEnd, isClosed } from "./facts.js";
import { Icon } from "./icon.js";

/** @type {Record<string, string>} */
const TITLES = { "visit.close": "De afronding is niet aangekomen.", "visit.void": "Deze controle kon niet vervallen." };
/** @type {Record<string, string>} */
const GO_ON = {
  "visit.close": "Uw werk is bewaard. Ga verder met de controle en onderteken haar daarna opnieuw.",
  "visit.void": "Uw werk is bewaard. U kunt verdergaan met de controle. Uw teamleider kijkt er ook naar.",
};

/** Nothing where no end is held. @param {{visit: any}} props */
export function HeldEnd({ visit }) {
  useEffect(() => void readReasons(), []);
  const held = heldEnd(visit);
  if (!held) return null;
  const told = isClosed(visit) ? heldText(held.code) : `${reasonText(held.code)} ${GO_ON[held.kind]}`;
  return html`<div class="utrecht-alert utrecht-alert--error" data-held-end=${held.kind}>
    <${Icon} name="alert-triangle" /><p><strong>${TITLES[held.kind]}</strong> ${told}</p>
  </div>`;
}
