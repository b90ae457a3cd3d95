/** Voorstel teruggestuurd: what is missing, per field, and three ways on. Works without a connection. */
import { clock, dayLong, dayOn } from "../lib/dates.js";
import { html, useRef, useState } from "../lib/html.js";
import { documents, people } from "../sync/watch.js";
import { saved } from "../sync/record.js";
import { decided, decisionText } from "./decision.js";
import { Decision } from "./dialog.js";
import { addressOf } from "./facts.js";
import { GuardedText } from "./guarded-text.js";
import { Icon } from "./icon.js";
import { useOnce, useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";
import { MEASURE_TYPES, RETURN_REASONS, small } from "./words.js";

/** Fields a remark can be about. @type {Record<string, string>} */
const FIELDS = {
  finding_ids: "Bewijs",
  measure_type: "Maatregel",
  amount_eur_cents: "Bedrag",
  dates: "Datums",
  addressee: "Voor wie",
  anders: "Overig",
};
const KEPT = ["finding_ids", "measure_type", "rule_key", "matrix", "advice", "deviation", "inform_owner", "addressee", "mode", "time_unit", "amount_eur_cents", "max_eur_cents", "term_days", "duration", "dates"];

/** @type {Record<string, string>} */
const TITLES = {
  voorgesteld: "Voorstel verstuurd",
  teruggegeven: "Voorstel teruggestuurd",
  ingetrokken_voorstel: "Voorstel ingetrokken",
  afgezien: "Geen maatregel",
  voornemen_klaar: "Voorstel goedgekeurd",
  besluit_klaar: "Voorstel goedgekeurd",
};

/** @param {string} state whatever followed a yes is still a yes */
const titleOf = (state) => TITLES[state] ?? (decided(state) === "yes" ? "Voorstel goedgekeurd" : "Voorstel");

/** @param {{id: string}} props */
export function ReturnedPage({ id }) {
  const { save, notSaved } = useSaving();
  const { once } = useOnce();
  const [withdrawing, setWithdrawing] = useState(false);
  const flush = useRef(/** @type {(() => Promise<boolean>) | null} */ (null));
  const answer = useRef("");
  const measure = documents.get(id);
  if (!measure) return html`<${NotHere} name="teruggestuurd" text="Dit voorstel staat niet op dit toestel." />`;
  const { fields, waiting_acts: waiting } = measure;
  const address = addressOf(documents.get(fields.premises_id));
  const state = waiting.includes("measure.withdraw") ? "ingetrokken_voorstel" : waiting.includes("measure.propose_again") ? "voorgesteld" : (fields.state ?? "voorgesteld");
  const returned = state === "teruggegeven";

  const again = async (/** @type {string} */ text) => {
    const body = Object.fromEntries(KEPT.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]));
    return save("measure.propose_again", id, { ...body, text: text || null });
  };
  const send = () => once(sendNow);
  const sendNow = async () => {
    answer.current = "";
    if (flush.current && !(await flush.current())) return;
    if (answer.current === "") await again("");
  };
  const withdraw = async () => {
    setWithdrawing(false);
    await save("measure.withdraw", id, {});
  };

  return html`<${Screen}
    name="teruggestuurd"
    title=${titleOf(state)}
    subtitle=${`${address} · ${small(MEASURE_TYPES[fields.measure_type] ?? "")}`}
    back="#/vandaag"
    menu=${{}}
    tab="panden"
  >
    ${notSaved}
    ${returned && html`<${Remarks} measure=${measure} />`}
    ${returned &&
    html`<section class="th-card" data-saved=${saved(id).value ? "true" : undefined}>
      <h2>Wat kunt u doen?</h2>
      <${GuardedText}
        id="aanvulling"
        label="Uw aanvulling"
        optional=${true}
        value=""
        documentId=${id}
        draftKey="${id}/aanvulling"
        saved=${false}
        onDemand=${true}
        onSave=${async (/** @type {string} */ text) => {
          answer.current = text;
          return again(text);
        }}
        flush=${flush}
      />
      <div class="th-buttons" data-column>
        <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${send}><${Icon} name="edit" />Vul aan en stuur opnieuw</button>
        <a class="utrecht-button utrecht-button--secondary-action" href="#/bezoek/${fields.visit_id}/maatregel/${fields.finding_ids?.[0]}?opnieuw=${id}">
          <${Icon} name="gavel" />Kies een andere maatregel
        </a>
        <button class="utrecht-button utrecht-button--danger" type="button" onClick=${() => setWithdrawing(true)}>Trek het voorstel in</button>
      </div>
    </section>`}
    ${!returned && html`<${Outcome} state=${state} measure=${measure} waiting=${waiting.length > 0} />`}
    <${Steps} measure=${measure} />
    ${withdrawing &&
    html`<${Decision} title="Trekt u het voorstel in?" onSafe=${() => setWithdrawing(false)}>
      <p>Uw voorstel blijft bewaard in het dossier. Uw teamleider beslist er niet meer over.</p>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--danger" type="button" onClick=${withdraw}>Trek het voorstel in</button>
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => setWithdrawing(false)}>Behoud</button>
      </div>
    <//>`}
  <//>`;
}

