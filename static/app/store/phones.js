/** The enrolments of this browser as they lie on the disk: what may be known of them while locked. */
import { isEmptied, noteMended, transact } from "./db.js";

/** @typedef {import("./vault.js").PhoneRecord} PhoneRecord */

/** The enrolment in use as this page saw it last: it is put back when its database is thrown away under the page. @type {PhoneRecord | null} */
let lastSeen = null;

/** The enrolment in use, or null on a new phone. @returns {Promise<PhoneRecord | null>} */
export async function activePhone() {
  const record = await transact("fa-keys", ["phones", "meta"], "readonly", async (tx) => {
    const id = await tx.objectStore("meta").get("active");
    return id ? ((await tx.objectStore("phones").get(id)) ?? null) : null;
  });
  if (record) return (lastSeen = record);
  if (!lastSeen || !isEmptied("fa-keys")) return null;
  await addPhone(lastSeen);
  noteMended("fa-keys");
  return lastSeen;
}

/** Every enrolment this browser ever had: older ones may still have work to deliver. @returns {Promise<PhoneRecord[]>} */
export function allPhones() {
  return transact("fa-keys", "phones", "readonly", (tx) => tx.objectStore("phones").getAll());
}

/** @param {PhoneRecord} record */
export async function addPhone(record) {
  lastSeen = record;
  await transact(
    "fa-keys",
    ["phones", "meta"],
    "readwrite",
    async (tx) => {
      await tx.objectStore("phones").put(record);
      await tx.objectStore("meta").put(record.phone, "active");
    },
    { strict: true },
  );
}

/**
 * Changes one enrolment as it lies on the disk now, and answers it.
 * @param {string} phone
 * @param {(record: PhoneRecord) => void} change
 * @returns {Promise<PhoneRecord>}
 */
export async function changePhone(phone, change) {
  await activePhone(); // it may have to be put back
  const changed = await transact(
    "fa-keys",
    "phones",
    "readwrite",
    async (tx) => {
      const record = await tx.objectStore("phones").get(phone);
      if (!record) throw new Error("no such enrolment");
      change(record);
      await tx.objectStore("phones").put(record);
      return record;
    },
    { strict: true },
  );
  if (lastSeen?.phone === phone) lastSeen = changed;
  return changed;
}

/**
 * Makes everything under the vault key unreadable. The outbox and the key that pushes it stay.
 * @param {string} phone
 * @param {"destroyed" | "revoked"} state
 * @param {string} [reason] what the office said
 */
export function destroyWraps(phone, state, reason) {
  return changePhone(phone, (record) => {
    record.wraps = [];
    record.secrets = null;
    record.state = state;
    if (reason) record.reason = reason;
  });
}
