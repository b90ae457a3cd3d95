/** Six digits: a keypad in the thumb zone that drives a real input, so that a keyboard and a screen reader work too. */
import { html, useEffect, useRef } from "../lib/html.js";
import { Icon } from "./icon.js";

const LENGTH = 6;

/**
 * @param {{value: string, label: string, onChange: (value: string) => void, onFull: (value: string) => void, disabled?: boolean}} props
 *   The sixth digit acts by itself.
 */
export function CodePad({ value, label, onChange, onFull, disabled }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => input.current?.focus({ preventScroll: true }), [disabled]);
  const take = (/** @type {string} */ text) => {
    const digits = text.replace(/\D/g, "").slice(0, LENGTH);
    onChange(digits);
    if (digits.length === LENGTH && digits !== value) onFull(digits);
  };
  return html`<div class="th-code">
      ${Array.from({ length: LENGTH }, (_, index) => html`<span key=${index} class="th-code__dot" data-filled=${index < value.length ? "true" : undefined}></span>`)}
      <input
        ref=${input}
        type="password"
        inputmode="none"
        autocomplete="off"
        maxlength=${LENGTH}
        aria-label=${label}
        value=${value}
        disabled=${disabled}
        onInput=${(/** @type {any} */ event) => take(event.target.value)}
      />
      <span class="th-only-read" role="status">${value.length > 0 && `${value.length} van ${LENGTH} cijfers`}</span>
    </div>
    <div class="th-gate__push"></div>
    <div class="th-keypad" role="group" aria-label="Cijfers">
      ${["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(
        (digit) => html`<button key=${digit} type="button" disabled=${disabled} onClick=${() => take(value + digit)}>${digit}</button>`,
      )}
      <span></span>
      <button type="button" disabled=${disabled} onClick=${() => take(`${value}0`)}>0</button>
      <button type="button" data-special aria-label="Wis laatste cijfer" disabled=${disabled} onClick=${() => onChange(value.slice(0, -1))}>
        <${Icon} name="backspace" />
      </button>
    </div>`;
}
