/** The times of entering a dwelling: when we went out can be said before signing, and what does not fit is told. */
import { outOfOrder } from "../domain/entry-times.js";
import { clock, lastInstantOf } from "../lib/dates.js";
import { html, useState } from "../lib/html.js";
import { consentOf } from "./facts.js";

/** @type {Record<string, string>} */
const STEPS = {
  asked_at: "toestemming gevraagd",
  decided_at: "antwoord gekregen",
  entered_at: "naar binnen",
  withdrawn_at: "toestemming ingetrokken",
  left_at: "naar buiten",
};

/** "De tijden passen niet bij elkaar: naar buiten (20:10) staat vóór naar binnen (20:17).", or "". @param {Record<string, any>} entry */
export function timesWords(entry) {
  const pairs = outOfOrder(entry).map(([first, then]) => `${STEPS[then]} (${clock(entry[then])}) staat vóór ${STEPS[first]} (${clock(entry[first])})`);
  return pairs.length > 0 ? `De tijden passen niet bij elkaar: ${pairs.join("; ")}.` : "";
}

/** When they went out, as long as nobody recorded it. @param {any} visit @returns {{time: string, setTime: (time: string) => void, at: string | undefined, isOpen: boolean}} */
export function useLeaving(visit) {
  const [time, setTime] = useState("");
  const item = visit && consentOf(visit)?.item;
  const isOpen = Boolean(item?.entered_at && !item.left_at);
  return { time, setTime, at: isOpen && time ? lastInstantOf(time) : undefined, isOpen };
}

/** @param {{visit: any, leaving: ReturnType<typeof useLeaving>}} props */
export function EntryTimes({ visit, leaving }) {
  const item = consentOf(visit)?.item;
  if (!item?.entered_at) return null;
  const left = item.left_at ?? leaving.at ?? new Date().toISOString();
  const faults = timesWords({ ...item, left_at: left });
  const isAsked = leaving.isOpen && (item.basis !== "toestemming" || faults);
  if (!isAsked && !faults) return null;
  return html`<section class="th-card">
    ${isAsked && html`<${Time} id="naar-buiten" label="Hoe laat ging u naar buiten? (leeg: nu)" value=${leaving.time} onChange=${leaving.setTime} />`}
    <div role="alert">${faults && html`<p class="utrecht-alert utrecht-alert--warning"><span>${faults} ${isAsked ? "Pas de tijd aan. " : ""}Klopt de klok van dit toestel niet? Rond gewoon af en schrijf het daarna op bij Vul aan.</span></p>`}</div>
  </section>`;
}

/** @param {{id: string, label: string, value: string, onChange: (time: string) => void}} props */
export function Time({ id, label, value, onChange }) {
  return html`<div class="utrecht-form-field">
    <label class="utrecht-form-label" for=${id}>${label}</label>
    <input class="utrecht-textbox" id=${id} type="time" autocomplete="off" value=${value} onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
  </div>`;
}
