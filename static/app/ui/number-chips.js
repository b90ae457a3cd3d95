/** A count in one tap: chips 0 to 8, and a stepper for more. */
import { html, useState } from "../lib/html.js";
import { Icon } from "./icon.js";
import { Stepper } from "./stepper.js";

const CHIPS = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** @param {{label: string, name: string, value: number | null, min?: number, max: number, onChoose: (n: number) => void}} props */
export function NumberChips({ label, name, value, min = 0, max, onChoose }) {
  const [more, setMore] = useState((value ?? 0) > 8);
  return html`<div class="th-count" role="group" aria-label=${label}>
    ${CHIPS.map(
      (n) =>
        html`<label key=${n} class="th-chip" data-chosen=${value === n ? "true" : undefined}>
          <input
            type="radio"
            name="aantal-${name}"
            value=${n}
            checked=${value === n}
            disabled=${n < min}
            onClick=${(/** @type {Event} */ event) => {
              event.preventDefault();
              onChoose(n);
            }}
          />
          ${n}
        </label>`,
    )}
    <button class="th-chip" type="button" aria-label="Meer dan 8" aria-expanded=${more ? "true" : "false"} data-chosen=${(value ?? 0) > 8 ? "true" : undefined} onClick=${() => setMore(!more)}>
      <${Icon} name="plus" size="s" />
    </button>
    ${more && html`<${Stepper} label=${label} value=${Math.max(value ?? 9, min)} min=${min} max=${max} onChange=${onChoose} />`}
  </div>`;
}
