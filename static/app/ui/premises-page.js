/** Pand: know the file before the door opens. First what needs attention, then the permit, then the history. */
import { dayFull, momentText, todayOn } from "../lib/dates.js";
import { html } from "../lib/html.js";
import { documents, strip } from "../sync/watch.js";
import { addressOf, carriesOut, isClosed, lookFrom, machtigingOf, openMeasures, openVisits, placeOf, reasonAt, stopsOf, todaysList } from "./facts.js";
import { Icon } from "./icon.js";
import { go } from "./navigation.js";
import { useOnce, useSaving } from "./saving.js";
import { Screen } from "./screen.js";
import { Route } from "./stop-card.js";
import { startVisit } from "./visit-start.js";
import { MEASURE_TYPES, OUTCOMES, PREMISES_TYPES, VERGUNNING_STATES, count, small, termsText } from "./words.js";

/** @param {{id: string}} props */
export function PremisesPage({ id }) {
  const { save, notSaved } = useSaving();
  const premises = documents.get(id);
  const list = todaysList();
  const stop = stopsOf(list).find((one) => one.premises_id === id && !isClosed(one.visit));
  const begun = stop?.visit;
  const address = addressOf(premises, stop?.address_text ?? "Pand");
  const { once } = useOnce();
  const start = () =>
    once(async () => {
      const place = begun ? placeOf(begun) : await startVisit(save, stop ?? { premises_id: id, reason: reasonAt(premises) }, stop ? (list?.id ?? null) : null);
      if (place) go(place);
    });
  const carryOut = () =>
    once(async () => {
      const there = openVisits().find((visit) => visit.fields.premises_id === id && carriesOut(visit));
      const place = there ? placeOf(there) : await startVisit(save, { premises_id: id, reason: "uitvoering" }, null);
      if (place) go(place);
    });
  const fields = premises?.fields;
  const mayCarryOut = premises && stop?.reason !== "uitvoering" && machtigingOf(premises, "uitvoering");
  return html`<${Screen}
    name="pand"
    title=${address}
    subtitle=${fields ? [fields.name, PREMISES_TYPES[fields.premises_type]].filter(Boolean).join(" · ") : "niet op dit toestel"}
    back="#/panden"
    menu=${{}}
    tab="panden"
    actions=${html`<${Route} premises=${premises} address=${address} wide=${true} />
      <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${start}>
        <${Icon} name="clipboard-check" />${begun ? "Ga verder" : "Start controle"}
      </button>`}
  >
    ${notSaved}
    ${mayCarryOut && html`<button class="th-card th-list-row" type="button" onClick=${carryOut}>
      <span class="th-list-row__text"><strong>Bestuursdwang uitvoeren</strong><span>Er is een machtiging. Dit is geen controle.</span></span><${Icon} name="chevron-right" />
    </button>`}
    ${!fields && html`<p class="th-card">Dit pand staat niet op uw toestel. U kunt wel een controle starten. De geschiedenis ziet u met verbinding.</p>`}
    ${fields?.is_restricted && html`<p class="th-card">Dit dossier is afgeschermd. Vraag uw teamleider.</p>`}
    ${fields && openMeasures(premises).map((measure) => html`<${OpenMeasure} key=${measure.rule_key + measure.measure_type} measure=${measure} />`)}
    ${fields && Object.entries(fields.vergunningen ?? {}).map(([number, permit]) => html`<${Permit} key=${number} number=${number} permit=${permit} />`)}
    ${fields && Object.keys(fields.vergunningen ?? {}).length === 0 && !fields.is_dwelling && html`<p class="th-card">Voor dit pand is geen vergunning bekend.</p>`}
    ${fields && html`<${Past} fields=${fields} />`}
    ${fields && strip.value.contact_at && html`<p class="th-quiet">Gegevens van ${momentText(strip.value.contact_at)}.</p>`}
  <//>`;
}

/** @param {{measure: any}} props */
function OpenMeasure({ measure }) {
  const ends = measure.term_ends_on;
  const over = ends && ends < todayOn();
  const from = lookFrom(measure);
  const late = from !== null && from <= todayOn();
  return html`<div class="utrecht-alert utrecht-alert--${late ? "error" : "warning"}">
    <${Icon} name="gavel" />
    <div>
      <strong>${measure.imposed_on ? "Open" : "In voorbereiding"}: ${small(MEASURE_TYPES[measure.measure_type] ?? "maatregel")}</strong>
      <p>
        ${termsText(measure)}${termsText(measure) && "."}${ends && measure.imposed_on ? ` Termijn ${over ? "liep af op" : "loopt tot en met"} ${dayFull(ends)}.` : ""}
        ${late && html`<strong> Controleer dit vandaag.</strong>`}
      </p>
    </div>
  </div>`;
}

