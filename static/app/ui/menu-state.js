/** Whether the menu is open, and for which visit; the sheet itself is loaded when first opened. */
import { signal } from "../lib/html.js";

export const menuOpen = signal(/** @type {{visitId?: string} | null} */ (null));
