/** The life of the phone: new, locked, open, locked again, and the end. Reaches the lock screen without the server. */
import { signal } from "@preact/signals-core";

import { Problem } from "../lib/problem.js";
import { dropCache } from "../store/documents.js";
import { openDrafts } from "../store/drafts.js";
import { countUnsent, forgetExchanges } from "../store/outbox.js";
import { sweepUnreadable } from "../store/photos.js";
import { activePhone, changePhone, destroyWraps, isQuickCode, openVault } from "../store/vault.js";
import { forgetTokens } from "./api.js";
import { closeSession, openSession, session } from "./session.js";
import { phone, setPhone } from "./state.js";
import { blocked, forget, readAgain } from "./watch.js";

export { phone } from "./state.js";

/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

const TRIES = 10;
const QUICK_TRIES = 5;
const LEASE_MS = 7 * 24 * 3600 * 1000;
const KEYS_IN_MEMORY_MS = 4 * 3600 * 1000;
const LOOK_EVERY_MS = 30_000;

/** Whether the browser promised to keep our storage; null: not asked. @type {import("@preact/signals-core").Signal<boolean | null>} */
export const persisted = signal(null);
/** In bytes. @type {import("@preact/signals-core").Signal<{usage: number, quota: number, free: number} | null>} */
export const storage = signal(null);

/** Opens the key store and decides the state. Called once, when the page begins. */
export async function start() {
  try {
    const [record, unsent] = await Promise.all([activePhone(), countUnsent()]);
    showRecord(record, unsent);
  } catch (cause) {
    setPhone({ state: "unsupported", reason: "no_storage" });
    throw new Problem("unsupported", undefined, { cause });
  }
  watchClock();
  void (await import("./loop.js")).startLoop();
  void measureStorage();
}

/** @param {PhoneRecord | null} record @param {number} unsent */
function showRecord(record, unsent) {
  if (!record) return setPhone({ state: "new", unsent });
  const { municipality, phone_number, installation } = record;
  const known = { municipality, phone_number, installation, unsent };
  if (record.state === "revoked") {
    blocked.value = true;
    return setPhone({ ...known, state: unsent > 0 ? "revoked" : "emptied", reason: "blocked" });
  }
  if (record.state === "destroyed") return setPhone({ ...known, state: "new", reason: "destroyed" });
  setPhone({ ...known, state: "locked", wrong_left: TRIES - record.wrong });
}

/** Whether this browser can keep an inspector's work. @returns {Promise<{ok: boolean, reason?: string}>} */
export async function selfTest() {
  return (await import("../store/self-test.js")).selfTest();
}

/** @param {string} code as the team lead gave it @returns {Promise<{words: string[]}>} */
export async function enrol(code) {
  return (await import("./enrol.js")).enrol(code);
}

/** @param {string | string[]} words @returns {Promise<boolean>} false: these are not the words */
export async function confirmWords(words) {
  return (await import("./enrol.js")).confirmWords(words);
}

/** @param {string} code six digits */
export async function setQuickCode(code) {
  return (await import("./enrol.js")).setQuickCode(code);
}

/** Fetches what this person needs. @param {{onProgress?: (done: number, total: number | null) => void}} [options] */
export async function finish(options = {}) {
  await (await import("./enrol.js")).finish(options);
  void measureStorage();
}

/**
 * Opens the phone with its four words. The try is counted on the disk before it is made.
 * @param {string} words
 * @returns {Promise<"open" | "wrong" | "destroyed">}
 */
export async function unlock(words) {
  const active = await activePhone();
  if (!active || active.state !== "enrolled") return "destroyed";
  const record = await changePhone(active.phone, (now) => {
    now.wrong += 1;
  });
  const vault = await openVault(record, words);
  if (!vault) return wrongWords(record);
  const now = Date.now();
  const isOverdue = Math.max(now, record.high_water_ms) - record.contact_ms > LEASE_MS;
  const opened = await changePhone(record.phone, (there) => {
    there.wrong = 0;
    there.high_water_ms = Math.max(there.high_water_ms, now);
  });
  await openSession(opened, vault, isOverdue);
  await showOpen();
  return "open";
}

