/** Start: one question about legitimation; the answer itself starts the checklist. Or the visit ends here. */
import { clock } from "../lib/dates.js";
import { html } from "../lib/html.js";
import { saved } from "../sync/record.js";
import { documents, me } from "../sync/watch.js";
import { addressOf, isClosed, premisesOf } from "./facts.js";
import { HeldEnd } from "./held-end.js";
import { Icon } from "./icon.js";
import { go } from "./navigation.js";
import { NearAddress } from "./near-address.js";
import { useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";

const ANSWERS = [
  { value: "leidinggevende", label: "Ja, aan de leidinggevende" },
  { value: "medewerker", label: "Ja, aan een medewerker" },
  { value: "nog_niet", label: "Nog niet" },
];

const EXITS = [
  { outcome: "niemand_aanwezig", label: "Niemand aanwezig" },
  { outcome: "geen_medewerking", label: "Geen medewerking" },
  { outcome: "gesloten", label: "Gesloten" },
];

/** @param {{id: string}} props */
export function StartPage({ id }) {
  const { save, notSaved } = useSaving();
  const visit = documents.get(id);
  if (!visit || isClosed(visit)) return html`<${NotHere} name="start" text="Deze controle is afgerond of staat niet op dit toestel." />`;
  const chosen = visit.fields.legitimation?.value;

  const choose = async (/** @type {string} */ value) => {
    if (await save("visit.note", id, { legitimation: { value, at: new Date().toISOString() } })) go(`#/bezoek/${id}`);
  };
  const company = (/** @type {string} */ person) => {
    const now = visit.fields.co_visitor_ids ?? [];
    const next = now.includes(person) ? now.filter((/** @type {string} */ one) => one !== person) : [...now, person];
    return save("visit.note", id, { co_visitor_ids: next });
  };

  return html`<${Screen}
    name="start"
    title=${addressOf(premisesOf(visit), "Start controle")}
    subtitle=${`Start · ${clock(visit.fields.opened_at)}`}
    back="#/vandaag"
    menu=${{ visitId: id }}
  >
    ${notSaved}
    <${HeldEnd} visit=${visit} />
    <${NearAddress} visit=${visit} />
    <h2 id="vraag-legitimatie">Liet u uw legitimatiebewijs zien?</h2>
    <div class="th-stack" role="group" aria-labelledby="vraag-legitimatie" data-saved=${saved(id, "legitimation").value ? "true" : undefined}>
      ${ANSWERS.map(
        ({ value, label }) =>
          html`<button
            key=${value}
            class="utrecht-button utrecht-button--${value === "nog_niet" ? "secondary-action" : "primary-action"} th-tall"
            data-wide
            type="button"
            aria-pressed=${chosen === value ? "true" : undefined}
            onClick=${() => choose(value)}
          >
            ${chosen === value && html`<${Icon} name="check" />`}${label}
          </button>`,
      )}
    </div>
    <${Company} visit=${visit} onToggle=${company} />
    <section class="th-card">
      <h2>Kunt u niet controleren?</h2>
      <div class="th-rows">
        ${EXITS.map(
          ({ outcome, label }) =>
            html`<a key=${outcome} class="th-list-row" href="#/bezoek/${id}/afronden/${outcome}">
              <span class="th-list-row__text"><strong>${label}</strong></span><${Icon} name="chevron-right" />
            </a>`,
        )}
      </div>
    </section>
    <p class="th-note"><${Icon} name="shield-lock" /><span>U legt vast aan wie, niet welke naam. Tijd vult de app zelf in.</span></p>
  <//>`;
}

/** Who goes along: colleagues of the team, the partner of tonight already chosen. @param {{visit: any, onToggle: (id: string) => void}} props */
export function Company({ visit, onToggle }) {
  const mine = me.value?.id;
  const chosen = visit.fields.co_visitor_ids ?? [];
  const others = documents.byKind("person").filter(({ id, fields }) => id !== mine && fields.roles?.includes("inspector") && fields.is_active !== false);
  const led = visit.fields.leader_id !== mine && documents.get(visit.fields.leader_id)?.fields.name;
  return html`<fieldset class="th-card" data-saved=${saved(visit.id, "co_visitor_ids").value ? "true" : undefined}>
    <legend class="th-only-read">Wie gaat mee?</legend>
    <h2 aria-hidden="true">Wie gaat mee?</h2>
    ${led && html`<p class="th-quiet">Geleid door ${led}</p>`}
    <div class="th-chips">
      ${others.length === 0 && html`<p class="th-quiet">Geen collega’s op dit toestel.</p>`}
      ${others.map(
        (person) =>
          html`<label key=${person.id} class="th-chip" data-chosen=${chosen.includes(person.id) ? "true" : undefined}>
            <input
              type="checkbox"
              checked=${chosen.includes(person.id)}
              onClick=${(/** @type {Event} */ event) => {
                event.preventDefault();
                onToggle(person.id);
              }}
            />
            ${chosen.includes(person.id) && html`<${Icon} name="check" size="s" />`}${person.fields.name}
          </label>`,
      )}
    </div>
  </fieldset>`;
}
