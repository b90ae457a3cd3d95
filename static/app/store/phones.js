/** The enrolments of this browser as they lie on the disk: what may be known of them while locked. */
import { isEmptied, noteMended, transact } from "./db.js";
import { endOf, markEnded } from "./marker.js";

/** @typedef {import("./vault.js").PhoneRecord} PhoneRecord */
/** @typedef {import("./db.js").Transaction} Transaction */

/** The enrolment in use as this page saw it last: it is put back when its database is thrown away under the page. @type {PhoneRecord | null} */
let lastSeen = null;
const NO_KEYS = { wraps: [], secrets: null };

/** The enrolment in use, or null on a new phone. @returns {Promise<PhoneRecord | null>} */
export async function activePhone() {
  const record = await transact("fa-keys", ["phones", "meta"], "readonly", activeIn);
  if (record) return (lastSeen = record);
  if (!lastSeen || !isEmptied("fa-keys")) return null;
  lastSeen = await putBack(lastSeen);
  noteMended("fa-keys");
  return lastSeen;
}

/** @param {Transaction} tx @returns {Promise<PhoneRecord | null>} */
async function activeIn(tx) {
  const id = await tx.objectStore("meta").get("active");
  return id ? ((await tx.objectStore("phones").get(id)) ?? null) : null;
}

/** A tab that slept may know keys that another one destroyed: what is there now stands, and what ended stays ended. @param {PhoneRecord} known */
function putBack(known) {
  return transact(
    "fa-keys",
    ["phones", "meta"],
    "readwrite",
    async (tx) => {
      const there = await activeIn(tx);
      if (there) return there;
      const state = endOf(known.phone);
      const record = state ? { ...known, ...NO_KEYS, state } : known;
      await put(tx, record);
      return record;
    },
    { strict: true },
  );
}

/** @param {Transaction} tx @param {PhoneRecord} record in use from now on */
async function put(tx, record) {
  await tx.objectStore("phones").put(record);
  await tx.objectStore("meta").put(record.phone, "active");
}

/** Every enrolment this browser ever had: older ones may still have work to deliver. @returns {Promise<PhoneRecord[]>} */
export function allPhones() {
  return transact("fa-keys", "phones", "readonly", (tx) => tx.objectStore("phones").getAll());
}

/** @param {PhoneRecord} record */
export async function addPhone(record) {
  lastSeen = record;
  await transact("fa-keys", ["phones", "meta"], "readwrite", (tx) => put(tx, record), { strict: true });
}

/** Whether this enrolment is in use, as it lies on the disk now. One that ended never begins again: a new one has another id. @param {string} phone */
export async function isLinked(phone) {
  const active = await activePhone();
  return active?.phone === phone && active.state === "enrolled";
}

/**
 * Changes one enrolment as it lies on the disk now, and answers it. Keys come back to none of which they were destroyed.
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
      const hadEnded = record.state !== "enrolled";
      change(record);
      if (hadEnded) Object.assign(record, NO_KEYS);
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
export async function destroyWraps(phone, state, reason) {
  const ended = await changePhone(phone, (record) => {
    Object.assign(record, NO_KEYS, { state }, reason && { reason });
  });
  markEnded(phone, state);
  return ended;
}