/** @param {{number: string, permit: any}} props */
function Permit({ number, permit }) {
  const expired = permit.valid_until_on && permit.valid_until_on < todayOn();
  const valid = permit.status === "verleend" && !expired;
  return html`<section class="th-card">
    <div class="th-card__head">
      <h2>Vergunning</h2>
      <span class="utrecht-badge-status utrecht-badge-status--${valid ? "safe" : "danger"}">
        <${Icon} name=${valid ? "circle-check" : "circle-x"} />${expired ? "Verlopen" : (VERGUNNING_STATES[permit.status] ?? permit.status)}
      </span>
    </div>
    <dl class="th-facts">
      <div><dt>Nummer</dt><dd>${permit.nummer ?? number.toUpperCase()}</dd></div>
      <div><dt>Geldig tot</dt><dd>${permit.valid_until_on ? dayFull(permit.valid_until_on) : "onbepaald"}</dd></div>
      ${permit.werkplekken != null && html`<div><dt>Werkplekken</dt><dd>hoogstens ${permit.werkplekken}</dd></div>`}
      ${permit.leidinggevenden != null && html`<div><dt>Leidinggevenden</dt><dd>${permit.leidinggevenden} op de vergunning</dd></div>`}
      ${permit.openingstijden && html`<div><dt>Open</dt><dd>${permit.openingstijden}</dd></div>`}
      ${permit.exploitant && html`<div><dt>Exploitant</dt><dd>${permit.exploitant.name}</dd></div>`}
    </dl>
    ${permit.voorschriften?.length > 0 &&
    html`<details class="th-more">
      <summary><${Icon} name="chevron-down" />${count(permit.voorschriften.length, "voorschrift", "voorschriften")}</summary>
      <ul>
        ${permit.voorschriften.map((/** @type {string} */ text) => html`<li key=${text}>${text}</li>`)}
      </ul>
    </details>`}
  </section>`;
}

/** Newest first. @param {{fields: any}} props */
function Past({ fields }) {
  const visits = Object.values(/** @type {Record<string, any>} */ (fields.visits ?? {})).map((visit) => ({
    on: visit.on,
    icon: visit.findings > 0 ? "circle-x" : visit.outcome === "afgerond" ? "circle-check" : "door",
    tone: visit.findings > 0 ? "bad" : visit.outcome === "afgerond" ? "ok" : "quiet",
    text: visit.outcome === "afgerond" ? `Controle: ${visit.findings > 0 ? `${count(visit.findings, "punt", "punten")} niet in orde` : "alles in orde"}` : (OUTCOMES[visit.outcome] ?? "Bezoek"),
    detail: "",
  }));
  const measures = openMeasures(/** @type {any} */ ({ fields })).filter((measure) => measure.imposed_on).map((measure) => ({
    on: /** @type {string} */ (measure.imposed_on),
    icon: measure.measure_type === "waarschuwing" ? "message-2" : "gavel",
    tone: measure.measure_type === "waarschuwing" ? "warn" : "bad",
    text: measure.measure_type === "waarschuwing" ? "Waarschuwing verstuurd" : `${MEASURE_TYPES[measure.measure_type] ?? "Maatregel"} opgelegd`,
    detail: termsText(measure),
  }));
  const breaches = Object.values(/** @type {Record<string, any>} */ (fields.breaches ?? {})).filter((breach) => breach.sent_on && breach.sanction).map((breach) => ({
    on: breach.sent_on,
    icon: breach.sanction === "waarschuwing" ? "message-2" : "gavel",
    tone: breach.sanction === "waarschuwing" ? "warn" : "bad",
    text: breach.sanction === "waarschuwing" ? "Waarschuwing verstuurd" : `${MEASURE_TYPES[breach.sanction] ?? "Maatregel"} opgelegd`,
    detail: "",
  }));
  const known = new Set(measures.map(({ on, text }) => on + text));
  const all = [...visits, ...measures, ...breaches.filter(({ on, text }) => !known.has(on + text))].sort((a, b) => (a.on < b.on ? 1 : -1));
  return html`<section class="th-card">
    <h2>Eerder bij dit pand</h2>
    ${all.length === 0
      ? html`<p>Nog geen controles bij dit pand.</p>`
      : html`<ol class="th-rows" role="list">
          ${all.map(
            (one) =>
              html`<li key=${one.on + one.text} class="th-list-row">
                <${Icon} name=${one.icon} tone=${one.tone} />
                <span class="th-list-row__text"><strong>${one.text}</strong><span>${[dayFull(one.on), one.detail].filter(Boolean).join(" · ")}</span></span>
              </li>`,
          )}
        </ol>`}
  </section>`;
}
