/** One item: a statement and its choices as native radios; under a failed one its finding. */
import { html } from "../lib/html.js";
import { saved } from "../sync/record.js";
import { helpCount, myHelp, photosOf } from "./facts.js";
import { Icon } from "./icon.js";
import { NumberChips } from "./number-chips.js";
import { ANSWERS, count } from "./words.js";

const JUDGEMENTS = [
  { id: "in_orde", label: "In orde", icon: "check" },
  { id: "niet_in_orde", label: "Niet in orde", icon: "x" },
  { id: "niet_van_toepassing", label: "n.v.t." },
];
const YES_NO = [
  { id: "ja", label: "Ja" },
  { id: "nee", label: "Nee" },
  { id: "niet_van_toepassing", label: "n.v.t." },
];

/** What to do at once after an answer. @type {Record<string, string>} */
const FOLLOW_UPS = {
  noodprotocol: "Bel nu uw teamleider. Bij gevaar: bel 112.",
  bel_zorgcoordinator: "Bel de zorgcoördinator mensenhandel. Leg hier niets vast over personen.",
  veilig_thuis: "Bel Veilig Thuis. Leg hier niets vast over het kind.",
  binnentreden: "Woont hier iemand? Vraag eerst toestemming om binnen te gaan.",
};

/** The key that is down: an arrow chooses each answer that it passes, and must not lead away from the list. */
let keyDown = "";
const onKeyDown = (/** @type {KeyboardEvent} */ { key }) => void (keyDown = key);
const onKeyUp = () => void (keyDown = "");

/** @typedef {(item: any, answer: Record<string, unknown>, isPassing?: boolean) => void} OnAnswer */

/**
 * @param {{item: any, visit: any, answer: any, isRecheck: boolean, finding: [string, any] | null,
 *   onAnswer: OnAnswer, onSave: import("./saving.js").Save}} props
 */
export function ChecklistItem({ item, visit, answer, isRecheck, finding, onAnswer, onSave }) {
  const isHelp = item.recorded_in === "help_offers";
  const field = isHelp ? `help_offers.${myHelp(visit).key}` : `answers.${item.id}`;
  const hint = [isRecheck && "Hercontrole: open maatregel", answer?.filled_together && "Samen ingevuld"].filter(Boolean).join(" · ");
  const rivals = visit.rivals?.[field]?.length > 0;
  return html`<fieldset class="th-card th-item" data-item=${item.id} data-saved=${saved(visit.id, field).value ? "true" : undefined}>
    <legend>${item.statement}</legend>
    ${hint && html`<p class="th-item__hint">${hint}</p>`}
    ${isHelp ? html`<${HelpNumber} visit=${visit} onSave=${onSave} />` : html`<${Choices} item=${item} visit=${visit} answer=${answer} onAnswer=${onAnswer} />`}
    ${rivals && html`<a class="utrecht-link" href="#/twee-versies/${visit.id}">Twee versies. Vergelijk en kies</a>`}
    ${answer?.value === "niet_in_orde" && finding && html`<${FindingLine} visit=${visit} item=${item} finding=${finding} />`}
    ${item.then && answer?.value === item.then.answer && html`<p class="utrecht-alert utrecht-alert--warning" role="alert">${FOLLOW_UPS[item.then.do]}</p>`}
  </fieldset>`;
}

/** @param {{item: any, visit: any, answer: any, onAnswer: OnAnswer}} props */
function Choices({ item, visit, answer, onAnswer }) {
  if (item.answer === "aantal") {
    return html`<${NumberChips} label=${item.statement} name=${item.id} value=${answer?.number ?? null} max=${item.number?.max ?? 999} onChoose=${(/** @type {number} */ number) => onAnswer(item, { number })} />`;
  }
  if (item.answer === "datum") return html`<${DateAnswer} item=${item} answer=${answer} onAnswer=${onAnswer} />`;
  const options = item.answer === "oordeel" ? JUDGEMENTS : item.answer === "ja_nee" ? YES_NO : item.choices;
  return html`<div class="th-answer" onKeyDown=${onKeyDown} onKeyUp=${onKeyUp}>
    ${options.map(
      (/** @type {any} */ option) =>
        html`<label key=${option.id} data-chosen=${answer?.value === option.id ? "true" : undefined} data-value=${option.id}>
          <input
            type="radio"
            name="${visit.id}-${item.id}"
            value=${option.id}
            checked=${answer?.value === option.id}
            onClick=${(/** @type {Event} */ event) => {
              event.preventDefault();
              onAnswer(item, { value: option.id }, keyDown.startsWith("Arrow"));
            }}
          />
          ${option.icon && html`<${Icon} name=${option.icon} />`}${option.label ?? ANSWERS[option.id]}
        </label>`,
    )}
  </div>`;
}

/** @param {{item: any, answer: any, onAnswer: OnAnswer}} props */
function DateAnswer({ item, answer, onAnswer }) {
  return html`<div class="th-answer">
    <input
      class="utrecht-textbox"
      type="date"
      autocomplete="off"
      aria-label=${item.statement}
      value=${answer?.value ?? ""}
      onChange=${(/** @type {any} */ event) => event.target.value && onAnswer(item, { value: event.target.value })}
    />
  </div>`;
}

/** Help is a count of this visit; the counts of two phones add up. @param {{visit: any, onSave: import("./saving.js").Save}} props */
function HelpNumber({ visit, onSave }) {
  const mine = myHelp(visit);
  const others = helpCount(visit) - mine.count;
  const set = (/** @type {number} */ total) =>
    onSave("visit.offer_help", visit.id, { [`help_offers.${mine.key}`]: { organisation: null, count: Math.max(0, total - others) } });
  const known = visit.fields.help_offers?.[mine.key] || others > 0;
  return html`<${NumberChips} label="Hulp aangeboden" name="hulp" value=${known ? helpCount(visit) : null} min=${others} max=${999} onChoose=${set} />`;
}

/** @param {{visit: any, item: any, finding: [string, any]}} props */
function FindingLine({ visit, item, finding }) {
  const photos = photosOf(visit, finding[0]).length;
  const photoWords = !item.allows_photo ? "" : photos > 0 ? ` · ${count(photos, "foto", "foto’s")}` : ", nog geen foto";
  return html`<p class="th-item__finding">
    <${Icon} name=${item.allows_photo ? "camera" : "note"} />
    <span>1 bevinding${photoWords}</span>
    <a class="th-text-button" data-line href="#/bezoek/${visit.id}/bevinding/${item.id}" aria-label="Bekijk bevinding ${item.short ?? item.statement}">Bekijk</a>
  </p>`;
}
