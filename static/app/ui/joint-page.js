/** Samen met politie: that and why both went, and what was shared. No field for a person exists. */
import { clock } from "../lib/dates.js";
import { html, useEffect, useState } from "../lib/html.js";
import { uuid7 } from "../lib/ids.js";
import { dropDraft, loadDraft, saveDraft } from "../sync/drafts.js";
import { saved } from "../sync/record.js";
import { documents, me, units } from "../sync/watch.js";
import { addressOf, helpCount, isClosed, myHelp, placeOf, premisesOf } from "./facts.js";
import { Icon } from "./icon.js";
import { GROUNDS, OUR_PURPOSE, SHARED, THEIR_PURPOSE } from "./joint-words.js";
import { go, toast } from "./navigation.js";
import { useOnce, useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";
import { Stepper } from "./stepper.js";

/** @typedef {{id: string, started_at: string, unit_id?: string, officers_count: number, ground?: string, purpose_municipality?: string, purpose_police?: string,
 *   shared_on_the_spot?: {direction: string, category: string}}} Log */

/** @param {{id: string}} props */
export function JointPage({ id }) {
  const visit = documents.get(id);
  if (!visit) return html`<${NotHere} name="samen" text="Deze controle staat niet op dit toestel." />`;
  return html`<${Joint} visit=${visit} />`;
}

/** @param {{visit: any}} props */
function Joint({ visit }) {
  const { save, notSaved } = useSaving();
  const [problem, setProblem] = useState("");
  const { busy, once } = useOnce();
  const { log, open, set } = useLog(visit, save);
  const premises = premisesOf(visit);
  const address = addressOf(premises);
  const police = units.value.filter((unit) => unit.fields.kind === "police");
  const mine = myHelp(visit);
  const others = helpCount(visit) - mine.count;

  const finish = () => once(finishNow);
  const finishNow = async () => {
    if (!log) return;
    if (!open) return setProblem(log.unit_id ? "Kies eerst waarom u samen ging." : "Kies eerst met wie u samen ging.");
    if (!(await save("joint_visit.close", log.id, { ended_at: new Date().toISOString() }))) return;
    toast.value = "Samen bezoek afgerond. Staat op dit toestel.";
    go(isClosed(visit) ? "#/vandaag" : placeOf(visit));
  };
  if (!log) return html`<${Screen} name="samen" title="Samen met politie" back=${placeOf(visit)} ready=${false} />`;
  const chips = (/** @type {string} */ name, /** @type {(string | undefined)[][]} */ options, /** @type {string | undefined} */ value, /** @type {(id: string) => void} */ choose) =>
    html`<${Chips} name=${name} field=${open && log.id} options=${options} value=${value} onChoose=${(/** @type {string} */ one) => {
      setProblem("");
      choose(one);
    }} />`;

  return html`<${Screen}
    name="samen"
    title="Samen met politie"
    subtitle=${`${address} · gestart ${clock(log.started_at)}`}
    back=${placeOf(visit)}
    menu=${{ visitId: visit.id }}
    actions=${html`<button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${finish}>
      <${Icon} name="check" />${busy ? "Bezig" : "Rond samen bezoek af"}
    </button>`}
  >
    ${notSaved}
    <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
    <${Block} title="Met wie?" police=${true}>
      ${chips("unit_id", [...police.map((unit) => [unit.id, unit.fields.name]), ["anders", "Anders"]], log.unit_id, (unit_id) => set({ unit_id }))}
      <div class="th-row th-row--middle">
        <span>Aantal agenten</span>
        <${Stepper} label="Aantal agenten" value=${log.officers_count} min=${1} max=${99} onChange=${(/** @type {number} */ officers_count) => set({ officers_count })} />
      </div>
    <//>
    <${Block} title="Waarom samen?" police=${true}>${chips("ground", GROUNDS, log.ground, (ground) => set({ ground }))}<//>
    <${Block} title="Doel van de gemeente" police=${true}>
      ${chips("purpose_municipality", OUR_PURPOSE, log.purpose_municipality, (purpose_municipality) => set({ purpose_municipality }))}
    <//>
    <${Block} title="Doel van de politie" police=${true}>${chips("purpose_police", THEIR_PURPOSE, log.purpose_police, (purpose_police) => set({ purpose_police }))}<//>
    <${Block} title="Wat deelde u ter plekke?" police=${true}>
      ${chips("shared_on_the_spot", SHARED, log.shared_on_the_spot?.category, (category) =>
        set({ shared_on_the_spot: { direction: category === "niets" ? "geen" : "gemeente_aan_politie", category } }),
      )}
    <//>
    <${Block} title="Hulp aangeboden" police=${false}>
      <div class="th-row th-row--middle">
        <span>Hoe vaak?</span>
        <${Stepper}
          label="Hulp aangeboden"
          value=${helpCount(visit)}
          min=${others}
          onChange=${(/** @type {number} */ total) => save("visit.offer_help", visit.id, { [`help_offers.${mine.key}`]: { organisation: null, count: total - others } })}
        />
      </div>
    <//>
    <p class="th-note">
      <${Icon} name="shield-lock" />
      <span>Geen namen: niet van agenten, niet van mensen in het pand. Vermoeden van mensenhandel? <strong>Bel 112 of uw teamleider.</strong></span>
    </p>
  <//>`;
}

/**
 * The log of this visit. Until unit and ground are known it is a draft on the disk; then it is a document.
 * @param {any} visit @param {import("./saving.js").Save} save
 * @returns {{log: Log | null, open: boolean, set: (change: Partial<Log>) => Promise<void>}}
 */
function useLog(visit, save) {
  const key = `${visit.id}/samen`;
  const [draft, setDraft] = useState(/** @type {Log | null} */ (null));
  useEffect(() => {
    const fresh = { id: uuid7(), started_at: new Date().toISOString(), officers_count: 2 };
    loadDraft(key).then(
      (kept) => setDraft(kept ?? fresh),
      () => setDraft(fresh),
    );
  }, [key]);
  const known = documents.byKind("joint_visit").find((one) => one.fields.visit_id === visit.id && one.fields.state !== "closed" && !one.waiting_acts.includes("joint_visit.close"));
  const log = known ? /** @type {Log} */ (/** @type {unknown} */ ({ ...known.fields, id: known.id })) : draft;

  const set = async (/** @type {Partial<Log>} */ change) => {
    if (!log) return;
    if (known) return void (await save("joint_visit.note", known.id, change));
    const next = { ...log, ...change };
    if (next.unit_id && next.ground) {
      if (await save("joint_visit.open", next.id, bodyOf(visit, next), { base: null })) await dropDraft(key).catch(() => {});
    } else {
      await saveDraft(key, next);
    }
    setDraft(next);
  };
  return { log, open: Boolean(known), set };
}

/** @param {any} visit @param {Log} log */
function bodyOf(visit, log) {
  const premises = premisesOf(visit);
  const mine = me.value?.id ?? "";
  const together = [visit.fields.leader_id, ...(visit.fields.co_visitor_ids ?? [])];
  const { id: _id, ...rest } = log;
  return {
    visit_id: visit.id,
    premises_id: visit.fields.premises_id,
    premises_text: addressOf(premises),
    premises_type: premises?.fields.premises_type ?? "overig",
    team_id: visit.fields.team_id,
    leader_id: mine,
    co_visitor_ids: together.filter((person) => person !== mine),
    ...rest,
  };
}

/** @param {{title: string, police: boolean, children?: unknown}} props */
function Block({ title, police, children }) {
  return html`<section class="th-card">
    <div class="th-card__head">
      <h2>${title}</h2>
      <span class="utrecht-badge-status utrecht-badge-status--${police ? "active" : "neutral"}">
        <${Icon} name=${police ? "eye" : "eye-off"} />${police ? "Ziet politie" : "Alleen gemeente"}
      </span>
    </div>
    ${children}
  </section>`;
}

/** @param {{name: string, field: string | false, options: (string | undefined)[][], value: string | undefined, onChoose: (id: string) => void}} props */
function Chips({ name, field, options, value, onChoose }) {
  return html`<div class="th-chips" role="group" data-saved=${field && saved(field, name).value ? "true" : undefined}>
    ${options.map(
      ([id, label]) =>
        html`<label key=${id} class="th-chip" data-chosen=${value === id ? "true" : undefined}>
          <input
            type="radio"
            name=${name}
            checked=${value === id}
            onClick=${(/** @type {Event} */ event) => {
              event.preventDefault();
              onChoose(id ?? "");
            }}
          />
          ${value === id && html`<${Icon} name="check" size="s" />`}${label}
        </label>`,
    )}
  </div>`;
}
