/** The ⋯ menu, in the same order everywhere. */
import { html, useEffect, useState } from "../lib/html.js";
import { canAddPasskey, lockNow, phone } from "../sync/phone.js";
import { documents, me, policy, units } from "../sync/watch.js";
import { Sheet } from "./dialog.js";
import { isClosed, mayTakeOver } from "./facts.js";
import { Icon } from "./icon.js";
import { go, menuOpen } from "./navigation.js";
import { toggleTheme } from "./theme.js";

export function MenuSheet() {
  const { visitId } = menuOpen.value ?? {};
  const visit = visitId ? documents.get(visitId) : null;
  const isOpen = Boolean(visit) && !isClosed(visit);
  const [Danger, setDanger] = useState(/** @type {any} */ (null));
  const openDanger = async () => {
    const { DangerSheet } = await import("./danger-sheet.js");
    setDanger(() => DangerSheet);
  };
  const [Ending, setEnding] = useState(/** @type {any} */ (null));
  const openEnding = (/** @type {"VoidSheet" | "TakeOverSheet"} */ which) => async () => {
    const sheets = await import("./end-visit-sheet.js");
    setEnding(() => sheets[which]);
  };
  const [Passkey, setPasskey] = useState(/** @type {any} */ (null));
  const [canPasskey, setCanPasskey] = useState(false);
  useEffect(() => {
    canAddPasskey().then(setCanPasskey, () => {});
  }, []);
  const openPasskey = async () => {
    const { PasskeySheet } = await import("./passkey-sheet.js");
    setPasskey(() => PasskeySheet);
  };
  const close = () => (menuOpen.value = null);
  const then = (/** @type {() => void} */ act) => () => {
    close();
    act();
  };
  const lead = units.value.find((unit) => unit.fields.kind === "team" && me.value?.team_ids.includes(unit.id))?.fields.phone;
  if (Danger) return html`<${Danger} visit=${visit} onClose=${close} />`;
  if (Ending) return html`<${Ending} visit=${visit} onClose=${close} />`;
  if (Passkey) return html`<${Passkey} onClose=${close} />`;
  return html`<${Sheet} title="Meer" onClose=${close}>
    <div class="th-rows">
      ${policy.value?.switches?.call_112 === true && html`<a class="th-list-row" href="tel:112"><${Icon} name="phone" tone="bad" /><strong>Bel 112</strong></a>`}
      <button class="th-list-row" type="button" onClick=${then(lockNow)}><${Icon} name="lock" /><span>Vergrendel nu</span></button>
      <button class="th-list-row" type="button" onClick=${then(() => go(visitId ? `#/bezoek/${visitId}/hulpkaart` : "#/hulpkaart"))}>
        <${Icon} name="lifebuoy" /><span>Hulpkaart</span>
      </button>
      ${visit && html`<button class="th-list-row" type="button" onClick=${then(() => go(`#/bezoek/${visitId}/samen`))}><${Icon} name="users" /><span>Samen met politie</span></button>`}
      ${visit?.fields.visit_kind === "home_address" && !isClosed(visit) && html`<button class="th-list-row" type="button" onClick=${openDanger}><${Icon} name="alert-triangle" /><span>Acuut gevaar achteraf vastleggen</span></button>`}
      ${isOpen && mayTakeOver(visit) && html`<button class="th-list-row" type="button" onClick=${openEnding("TakeOverSheet")}><${Icon} name="users" /><span>Neem controle over</span></button>`}
      ${isOpen && html`<button class="th-list-row" type="button" onClick=${openEnding("VoidSheet")}><${Icon} name="ban" /><span>Laat controle vervallen</span></button>`}
      ${lead
        ? html`<a class="th-list-row" href="tel:${lead.replace(/[^+\d]/g, "")}"><${Icon} name="phone" /><span>Bel teamleider</span></a>`
        : html`<p class="th-list-row th-quiet"><${Icon} name="phone" /><span>Bel teamleider: geen nummer bekend</span></p>`}
      ${canPasskey && html`<button class="th-list-row" type="button" onClick=${openPasskey}><${Icon} name="lock" /><span>Openen met vinger of gezicht</span></button>`}
      <button class="th-list-row" type="button" onClick=${then(toggleTheme)}><${Icon} name="moon" /><span>Donker scherm</span></button>
      <details class="th-more">
        <summary><${Icon} name="chevron-down" />Over deze app</summary>
        <dl class="th-facts">
          <div><dt>Gemeente</dt><dd>${phone.value.municipality?.name ?? ""}</dd></div>
          <div><dt>Toestel</dt><dd>${phone.value.phone_number ?? ""}</dd></div>
          <div><dt>Versie</dt><dd>${document.documentElement.dataset.build ?? ""}</dd></div>
          <div><dt>Licentie</dt><dd>EUPL-1.2</dd></div>
        </dl>
      </details>
    </div>
  <//>`;
}
