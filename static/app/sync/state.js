/** The state of the phone, as one signal. */
import { signal } from "@preact/signals-core";

/**
 * @typedef {object} PhoneState
 * @property {"starting" | "new" | "locked" | "screen_locked" | "open" | "record_only" | "revoked" | "emptied" | "unsupported"} state
 * @property {string} [reason] a slug: why it is new again (`destroyed`), revoked (`blocked`, `taken_in`), unsupported, or what the server holds against it (`person_off`, `device_unknown`)
 * @property {{name: string, code: string}} [municipality]
 * @property {number} [phone_number]
 * @property {string} [installation] hex: the namespace of ids that two makers must agree on
 * @property {import("../types.js").Person} [person] only while unlocked
 * @property {boolean} [has_quick_code]
 * @property {number} unsent wijzigingen of which something has not reached the server; counted while locked too
 * @property {number} [wrong_left] tries before the wraps are destroyed
 * @property {boolean | null} [is_online] the last word of the loop
 */

/** Wrong words after which everything here becomes unreadable. */
export const TRIES = 10;

/** @type {import("@preact/signals-core").Signal<PhoneState>} */
export const phone = signal({ state: "starting", unsent: 0 });

/** The phone was told that it is blocked. */
export const blocked = signal(false);

/** @param {Partial<PhoneState>} change */
export function setPhone(change) {
  phone.value = { ...phone.value, ...change };
}
