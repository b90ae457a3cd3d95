/** Long work in slices, so that a tap or a frame never waits for the whole of it. */

/** On a phone four times slower than a desk a slice with its last step stays well below 50 ms. */
const SLICE_MS = 10;

/** @type {() => Promise<void>} */
const pause = () => /** @type {any} */ (globalThis).scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

/**
 * Calls `step` for each, in order, and lets the page breathe in between. A step that is waited for may take as long as it likes.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T) => unknown} step
 * @param {() => boolean} [isWanted] asked after each pause; when it is not any more, the rest is left
 */
export async function inSlices(items, step, isWanted = () => true) {
  let began = performance.now();
  for (const item of items) {
    const made = step(item);
    if (made instanceof Promise) await made;
    if (performance.now() - began < SLICE_MS) continue;
    await pause();
    if (!isWanted()) return;
    began = performance.now();
  }
}
