/** The frame of what comes before the app: brand line, one heading, and what is known about the phone. */
import { count } from "../lib/count.js";
import { html, useEffect, useRef } from "../lib/html.js";
import { reachable } from "../sync/contact.js";
import { phone } from "../sync/phone.js";
import { Icon } from "./icon.js";

/** @param {{name: string, title: string, lead?: unknown, place?: string, children?: unknown}} props */
export function Gate({ name, title, lead, place = "", children }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    document.title = `${title}, Toezicht`;
    if (document.activeElement === document.body || place) heading.current?.focus({ preventScroll: true });
  }, [title, place]);
  const { municipality, phone_number: number } = phone.value;
  const town = municipality?.name ?? document.getElementById("app")?.dataset.municipality ?? "";
  return html`<main class="th-gate" data-screen=${name} data-ready="true">
    <div class="th-brand">
      <span class="th-brand__mark"><${Icon} name="clipboard-check" /></span>
      <p>
        <strong>Toezicht</strong>
        <span>${[town && townName(town), number && `toestel ${String(number).padStart(2, "0")}`].filter(Boolean).join(" · ")}</span>
      </p>
    </div>
    <h1 ref=${heading} tabindex="-1">${title}</h1>
    ${lead && html`<p class="th-gate__lead">${lead}</p>`} ${children}
  </main>`;
}

/** By the hour of the phone. */
export function greeting() {
  const hour = new Date().getHours();
  if (hour < 6) return "Goedenacht";
  if (hour < 12) return "Goedemorgen";
  return hour < 18 ? "Goedemiddag" : "Goedenavond";
}

/** A new installation says that it has no name yet. @param {string} name */
const townName = (name) => (/^(Gemeente|Nog geen naam)/.test(name) ? name : `Gemeente ${name}`);

/** What waits on this phone, and whether there is a connection; no address, no name. @param {{canWork?: boolean}} props */
export function UnsentLine({ canWork = true }) {
  const unsent = phone.value.unsent ?? 0;
  const waits = unsent > 0 && `${count(unsent, "wijziging staat", "wijzigingen staan")} versleuteld op dit toestel.`;
  const offline = !navigator.onLine || reachable.value === false;
  if (!offline && !waits) return null;
  return html`<div class="utrecht-alert utrecht-alert--info" data-unsent=${unsent}>
    <${Icon} name=${offline ? "wifi-off" : "device-mobile"} />
    <div>
      ${offline && html`<strong>Geen verbinding.${canWork && " U kunt gewoon werken."}</strong>`}
      ${waits && html`<p>${waits}</p>`}
    </div>
  </div>`;
}
