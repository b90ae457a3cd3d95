/** What was typed or chosen for a visit that was over before it was recorded: it is seen, and can still go in an addition. */
import { html, useEffect, useState } from "../lib/html.js";
import { dropDraft, loadDraft, saveDraft } from "../sync/drafts.js";
import { Icon } from "./icon.js";
import { placesOf } from "./left-places.js";

/** @typedef {{key: string, text: string, draft: unknown}} Left draft: as it lay there */

/** @param {any} visit @returns {Promise<Left[]>} */
async function leftOf(visit) {
  const drafts = placesOf(visit).map(async ({ place, recorded, textIn }) => {
    const key = `${visit.id}/${place}`;
    const draft = await loadDraft(key).catch(() => null);
    const text = draft ? textIn(draft).trim() : "";
    return text !== "" && text !== recorded.trim() ? [{ key, text, draft }] : [];
  });
  return (await Promise.all(drafts)).flat();
}

/** On the disk as an addition that is being typed, before it leaves its own place. @param {any} visit @param {Left} left */
async function moveToAddition(visit, { key, text }) {
  const addition = `${visit.id}/aanvulling`;
  const there = await loadDraft(addition);
  await saveDraft(addition, { text: [there?.text, text].filter(Boolean).join("\n"), base: null, kept: [] });
  await dropDraft(key);
}

/** Nothing where nothing was left. @param {{visit: any, onMoved: () => unknown}} props */
export function LeftText({ visit, onMoved }) {
  const [left, setLeft] = useState(/** @type {Left[]} */ ([]));
  const [thrown, setThrown] = useState(/** @type {Left | null} */ (null));
  const look = () => leftOf(visit).then(setLeft);
  useEffect(() => void look(), [visit.id, visit.version]);
  const move = async (/** @type {Left} */ one) => {
    await moveToAddition(visit, one);
    await look();
    onMoved();
  };
  const drop = async (/** @type {Left} */ one) => {
    await dropDraft(one.key);
    setThrown(one);
    await look();
  };
  const takeBack = async (/** @type {Left} */ { key, draft }) => {
    await saveDraft(key, draft);
    setThrown(null);
    await look();
  };
  if (left.length === 0 && !thrown) return null;
  return html`<section class="th-card th-stack" data-tone="warn" data-left-text=${left.length}>
    <h2>Wat u nog niet vastlegde</h2>
    ${left.length > 0 && html`<p>Dit staat alleen op dit toestel. De controle was al beëindigd. Zet het in een aanvulling of gooi het weg.</p>`}
    ${left.map(
      (one) => html`<div key=${one.key} class="th-stack">
        <p><q>${one.text}</q></p>
        <div class="th-buttons">
          <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => move(one)}><${Icon} name="pencil" />Zet in een aanvulling</button>
          <button class="utrecht-button utrecht-button--subtle" type="button" onClick=${() => drop(one)}>Gooi weg</button>
        </div>
      </div>`,
    )}
    ${thrown &&
    html`<p role="status">
      Dat is weggegooid. <button class="utrecht-button utrecht-button--subtle" type="button" onClick=${() => takeBack(thrown)}>Haal terug</button>
    </p>`}
  </section>`;
}
