/** Free text about the premises, checked on the phone while typing; nothing is sent for the check. */
import { checkText, replaceByRole } from "../domain/text-guard.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { dropDraft, loadDraft, saveDraft } from "../sync/drafts.js";
import { baseOf } from "../sync/record.js";
import { policy } from "../sync/watch.js";
import { Icon } from "./icon.js";

const PAUSE_MS = 1500;
export const HINT = "Schrijf over het pand, niet over mensen. Gebruik ‘de leidinggevende’ of ‘een medewerker’.";

/** @typedef {{kind: string, start: number, end: number, blocks: boolean, word: string}} Hit */
/**
 * @typedef {object} Props
 * @property {string} id
 * @property {string} label
 * @property {boolean} [optional]
 * @property {string} value what the document has
 * @property {boolean} [notAName] someone said before that it is no name
 * @property {string} documentId whose version counts from the moment of focus
 * @property {string} draftKey
 * @property {boolean} saved
 * @property {boolean} [onDemand] recorded only when `flush` is called; what is typed is kept as a draft until then
 * @property {(text: string, notAName: boolean, base: string | null) => Promise<boolean>} onSave
 * @property {{current: (() => Promise<boolean>) | null}} flush set here: records now; false, with the focus on the warning, when it may not
 */

/** @param {Props} props */
export function GuardedText(props) {
  const { id, label, optional, value, draftKey } = props;
  const [text, setText] = useState(value);
  const [savedText, setSavedText] = useState(value);
  const [kept, setKept] = useState(/** @type {string[]} */ ([]));
  const state = useRef({ text: value, saved: value, base: /** @type {string | null} */ (null), timer: 0, typing: false, kept: /** @type {string[]} */ ([]), drafting: Promise.resolve() });
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const warning = useRef(/** @type {HTMLElement | null} */ (null));
  const hits = openHits(text, kept, props.notAName === true && text === value);
  const [first] = hits;
  const isSaved = props.saved && text.trim() === savedText.trim();

  useEffect(() => {
    loadDraft(draftKey).then(
      (draft) => draft && typeof draft.text === "string" && !state.current.typing && restore(draft),
      () => {},
    );
    return () => clearTimeout(state.current.timer);
  }, [draftKey]);
  useEffect(() => {
    if (!state.current.typing && state.current.text === state.current.saved) show(value);
    state.current.saved = value;
    setSavedText(value);
  }, [value]);

  function show(/** @type {string} */ next) {
    state.current.text = next;
    setText(next);
  }
  /** What was typed before, with the version that was shown then: what came since is not overwritten unseen. */
  function restore(/** @type {{text: string, base?: string | null, kept?: string[]}} */ draft) {
    const now = state.current;
    if (draft.text.trim() === now.saved.trim()) return;
    now.typing = true;
    now.base = draft.base === undefined ? baseOf(props.documentId) : draft.base;
    now.kept = draft.kept ?? [];
    setKept(now.kept);
    show(draft.text);
    commitSoon(PAUSE_MS);
  }
  /** One after another: a draft that is dropped does not come back by an older save. */
  function inTurn(/** @type {() => Promise<void>} */ work) {
    state.current.drafting = state.current.drafting.then(work).catch(() => {});
    return state.current.drafting;
  }
  function keepDraft() {
    const { text, base, kept } = state.current;
    return inTurn(() => saveDraft(draftKey, { text, base, kept }));
  }
  function settled() {
    state.current.typing = false;
    return inTurn(() => dropDraft(draftKey));
  }
  function typed(/** @type {string} */ next) {
    state.current.typing = true;
    show(next);
    void keepDraft();
    commitSoon(PAUSE_MS);
  }
  function commitSoon(/** @type {number} */ ms) {
    clearTimeout(state.current.timer);
    if (!props.onDemand) state.current.timer = setTimeout(commit, ms);
  }
  async function commit() {
    clearTimeout(state.current.timer);
    const now = state.current;
    if (openHits(now.text, now.kept, false).length > 0 && !(props.notAName && now.text === now.saved)) return false;
    const text = now.text.trim();
    if (text === now.saved.trim()) {
      if (now.typing) await settled();
      return true;
    }
    if (!(await props.onSave(text, now.kept.length > 0, now.base))) return false;
    now.saved = text;
    setSavedText(text);
    if (now.text.trim() !== text) {
      await keepDraft();
      return commit();
    }
    now.base = baseOf(props.documentId);
    await settled();
    return true;
  }
  props.flush.current = async () => {
    const done = await commit();
    if (!done) warning.current?.focus();
    return done;
  };
  function keep() {
    const words = [...kept, ...hits.filter((hit) => hit.kind === first?.kind && !hit.blocks).map((hit) => `${hit.kind}:${hit.word}`)];
    state.current.kept = words;
    setKept(words);
    if (state.current.typing) void keepDraft();
    field.current?.focus();
    commitSoon(0);
  }
  function remove() {
    if (!first) return;
    typed(replaceByRole(text, /** @type {any} */ (first)));
    field.current?.focus();
  }

  return html`<div class="th-stack">
    <label class="utrecht-form-label" for=${id}>${label}${optional && html` <span class="th-quiet">(mag leeg blijven)</span>`}</label>
    <p class="utrecht-form-field-description" id="${id}-hulp">${HINT}</p>
    <div class="th-guard" data-saved=${isSaved ? "true" : undefined} data-warned=${first ? (first.blocks ? "blocks" : "true") : undefined}>
      <div class="th-guard__marks" aria-hidden="true">${marked(text, hits)}</div>
      <textarea
        ref=${field}
        class="utrecht-textarea"
        id=${id}
        rows="3"
        autocomplete="off"
        autocorrect="off"
        spellcheck=${false}
        aria-describedby="${id}-hulp ${id}-let-op"
        value=${text}
        onFocus=${() => state.current.typing || (state.current.base = baseOf(props.documentId))}
        onInput=${(/** @type {any} */ event) => typed(event.target.value)}
        onBlur=${() => commitSoon(0)}
      ></textarea>
    </div>
    <div role="alert" id="${id}-let-op" tabindex="-1" ref=${warning}>
      ${first && html`<${Warning} hit=${first} onRemove=${remove} onKeep=${keep} />`}
    </div>
  </div>`;
}

