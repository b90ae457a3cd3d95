/** A number with minus and plus around a native number field. */
import { html } from "../lib/html.js";
import { Icon } from "./icon.js";

/** @param {{label: string, value: number, min?: number, max?: number, onChange: (n: number) => void}} props */
export function Stepper({ label, value, min = 0, max = 999, onChange }) {
  const set = (/** @type {number} */ n) => {
    if (Number.isInteger(n) && n >= min && n <= max && n !== value) onChange(n);
  };
  return html`<div class="th-stepper" role="group" aria-label=${label}>
    <button type="button" aria-label="Een minder" disabled=${value <= min} onClick=${() => set(value - 1)}><${Icon} name="minus" /></button>
    <input
      type="number"
      inputmode="numeric"
      autocomplete="off"
      min=${min}
      max=${max}
      aria-label=${label}
      value=${value}
      onChange=${(/** @type {any} */ event) => set(Number(event.target.value))}
    />
    <button type="button" aria-label="Een meer" disabled=${value >= max} onClick=${() => set(value + 1)}><${Icon} name="plus" /></button>
  </div>`;
}