/** @param {PhoneRecord} record @returns {Promise<"wrong" | "destroyed">} */
async function wrongWords(record) {
  if (record.wrong < TRIES) {
    setPhone({ wrong_left: TRIES - record.wrong });
    return "wrong";
  }
  await destroyWraps(record.phone, "destroyed");
  await Promise.all([dropCache(), forgetExchanges(), sweepUnreadable(record.phone)]);
  setPhone({ state: "new", reason: "destroyed", wrong_left: 0 });
  return "destroyed";
}

/** The session is open: read what is on the phone and show it. */
export async function showOpen() {
  const open = session.value;
  if (!open) return;
  openDrafts({ vault: open.vault, phone: open.phone.phone });
  await readAgain();
  quickWrong = 0;
  const { person, quick_code } = open.secrets;
  const shown = { person, has_quick_code: quick_code !== null, wrong_left: TRIES, reason: undefined };
  setPhone({ ...shown, state: open.recordOnly ? "record_only" : "open", unsent: await countUnsent() });
  void import("./loop.js").then(({ syncNow }) => syncNow());
}

let quickWrong = 0;
/** When the screen was locked, ms of this clock. @type {number | null} */
let screenLockedMs = null;

/** The screen goes blank; the keys stay in memory, the quick code opens it. */
export function lockScreen() {
  if (!session.value || phone.value.state === "screen_locked") return;
  if (!session.value.secrets.quick_code) return lockNow();
  screenLockedMs = Date.now();
  setPhone({ state: "screen_locked", wrong_left: QUICK_TRIES - quickWrong });
}

/** @param {string} code six digits @returns {Promise<"open" | "wrong" | "locked">} */
export async function unlockQuick(code) {
  const open = session.value;
  if (!open?.secrets.quick_code || isOverdue()) {
    lockNow();
    return "locked";
  }
  quickWrong += 1;
  if (await isQuickCode(open.secrets.quick_code, code)) {
    quickWrong = 0;
    screenLockedMs = null;
    setPhone({ state: open.recordOnly ? "record_only" : "open", wrong_left: TRIES });
    return "open";
  }
  if (quickWrong < QUICK_TRIES) {
    setPhone({ wrong_left: QUICK_TRIES - quickWrong });
    return "wrong";
  }
  lockNow();
  return "locked";
}

/** Keys and everything read with them leave memory. */
export function lockNow() {
  const isEnrolled = session.value !== null;
  closeSession();
  openDrafts(null);
  forgetTokens();
  forget();
  quickWrong = 0;
  screenLockedMs = null;
  if (isEnrolled) setPhone({ state: "locked", person: undefined, wrong_left: TRIES });
}

/** Timers sleep with the page, so clocks are compared. */
const isOverdue = () => screenLockedMs !== null && Math.abs(Date.now() - screenLockedMs) > KEYS_IN_MEMORY_MS;

let isWatching = false;

function watchClock() {
  if (isWatching) return;
  isWatching = true;
  const look = () => {
    if (isOverdue()) lockNow();
  };
  const every = setInterval(look, LOOK_EVERY_MS);
  /** @type {any} */ (every).unref?.();
  globalThis.document?.addEventListener("visibilitychange", look);
  globalThis.addEventListener?.("pageshow", look);
}

/** Asks the browser to keep our storage; call it after a tap. */
export async function askPersistence() {
  persisted.value = (await navigator.storage?.persist?.()) ?? false;
  return persisted.value;
}

/** How much room there is. */
export async function measureStorage() {
  const manager = globalThis.navigator?.storage;
  if (!manager?.estimate) return;
  const { usage = 0, quota = 0 } = await manager.estimate();
  storage.value = { usage, quota, free: Math.max(0, quota - usage) };
  persisted.value = (await manager.persisted?.()) ?? persisted.value;
}
