/** Toestemming: what must be said before the threshold, and the answer. The app offers no way around it. */
import { html, useRef, useState } from "../lib/html.js";
import { uuid7 } from "../lib/ids.js";
import { saved } from "../sync/record.js";
import { documents } from "../sync/watch.js";
import { ConsentText, sentencesOf } from "./consent-text.js";
import { addressOf, consentOf, isClosed, machtigingOf, premisesOf } from "./facts.js";
import { Icon } from "./icon.js";
import { go } from "./navigation.js";
import { NearAddress } from "./near-address.js";
import { useOnce, useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";
import { Company } from "./start-page.js";

const INTERPRETERS = [
  ["geen", "Geen tolk"],
  ["telefonisch", "Tolk via de telefoon"],
  ["fysiek", "Tolk erbij"],
  ["vertaalapp", "Vertaalapp"],
];

/** @param {{id: string}} props */
export function ConsentPage({ id }) {
  const { save, notSaved } = useSaving();
  const { once } = useOnce();
  const [hint, setHint] = useState("");
  const [text, setText] = useState(false);
  const fresh = useRef(uuid7());
  const form = useRef(/** @type {HTMLElement | null} */ (null));
  const visit = documents.get(id);
  if (!visit || isClosed(visit)) return html`<${NotHere} name="toestemming" text="Dit bezoek is afgerond of staat niet op dit toestel." />`;

  const [key, item] = askingOf(visit) ?? [fresh.current, { basis: "toestemming", how_explained: "gesproken" }];
  const shown = item.how_explained === "tekst_getoond";
  const quotes = sentencesOf(visit.fields.reason).nl;
  const ticks = [
    { name: "told_identified", label: "Ik liet mijn legitimatiebewijs zien" },
    { name: "told_purpose", label: shown ? "Ik liet de tekst zien: waarom ik kom" : "Ik zei waarom ik kom", quote: quotes[0] },
    { name: "told_may_refuse", label: shown ? "Ik liet de tekst zien: nee zeggen mag" : "Ik zei dat nee zeggen mag", quote: quotes[1] },
    { name: "understood", label: "De bewoner begreep mij", note: INTERPRETERS.find(([value]) => value === item.interpreter)?.[1] },
  ];
  const complete = ticks.every(({ name }) => item[name]);
  const decided = consentOf(visit)?.item.consent;

  const write = (/** @type {Record<string, unknown>} */ change) => save("visit.enter", id, { [`binnentreden.${key}`]: { ...blank(quotes[0] ?? ""), ...item, ...change } });
  const tick = (/** @type {string} */ name) => {
    setHint("");
    const asked = name === "told_may_refuse" && !item[name] ? { asked_at: new Date().toISOString() } : {};
    return write({ [name]: !item[name], ...asked });
  };
  const yes = () => once(sayYes);
  const sayYes = async () => {
    if (!complete) {
      setHint("Vink eerst af wat u hebt gezegd.");
      /** @type {HTMLElement | null | undefined} */ (form.current?.querySelector("input:not(:checked)"))?.focus();
      return;
    }
    const now = new Date().toISOString();
    if (await write({ consent: "ja", asked_at: item.asked_at ?? now, decided_at: now, entered_at: now, interpreter: item.interpreter ?? "geen" })) go(`#/bezoek/${id}`);
  };
  const no = (/** @type {"nee" | "niemand_thuis"} */ consent) => once(() => sayNo(consent));
  const sayNo = async (/** @type {"nee" | "niemand_thuis"} */ consent) => {
    const now = new Date().toISOString();
    const asked = consent === "nee" ? (item.asked_at ?? now) : (item.asked_at ?? null);
    if (await write({ consent, asked_at: asked, decided_at: now })) go(`#/bezoek/${id}/geen-toestemming`);
  };

  return html`<${Screen}
    name="toestemming"
    title="Toestemming"
    subtitle=${`${addressOf(premisesOf(visit))} · woning`}
    back="#/vandaag"
    menu=${{ visitId: id }}
    bar=${html`<progress class="th-progress" max="4" value=${ticks.filter(({ name }) => item[name]).length} aria-label="Gezegd"></progress>
      <span>${ticks.filter(({ name }) => item[name]).length} van 4</span>`}
    actions=${html`<p class="th-actions__question" id="mag-ik">Mag u naar binnen?</p>
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="button" aria-disabled=${complete ? undefined : "true"} onClick=${yes}>
        <${Icon} name="door" />Ja, toestemming gegeven
      </button>
      <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => no("nee")}><${Icon} name="hand-stop" />Nee, geweigerd</button>
      <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => no("niemand_thuis")}>Niemand thuis</button>`}
  >
    ${notSaved}
    <${NearAddress} visit=${visit} />
    ${decided === "ja" && html`<a class="th-card th-list-row" href="#/bezoek/${id}"><span class="th-list-row__text"><strong>Toestemming is gegeven</strong></span>Ga verder</a>`}
    <h2 class="th-large">Blijf buiten tot de bewoner ja zegt</h2>
    <div role="alert">${hint && html`<p class="utrecht-alert utrecht-alert--warning">${hint}</p>`}</div>
    <fieldset class="th-card th-choices" ref=${form} data-saved=${saved(id, `binnentreden.${key}`).value ? "true" : undefined}>
      <legend class="th-only-read">Wat zei u?</legend>
      ${ticks.map(
        ({ name, label, quote, note }) =>
          html`<label key=${name} class="th-choice">
            <input
              type="checkbox"
              checked=${Boolean(item[name])}
              onClick=${(/** @type {Event} */ event) => {
                event.preventDefault();
                tick(name);
              }}
            />
            <span class="th-choice__text">
              <strong>${label}</strong>
              ${quote && html`<span>“${quote}”</span>`} ${note && html`<span class="th-quiet">${note}</span>`}
            </span>
          </label>`,
      )}
    </fieldset>
    <button class="th-text-button" type="button" onClick=${() => setText(true)}><${Icon} name="language" />Laat de tekst zien in een andere taal</button>
    <details class="th-more">
      <summary><${Icon} name="chevron-down" />Met een tolk</summary>
      <div class="th-chips">
        ${INTERPRETERS.map(
          ([value, label]) =>
            html`<label key=${value} class="th-chip" data-chosen=${item.interpreter === value ? "true" : undefined}>
              <input
                type="radio"
                name="tolk"
                checked=${item.interpreter === value}
                onClick=${(/** @type {Event} */ event) => {
                  event.preventDefault();
                  write({ interpreter: value });
                }}
              />
              ${label}
            </label>`,
        )}
      </div>
    </details>
    <${Company} visit=${visit} onToggle=${(/** @type {string} */ person) => save("visit.note", id, { co_visitor_ids: toggled(visit.fields.co_visitor_ids, person) })} />
    <${MachtigingLink} visit=${visit} />
    <p class="th-note"><${Icon} name="shield-lock" /><span>U legt alleen het antwoord en de tijd vast. Geen naam, geen handtekening.</span></p>
    ${text &&
    html`<${ConsentText}
      reason=${visit.fields.reason}
      onClose=${(/** @type {boolean} */ wasShown) => {
        setText(false);
        if (wasShown) write({ how_explained: "tekst_getoond" });
      }}
    />`}
  <//>`;
}

