/** Afronden: does this hold, then sign. Open points come first. */
import { openItems } from "../domain/checklist.js";
import { clock, dayLong } from "../lib/dates.js";
import { html, useState } from "../lib/html.js";
import { lockScreen } from "../sync/phone.js";
import { saved } from "../sync/record.js";
import { documents, policy } from "../sync/watch.js";
import { closeVisit } from "./closing.js";
import { EntryTimes, useLeaving } from "./entry-times.js";
import { addressOf, checklistOf, consentOf, endedOtherwise, helpCount, isClosed, measuresOf, namesOf, outcomeOf, photosOf, placeOf, premisesOf, roundOn, stopsOf, todaysList } from "./facts.js";
import { HeldEnd } from "./held-end.js";
import { Icon } from "./icon.js";
import { sinceUnlock } from "./idle-lock.js";
import { go } from "./navigation.js";
import { isAnswered, pointsOf, progressOf } from "./progress.js";
import { useOnce, useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";
import { startVisit } from "./visit-start.js";
import { LEGITIMATIONS, MEASURE_TYPES, OUTCOMES, count, small } from "./words.js";

const SIGN_WITHIN_MS = 15 * 60_000;

/** @param {{id: string, part: string}} props `part`: the outcome of a visit that could not take place */
export function ClosePage({ id, part }) {
  const { save, notSaved } = useSaving();
  const [statement, setStatement] = useState(false);
  const { busy, once } = useOnce();
  const [problem, setProblem] = useState("");
  const visit = documents.get(id);
  const leaving = useLeaving(visit);
  const list = visit && checklistOf(visit);
  if (!visit || !list) return html`<${NotHere} name="afronden" text="Deze controle staat niet op dit toestel." />`;
  if (endedOtherwise(visit) && !visit.waiting_acts.includes("visit.close"))
    return html`<${NotHere} name="afronden" text="Deze controle is beëindigd zonder uw handtekening. Wat u vastlegde, is bewaard." />`;
  if (isClosed(visit)) return html`<${Done} visit=${visit} save=${save} />`;

  const consent = consentOf(visit)?.item.consent;
  const outcome = part || (consent === "ingetrokken" ? "toestemming_ingetrokken" : "afgerond");
  const open = outcome === "afgerond" ? openPoints(visit, list) : [];
  const address = addressOf(premisesOf(visit));
  const old = roundOn(visit.fields.opened_at) !== roundOn();

  const sign = () => once(signNow);
  const signNow = async () => {
    const [first] = open;
    if (first) return go(first.to);
    if (!statement) return setProblem("Zet eerst een vinkje bij: Ik zag dit zelf en vulde het eerlijk in.");
    if (sinceUnlock() > SIGN_WITHIN_MS) return lockScreen();
    setProblem("");
    await closeVisit(save, visit, outcome, leaving.at);
  };

  return html`<${Screen}
    name="afronden"
    title="Controle afronden"
    subtitle=${`${address} · gestart ${clock(visit.fields.opened_at)}`}
    back=${placeOf(visit)}
    menu=${{ visitId: id }}
    actions=${html`<button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${sign}>
      <${Icon} name="signature" />${busy ? "Bezig" : open.length > 0 ? `Nog ${count(open.length, "punt", "punten")} open` : "Onderteken en rond af"}
    </button>`}
  >
    ${notSaved}
    <${HeldEnd} visit=${visit} />
    ${old && html`<p class="utrecht-alert utrecht-alert--warning"><${Icon} name="clock" /><span>Deze controle is van ${dayLong(roundOn(visit.fields.opened_at))}. Klopt alles nog?</span></p>`}
    ${open.length > 0 &&
    html`<section class="th-card" data-tone="bad">
      <h2>Nog open</h2>
      <div class="th-rows">
        ${open.map(
          (point) =>
            html`<a key=${point.label} class="th-list-row" href=${point.to}>
              <${Icon} name="alert-circle" tone="bad" /><span class="th-list-row__text"><strong>${point.label}</strong></span><${Icon} name="chevron-right" />
            </a>`,
        )}
      </div>
    </section>`}
    <section class="th-card">
      <h2>Klopt dit?</h2>
      <div class="th-rows">${(outcome === "afgerond" ? fullLines(visit, list) : shortLines(visit, outcome)).map((line) => html`<${Line} key=${line.text} ...${line} />`)}</div>
    </section>
    <${EntryTimes} visit=${visit} leaving=${leaving} />
    <section class="th-card th-choices">
      <label class="th-choice">
        <input type="checkbox" checked=${statement} aria-describedby="verklaring-fout" onChange=${() => setStatement(!statement)} />
        <span class="th-choice__text"><strong>Ik zag dit zelf en vulde het eerlijk in</strong></span>
      </label>
      <a class="th-list-row" href=${visit.fields.visit_kind === "home_address" ? `#/bezoek/${id}/toestemming` : `#/bezoek/${id}/start`}>
        <span class="th-list-row__text">Samen met</span>
        <span class="th-list-row__end">${namesOf(visit.fields.co_visitor_ids) || "niemand"}</span><${Icon} name="chevron-right" />
      </a>
    </section>
    <div role="alert" id="verklaring-fout">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
    <p class="th-quiet">Na het ondertekenen staat de controle vast. Aanvullen kan daarna nog wel. Dat is dan te zien in het dossier.</p>
  <//>`;
}

/** What must be answered before a finished visit can be signed. @param {any} visit @param {any} list @returns {{label: string, to: string}[]} */
function openPoints(visit, list) {
  const open = openItems(list, visit.fields.answers ?? {}, premisesOf(visit)?.fields ?? null, { switches: policy.value?.switches ?? {} });
  const points = open.map((item) => ({ label: item.statement, to: `#/bezoek/${visit.id}?deel=${item.part}` }));
  const shown = visit.fields.legitimation?.value;
  if (visit.fields.visit_kind === "licensed_premises" && (!shown || shown === "nog_niet")) {
    points.unshift({ label: "Legitimatie nog niet getoond", to: `#/bezoek/${visit.id}/start` });
  }
  return points;
}

/** @typedef {{icon: string, tone?: string, text: string, detail: string, to?: string}} LineProps */

/** The six lines. @param {any} visit @param {any} list @returns {LineProps[]} */
function fullLines(visit, list) {
  const path = `#/bezoek/${visit.id}`;
  const { answered, total } = progressOf(visit, list);
  const answers = visit.fields.answers ?? {};
  const points = pointsOf(visit, list).filter((item) => isAnswered(answers[item.id]));
  const amount = (/** @type {string} */ value) => points.filter((item) => answers[item.id].value === value).length;
  const findings = Object.entries(/** @type {Record<string, any>} */ (visit.fields.findings ?? {})).filter(([, one]) => one);
  const photos = findings.reduce((sum, [key]) => sum + photosOf(visit, key).length, 0);
  const first = findings[0]?.[1];
  const help = helpCount(visit);
  const wrong = amount("niet_in_orde");
  return [
    entryLine(visit, path),
    {
      icon: "list-check",
      tone: wrong > 0 ? "bad" : "ok",
      text: `${answered} van ${total} punten beantwoord`,
      detail: [`${amount("in_orde")} in orde`, wrong > 0 && `${wrong} niet in orde`, amount("niet_van_toepassing") > 0 && `${amount("niet_van_toepassing")} n.v.t.`].filter(Boolean).join(" · "),
      to: path,
    },
    {
      icon: "photo",
      text: [count(findings.length, "bevinding", "bevindingen"), photos > 0 && count(photos, "foto", "foto’s")].filter(Boolean).join(", "),
      detail: findings.map(([, one]) => findingWords(list, one)).join("; ") || "niets gevonden",
      to: first ? `${path}/bevinding/${first.item}` : path,
    },
    workplaces(visit, path),
    { icon: "lifebuoy", tone: help > 0 ? "ok" : "quiet", text: `${help} keer hulp aangeboden`, detail: "alleen het aantal", to: `${path}?deel=aantallen` },
    ...measuresOf(visit.id).map((measure) => ({
      icon: "gavel",
      tone: "warn",
      text: `Voorstel: ${small(MEASURE_TYPES[measure.fields.measure_type] ?? "")}`,
      detail: "gaat naar uw teamleider",
    })),
  ].filter((line) => line !== null);
}

/** @param {any} visit @param {string} path @returns {LineProps} */
function entryLine(visit, path) {
  const consent = consentOf(visit)?.item;
  if (visit.fields.visit_kind === "home_address") {
    if (consent?.basis === "machtiging") return { icon: "door", tone: "ok", text: "Binnen met een machtiging", detail: `om ${clock(consent.entered_at)}` };
    return { icon: "door", tone: "ok", text: "Toestemming gegeven", detail: consent?.decided_at ? `om ${clock(consent.decided_at)}` : "" };
  }
  const shown = visit.fields.legitimation;
  return {
    icon: "id-badge-2",
    tone: shown && shown.value !== "nog_niet" ? "ok" : "bad",
    text: shown && shown.value !== "nog_niet" ? "Legitimatie getoond" : "Legitimatie nog niet getoond",
    detail: shown ? `${LEGITIMATIONS[shown.value]}, ${clock(shown.at)}` : "",
    to: `${path}/start`,
  };
}

/** @param {any} visit @param {string} path @returns {LineProps | null} */
function workplaces(visit, path) {
  const used = visit.fields.answers?.werkplekken_in_gebruik?.number;
  const permits = /** @type {any[]} */ (Object.values(premisesOf(visit)?.fields.vergunningen ?? {}));
  const most = permits.map((permit) => permit.werkplekken).find((n) => n != null);
  if (visit.fields.visit_kind === "home_address") return null;
  if (used == null) return { icon: "door", tone: "quiet", text: "Werkplekken niet geteld", detail: "alleen het aantal", to: `${path}?deel=aantallen` };
  return { icon: "door", text: `${used}${most != null ? ` van ${most}` : ""} werkplekken in gebruik`, detail: "alleen het aantal", to: `${path}?deel=aantallen` };
}

/** "nooduitgang versperd en op slot". @param {any} list @param {any} finding */
function findingWords(list, finding) {
  const item = list.items.find((/** @type {any} */ one) => one.id === finding.item);
  const chips = (item?.chips ?? []).filter((/** @type {any} */ chip) => finding.chips?.includes(chip.id)).map((/** @type {any} */ chip) => small(chip.label));
  return [small(item?.short ?? finding.item), chips.join(" en ")].filter(Boolean).join(" ");
}

/** A visit that could not take place. @param {any} visit @param {string} outcome @returns {LineProps[]} */
function shortLines(visit, outcome) {
  return [
    { icon: "ban", tone: "warn", text: OUTCOMES[outcome] ?? outcome, detail: `vastgesteld ${clock(Date.now())}` },
    { icon: "clock", tone: "quiet", text: `Aangekomen ${clock(visit.fields.opened_at)}`, detail: addressOf(premisesOf(visit)) },
  ];
}

/** @param {LineProps} props */
function Line({ icon, tone, text, detail, to }) {
  return html`<div class="th-list-row">
    <${Icon} name=${icon} tone=${tone} />
    <span class="th-list-row__text"><strong>${text}</strong><span>${detail}</span></span>
    ${to && html`<a class="th-text-button" data-line href=${to} aria-label="Wijzig: ${text}">Wijzig</a>`}
  </div>`;
}

/** Signed: it is on this phone, and where to go next. @param {{visit: any, save: import("./saving.js").Save}} props */
function Done({ visit, save }) {
  const list = todaysList();
  const next = stopsOf(list).find((stop) => !isClosed(stop.visit));
  const { once } = useOnce();
  const goNext = () =>
    once(async () => {
      if (!next) return go("#/vandaag");
      const place = next.visit ? placeOf(next.visit) : await startVisit(save, next, list?.id ?? null);
      if (place) go(place);
    });
  return html`<${Screen}
    name="afronden"
    title="Afgerond"
    place="done"
    subtitle=${addressOf(premisesOf(visit))}
    back="#/vandaag"
    actions=${html`<a class="utrecht-button utrecht-button--secondary-action" href="#/vandaag">Naar vandaag</a>
      ${next && html`<button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${goNext}>Volgende adres<${Icon} name="chevron-right" /></button>`}`}
  >
    <section class="th-card" data-tone="ok" role="status" data-saved=${saved(visit.id).value ? "true" : undefined}>
      <h2>Controle afgerond. Staat op dit toestel.</h2>
      ${visit.fields.closed_at && html`<p>${OUTCOMES[outcomeOf(visit)] ?? "Afgerond"} om ${clock(visit.fields.closed_at)}.</p>`}
    </section>
    ${next && html`<p class="th-note"><${Icon} name="map-pin" /><span>Volgende: ${addressOf(documents.get(next.premises_id), next.address_text)}</span></p>`}
    <a class="th-text-button" data-line href="#/bezoek/${visit.id}">Vul aan</a>
  <//>`;
}
