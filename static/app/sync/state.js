/** The state of the phone, as one signal. */
import { signal } from "@preact/signals-core";

import { contactMs } from "./contact.js";

/**
 * @typedef {object} PhoneState
 * @property {"starting" | "new" | "locked" | "screen_locked" | "open" | "record_only" | "taken_in" | "revoked" | "emptied" | "unsupported"} state
 * @property {string} [reason] a slug: why it is new again (`destroyed`, `storage_gone`), revoked (`blocked`, `taken_in`), unsupported, or what the server holds against it (`person_off`, `device_unknown`)
 * @property {{name: string, code: string}} [municipality]
 * @property {number} [phone_number]
 * @property {string} [installation] hex: the namespace of ids that two makers must agree on
 * @property {import("../types.js").Person} [person] only while unlocked
 * @property {boolean} [has_quick_code]
 * @property {boolean} [has_passkey] finger or face opens it too
 * @property {number} [last_contact_ms] of an enrolment whose storage the browser threw away, or does not open
 * @property {number} [noted] operations in the journal when the databases are gone or shut
 * @property {import("../store/vault.js").Emptied} [emptied] the browser threw storage away, and nobody said to have seen it
 * @property {number} unsent wijzigingen of which something has not reached the server; counted while locked too
 * @property {number} [damaged] wijzigingen of a phone out of use whose bytes were lost on it: they can never go
 * @property {number} [wrong_left] tries before the wraps are destroyed
 * @property {boolean | null} [is_online] the last word of the loop
 */

/** Wrong words after which everything here becomes unreadable. */
export const TRIES = 10;

/** @type {import("@preact/signals-core").Signal<PhoneState>} */
export const phone = signal({ state: "starting", unsent: 0 });

/** Storage was thrown away, and what can come back is not back yet: nothing may be called sent. */
export const isShaken = signal(false);

/** Whether all documents on this phone were read; until then there are those that the first screens need. */
export const isWhole = signal(true);

/** The phone was told that it is blocked. */
export const blocked = signal(false);

/** What a locked screen let go, where phones keep today only, stays away until the code is given. @param {import("../store/vault.js").PhoneRecord | null} active */
export const hasLetGo = (active) => active?.keeps === "today" && phone.peek().state === "screen_locked";

/** @param {Partial<PhoneState>} change */
export function setPhone(change) {
  phone.value = { ...phone.value, ...change };
}

/** What may be said of a phone while it is locked. @param {import("../store/vault.js").PhoneRecord | null} record @param {number} unsent */
export function showRecord(record, unsent) {
  if (!record) return setPhone({ state: "new", unsent });
  const { municipality, phone_number, installation } = record;
  contactMs.value ??= record.contact_ms;
  const has_passkey = record.wraps.some(({ kind }) => kind === "passkey");
  const known = { municipality, phone_number, installation, unsent, has_passkey, emptied: record.emptied };
  if (record.state === "revoked") {
    blocked.value = true;
    return setPhone({ ...known, state: unsent > 0 ? "revoked" : "emptied", reason: record.reason ?? "blocked" });
  }
  if (record.state === "destroyed") return setPhone({ ...known, state: "new", reason: "destroyed" });
  setPhone({ ...known, state: "locked", wrong_left: TRIES - record.wrong });
}
