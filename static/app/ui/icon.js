/** One icon of the sprite; it is decoration, the word stands beside it. */
import { html } from "../lib/html.js";

const base = `/s/${document.documentElement.dataset.build ?? ""}`;
/** These are in a small sprite of their own: the large one costs a slow phone 50 ms before the lock screen stands. */
const OF_LOCK_SCREEN = new Set(["clipboard-check", "device-mobile", "wifi-off"]);

/** @param {{name: string, size?: "s", tone?: string}} props */
export function Icon({ name, size, tone }) {
  return html`<svg class="th-icon" data-size=${size} data-tone=${tone} aria-hidden="true" focusable="false">
    <use href="${base}/icons${OF_LOCK_SCREEN.has(name) ? "-lock" : ""}.svg#icon-${name}"></use>
  </svg>`;
}
