/** Geen toestemming: one page that says what to do, what is recorded, and how to leave. */
import { clock } from "../lib/dates.js";
import { html, useState } from "../lib/html.js";
import { saved } from "../sync/record.js";
import { documents } from "../sync/watch.js";
import { closeVisit } from "./closing.js";
import { MachtigingLink } from "./consent-page.js";
import { ConsentStop } from "./consent-stop.js";
import { EntryTimes, useLeaving } from "./entry-times.js";
import { addressOf, carriesOut, consentOf, helpCount, isClosed, myHelp, premisesOf, standing } from "./facts.js";
import { HeldEnd } from "./held-end.js";
import { Icon } from "./icon.js";
import { go, toast } from "./navigation.js";
import { useOnce, useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";

/** By the answer at the door. @type {Record<string, {title: string, heading: string, text: string, outcome: string, answer: string}>} */
const WORDS = {
  nee: {
    title: "Geweigerd",
    heading: "Ga niet naar binnen",
    text: "De bewoner gaf geen toestemming. Dat mag. Bedank de bewoner en loop weg.",
    outcome: "toestemming_geweigerd",
    answer: "nee",
  },
  niemand_thuis: {
    title: "Niemand thuis",
    heading: "Ga niet naar binnen",
    text: "Er deed niemand open. Loop weg. Uw teamleider plant een nieuw bezoek.",
    outcome: "niemand_thuis",
    answer: "niemand thuis",
  },
  danger: {
    title: "Acuut gevaar",
    heading: "U ging naar binnen wegens acuut gevaar",
    text: "Hier hoort een verslag bij. Uw teamleider vraagt u daarom.",
    outcome: "afgerond",
    answer: "naar binnen zonder toestemming",
  },
  bestuursdwang: {
    title: "Bestuursdwang",
    heading: "U ging naar binnen om bestuursdwang uit te voeren",
    text: "U controleert hier niet: leg niet vast wat u binnen ziet. Rond af als u weer buiten bent.",
    outcome: "afgerond",
    answer: "naar binnen om bestuursdwang uit te voeren",
  },
  ingetrokken: {
    title: "Toestemming ingetrokken",
    heading: "Ga naar buiten",
    text: "De bewoner trok de toestemming in. Dat mag. Bedank de bewoner en loop weg.",
    outcome: "toestemming_ingetrokken",
    answer: "ingetrokken",
  },
};

const SEEN = [
  ["raamreclame", "Reclame aan het raam"],
  ["rode_verlichting", "Gekleurde verlichting"],
  ["veel_aanloop", "Veel aanloop"],
  ["overlast", "Overlast op straat"],
];

/** @param {{id: string}} props */
export function RefusedPage({ id }) {
  const { save, notSaved } = useSaving();
  const { busy, once } = useOnce();
  const visit = documents.get(id);
  const leaving = useLeaving(visit);
  const consent = visit && consentOf(visit);
  const words = visit && WORDS[standing(visit)];
  if (!visit || !consent || !words || isClosed(visit)) return html`<${NotHere} name="geen-toestemming" text="Dit bezoek is afgerond of staat niet op dit toestel." />`;
  const { item } = consent;
  const at = clock(item.withdrawn_at ?? item.decided_at ?? item.entered_at);
  const address = addressOf(premisesOf(visit));
  const isInside = ["bestuursdwang", "danger"].includes(standing(visit));
  const mine = myHelp(visit);

  const help = () => save("visit.offer_help", id, { [`help_offers.${mine.key}`]: { organisation: null, count: mine.count > 0 ? 0 : 1 } });
  const finish = () =>
    once(async () => {
      if (!(await closeVisit(save, visit, words.outcome, leaving.at))) return;
      toast.value = "Bezoek afgerond. Staat op dit toestel.";
      go("#/vandaag");
    });
  const told = (/** @type {unknown} */ yes) => (yes ? "ja" : "nee");

  return html`<${Screen}
    name="geen-toestemming"
    title=${words.title}
    subtitle=${`${address} · ${at}`}
    back="#/vandaag"
    menu=${{ visitId: id }}
    buttons=${html`<${ConsentStop} visit=${visit} />`}
    actions=${html`<button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${finish}>
      <${Icon} name="check" />${busy ? "Bezig" : "Rond bezoek af"}
    </button>`}
  >
    ${notSaved}
    <${HeldEnd} visit=${visit} />
    <section class="th-card" data-tone="brand" role="alert">
      <h2>${words.heading}</h2>
      <p>${words.text}</p>
    </section>
    <section class="th-card" data-saved=${saved(id, `binnentreden.${consent.key}`).value ? "true" : undefined}>
      <h2>Wat ligt nu vast?</h2>
      <dl class="th-facts">
        <div><dt>Gelegitimeerd</dt><dd>${told(item.told_identified)}</dd></div>
        <div><dt>Doel verteld</dt><dd>${told(item.told_purpose)}</dd></div>
        <div><dt>Recht om te weigeren verteld</dt><dd>${told(item.told_may_refuse)}</dd></div>
        <div><dt>Antwoord</dt><dd>${words.answer}, om ${at}</dd></div>
      </dl>
      <p class="th-quiet">${isInside ? "Geen naam." : "Geen naam, geen reden. Een weigering is geen bewijs."}</p>
    </section>
    <${EntryTimes} visit=${visit} leaving=${leaving} />
    ${item.consent === "ingetrokken" && !carriesOut(visit) &&
    html`<a class="th-card th-list-row" href="#/bezoek/${id}">
      <span class="th-list-row__text"><strong>Vul in wat u eerder zag</strong><span>Alleen wat u zag voordat de toestemming werd ingetrokken</span></span>
      <${Icon} name="chevron-right" />
    </a>`}
    <section class="th-card">
      <h2>Nog doen aan de deur</h2>
      <div class="th-choices">
        <label class="th-choice">
          <input
            type="checkbox"
            checked=${helpCount(visit) > 0}
            data-saved=${saved(id, `help_offers.${mine.key}`).value ? "true" : undefined}
            onClick=${(/** @type {Event} */ event) => {
              event.preventDefault();
              help();
            }}
          />
          <span class="th-choice__text"><strong>Hulpkaart aangeboden</strong></span>
        </label>
        <${SeenOutside} visit=${visit} onSave=${save} />
      </div>
    </section>
    ${["nee", "niemand_thuis"].includes(item.consent) && html`<${MachtigingLink} visit=${visit} />`}
    ${item.basis === "machtiging" && html`<p class="th-quiet">Hier hoort een verslag bij. Uw teamleider vraagt u daarom.</p>`}
    ${!isInside && html`<p class="th-quiet">Is een machtiging nodig? Dat regelt uw teamleider met de burgemeester. U wacht daar niet op.</p>`}
    <p class="th-quiet">Met <strong>Rond bezoek af</strong> zegt u: ik zag dit zelf en vulde het eerlijk in.</p>
    ${["nee", "niemand_thuis"].includes(item.consent) && html`<a class="th-text-button" data-line href="#/bezoek/${id}/toestemming">Gaf de bewoner toch toestemming? Vraag het opnieuw</a>`}
  <//>`;
}

/** What everyone sees from the street. @param {{visit: any, onSave: import("./saving.js").Save}} props */
function SeenOutside({ visit, onSave }) {
  const { key } = myHelp(visit);
  const field = `seen_outside.${key}`;
  const chips = visit.fields.seen_outside?.[key]?.chips ?? [];
  const [open, setOpen] = useState(chips.length > 0);
  const toggle = (/** @type {string} */ chip) =>
    onSave("visit.see_outside", visit.id, { [field]: { chips: chips.includes(chip) ? chips.filter((/** @type {string} */ one) => one !== chip) : [...chips, chip] } });
  return html`<div data-saved=${chips.length > 0 && saved(visit.id, field).value ? "true" : undefined}>
    <label class="th-choice">
      <input type="checkbox" checked=${open || chips.length > 0} aria-expanded=${open ? "true" : "false"} onChange=${() => setOpen(!open)} disabled=${chips.length > 0} />
      <span class="th-choice__text"><strong>Van buitenaf iets gezien</strong><span class="th-quiet">Alleen wat iedereen vanaf de straat ziet</span></span>
    </label>
    ${(open || chips.length > 0) &&
    html`<div class="th-chips">
      ${SEEN.map(
        ([id, label]) =>
          html`<label key=${id} class="th-chip" data-chosen=${chips.includes(id) ? "true" : undefined}>
            <input
              type="checkbox"
              checked=${chips.includes(id)}
              onClick=${(/** @type {Event} */ event) => {
                event.preventDefault();
                toggle(id ?? "");
              }}
            />
            ${chips.includes(id) && html`<${Icon} name="check" size="s" />`}${label}
          </label>`,
      )}
    </div>`}
  </div>`;
}