/** @param {{measure: any}} props */
function Remarks({ measure }) {
  const remarks = /** @type {[string, any][]} */ (Object.entries(measure.fields.remarks ?? {})).filter(([, remark]) => remark);
  const [, first] = remarks[0] ?? [];
  const at = measure.fields.returned_at ?? first?.at;
  return html`<div class="utrecht-alert utrecht-alert--warning">
      <${Icon} name="alert-triangle" />
      <div>
        <strong>${first ? people(first.by) : "Uw teamleider"} stuurde uw voorstel terug</strong>
        ${at && html`<p>${dayLong(dayOn(at))}, ${clock(at)}</p>`}
      </div>
    </div>
    <section class="th-card">
      <h2>Reden</h2>
      ${remarks.map(
        ([field, remark]) =>
          html`<div key=${field}>
            ${remarks.length > 1 && html`<p class="th-quiet">${FIELDS[field] ?? field}</p>`}
            <p class="th-quote">“${remark.text}”</p>
          </div>`,
      )}
      ${first && html`<p><span class="utrecht-badge-status utrecht-badge-status--warning"><${Icon} name="photo" />${RETURN_REASONS[first.reason] ?? "Anders"}</span></p>`}
    </section>`;
}

/** @param {{state: string, measure: any, waiting: boolean}} props */
function Outcome({ state, measure, waiting }) {
  const words = /** @type {Record<string, string>} */ ({
    voorgesteld: "Uw teamleider beslist over uw voorstel.",
    ingetrokken_voorstel: "U trok dit voorstel in.",
  })[state];
  return html`<p class="th-card" role="status">${words ?? (decided(state) ? decisionText(measure) : "Dit voorstel is in behandeling.")}${waiting ? " Gaat weg zodra u verbinding hebt." : ""}</p>`;
}

/** What happened and when. @param {{measure: any}} props */
function Steps({ measure }) {
  const { proposals = {}, remarks = {}, returned_at, decided_at, received_at } = measure.fields;
  const sent = Object.entries(/** @type {Record<string, any>} */ (proposals)).map(([number, one]) => ({ icon: "send", at: one.at, text: number === "1" ? "Voorstel verstuurd" : "Opnieuw verstuurd" }));
  const back = returned_at ? [{ icon: "arrow-back-up", at: returned_at, text: `Teruggestuurd door ${people(/** @type {any} */ (Object.values(remarks)[0])?.by ?? "")}` }] : [];
  const steps = [
    ...sent,
    ...(received_at ? [{ icon: "cloud-check", at: received_at, text: "Ontvangen door de gemeente" }] : []),
    ...back,
    ...(decided_at ? [{ icon: "gavel", at: decided_at, text: titleOf(measure.fields.state) }] : []),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  return html`<section class="th-card">
    <h2>Wat is er al gebeurd?</h2>
    <ol class="th-rows" role="list">
      ${steps.map(
        (step) =>
          html`<li key=${step.at + step.text} class="th-list-row">
            <${Icon} name=${step.icon} tone="quiet" />
            <span class="th-list-row__text"><strong>${step.text}</strong><span>${dayLong(dayOn(step.at))}, ${clock(step.at)}</span></span>
          </li>`,
      )}
      ${measure.unsent && html`<li class="th-list-row"><${Icon} name="device-mobile" tone="warn" /><span class="th-list-row__text">Staat nog alleen op dit toestel</span></li>`}
    </ol>
    <p class="th-quiet">Uw eerste voorstel blijft bewaard in het dossier.</p>
  </section>`;
}
