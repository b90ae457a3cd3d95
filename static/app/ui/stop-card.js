/** One stop of the day list: a link with its badges, and its buttons when it is the next one. */
import { dayShort } from "../lib/dates.js";
import { html, useState } from "../lib/html.js";
import { documents } from "../sync/watch.js";
import { Sheet } from "./dialog.js";
import { addressOf, complyUntil, isClosed, isHome, lookFrom, openMeasures, outcomeOf, placeOf, roundOn, typeLine } from "./facts.js";
import { Icon } from "./icon.js";
import { OUTCOMES, REASONS, count, small } from "./words.js";

/**
 * @param {{stop: any, number: number, list: any, isNext: boolean, onStart: () => void, onSave: import("./saving.js").Save, around: any[]}} props
 *   `around`: the open stops before and after this one.
 */
export function StopCard({ stop, number, list, isNext, onStart, onSave, around }) {
  const [menu, setMenu] = useState(false);
  const premises = documents.get(stop.premises_id);
  const address = addressOf(premises, stop.address_text);
  const done = isClosed(stop.visit);
  const badges = badgesOf(stop, premises);
  const place = stop.visit && !done ? placeOf(stop.visit) : `#/pand/${stop.premises_id}`;
  return html`<li class="th-card th-stop" data-next=${isNext ? "true" : undefined} data-state=${done ? "done" : undefined}>
    <div class="th-stop__head">
      <span class="th-stop__number">${done ? html`<${Icon} name="check" /><span class="th-only-read">Gedaan</span>` : number}</span>
      <a class="th-stop__link th-stop__text" href=${place}>
        ${isNext && html`<span class="th-stop__eyebrow">${stop.visit ? "Bezig" : "Volgende"}</span>`}
        <span class="th-stop__address">${address}</span>
        <span class="th-stop__type">${typeLine(premises, small(REASONS[stop.reason] ?? ""))}</span>
        ${badges.length > 0 &&
        html`<span class="th-badges">
          ${badges.map(
            (badge) =>
              html`<span key=${badge.text} class="utrecht-badge-status utrecht-badge-status--${badge.tone}">
                ${badge.icon && html`<${Icon} name=${badge.icon} />`}${badge.text}
              </span>`,
          )}
        </span>`}
      </a>
      ${!done &&
      html`<button class="th-icon-button th-stop__more" type="button" aria-haspopup="dialog" aria-label="Meer over ${address}" onClick=${() => setMenu(true)}>
        <${Icon} name="dots-vertical" />
      </button>`}
    </div>
    ${isNext &&
    html`<div class="th-stop__buttons">
      <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${onStart}>
        <${Icon} name="clipboard-check" />${stop.visit ? "Ga verder" : "Start controle"}
      </button>
      <${Route} premises=${premises} address=${address} />
    </div>`}
    ${menu &&
    html`<${StopMenu}
      address=${address}
      around=${around}
      onClose=${() => setMenu(false)}
      onSwap=${(/** @type {any} */ other) => swap(onSave, list, stop, other)}
      onStart=${isNext ? null : onStart}
    />`}
  </li>`;
}

/** Two stops change places, in one operation. @param {import("./saving.js").Save} save @param {any} list @param {any} one @param {any} other */
function swap(save, list, one, other) {
  const bare = (/** @type {any} */ stop, /** @type {number} */ order) => {
    const { id: _id, visit: _visit, ...fields } = stop;
    return { ...fields, order };
  };
  return save("day_list.set_stop", list.id, {
    [`stops.${one.id}`]: bare(one, other.order),
    [`stops.${other.id}`]: bare(other, one.order),
  });
}

/** @param {{address: string, around: any[], onClose: () => void, onSwap: (other: any) => void, onStart: (() => void) | null}} props */
function StopMenu({ address, around, onClose, onSwap, onStart }) {
  const [above, below] = around;
  const move = (/** @type {any} */ other) => {
    onSwap(other);
    onClose();
  };
  return html`<${Sheet} title=${address} onClose=${onClose}>
    <div class="th-rows">
      ${onStart &&
      html`<button class="th-list-row" type="button" onClick=${onStart}><${Icon} name="clipboard-check" tone="info" /><span>Start controle</span></button>`}
      <button class="th-list-row" type="button" disabled=${!above} onClick=${() => move(above)}><${Icon} name="chevron-up" /><span>Omhoog</span></button>
      <button class="th-list-row" type="button" disabled=${!below} onClick=${() => move(below)}><${Icon} name="chevron-down" /><span>Omlaag</span></button>
    </div>
  <//>`;
}

/** Hands over to the phone's own map: coordinates only. @param {{premises: any, address: string, wide?: boolean}} props */
export function Route({ premises, address, wide }) {
  const { lat, lon } = premises?.fields.address ?? {};
  if (lat == null || lon == null) return null;
  const link = `https://www.openstreetmap.org/directions?to=${lat}%2C${lon}`;
  return html`<a
    class="utrecht-button utrecht-button--secondary-action"
    data-icon-only=${wide ? undefined : true}
    href=${/Android|iPhone|iPad/.test(navigator.userAgent) ? `geo:${lat},${lon}` : link}
    rel="noreferrer noopener"
    target="_blank"
    aria-label=${wide ? undefined : `Route naar ${address}`}
  >
    <${Icon} name="route" />${wide && "Route"}
  </a>`;
}

const NEVER = "9999-12-31";
const LOOK_TODAY = { tone: "danger", icon: "calendar-due", text: "Hercontrole uiterlijk vandaag" };

/** At most two badges, the most pressing first. @param {any} stop @param {any} premises @returns {{tone: string, icon?: string, text: string}[]} */
function badgesOf(stop, premises) {
  if (isClosed(stop.visit)) {
    const words = OUTCOMES[outcomeOf(stop.visit)] ?? "Afgerond";
    return [{ tone: "neutral", text: words }, ...(stop.visit.unsent ? [onlyHere] : [])];
  }
  const measures = openMeasures(premises);
  const ends = measures.map(complyUntil).filter(Boolean).sort()[0];
  /** @type {(false | {tone: string, icon?: string, text: string})[]} */
  const badges = [
    Boolean(ends) && deadline(/** @type {string} */ (ends)),
    !ends && measures.some((measure) => (lookFrom(measure) ?? NEVER) <= roundOn()) && LOOK_TODAY,
    isHome(premises) && { tone: "active", icon: "door", text: "Toestemming nodig" },
    Boolean(stop.appointment) && { tone: "active", icon: "users", text: `Afspraak ${stop.appointment}` },
    measures.length > 0 && { tone: "warning", icon: "gavel", text: count(measures.length, "open maatregel", "open maatregelen") },
    Boolean(stop.visit?.unsent) && onlyHere,
  ];
  const shown = badges.filter((badge) => badge !== false).slice(0, 2);
  return shown.length > 0 ? shown : [{ tone: "neutral", text: REASONS[stop.reason] ?? "Routine" }];
}

const onlyHere = { tone: "warning", icon: "device-mobile", text: "Alleen op dit toestel" };

/** @param {string} on */
function deadline(on) {
  if (on > roundOn()) return { tone: "warning", icon: "hourglass", text: `Hersteltermijn tot ${dayShort(on)}` };
  return LOOK_TODAY;
}
