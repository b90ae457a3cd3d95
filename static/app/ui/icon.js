/** One icon of the sprite; it is decoration, the word stands beside it. */
import { html } from "../lib/html.js";

const sprite = `/s/${document.documentElement.dataset.build ?? ""}/icons.svg`;

/** @param {{name: string, size?: "s", tone?: string}} props */
export function Icon({ name, size, tone }) {
  return html`<svg class="th-icon" data-size=${size} data-tone=${tone} aria-hidden="true" focusable="false">
    <use href="${sprite}#icon-${name}"></use>
  </svg>`;
}
