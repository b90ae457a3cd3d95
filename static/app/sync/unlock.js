/** Opening and closing: the four words, the quick code, and the clocks that take the keys out of memory. */
import { Problem } from "../lib/problem.js";
import { dropCache, readAhead } from "../store/documents.js";
import { openDrafts } from "../store/drafts.js";
import { countUnsent } from "../store/outbox.js";
import { activePhone, changePhone, destroyWraps } from "../store/phones.js";
import { sweepUnreadable } from "../store/photos.js";
import { hasPasskeys, makePasskey, passkeyWrappingKey, secretOf } from "../store/passkey.js";
import { isQuickCode, openVault, openVaultByPasskey, passkeyOf, wrapForPasskey } from "../store/vault.js";
import { forgetTokens } from "./api.js";
import { syncNow } from "./loop.js";
import { showReceipts } from "./receipts.js";
import { dropForLock } from "./footprint.js";
import { closeSession, openSession, session } from "./session.js";
import { isWhole, phone, setPhone, showRecord, TRIES } from "./state.js";
import { cache, channel, entries, forget, readAgain, readFirst, tellOtherTabs, unsent } from "./watch.js";

/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

const QUICK_TRIES = 5;
const LEASE_MS = 7 * 24 * 3600 * 1000;
const KEYS_IN_MEMORY_MS = 4 * 3600 * 1000;
const LOOK_EVERY_MS = 30_000;
/** The first screen is drawn before the rest is read. */
const FIRST_SCREEN_MS = 100;

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
  const reading = readAhead();
  const vault = await openVault(record, words).finally(() => reading.catch(() => {}));
  if (!vault) return wrongWords(record);
  await openWith(record, vault, reading);
  return "open";
}

/** @param {PhoneRecord} record @param {import("../store/vault.js").Vault} vault @param {ReturnType<typeof readAhead>} [reading] what was read while the keys were made */
async function openWith(record, vault, reading) {
  const now = Date.now();
  const isOverdue = Math.max(now, record.high_water_ms) - record.contact_ms > LEASE_MS;
  const opened = await changePhone(record.phone, (there) => {
    there.wrong = 0;
    there.high_water_ms = Math.max(there.high_water_ms, now);
  });
  await openSession(opened, vault, isOverdue);
  await showOpen(reading);
}

/** Opens the phone with finger or face: the phone itself counts the tries. Problem `passkey_failed`: the words still open it. @returns {Promise<"open" | "destroyed">} */
export async function unlockByPasskey() {
  const active = await activePhone();
  if (!active || active.state !== "enrolled") return "destroyed";
  const wrap = passkeyOf(active);
  const vault = wrap && (await openVaultByPasskey(active, wrap, await passkeyWrappingKey(await secretOf(wrap))));
  if (!vault) throw new Problem("passkey_failed");
  await openWith(active, vault);
  return "open";
}

/** Whether finger or face can be added here. */
export const canAddPasskey = async () => session.value !== null && !phone.value.has_passkey && (await hasPasskeys());

/**
 * Adds finger or face as a second way in; the words stay the first. Problem `passkey_failed`.
 * @param {string} words
 * @returns {Promise<boolean>} false: these are not the words
 */
export async function addPasskey(words) {
  const open = session.value;
  if (!open) throw new Problem("locked");
  const record = open.phone;
  if (!(await openVault(record, words))) return false;
  const passkey = await makePasskey(record.phone, record.municipality.name);
  const wrap = await wrapForPasskey(record, words, passkey, await passkeyWrappingKey(passkey.secret));
  if (!wrap) return false;
  const changed = await changePhone(record.phone, (there) => {
    there.wraps = [...there.wraps.filter(({ kind }) => kind === "words"), wrap];
  });
  if (!changed.secrets) throw new Problem("locked"); // another tab heard meanwhile that it is out of use
  setPhone({ has_passkey: true });
  return true;
}

