/** Panden: the premises on this phone, by street, number, name or permit number; never by person. */
import { firstOf } from "../lib/first.js";
import { html, useMemo, useState } from "../lib/html.js";
import { documents } from "../sync/watch.js";
import { addressOf, openMeasures, typeLine } from "./facts.js";
import { Icon } from "./icon.js";
import { Screen } from "./screen.js";
import { count } from "./words.js";

const MOST = 60;
const { compare } = new Intl.Collator("nl", { numeric: true });

/** All premises with the words by which they are found. */
const findable = () => documents.byKind("premises").map((premises) => ({ premises, address: addressOf(premises), words: wordsOf(premises) }));

export function PremisesListPage() {
  const [text, setText] = useState("");
  const all = useMemo(findable, [documents.version.value]); // anew when a document changed, not at each key
  const wanted = text.trim().toLowerCase();
  const found = wanted ? all.filter(({ words }) => words.includes(wanted)) : all;
  return html`<${Screen} name="panden" title="Panden" subtitle=${`${count(all.length, "pand", "panden")} op dit toestel`} menu=${{}} tab="panden">
    <div class="utrecht-form-field">
      <label class="utrecht-form-label" for="pand-zoeken">Zoek op straat, nummer of vergunning</label>
      <input
        class="utrecht-textbox"
        id="pand-zoeken"
        type="search"
        autocomplete="off"
        spellcheck="false"
        value=${text}
        onInput=${(/** @type {any} */ event) => setText(event.target.value)}
      />
    </div>
    <p class="th-quiet" role="status">${wanted ? (found.length === 0 ? "Geen pand gevonden. Kijk de straatnaam na." : `${found.length} gevonden`) : ""}</p>
    <ul class="th-card th-rows" role="list">
      ${firstOf(found, MOST, (a, b) => compare(a.address, b.address)).map(
        ({ premises }) =>
          html`<li key=${premises.id}>
            <a class="th-list-row" href="#/pand/${premises.id}">
              <${Icon} name=${premises.fields.is_dwelling ? "home" : "building-store"} tone="quiet" />
              <span class="th-list-row__text">
                <strong>${addressOf(premises)}</strong><span>${[premises.fields.name, typeLine(premises)].filter(Boolean).join("\u00a0· ")}</span>
              </span>
              ${openMeasures(premises).length > 0 && html`<span class="th-list-row__end" data-tone="warn">${openMeasures(premises).length} open</span>`}
              <${Icon} name="chevron-right" />
            </a>
          </li>`,
      )}
    </ul>
    ${found.length > MOST && html`<p class="th-quiet">Nog ${found.length - MOST} panden. Zoek op straat om ze te zien.</p>`}
  <//>`;
}

/** @param {any} premises */
function wordsOf(premises) {
  return [addressOf(premises), premises.fields.name ?? "", ...Object.keys(premises.fields.vergunningen ?? {})].join(" ").toLowerCase();
}
