/** The frame of every screen: header, strip, content, action bar, bottom bar; focus and title on arrival. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { Icon } from "./icon.js";
import { go, menuOpen, toast } from "./navigation.js";
import { PhoneNotice } from "./phone-notice.js";
import { SyncStrip } from "./sync-strip.js";
import { TabBar } from "./tab-bar.js";

/**
 * What a screen is called in the title of the page. A browser writes titles in its history and its session file, in the
 * clear: so no address, and nothing of what was seen there; the heading says that. @type {Record<string, string>}
 */
const PAGE_TITLES = {
  afronden: "Controle afronden",
  bevinding: "Bevinding",
  bezoek: "Controle",
  fout: "Er ging iets mis",
  "geen-toestemming": "Geen toestemming",
  hulpkaart: "Hulpkaart",
  maatregel: "Maatregel voorstellen",
  machtiging: "Machtiging",
  pand: "Pand",
  panden: "Panden",
  samen: "Samen met politie",
  start: "Start controle",
  teruggestuurd: "Uw voorstel",
  toestemming: "Toestemming",
  "twee-versies": "Twee versies",
  vandaag: "Vandaag",
  verzenden: "Verzenden",
};

/**
 * @param {{
 *   name: string, title: string, subtitle?: unknown, ready?: boolean, place?: string,
 *   back?: string, buttons?: unknown, menu?: {visitId?: string} | null, strip?: boolean,
 *   bar?: unknown, actions?: unknown, tab?: string, children?: unknown,
 * }} props
 *   `place` changes when the same screen shows another part, and moves the focus again;
 *   `bar` stands under the strip, `actions` in the action bar.
 */
export function Screen(props) {
  const { name, title, subtitle, back, buttons, menu, bar, actions, tab, children } = props;
  const heading = useArrival(name, props.place ?? "");
  return html`<a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#inhoud" onClick=${toContent}>Naar de inhoud</a>
    <div class="th-app">
      <div class="th-top">
        <header class="th-header">
          ${back && html`<a class="th-icon-button" href=${back} aria-label="Terug"><${Icon} name="arrow-left" /></a>`}
          <div class="th-header__text">
            <h1 ref=${heading} tabindex="-1" aria-describedby=${subtitle ? "ondertitel" : undefined}>${title}</h1>
            ${subtitle && html`<p class="th-header__sub" id="ondertitel">${subtitle}</p>`}
          </div>
          ${buttons}
          ${menu &&
          html`<button class="th-icon-button" type="button" aria-label="Meer" aria-haspopup="dialog" onClick=${() => (menuOpen.value = menu)}>
            <${Icon} name="dots" />
          </button>`}
        </header>
        ${props.strip !== false && html`<${SyncStrip} />`} ${bar && html`<div class="th-sub-bar">${bar}</div>`}
      </div>
      <main class="th-main" id="inhoud" tabindex="-1" data-screen=${name} data-ready=${props.ready === false ? undefined : "true"}>
        <${PhoneNotice} />
        <${Toast} />
        ${children}
      </main>
      ${(actions || tab) &&
      html`<div class="th-bottom">
        ${actions && html`<div class="th-actions">${actions}</div>`} ${tab && html`<${TabBar} current=${tab} />`}
      </div>`}
    </div>`;
}

/** @param {Event} event */
function toContent(event) {
  event.preventDefault();
  document.getElementById("inhoud")?.focus();
}

/** Title and focus when a screen appears. @param {string} name @param {string} place */
function useArrival(name, place) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    document.title = [PAGE_TITLES[name], "Toezicht"].filter(Boolean).join(", ");
  }, [name]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, [place]);
  return heading;
}

/** What the screen before had to say; it stays as long as this screen does, so nobody has to be quick. */
function Toast() {
  const [text] = useState(toast.peek());
  useEffect(() => {
    toast.value = "";
  }, []);
  return html`<div role="status">${text && html`<p class="th-card th-list-row" data-tone="ok"><${Icon} name="check" tone="ok" />${text}</p>`}</div>`;
}

/** A screen of which the document is not on this phone. @param {{name: string, text: string}} props */
export function NotHere({ name, text }) {
  return html`<${Screen} name=${name} title="Niet op dit toestel" back="#/vandaag" tab="vandaag">
    <p class="th-card">${text}</p>
    <button class="utrecht-button utrecht-button--secondary-action" data-wide type="button" onClick=${() => go("#/vandaag")}>
      Ga terug naar Vandaag
    </button>
  <//>`;
}
