/** The checklist: twelve facts in under a minute. Each tap is on the disk before it looks chosen. */
import { isRecheck, openItems, restInOrder } from "../domain/checklist.js";
import { clock } from "../lib/dates.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { documents, policy } from "../sync/watch.js";
import { ChecklistItem } from "./checklist-item.js";
import { ConsentStop } from "./consent-stop.js";
import { addressOf, carriesOut, checklistOf, consentOf, findingOf, heldEnd, isClosed, isVoided, photosAllowed, placeOf, premisesOf, standing } from "./facts.js";
import { HeldEnd } from "./held-end.js";
import { Icon } from "./icon.js";
import { LeftText } from "./left-text.js";
import { go, goInstead } from "./navigation.js";
import { asked, progressOf } from "./progress.js";
import { useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";
import { answerItem } from "./visit-answers.js";
import { count } from "./words.js";

/** @param {{id: string, query: URLSearchParams}} props */
export function VisitPage({ id, query }) {
  const visit = documents.get(id);
  const list = visit && checklistOf(visit);
  if (!visit || !list) return html`<${NotHere} name="bezoek" text="Deze controle staat niet op dit toestel." />`;
  if (isClosed(visit)) return html`<${Closed} visit=${visit} />`;
  if (visit.fields.visit_kind === "home_address" && (carriesOut(visit) || !["ja", "machtiging", "ingetrokken"].includes(standing(visit)))) return html`<${Elsewhere} to=${placeOf(visit)} />`;
  return html`<${Checklist} visit=${visit} list=${list} partId=${query.get("deel") ?? ""} />`;
}

/** @param {{to: string}} props */
function Elsewhere({ to }) {
  useEffect(() => goInstead(to), []);
  return null;
}

/** @param {{visit: any, list: any, partId: string}} props */
function Checklist({ visit, list, partId }) {
  const { save, notSaved } = useSaving();
  const [hint, setHint] = useState("");
  const premises = premisesOf(visit);
  const answers = visit.fields.answers ?? {};
  const options = { switches: policy.value?.switches ?? {} };
  const items = asked(visit, list);
  const parts = list.parts.filter((/** @type {any} */ part) => list.items.some((/** @type {any} */ item) => item.part === part.id && !isElsewhere(item, part)));
  const index = Math.max(0, parts.findIndex((/** @type {any} */ part) => part.id === partId));
  const part = parts[index];
  const here = items.filter((item) => item.part === part.id);
  const more = list.items.filter((/** @type {any} */ item) => item.part === part.id && item.enabled !== false && !item.recorded_in && !here.includes(item));
  const { answered, total } = progressOf(visit, list);
  const withdrawn = consentOf(visit)?.item.consent === "ingetrokken";
  const rest = withdrawn ? [] : restInOrder(list, part.id, answers, premises?.fields ?? null, options);
  const seen = useSeen(part.id, here.length);
  const scrollToOpen = useNextOpen();

  const choose = async (/** @type {any} */ item, /** @type {Record<string, unknown>} */ answer, isPassing = false) => {
    setHint("");
    const place = await answerItem(save, visit, item, answer, withdrawn);
    if (isPassing) return;
    if (place) go(place);
    else if (place === "") scrollToOpen(item.id, here, documents.get(visit.id)?.fields.answers ?? {});
  };
  const fillRest = async () => {
    if (!seen()) {
      setHint("Bekijk eerst alle punten van dit deel.");
      document.querySelector(".th-item:last-of-type")?.scrollIntoView({ block: "end", behavior: "smooth" });
      return;
    }
    const body = Object.fromEntries(rest.map((item) => [`answers.${item.id}`, { value: "in_orde", filled_together: true }]));
    await save("visit.answer", visit.id, body);
  };
  const next = () => {
    const following = parts[index + 1];
    go(following ? `#/bezoek/${visit.id}?deel=${following.id}` : `#/bezoek/${visit.id}/afronden`);
    if (following) scrollTo(0, 0);
  };
  const judgedParts = parts.filter((/** @type {any} */ one) => !one.numbers);
  const partWords = part.numbers
    ? part.name
    : html`${part.name}<span class="th-header__more"> · deel ${judgedParts.indexOf(part) + 1} van ${judgedParts.length}</span>`;

  return html`<${Screen}
    name="bezoek"
    title=${addressOf(premises, "Controle")}
    subtitle=${partWords}
    place=${part.id}
    back="#/vandaag"
    menu=${{ visitId: visit.id }}
    buttons=${visit.fields.visit_kind === "home_address" && !withdrawn && html`<${ConsentStop} visit=${visit} />`}
    bar=${html`<progress class="th-progress" max=${total} value=${answered} aria-label="Punten beantwoord"></progress>
      <span>${answered} van ${total}</span>`}
    actions=${html`${!part.numbers && html`<${CameraButton} visit=${visit} list=${list} onHint=${setHint} />`}
      ${!part.numbers &&
      html`<button
        class="utrecht-button utrecht-button--secondary-action"
        type="button"
        aria-disabled=${rest.length === 0 ? "true" : undefined}
        onClick=${() => rest.length > 0 && fillRest()}
      >
        De rest in orde
      </button>`}
      <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${next}>
        ${parts[index + 1] ? "Volgende" : "Afronden"}<${Icon} name="chevron-right" />
      </button>`}
  >
    ${notSaved} <${HeldEnd} visit=${visit} /> ${withdrawn && html`<${Withdrawn} visit=${visit} />`}
    <p class="th-only-read" role="status">${here.every((item) => isDone(answers[item.id])) ? `${answered} van ${total}` : ""}</p>
    <div role="status">${hint && html`<p class="utrecht-alert utrecht-alert--info">${hint}</p>`}</div>
    ${here.map((item) => itemOf(item))}
    ${more.length > 0 &&
    html`<details class="th-more">
      <summary><${Icon} name="chevron-down" />Meer punten (${more.length})</summary>
      <div class="th-stack">${more.map((/** @type {any} */ item) => itemOf(item))}</div>
    </details>`}
    <${Parts} visit=${visit} parts=${parts} current=${part} open=${openItems(list, answers, premises?.fields ?? null, options)} />
  <//>`;

  /** @param {any} item */
  function itemOf(item) {
    return html`<${ChecklistItem}
      key=${item.id}
      item=${item}
      visit=${visit}
      answer=${answers[item.id]}
      isRecheck=${isRecheck(item, premises?.fields ?? null)}
      finding=${findingOf(visit, item.id)}
      onAnswer=${choose}
      onSave=${save}
    />`;
  }
}

/** Drawn by another screen altogether, unless this is the part with numbers. @param {any} item @param {any} part */
const isElsewhere = (item, part) => item.recorded_in && !part.numbers;

/** @param {any} answer */
const isDone = (answer) => answer?.value != null || answer?.number != null;

/** Whether the whole part was on the screen: the condition of "De rest in orde". @param {string} partId @param {number} amount */
function useSeen(partId, amount) {
  const seen = useRef(new Set());
  useEffect(() => {
    seen.current = new Set();
    const observer = new IntersectionObserver(
      (entries) => entries.forEach((entry) => entry.isIntersecting && seen.current.add(/** @type {HTMLElement} */ (entry.target).dataset.item)),
      { threshold: 0.6 },
    );
    document.querySelectorAll(".th-main > .th-item").forEach((element) => observer.observe(element));
    return () => observer.disconnect();
  }, [partId]);
  return () => seen.current.size >= amount;
}

/** After an answer the next open item scrolls into place; not when motion is unwanted. */
function useNextOpen() {
  return (/** @type {string} */ from, /** @type {any[]} */ items, /** @type {Record<string, any>} */ answers) => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const after = items.slice(items.findIndex((item) => item.id === from) + 1).find((item) => !isDone(answers[item.id]));
    if (after) document.querySelector(`[data-item="${after.id}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" });
  };
}

/** Opens the finding of the last failed item that takes a photo. @param {{visit: any, list: any, onHint: (text: string) => void}} props */
function CameraButton({ visit, list, onHint }) {
  const failed = list.items.filter((/** @type {any} */ item) => visit.fields.answers?.[item.id]?.value === "niet_in_orde" && photosAllowed(visit, item));
  if (!list.items.some((/** @type {any} */ item) => photosAllowed(visit, item))) return null;
  const last = failed.at(-1);
  const open = () =>
    last ? go(`#/bezoek/${visit.id}/bevinding/${last.id}?foto=1`) : onHint("Kies eerst Niet in orde bij een punt. Daarna kunt u een foto maken.");
  return html`<button class="utrecht-button utrecht-button--secondary-action" data-icon-only type="button" aria-label="Foto" onClick=${open}>
    <${Icon} name="camera" />
  </button>`;
}

/** The parts of this list, in any order. @param {{visit: any, parts: any[], current: any, open: any[]}} props */
function Parts({ visit, parts, current, open }) {
  return html`<nav class="th-card" aria-label="Delen van de controle">
    <ul class="th-rows" role="list">
      ${parts
        .filter((part) => part !== current)
        .map((part) => {
          const left = open.filter((item) => item.part === part.id).length;
          return html`<li key=${part.id}>
            <a class="th-list-row" href="#/bezoek/${visit.id}?deel=${part.id}">
              <span class="th-list-row__text"><strong>${part.name}</strong></span>
              ${!part.numbers && html`<span class="th-list-row__end" data-tone=${left > 0 ? "warn" : "ok"}>${left > 0 ? `${left} open` : "Klaar"}</span>`}
              <${Icon} name="chevron-right" />
            </a>
          </li>`;
        })}
    </ul>
  </nav>`;
}

/** @param {{visit: any}} props */
function Withdrawn({ visit }) {
  const at = consentOf(visit)?.item.withdrawn_at;
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert">
    <${Icon} name="hand-stop" />
    <div>
      <strong>Ga naar buiten.</strong> De bewoner trok de toestemming in${at ? ` om ${clock(at)}` : ""}. U kunt nog invullen wat u daarvoor zag. Geen nieuwe
      foto’s.
    </div>
  </div>`;
}

/** How it ended, in a word and in a sentence: what who was there did not sign is not called finished. @param {any} visit @returns {[string, string]} */
function endingOf(visit) {
  if (isVoided(visit)) return ["Vervallen", "Deze controle is vervallen. Zij telt niet mee. Wat u vastlegde, is bewaard."];
  if (visit.fields.outcome === "afgebroken") return ["Afgesloten door de teamleider", "Uw teamleider sloot deze controle af. Wat dit toestel nog verstuurt, wacht op uw teamleider."];
  if (heldEnd(visit)) return ["Ondertekend", "U ondertekende deze controle. Zij staat nog niet vast."];
  return ["Afgerond", "Deze controle staat vast."];
}

/** A closed visit is fixed; an addition has its own date. @param {{visit: any}} props */
function Closed({ visit }) {
  const [word, told] = endingOf(visit);
  const [Adding, setAdding] = useState(/** @type {any} */ (null));
  const additions = Object.entries(visit.fields.additions ?? {});
  const open = async () => {
    const { AdditionSheet } = await import("./addition-sheet.js");
    setAdding(() => AdditionSheet);
  };
  return html`<${Screen}
    name="bezoek"
    title=${addressOf(premisesOf(visit), "Controle")}
    subtitle=${[word, visit.fields.closed_at && clock(visit.fields.closed_at)].filter(Boolean).join(" ")}
    back="#/vandaag"
    menu=${{ visitId: visit.id }}
    tab="vandaag"
  >
    <${HeldEnd} visit=${visit} />
    <p class="th-card">${told} Aanvullen kan nog wel. Dat is dan te zien in het dossier.</p>
    <${LeftText} visit=${visit} onMoved=${open} />
    ${additions.length > 0 &&
    html`<section class="th-card">
      <h2>${count(additions.length, "aanvulling", "aanvullingen")}</h2>
      <ul class="th-rows" role="list">
        ${additions.map(([key, addition]) => html`<li key=${key} class="th-list-row">${/** @type {any} */ (addition).text}</li>`)}
      </ul>
    </section>`}
    <button class="utrecht-button utrecht-button--secondary-action" data-wide type="button" onClick=${open}><${Icon} name="pencil" />Vul aan</button>
    ${Adding && html`<${Adding} visit=${visit} onClose=${() => setAdding(null)} />`}
  <//>`;
}
