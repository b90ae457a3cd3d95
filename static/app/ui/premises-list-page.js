/** Panden: the premises on this phone, by street, number, name or permit number; never by person. */
import { firstOf, orderOf } from "../lib/first.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { inSlices } from "../lib/slices.js";
import { documents } from "../sync/watch.js";
import { addressOf, openMeasures, typeLine } from "./facts.js";
import { Icon } from "./icon.js";
import { Screen } from "./screen.js";
import { count } from "./words.js";

/** @typedef {import("../types.js").ServerDocument} ServerDocument */
/** @typedef {{id: string, words: string, order: string}} Findable `words`: by which it is found */
/** @typedef {{all: Findable[], first: Findable[]}} Listed `first`: of all, what is shown while nobody searches */

const MOST = 60;
const AT_ONCE = 10;

/** By pack: a pull makes anew what it changed. @type {WeakMap<ServerDocument[], Findable[]>} */
const known = new WeakMap();

/** @param {{id: string, fields: Record<string, any>}} premises @returns {Findable} */
function findable({ id, fields }) {
  const address = fields.address?.text ?? "";
  const words = [address, fields.name ?? "", ...Object.keys(fields.vergunningen ?? {})].join(" ").toLowerCase();
  return { id, words, order: orderOf(address) };
}

/** @param {ServerDocument[]} pack */
function findableIn(pack) {
  const found = known.get(pack) ?? pack.map(findable);
  known.set(pack, found);
  return found;
}

/** @param {Findable[]} some */
const firstIn = (some) => firstOf(some, MOST, (a, b) => (a.order < b.order ? -1 : Number(a.order > b.order)));

/** All premises with the words by which they are found, in slices. @param {() => boolean} isWanted @returns {Promise<Listed>} */
async function listAll(isWanted) {
  const { packs, own } = documents.packsOf("premises");
  const all = [...own.values()].map(findable);
  let first = firstIn(all);
  const take = (/** @type {ServerDocument[]} */ pack) => {
    const found = own.size > 0 ? findableIn(pack).filter(({ id }) => !own.has(id)) : findableIn(pack);
    all.push(...found);
    first = firstIn([...first, ...found]);
  };
  await inSlices(packs, take, isWanted);
  return { all, first };
}

/** Null until all were gone through. @returns {Listed | null} */
function useListed() {
  const [listed, setListed] = useState(/** @type {Listed | null} */ (null));
  useEffect(() => {
    let isWanted = true;
    void listAll(() => isWanted).then((all) => isWanted && setListed(all));
    return () => {
      isWanted = false;
    };
  }, [documents.stampOf("premises")]); // anew when one of them may have changed, not at each key
  return listed;
}

/** Some more of them at each frame: no tap waits until all rows are drawn. @template T @param {T[]} items */
function useGrowing(items) {
  const drawn = useRef(0);
  const [, drawAgain] = useState({});
  const some = items.slice(0, drawn.current + AT_ONCE);
  useEffect(() => {
    drawn.current = some.length;
    if (some.length < items.length) drawAgain({});
  });
  return some;
}

/** A row that was drawn is not drawn again when more come below it: it draws itself when its premises change. @returns {(id: string) => unknown} */
function useRows() {
  const made = useRef(new Map()).current;
  return (id) => made.get(id) ?? made.set(id, html`<${Row} key=${id} id=${id} />`).get(id);
}

/** @param {{id: string}} props */
function Row({ id }) {
  const premises = documents.get(id);
  if (!premises) return null; // it left the phone since the list was made
  const open = openMeasures(premises).length;
  return html`<li>
    <a class="th-list-row th-list-row--stacks" href="#/pand/${id}">
      <${Icon} name=${premises.fields.is_dwelling ? "home" : "building-store"} tone="quiet" />
      <span class="th-list-row__text">
        <strong>${addressOf(premises)}</strong><span>${[premises.fields.name, typeLine(premises)].filter(Boolean).join("\u00a0· ")}</span>
      </span>
      ${open > 0 && html`<span class="th-list-row__end" data-tone="warn">${open} open</span>`}
      <${Icon} name="chevron-right" />
    </a>
  </li>`;
}

/** Not every address is a file on this phone; every address of the municipality can be found to start at. */
function NoneHere() {
  return html`<section class="th-card th-stack">
    <p>Hier staan alleen de panden op dit toestel. Alle adressen van de gemeente vindt u bij Vandaag, met <strong>Adres erbij</strong>.</p>
    <a class="utrecht-button utrecht-button--secondary-action" data-wide href="#/vandaag">Ga naar Vandaag</a>
  </section>`;
}

export function PremisesListPage() {
  const [text, setText] = useState("");
  const listed = useListed();
  const all = listed?.all ?? [];
  const wanted = text.trim().toLowerCase();
  const found = wanted ? all.filter(({ words }) => words.includes(wanted)) : all;
  const first = wanted ? firstIn(found) : (listed?.first ?? []);
  const rows = useGrowing(first);
  const rowOf = useRows();
  return html`<${Screen} name="panden" title="Panden" ready=${listed !== null && rows.length === first.length} subtitle=${listed && `${count(all.length, "pand", "panden")} op dit toestel`} menu=${{}} tab="panden">
    <div class="utrecht-form-field">
      <label class="utrecht-form-label" for="pand-zoeken">Zoek op straat, nummer of vergunning</label>
      <input
        class="utrecht-textbox"
        id="pand-zoeken"
        type="search"
        autocomplete="off"
        spellcheck=${false}
        value=${text}
        onInput=${(/** @type {any} */ event) => setText(event.target.value)}
      />
    </div>
    <p class="th-quiet" role="status">${wanted && listed ? (found.length === 0 ? "Geen pand gevonden. Kijk de straatnaam na." : `${found.length} gevonden`) : ""}</p>
    ${listed && found.length === 0 && html`<${NoneHere} />`}
    ${rows.length > 0 &&
    html`<ul class="th-card th-rows" data-long role="list">
      ${rows.map(({ id }) => rowOf(id))}
    </ul>`}
    ${found.length > MOST && html`<p class="th-quiet">Nog ${found.length - MOST} panden. Zoek op straat om ze te zien.</p>`}
  <//>`;
}