/** What is not settled yet. @param {string} text @param {string[]} kept @param {boolean} settled @returns {Hit[]} */
function openHits(text, kept, settled) {
  const rules = policy.value?.guard;
  if (!rules || !text) return [];
  const hits = /** @type {Hit[]} */ (checkText(text, rules));
  return hits.filter((hit) => hit.blocks || (!settled && !kept.includes(`${hit.kind}:${hit.word}`)));
}

/** @param {string} text @param {Hit[]} hits */
function marked(text, hits) {
  const pieces = [];
  let at = 0;
  for (const hit of [...hits].sort((a, b) => a.start - b.start)) {
    if (hit.start < at) continue;
    pieces.push(text.slice(at, hit.start), html`<mark data-blocks=${hit.blocks ? "true" : undefined}>${text.slice(hit.start, hit.end)}</mark>`);
    at = hit.end;
  }
  return [...pieces, text.slice(at), "\n"];
}

/** @param {{hit: Hit, onRemove: () => void, onKeep: () => void}} props */
function Warning({ hit, onRemove, onKeep }) {
  const messages = /** @type {any[]} */ (policy.value?.guard?.messages ?? []);
  const message = messages.find((one) => one.kind === hit.kind) ?? { title: "Staat hier iets over een persoon?", text: "", remove: "Haal weg", keep: null };
  return html`<div class="utrecht-alert utrecht-alert--${hit.blocks ? "error" : "warning"}">
    <${Icon} name="alert-triangle" />
    <div>
      <p><strong>${message.title}</strong> ${message.text}</p>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${onRemove}>${message.remove}</button>
        ${!hit.blocks && message.keep && html`<button class="utrecht-button utrecht-button--subtle" type="button" onClick=${onKeep}>${message.keep}</button>`}
      </div>
    </div>
  </div>`;
}
