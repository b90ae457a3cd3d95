/** Vandaag: what now, then the rest of the round in order. */
import { clock, dayLong, momentText, todayOn } from "../lib/dates.js";
import { html, useState } from "../lib/html.js";
import { documents, listChanged, me, people, strip } from "../sync/watch.js";
import { addressOf, atMoment, checklistOf, isClosed, openVisits, placeOf, premisesOf, roundOn, stopsOf, todaysList } from "./facts.js";
import { DecidedCards } from "./decided-cards.js";
import { Icon } from "./icon.js";
import { LinkedPhones } from "./linked-phones.js";
import { go } from "./navigation.js";
import { progressOf } from "./progress.js";
import { useOnce, useSaving } from "./saving.js";
import { Screen } from "./screen.js";
import { StopCard } from "./stop-card.js";
import { toggleTheme } from "./theme.js";
import { startVisit } from "./visit-start.js";

/** @typedef {import("../types.js").Shown} Shown */

export function TodayPage() {
  const { save, notSaved } = useSaving();
  const [adding, setAdding] = useState(/** @type {any} */ (null));
  const list = todaysList();
  const stops = stopsOf(list);
  const done = stops.filter((stop) => isClosed(stop.visit));
  const todo = stops.filter((stop) => !isClosed(stop.visit));
  const numbered = new Map(stops.map((stop, index) => [stop.id, index + 1]));
  const next = todo.find((stop) => !stop.visit) ?? todo[0];

  const openAdding = async () => {
    const { AddStop } = await import("./add-stop.js");
    setAdding(() => AddStop);
  };
  const { once } = useOnce();
  const start = (/** @type {any} */ stop) =>
    once(async () => {
      const place = stop.visit ? placeOf(stop.visit) : await startVisit(save, stop, list?.id ?? null);
      if (place) go(place);
    });
  const buttons = html`<button class="th-icon-button" type="button" aria-label="Donker scherm" onClick=${toggleTheme}>
    <${Icon} name="moon" />
  </button>`;
  const AddStop = adding;

  return html`<${Screen}
    name="vandaag"
    title="Vandaag"
    subtitle=${`${dayLong(list?.fields.on === todayOn() ? todayOn() : roundOn())} · ${partOfDay()}`}
    buttons=${buttons}
    menu=${{}}
    tab="vandaag"
  >
    ${notSaved}
    <${LinkedPhones} />
    <${Returned} />
    <${DecidedCards} />
    <${Resume} />
    <${Changed} />
    <${Ages} list=${list} />
    ${stops.length > 0 &&
    html`<div class="th-row">
        <strong>${done.length} van ${stops.length} gedaan</strong>
        ${strip.value.contact_at && html`<span class="th-quiet">Opgehaald ${atMoment(strip.value.contact_at)}</span>`}
      </div>
      <progress class="th-progress" max=${stops.length} value=${done.length} aria-label="Gedaan"></progress>`}
    ${stops.length === 0 && html`<p class="th-card">Er staat niets op uw lijst. Zoek een pand of vraag uw teamleider.</p>`}
    <${EndOfShift} done=${stops.length > 0 && todo.length === 0} />
    <ol class="th-stops">
      ${[next, ...todo.filter((stop) => stop !== next), ...done]
        .filter((stop) => stop !== undefined)
        .map(
          (stop) =>
            html`<${StopCard}
              key=${stop.id}
              number=${numbered.get(stop.id)}
              stop=${stop}
              list=${list}
              isNext=${stop === next}
              onStart=${() => start(stop)}
              onSave=${save}
              around=${[before(todo, stop), after(todo, stop)]}
            />`,
        )}
    </ol>
    <button class="utrecht-button utrecht-button--secondary-action" data-wide type="button" onClick=${openAdding}>
      <${Icon} name="plus" />Adres erbij
    </button>
    ${AddStop && html`<${AddStop} list=${list} onClose=${() => setAdding(null)} />`}
  <//>`;
}

/** @template T @param {T[]} all @param {T} one */
const before = (all, one) => all[all.indexOf(one) - 1] ?? null;
/** @template T @param {T[]} all @param {T} one */
const after = (all, one) => (all.includes(one) ? (all[all.indexOf(one) + 1] ?? null) : null);

