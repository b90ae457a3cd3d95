/** After the shot: use it, take it again, or lay opaque blocks over people, by finger or by keyboard. */
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { useModal } from "./dialog.js";
import { Icon } from "./icon.js";
import { useOnce } from "./saving.js";
import { count } from "./words.js";

/** @typedef {{x: number, y: number, w: number, h: number}} Block in parts of the picture, 0 to 1 */

const STEP = 0.03;
const SMALLEST = 0.05;

/** @param {{preview: any, blurFirst: boolean, problem: string, onUse: (blocks: Block[]) => Promise<void>, onAgain: () => void}} props */
export function BlurEditor({ preview, blurFirst, problem, onUse, onAgain }) {
  const dialog = useModal();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const area = useRef(/** @type {HTMLElement | null} */ (null));
  const [blurring, setBlurring] = useState(blurFirst);
  const [blocks, setBlocks] = useState(/** @type {Block[]} */ ([]));
  const { busy, once } = useOnce();
  const drag = useRef(/** @type {{index: number, from: {x: number, y: number}, was: Block | null} | null} */ (null));

  useEffect(() => {
    if (!canvas.current) return;
    canvas.current.width = preview.width;
    canvas.current.height = preview.height;
    canvas.current.getContext("2d")?.drawImage(preview, 0, 0);
  }, [preview]);

  /** @param {PointerEvent} event */
  function pointAt(event) {
    const box = /** @type {HTMLElement} */ (area.current).getBoundingClientRect();
    return { x: clamp((event.clientX - box.left) / box.width), y: clamp((event.clientY - box.top) / box.height) };
  }
  /** @param {PointerEvent} event @param {number} [index] */
  function down(event, index) {
    if (!blurring) return;
    event.preventDefault();
    event.stopPropagation();
    area.current?.setPointerCapture(event.pointerId);
    const from = pointAt(event);
    if (index === undefined) setBlocks([...blocks, { ...from, w: 0, h: 0 }]);
    drag.current = { index: index ?? blocks.length, from, was: index === undefined ? null : (blocks[index] ?? null) };
  }
  /** @param {PointerEvent} event */
  function move(event) {
    const now = drag.current;
    if (!now) return;
    const at = pointAt(event);
    setBlocks((all) => all.map((block, index) => (index === now.index ? dragged(now, at) : block)));
  }
  function up() {
    const now = drag.current;
    drag.current = null;
    if (now && !now.was) setBlocks((all) => all.map((block, index) => (index === now.index ? atLeast(block) : block)));
  }
  /** @param {KeyboardEvent} event @param {number} index */
  function key(event, index) {
    const change = KEYS[event.key];
    if (!change && event.key !== "Delete") return;
    event.preventDefault();
    setBlocks(event.key === "Delete" ? blocks.filter((_, at) => at !== index) : blocks.map((block, at) => (at === index && change ? inside(change(block)) : block)));
  }
  const use = () => once(() => onUse(blocks));

  return html`<dialog ref=${dialog} class="th-full" aria-label="Foto" onCancel=${(/** @type {Event} */ event) => event.preventDefault()}>
    <div class="th-app">
      <div class="th-main">
        <h2>${blurring ? "Vervaag wie in beeld is" : "Is de foto goed?"}</h2>
        <div class="th-blur" ref=${area} onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${up}>
          <canvas ref=${canvas} role="img" aria-label="De foto die u maakte"></canvas>
          ${blocks.map(
            (block, index) =>
              html`<button
                key=${index}
                class="th-blur__block"
                type="button"
                aria-label="Vlak ${index + 1} vervaagd. Pijltjes verplaatsen, plus en min maken groter en kleiner, Delete haalt weg"
                ref=${(/** @type {HTMLElement | null} */ element) => element && place(element, block)}
                onPointerDown=${(/** @type {PointerEvent} */ event) => down(event, index)}
                onKeyDown=${(/** @type {KeyboardEvent} */ event) => key(event, index)}
              >
                vervaagd
              </button>`,
          )}
        </div>
        <p role="status">${blurring && (blocks.length > 0 ? `${count(blocks.length, "vlak", "vlakken")} vervaagd. Sleep een vlak naar de goede plek.` : "Sleep over de foto om een vlak te zetten.")}</p>
        <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--warning">${problem}</p>`}</div>
        ${blurring &&
        html`<div class="th-buttons">
          <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => setBlocks([...blocks, { x: 0.4, y: 0.3, w: 0.2, h: 0.3 }])}>
            <${Icon} name="plus" />Vlak erbij
          </button>
          <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => setBlocks([{ x: 0, y: 0, w: 1, h: 1 }])}>Vervaag alles</button>
          <button class="utrecht-button utrecht-button--subtle" type="button" onClick=${() => setBlocks(blocks.slice(0, -1))}>Laatste vlak weg</button>
        </div>`}
      </div>
      <div class="th-bottom">
        <div class="th-actions">
          <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${onAgain}>${blurFirst ? "Terug" : "Opnieuw"}</button>
          ${!blurring &&
          html`<button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => setBlurring(true)}><${Icon} name="eye-off" />Vervaag</button>`}
          <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${use}>
            <${Icon} name="check" />${busy ? "Bezig" : "Gebruik"}
          </button>
        </div>
      </div>
    </div>
  </dialog>`;
}

/** @param {number} part */
const clamp = (part) => Math.min(1, Math.max(0, part));

/** A block may not be smaller than a face at the other end of a room. @param {Block} block */
const atLeast = (block) => inside({ ...block, w: Math.max(block.w, 0.12), h: Math.max(block.h, 0.12) });

/** @param {Block} block @returns {Block} */
function inside({ x, y, w, h }) {
  const [width, height] = [Math.min(1, Math.max(SMALLEST, w)), Math.min(1, Math.max(SMALLEST, h))];
  return { x: clamp(Math.min(x, 1 - width)), y: clamp(Math.min(y, 1 - height)), w: width, h: height };
}

/** @param {{from: {x: number, y: number}, was: Block | null}} start @param {{x: number, y: number}} at @returns {Block} */
function dragged({ from, was }, at) {
  if (was) return inside({ ...was, x: was.x + at.x - from.x, y: was.y + at.y - from.y });
  return { x: Math.min(from.x, at.x), y: Math.min(from.y, at.y), w: Math.abs(at.x - from.x), h: Math.abs(at.y - from.y) };
}

/** Through the object model: an inline style attribute would be refused by the content security policy. @param {HTMLElement} element @param {Block} block */
function place(element, block) {
  element.style.left = `${block.x * 100}%`;
  element.style.top = `${block.y * 100}%`;
  element.style.width = `${block.w * 100}%`;
  element.style.height = `${block.h * 100}%`;
}

/** @type {Record<string, (block: Block) => Block>} */
const KEYS = {
  ArrowLeft: (block) => ({ ...block, x: block.x - STEP }),
  ArrowRight: (block) => ({ ...block, x: block.x + STEP }),
  ArrowUp: (block) => ({ ...block, y: block.y - STEP }),
  ArrowDown: (block) => ({ ...block, y: block.y + STEP }),
  "+": (block) => ({ ...block, w: block.w + STEP, h: block.h + STEP }),
  "-": (block) => ({ ...block, w: block.w - STEP, h: block.h - STEP }),
};
