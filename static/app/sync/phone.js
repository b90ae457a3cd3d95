/** The life of the phone: new, locked, open, locked again, and the end. Reaches the lock screen without the server. */
import { signal } from "@preact/signals-core";

import { Problem } from "../lib/problem.js";
import { isMadeNow, noteEmptied } from "../store/db.js";
import { countUnsent } from "../store/outbox.js";
import { activePhone } from "../store/phones.js";
import { setPhone, showRecord } from "./state.js";

export { phone } from "./state.js";

/** Whether the browser promised to keep our storage; null: not asked. @type {import("@preact/signals-core").Signal<boolean | null>} */
export const persisted = signal(null);

/** Opens the key store and decides the state. Called once, when the page begins. */
export async function start() {
  try {
    const [record, unsent] = await Promise.all([activePhone(), countUnsent()]);
    showRecord(record, unsent);
    if (!record) await sayWhatWasHere();
    else if (isMadeNow("fa-outbox")) noteEmptied("fa-outbox");
  } catch (cause) {
    await sayWhatIsShut();
    throw new Problem("unsupported", undefined, { cause });
  }
  afterPaint(async () => {
    await load();
    (await import("./loop.js")).startLoop();
    await (await import("./room.js")).measureStorage();
  });
}

/** A browser without an enrolment may have thrown one away: what it keeps elsewhere tells. */
async function sayWhatWasHere() {
  const { markedMs } = await import("../store/marker.js");
  const lostMs = markedMs();
  const noted = await countNoted();
  if (lostMs !== null || noted > 0) setPhone({ reason: "storage_gone", last_contact_ms: lostMs ?? undefined, noted });
}

/** Not all of the storage opens: what does, tells how much of an enrolment waits here. */
async function sayWhatIsShut() {
  const { markedMs } = await import("../store/marker.js");
  const [noted, unsent] = await Promise.all([countNoted(), countUnsent().catch(() => 0)]);
  setPhone({ state: "unsupported", reason: "no_storage", noted, unsent, last_contact_ms: markedMs() ?? undefined });
}

async function countNoted() {
  const { places } = await import("../store/journal.js");
  return (await places()).length;
}

/** The lock screen is drawn before anything else is fetched. @param {() => Promise<void>} work */
function afterPaint(work) {
  const begin = () => void work();
  if ("requestIdleCallback" in globalThis) requestIdleCallback(begin, { timeout: 1000 });
  else setTimeout(begin, 200);
}

/** Whether this browser can keep an inspector's work. @returns {Promise<{ok: boolean, reason?: string}>} */
export async function selfTest() {
  return (await import("../store/self-test.js")).selfTest();
}

/** @param {string} code as the team lead gave it @returns {Promise<{words: string[]}>} */
export async function enrol(code) {
  await load();
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
  void (await import("./room.js")).measureStorage();
}

/** What needs keys is loaded after the first paint. @type {typeof import("./unlock.js") | null} */
let inside = null;

async function load() {
  inside ??= await import("./unlock.js");
  return inside;
}

/** Opens the phone with its four words. @param {string} words */
export const unlock = async (words) => (await load()).unlock(words);

/** Opens the phone with finger or face. */
export const unlockByPasskey = async () => (await load()).unlockByPasskey();

/** Whether finger or face can be added on this phone. */
export const canAddPasskey = async () => (await load()).canAddPasskey();

/** @param {string} words @returns {Promise<boolean>} false: these are not the words */
export const addPasskey = async (words) => (await load()).addPasskey(words);

/** Opens the locked screen of a running session. @param {string} code six digits */
export const unlockQuick = async (code) => (await load()).unlockQuick(code);

/** The screen goes blank; the keys stay in memory, the quick code opens it. */
export const lockScreen = () => inside?.lockScreen();

/** Keys and everything read with them leave memory. */
export const lockNow = () => inside?.lockNow();

/** Asks the browser to keep our storage; call it after a tap. */
export async function askPersistence() {
  persisted.value = (await navigator.storage?.persist?.()) ?? false;
  return persisted.value;
}