function partOfDay() {
  const hour = Number(clock(Date.now()).slice(0, 2));
  if (hour >= 17 || hour < 6) return "ronde avond";
  return hour < 12 ? "ronde ochtend" : "ronde middag";
}

/** A proposal that came back, on top and never as a pop-up. */
function Returned() {
  const mine = me.value?.id;
  const returned = documents
    .byKind("measure")
    .filter(({ fields, waiting_acts }) => fields.state === "teruggegeven" && fields.proposed_by === mine && waiting_acts.length === 0);
  return returned.map((measure) => {
    const remark = /** @type {any} */ (Object.values(measure.fields.remarks ?? {})[0]);
    return html`<a key=${measure.id} class="th-card th-list-row" data-tone="warn" href="#/voorstel/${measure.id}">
      <${Icon} name="alert-triangle" tone="warn" />
      <span class="th-list-row__text">
        <strong>${remark ? people(remark.by) : "Uw teamleider"} stuurde uw voorstel terug</strong>
        <span>${addressOf(documents.get(measure.fields.premises_id))}${measure.fields.returned_at ? ` · ${momentText(measure.fields.returned_at)}` : ""}</span>
      </span>
      <${Icon} name="chevron-right" />
    </a>`;
  });
}

/** Where a visit was broken off. */
function Resume() {
  const [later, setLater] = useState(/** @type {string[]} */ ([]));
  const visit = openVisits().find(({ id }) => !later.includes(id));
  if (!visit) return null;
  const address = addressOf(premisesOf(visit), "deze controle");
  const list = checklistOf(visit);
  const { answered, total, lastAt } = progressOf(visit, list);
  const old = roundOn(visit.fields.opened_at) !== roundOn();
  return html`<section class="th-card" data-tone="info" data-resume>
    <h2>U was bezig met ${address}</h2>
    <p>${answered} van ${total} punten ingevuld${lastAt ? `, laatst om ${clock(lastAt)}` : ""}. Alles is bewaard.</p>
    ${old && html`<p>Deze controle is van ${dayLong(roundOn(visit.fields.opened_at))}. Klopt alles nog?</p>`}
    <div class="th-buttons">
      <a class="utrecht-button utrecht-button--secondary-action" href=${placeOf(visit)}>Ga verder</a>
      <button class="utrecht-button utrecht-button--subtle" type="button" onClick=${() => setLater([...later, visit.id])}>Later</button>
    </div>
  </section>`;
}

/** The team lead changed the list; nothing moves under the thumb before *Bekijk*. */
function Changed() {
  const changed = listChanged.value;
  if (!changed) return null;
  const words = changed.added > 0 ? `${changed.added} ${changed.added === 1 ? "adres" : "adressen"} erbij.` : "";
  return html`<div class="utrecht-alert utrecht-alert--info" role="status">
    <${Icon} name="info-circle" />
    <div>
      <p>Uw lijst is veranderd${words ? `: ${words}` : "."}</p>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => (listChanged.value = null)}>Bekijk</button>
      </div>
    </div>
  </div>`;
}

/** A list of another day says so. @param {{list: Shown | null}} props */
function Ages({ list }) {
  if (!list || list.fields.on === todayOn() || list.fields.on === roundOn()) return null;
  return html`<p class="utrecht-alert utrecht-alert--warning">
    <${Icon} name="clock" />
    <span>Deze lijst is van ${list.fields.sent_at ? momentText(list.fields.sent_at) : dayLong(list.fields.on)}. Haal bij verbinding een nieuwe op.</span>
  </p>`;
}

/** @param {{done: boolean}} props */
function EndOfShift({ done }) {
  const { unsent } = strip.value;
  if (!done || unsent === 0) return null;
  return html`<p class="utrecht-alert utrecht-alert--warning">
    <${Icon} name="device-mobile" />
    <span>
      Uw ronde is klaar, maar ${unsent === 1 ? "1 wijziging staat" : `${unsent} wijzigingen staan`} nog alleen hier. Zoek verbinding voor u naar huis
      gaat.
    </span>
  </p>`;
}
