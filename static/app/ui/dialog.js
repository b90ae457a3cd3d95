/** Native dialogs. Esc and a click outside a sheet give the safe answer; focus returns to where it was. */
import { html, useEffect, useRef } from "../lib/html.js";
import { Icon } from "./icon.js";

/** Open a dialog element as modal for as long as the component lives. @returns {{current: HTMLDialogElement | null}} */
export function useModal() {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      before?.focus?.({ preventScroll: true });
    };
  }, []);
  return dialog;
}

/**
 * A decision that stops the task.
 * @param {{title: string, children?: unknown, onSafe: () => void, alert?: boolean}} props
 */
export function Decision({ title, children, onSafe, alert }) {
  const dialog = useModal();
  return html`<dialog
    ref=${dialog}
    class="th-dialog"
    role=${alert ? "alertdialog" : undefined}
    aria-labelledby="besluit-titel"
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      onSafe();
    }}
  >
    <h2 id="besluit-titel">${title}</h2>
    ${children}
  </dialog>`;
}

/**
 * A sheet from below.
 * @param {{title: string, children?: unknown, onClose: () => void}} props
 */
export function Sheet({ title, children, onClose }) {
  const dialog = useModal();
  return html`<dialog
    ref=${dialog}
    class="th-sheet"
    aria-labelledby="blad-titel"
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      onClose();
    }}
    onClick=${(/** @type {MouseEvent} */ event) => event.target === dialog.current && onClose()}
  >
    <div class="th-sheet__head">
      <h2 id="blad-titel">${title}</h2>
      <button class="th-icon-button" type="button" aria-label="Sluit" onClick=${onClose}><${Icon} name="x" /></button>
    </div>
    ${children}
  </dialog>`;
}
