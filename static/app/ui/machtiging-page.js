/** Machtiging: going into a dwelling on paper. What is missing is said before the door; the phone counts without a connection. */
import { missing, validUntil } from "../domain/machtiging.js";
import { clock, dayLong, dayOn } from "../lib/dates.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { uuid7 } from "../lib/ids.js";
import { readReasons, reasonText } from "../sync/reasons.js";
import { saved } from "../sync/record.js";
import { documents } from "../sync/watch.js";
import { addressOf, carriesOut, isClosed, machtigingOf, premisesOf } from "./facts.js";
import { GuardedText } from "./guarded-text.js";
import { Icon } from "./icon.js";
import { go } from "./navigation.js";
import { useOnce, useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";

const TICKS = [
  ["told_identified", "Ik liet mijn legitimatiebewijs zien"],
  ["told_purpose", "Ik zei waarom ik kom"],
];
const SHOWN = [
  ["ja", "Machtiging laten zien"],
  ["niet_mogelijk", "Laten zien kon niet"],
];
const PRESENT = [
  [true, "De bewoner is er"],
  [false, "De bewoner is er niet"],
];
const MANNERS = [
  ["voordeur", "Door de deur"],
  ["sleutel", "Met een sleutel"],
  ["slotenmaker", "Met een slotenmaker"],
  ["sterke_arm", "Met hulp van de politie"],
];
const COMPANY = [
  ["politie", "Politie"],
  ["brandweer", "Brandweer"],
  ["tolk", "Tolk"],
  ["hulpverlening", "Hulpverlening"],
  ["anders", "Iemand anders"],
];
const MOST_COMPANY = 20;
const MINUTE_MS = 60_000;
const FIRST_HOUR = 6;

/** @param {{id: string}} props */
export function MachtigingPage({ id }) {
  const { save, notSaved } = useSaving();
  const { busy, once } = useOnce();
  const [hint, setHint] = useState(false);
  const chosen = useRef(/** @type {Record<string, any>} */ ({})); // what was tapped here: the next tap may come before it is on the disk
  const now = useNow();
  useEffect(() => void readReasons(), []);
  const fresh = useRef(uuid7());
  const flush = useRef(/** @type {Record<string, {current: (() => Promise<boolean>) | null}>} */ ({ urgency: { current: null }, not_shown_reason: { current: null } }));
  const visit = documents.get(id);
  const premises = visit && premisesOf(visit);
  const attached = premises && machtigingOf(premises, visit.fields.reason);
  if (!visit || !attached || isClosed(visit)) return html`<${NotHere} name="machtiging" text="Bij dit bezoek is geen machtiging, of het is afgerond." />`;

  const [machtigingId, known] = attached;
  const [key, kept] = openRecord(visit) ?? [fresh.current, blank(machtigingId)];
  const item = { ...kept, ...chosen.current };
  const lacks = missing(known, entryOf(visit, item, now));
  const stops = lacks.filter((reason) => !ASKED_HERE.has(reason));
  const quiet = stops.length > 0 ? undefined : "th-quiet"; // grey words cannot be read on the card that warns
  const address = addressOf(premises);
  const isNight = entryOf(visit, item, now).hour < FIRST_HOUR;

  const latest = () => ({ ...(openRecord(documents.get(id))?.[1] ?? kept), ...chosen.current });
  const write = (/** @type {Record<string, unknown>} */ change) => {
    chosen.current = { ...chosen.current, ...change };
    return save("visit.enter", id, { [`binnentreden.${key}`]: latest() });
  };
  const enter = () =>
    once(async () => {
      for (const one of Object.values(flush.current)) if (one.current && !(await one.current())) return;
      const last = latest();
      const at = Date.now();
      if (missing(known, entryOf(visit, last, at)).length > 0 || !isAnswered(last)) return setHint(true);
      if (await write({ entered_at: new Date(at).toISOString() })) go(`#/bezoek/${id}`);
    });
  const company = (/** @type {string} */ capacity, /** @type {number} */ count) =>
    write({ companions: [...latest().companions.filter((/** @type {any} */ one) => one.capacity !== capacity), ...(count > 0 ? [{ capacity, count }] : [])] });

  return html`<${Screen}
    name="machtiging"
    title="Machtiging"
    subtitle=${`${address} · woning`}
    back="#/bezoek/${id}/toestemming"
    menu=${{ visitId: id }}
    actions=${html`<button class="utrecht-button utrecht-button--primary-action" data-wide type="button" aria-disabled=${lacks.length > 0 || !isAnswered(item) ? "true" : undefined} onClick=${enter}>
      <${Icon} name="door-enter" />${busy ? "Bezig" : "Wij gaan nu naar binnen"}
    </button>`}
  >
    ${notSaved}
    ${carriesOut(visit) && html`<p class="th-note"><${Icon} name="info-circle" /><span>Deze machtiging is om bestuursdwang uit te voeren. U controleert binnen niet.</span></p>`}
    <section class="th-card" data-tone=${stops.length > 0 ? "brand" : undefined} aria-labelledby="mag-dit">
      <h2 id="mag-dit">${stops.length > 0 ? "Ga niet naar binnen" : "Deze machtiging geldt"}</h2>
      ${stops.map((reason) => html`<p key=${reason}>${reasonText(reason)}</p>`)}
      <p class=${quiet}>Geldt tot en met ${dayLong(validUntil(known.given_on))}. Verlengen kan niet.</p>
      <p class=${quiet}>${known.night ? "Ook tussen 0 en 6 uur." : "Niet tussen 0 en 6 uur."} ${known.absence ? "Ook als de bewoner er niet is." : "Niet als de bewoner er niet is."}</p>
    </section>
    <p class="th-note"><${Icon} name="info-circle" /><span>Vraag eerst om toestemming. Zegt de bewoner ja, dan hebt u de machtiging niet nodig.</span></p>
    <div role="alert">${hint && (lacks.length > 0 || !isAnswered(item)) && html`<div class="utrecht-alert utrecht-alert--warning"><div><p><strong>Nog niet naar binnen</strong></p><ul class="th-dots">${lacks.map((reason) => html`<li key=${reason}>${reasonText(reason)}</li>`)}${item.resident_present === null && html`<li>Kies of de bewoner er is.</li>`}${!item.manner && html`<li>${reasonText("visit.manner_missing")}</li>`}</ul></div></div>`}</div>
    <fieldset class="th-card th-choices" data-saved=${saved(id, `binnentreden.${key}`).value ? "true" : undefined}>
      <legend class="th-only-read">Wat deed u aan de deur?</legend>
      ${TICKS.map(([name, label]) => html`<${Choice} key=${name} kind="checkbox" name=${name} label=${label} checked=${Boolean(item[String(name)])} onChoose=${() => write({ [String(name)]: !item[String(name)] })} />`)}
    </fieldset>
    <${Question} title="Liet u de machtiging zien?" name="shown" options=${SHOWN} value=${item.shown} onChoose=${(/** @type {any} */ value) => write({ shown: value })} />
    ${item.shown === "niet_mogelijk" && html`<${Reason} id="niet-getoond" field="not_shown_reason" label="Waarom kon dat niet?" visitId=${id} item=${item} flush=${flush.current.not_shown_reason} onSave=${write} />`}
    <${Question} title="Is de bewoner er?" name="resident" options=${PRESENT} value=${item.resident_present} onChoose=${(/** @type {any} */ value) => write({ resident_present: value })} />
    ${(isNight || item.resident_present === false) && html`<${Reason} id="spoed" field="urgency" label="Waarom kan dit niet wachten?" visitId=${id} item=${item} flush=${flush.current.urgency} onSave=${write} />`}
    <fieldset class="th-card">
      <legend class="th-only-read">Wie gaat mee naar binnen?</legend>
      <h2 aria-hidden="true">Wie gaat mee naar binnen?</h2>
      <p class="th-quiet">Alleen wie in de machtiging staat. Geen namen.</p>
      <div class="th-chips">${COMPANY.map(([capacity, label]) => html`<${Companion} key=${capacity} capacity=${capacity} label=${label} item=${item} onCount=${company} />`)}</div>
    </fieldset>
    <${Question} title="Hoe gaat u naar binnen?" name="manner" options=${MANNERS} value=${item.manner} onChoose=${(/** @type {any} */ value) => write({ manner: value })} />
    <p class="th-quiet">Hierna vraagt uw teamleider om het verslag. Dat moet binnen vier dagen weg zijn.</p>
  <//>`;
}

/** What the inspector can still do at the door; anything else stops the entry. */
const ASKED_HERE = new Set(["visit.machtiging_not_told", "visit.machtiging_not_shown", "visit.machtiging_urgency"]);

/** The time as the page shows it, so that midnight and six in the morning are noticed. @returns {number} */
function useNow() {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** @param {any} visit @param {any} item @param {number} at */
function entryOf(visit, item, at) {
  return {
    ...item,
    at: new Date(at).toISOString(),
    on: dayOn(at),
    hour: Number(clock(at).slice(0, 2)),
    premises_id: visit.fields.premises_id,
    visit_reason: visit.fields.reason,
    person_id: visit.fields.leader_id,
    resident_present: item.resident_present !== false,
    companions: item.companions.map((/** @type {any} */ one) => one.capacity),
  };
}

/** Nothing is filled in for the inspector. @param {any} item @returns {boolean} */
const isAnswered = (item) => Boolean(item.manner) && typeof item.resident_present === "boolean";

/** The record on a machtiging that nobody went in on yet. @param {any} visit @returns {[string, any] | null} */
function openRecord(visit) {
  const all = Object.entries(/** @type {Record<string, any>} */ (visit?.fields.binnentreden ?? {}));
  return all.find(([, one]) => one.basis === "machtiging" && !one.entered_at) ?? null;
}

/** @param {string} machtigingId */
const blank = (machtigingId) => ({
  basis: "machtiging",
  machtiging_id: machtigingId,
  told_identified: false,
  told_purpose: false,
  shown: null,
  not_shown_reason: null,
  resident_present: null,
  urgency: null,
  manner: null,
  identification_exception: null,
  companions: [],
  entered_at: null,
  left_at: null,
  corrects: null,
});

/** @param {{title: string, name: string, options: any[][], value: unknown, onChoose: (value: unknown) => void}} props */
function Question({ title, name, options, value, onChoose }) {
  return html`<fieldset class="th-card">
    <legend class="th-only-read">${title}</legend>
    <h2 aria-hidden="true">${title}</h2>
    <div class="th-chips">
      ${options.map(
        ([one, label]) =>
          html`<label key=${one} class="th-chip" data-chosen=${value === one ? "true" : undefined}>
            <input
              type="radio"
              name=${name}
              checked=${value === one}
              onClick=${(/** @type {Event} */ event) => {
                event.preventDefault();
                onChoose(one);
              }}
            />
            ${value === one && html`<${Icon} name="check" size="s" />`}${label}
          </label>`,
      )}
    </div>
  </fieldset>`;
}

/** @param {{kind: string, name: unknown, label: unknown, checked: boolean, onChoose: () => void}} props */
function Choice({ kind, name, label, checked, onChoose }) {
  return html`<label class="th-choice">
    <input
      type=${kind}
      name=${name}
      checked=${checked}
      onClick=${(/** @type {Event} */ event) => {
        event.preventDefault();
        onChoose();
      }}
    />
    <span class="th-choice__text"><strong>${label}</strong></span>
  </label>`;
}

/** @param {{capacity: any, label: any, item: any, onCount: (capacity: string, count: number) => void}} props */
function Companion({ capacity, label, item, onCount }) {
  const count = item.companions.find((/** @type {any} */ one) => one.capacity === capacity)?.count ?? 0;
  return html`<button class="th-chip" type="button" aria-pressed=${count > 0 ? "true" : "false"} data-chosen=${count > 0 ? "true" : undefined} onClick=${() => onCount(capacity, count > 0 ? 0 : 1)}>
      ${count > 0 && html`<${Icon} name="check" size="s" />`}${label}${count > 1 ? ` (${count})` : ""}
    </button>
    ${count > 0 &&
    html`<button class="th-chip" type="button" aria-label="Nog een: ${label}" disabled=${count >= MOST_COMPANY} onClick=${() => onCount(capacity, count + 1)}><${Icon} name="plus" size="s" /></button>`}`;
}

/** @param {{id: string, field: string, label: string, visitId: string, item: any, flush: any, onSave: (change: Record<string, unknown>) => Promise<boolean>}} props */
function Reason({ id, field, label, visitId, item, flush, onSave }) {
  return html`<section class="th-card">
    <${GuardedText} id=${id} label=${label} value=${item[field] ?? ""} documentId=${visitId} draftKey="${visitId}/${field}" saved=${Boolean(item[field])} onSave=${(/** @type {string} */ text) => onSave({ [field]: text })} flush=${flush} />
  </section>`;
}
