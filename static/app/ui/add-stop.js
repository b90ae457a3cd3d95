/** Adres erbij: search the address pack of the phone, say whether it is a home, and it is on the list. */
import { html, useEffect, useState } from "../lib/html.js";
import { hasAddresses, searchAddresses } from "../sync/addresses.js";
import { documents } from "../sync/watch.js";
import { Sheet } from "./dialog.js";
import { reasonAt } from "./facts.js";
import { Icon } from "./icon.js";
import { go } from "./navigation.js";
import { useOnce, useSaving } from "./saving.js";
import { addStop, premisesAt, startVisit } from "./visit-start.js";

/** @typedef {import("../types.js").Address} Address */

/** @param {{list: any, onClose: () => void}} props */
export function AddStop({ list, onClose }) {
  const { save, notSaved } = useSaving();
  const [chosen, setChosen] = useState(/** @type {Address | null} */ (null));

  const { once } = useOnce();
  const add = (/** @type {boolean} */ isHomeAddress) => once(() => addNow(isHomeAddress));
  const addNow = async (/** @type {boolean} */ isHomeAddress) => {
    if (!chosen) return;
    const premisesId = await premisesAt(save, chosen, isHomeAddress);
    if (!premisesId) return;
    if (list && (await addStop(save, list, premisesId, chosen.text))) onClose();
    if (!list) {
      const place = await startVisit(save, { premises_id: premisesId, reason: reasonAt(documents.get(premisesId)), is_home: isHomeAddress }, null);
      if (place) go(place);
    }
  };
  return html`<${Sheet} title="Adres erbij" onClose=${onClose}>
    ${notSaved}
    ${chosen
      ? html`<div class="th-stack">
          <p><strong>${chosen.text}</strong></p>
          <p>Woont hier iemand? Dan is toestemming nodig om naar binnen te gaan.</p>
          <div class="th-buttons">
            <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${() => add(true)}>Ja, een woning</button>
            <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => add(false)}>Nee, een bedrijf</button>
            <button class="utrecht-button utrecht-button--subtle" type="button" onClick=${() => setChosen(null)}>Ander adres</button>
          </div>
        </div>`
      : html`<${AddressSearch} onChoose=${setChosen} />`}
  <//>`;
}

const NO_PACK = "De adressen staan nog niet op dit toestel. Haal ze op als u verbinding hebt.";

/** @param {{onChoose: (address: Address) => void}} props */
function AddressSearch({ onChoose }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState(/** @type {Address[] | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    hasAddresses().then(
      (known) => known || setProblem(NO_PACK),
      () => setProblem(NO_PACK),
    );
  }, []);
  useEffect(() => {
    let wanted = true;
    if (text.trim().length < 2) return setFound(null);
    searchAddresses(text, 8).then(
      (addresses) => wanted && setFound(addresses),
      () => wanted && setProblem(NO_PACK),
    );
    return () => {
      wanted = false;
    };
  }, [text]);
  return html`<div class="th-stack">
    <div class="utrecht-form-field">
      <label class="utrecht-form-label" for="adres-zoeken">Straat en nummer</label>
      <input
        class="utrecht-textbox"
        id="adres-zoeken"
        type="search"
        autocomplete="off"
        autocapitalize="words"
        spellcheck=${false}
        value=${text}
        onInput=${(/** @type {any} */ event) => setText(event.target.value)}
      />
    </div>
    <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--info">${problem}</p>`}</div>
    <p class="th-quiet" role="status">${found && !problem && (found.length === 0 ? "Geen adres gevonden. Kijk de straatnaam na." : `${found.length} gevonden`)}</p>
    <ul class="th-rows" role="list">
      ${(found ?? []).map(
        (address) =>
          html`<li key=${address.bag_address_id ?? address.text}>
            <button class="th-list-row" type="button" onClick=${() => onChoose(address)}>
              <${Icon} name="map-pin" tone="quiet" /><span class="th-list-row__text">${address.text}</span><${Icon} name="chevron-right" />
            </button>
          </li>`,
      )}
    </ul>
  </div>`;
}
