/** The number on the icon of the app: wijzigingen that are only on this phone, also while it is locked. */
import { effect } from "@preact/signals-core";

import { session } from "./session.js";
import { phone } from "./state.js";
import { unsent } from "./watch.js";

/** Follows the count from now on; browsers without badges show none. @returns {() => void} stop */
export function followBadge() {
  return effect(() => {
    const count = session.value ? unsent.value : phone.value.unsent;
    const at = /** @type {Navigator | undefined} */ (globalThis.navigator);
    if (!at?.setAppBadge) return;
    void (count > 0 ? at.setAppBadge(count) : at.clearAppBadge()).catch(() => {}); // not installed: no icon to show it on
  });
}
