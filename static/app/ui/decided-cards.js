/** What became of my proposals, until it is seen: one card for one, one that unfolds for more. */
import { html, useEffect, useState } from "../lib/html.js";
import { loadDraft, saveDraft } from "../sync/drafts.js";
import { documents, me } from "../sync/watch.js";
import { decided, decisionText } from "./decision.js";
import { Icon } from "./icon.js";

/** @typedef {import("../types.js").Shown} Shown */

const SHOWN_DAYS = 7;
const KEPT = "seen-decisions";
const ELSEWHERE = "een pand dat niet op dit toestel staat";

export function DecidedCards() {
  const [seen, setSeen] = useState(/** @type {string[] | null} */ (null));
  useEffect(() => {
    loadDraft(KEPT).then(
      (kept) => setSeen(kept ?? []),
      () => setSeen([]),
    );
  }, []);
  if (!seen) return null;
  const shown = lately(seen);
  const hide = async (/** @type {Shown[]} */ measures) => {
    const next = [...seen, ...measures.map(({ id }) => id)];
    await saveDraft(KEPT, next);
    setSeen(next);
  };
  if (shown.length < 2) return shown.map((measure) => html`<${One} key=${measure.id} measure=${measure} onSeen=${() => hide([measure])} />`);
  return html`<section class="th-card th-decided" data-tone="ok" data-decided>
    <div class="th-list-row">
      <strong class="th-list-row__text">Er is beslist over ${shown.length} voorstellen van u</strong>
      <button class="th-icon-button" type="button" aria-label="Alles gezien" onClick=${() => hide(shown)}><${Icon} name="x" /></button>
    </div>
    <details class="th-more">
      <summary><${Icon} name="chevron-down" />Bekijk</summary>
      <div class="th-rows">${shown.map((measure) => html`<${Row} key=${measure.id} measure=${measure} />`)}</div>
    </details>
  </section>`;
}

/** @param {string[]} seen */
function lately(seen) {
  const since = new Date(Date.now() - SHOWN_DAYS * 86_400_000).toISOString();
  return documents
    .byKind("measure")
    .filter(({ id, fields }) => fields.proposed_by === me.value?.id && fields.decided_at > since && decided(fields.state) && !seen.includes(id));
}

/** @param {{measure: Shown, onSeen: () => void}} props */
function One({ measure, onSeen }) {
  return html`<div class="th-card th-list-row" data-tone=${measure.fields.state === "afgezien" ? "info" : "ok"} data-decided>
    <a class="th-list-row__text th-plain" href="#/voorstel/${measure.id}">${decisionText(measure, ELSEWHERE)}</a>
    <button class="th-icon-button" type="button" aria-label="Gezien" onClick=${onSeen}><${Icon} name="x" /></button>
  </div>`;
}

/** @param {{measure: Shown}} props */
function Row({ measure }) {
  return html`<a class="th-list-row" href="#/voorstel/${measure.id}">
    <span class="th-list-row__text">${decisionText(measure, ELSEWHERE)}</span>
    <${Icon} name="chevron-right" />
  </a>`;
}