/** The way in on paper, only where the team lead attached one. @param {{visit: any}} props */
export function MachtigingLink({ visit }) {
  const premises = premisesOf(visit);
  if (!premises || !machtigingOf(premises, visit.fields.reason)) return null;
  return html`<a class="th-card th-list-row" href="#/bezoek/${visit.id}/machtiging">
    <span class="th-list-row__text"><strong>Er is een machtiging</strong><span>Alleen als de bewoner geen toestemming geeft of er niet is</span></span>
    <${Icon} name="chevron-right" />
  </a>`;
}

/** @param {string[] | undefined} ids @param {string} person */
const toggled = (ids = [], person) => (ids.includes(person) ? ids.filter((id) => id !== person) : [...ids, person]);

/** The record that is being filled in and not decided. @param {any} visit @returns {[string, any] | null} */
function askingOf(visit) {
  const open = Object.entries(/** @type {Record<string, any>} */ (visit.fields.binnentreden ?? {})).filter(([, one]) => one.basis === "toestemming" && !one.consent);
  return open.sort(([a], [b]) => (a < b ? 1 : -1))[0] ?? null;
}

/** @param {string} purpose */
function blank(purpose) {
  return {
    basis: "toestemming",
    told_identified: false,
    told_purpose: false,
    told_may_refuse: false,
    understood: false,
    how_explained: "gesproken",
    interpreter: null,
    consent: null,
    asked_at: null,
    decided_at: null,
    entered_at: null,
    left_at: null,
    withdrawn_at: null,
    companions: [],
    danger_reason: null,
    purpose,
    corrects: null,
  };
}