/** @param {PhoneRecord} record @returns {Promise<"wrong" | "destroyed">} */
async function wrongWords(record) {
  tellOtherTabs();
  if (record.wrong < TRIES) {
    setPhone({ wrong_left: TRIES - record.wrong });
    return "wrong";
  }
  await destroyWraps(record.phone, "destroyed");
  await Promise.all([dropCache(), sweepUnreadable(record.phone)]);
  setPhone({ state: "new", reason: "destroyed", wrong_left: 0 });
  tellOtherTabs();
  return "destroyed";
}

/** The session is open: read what is on the phone and show it. @param {ReturnType<typeof readAhead>} [reading] */
export async function showOpen(reading = readAhead()) {
  const open = session.value;
  if (!open) return;
  openDrafts({ vault: open.vault, phone: open.phone.phone });
  await readFirst(reading);
  quickWrong = 0;
  const { person, quick_code } = open.secrets;
  const shown = { person, has_quick_code: quick_code !== null, wrong_left: TRIES, reason: undefined };
  setPhone({ ...shown, state: open.recordOnly ? "record_only" : "open", unsent: await countUnsent() });
  void showReceipts(open.phone).catch(() => {});
  if (isWhole.value) void syncNow();
  else setTimeout(() => void readAgain().catch(() => {}).then(syncNow), FIRST_SCREEN_MS);
}

let quickWrong = 0;
/** When the screen was locked, ms of this clock. @type {number | null} */
let screenLockedMs = null;

/** The screen goes blank; the keys stay in memory, the quick code opens it. */
export function lockScreen() {
  if (!session.value || phone.value.state === "screen_locked" || phone.value.state === "taken_in") return;
  if (!session.value.secrets.quick_code) return lockNow();
  screenLockedMs = Date.now();
  dropNow();
  setPhone({ state: "screen_locked", wrong_left: QUICK_TRIES - quickWrong, unsent: unsent.value });
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
  setPhone({ reason: "wrong_codes" });
  return "locked";
}

/** Begins to drop what a locked phone may not keep here. */
function dropNow() {
  const open = session.value;
  const own = new Set(entries.value.filter(({ op, acked }) => op && !acked).map(({ op }) => /** @type {import("../types.js").OperationBody} */ (op).document));
  if (open) dropping = dropForLock(open, { ...cache }, own).catch(() => {});
}

/** What a locked phone may not keep is gone (tests). @type {Promise<unknown>} */
export let dropping = Promise.resolve();

/** Keys and everything read with them leave memory. */
export function lockNow() {
  const isEnrolled = session.value !== null;
  const waits = unsent.value;
  dropNow();
  closeSession();
  openDrafts(null);
  forgetTokens();
  forget();
  quickWrong = 0;
  screenLockedMs = null;
  if (isEnrolled) setPhone({ state: "locked", person: undefined, wrong_left: TRIES, unsent: waits });
}

/** Timers sleep with the page, so clocks are compared. */
const isOverdue = () => screenLockedMs !== null && Math.abs(Date.now() - screenLockedMs) > KEYS_IN_MEMORY_MS;

function look() {
  if (isOverdue()) lockNow();
}

/** A page that slept heard nothing of other tabs. */
function lookAgain() {
  look();
  void followOtherTabs().catch(() => {});
}

/**
 * Another tab may have recorded or sent, which a lock screen counts too; or learnt that this phone is out of use: then
 * nothing stays readable here either.
 */
async function followOtherTabs() {
  setPhone({ unsent: await countUnsent() });
  const record = await activePhone(); // also while locked: what another tab destroyed is not remembered here, to be put back
  const open = session.value;
  if (!open && phone.value.state !== "locked") return;
  if (record?.state === "enrolled" && (!open || record.phone === open.phone.phone)) return;
  lockNow();
  if (record) showRecord(record, await countUnsent());
}

channel?.addEventListener("message", () => void followOtherTabs().catch(() => {}));
const every = setInterval(look, LOOK_EVERY_MS);
/** @type {any} */ (every).unref?.();
globalThis.document?.addEventListener("visibilitychange", lookAgain);
globalThis.addEventListener?.("pageshow", lookAgain);
