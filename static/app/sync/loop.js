/**
 * Keeps phone and server equal: on start, on coming back, on a connection, after each save, every minute while visible.
 * One tab at a time, to save work only: nothing depends on the lock.
 */
import { effect } from "@preact/signals-core";

import { Problem } from "../lib/problem.js";
import { probe } from "../store/db.js";
import { dropCache, forgetOutcomes } from "../store/documents.js";
import { leaveMarker } from "../store/marker.js";
import { allBlobs, allRows, countUnsent } from "../store/outbox.js";
import { activePhone, allPhones, changePhone, destroyWraps } from "../store/phones.js";
import { sweepUnreadable } from "../store/photos.js";
import { isFull } from "../store/reserve.js";
import { askAs, forgetToken, tokenFor } from "./api.js";
import { followBadge } from "./badge.js";
import { mendStorage, watchStorage } from "./emptied.js";
import { compareAgain, sendJournal } from "./journal.js";
import { checkedPhotos, nextTryMs, reachable, serverNow, trouble } from "./contact.js";
import { operationId } from "./overlay.js";
import { pull } from "./pull.js";
import { pushAll } from "./push.js";
import { onRecorded } from "./record.js";
import { closeSession, session } from "./session.js";
import { blocked, hasLetGo, phone as state, setPhone } from "./state.js";
import { cache, documents, entries, forget, listChanged, me, readAgain, tellOtherTabs } from "./watch.js";

/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

const EVERY_MS = 60_000;
const BACK_OFF_MS = [2000, 5000, 15_000, 60_000, 300_000];

let isStarted = false;
let failures = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {Promise<"done" | "offline" | "busy"> | null} */
let running = null;
let isAskedAgain = false;
/** How often an exchange was asked for before its usual time. */
let asked = 0;
/** The same when the last exchange began: what was saved before that went with it. */
let begun = 0;
let isRenewed = false;

/** Begins; calling it again does nothing. */
export function startLoop() {
  if (isStarted) return;
  isStarted = true;
  onRecorded(() => soon(250));
  watchStorage(() => soon(0));
  followBadge();
  effect(() => {
    const isOnline = reachable.value;
    if (state.peek().is_online !== isOnline) setPhone({ is_online: isOnline });
  });
  globalThis.addEventListener?.("online", () => wake());
  globalThis.addEventListener?.("pageshow", () => wake());
  globalThis.navigator?.serviceWorker?.addEventListener("message", (event) => {
    if (event.data?.type === "news") wake();
  });
  globalThis.document?.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  soon(0);
}

/** The page is seen again: a sleeping page may hold a dead database, and the server may have been put back meanwhile. */
function wake() {
  failures = 0;
  isRenewed = false;
  compareAgain();
  void probe("fa-outbox").catch(() => {});
  soon(0);
}

/** Not put off by what runs now. @param {number} ms */
function soon(ms) {
  asked += 1;
  plan(ms);
}

/** @param {number} ms */
function plan(ms) {
  clearTimeout(timer);
  nextTryMs.value = Date.now() + ms;
  timer = setTimeout(() => void tick(), ms);
  /** @type {any} */ (timer).unref?.();
}

async function tick() {
  const isHidden = globalThis.document?.visibilityState === "hidden";
  const outcome = isHidden ? "busy" : await syncNow();
  failures = outcome === "offline" ? failures + 1 : 0;
  if (!isHidden && asked !== begun) return; // one that was asked for meanwhile is planned, and sooner
  const wait = failures > 0 ? /** @type {number} */ (BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length) - 1]) : EVERY_MS;
  plan(wait * (0.8 + 0.4 * Math.random()));
}

/** One whole exchange now. `busy`: another tab is at it. @returns {Promise<"done" | "offline" | "busy">} */
export function syncNow() {
  if (running) {
    isAskedAgain = true;
    return running;
  }
  begun = asked;
  running = underLock()
    .catch(() => /** @type {const} */ ("offline"))
    .finally(() => {
      running = null;
      if (isAskedAgain) soon(0);
      isAskedAgain = false;
    });
  return running;
}

/** @returns {Promise<"done" | "offline" | "busy">} */
async function underLock() {
  const locks = globalThis.navigator?.locks;
  if (!locks) return exchange();
  return locks.request("fa-sync", { ifAvailable: true }, (lock) => (lock ? exchange() : followOther(locks)));
}

let isFollowing = false;

/** Another tab is at it; what was asked for here goes right after that, once. @param {LockManager} locks @returns {"busy"} */
function followOther(locks) {
  if (!isFollowing) void locks.request("fa-sync", () => {}).then(() => soon(0)).finally(() => (isFollowing = false));
  isFollowing = true;
  return "busy";
}

/** @returns {Promise<"done" | "offline">} */
async function exchange() {
  /** @type {unknown[]} */
  const problems = [];
  try {
    const active = await activePhone();
    await mendStorage(active);
    const phones = await allPhones();
    for (const one of phones) if (one.phone !== active?.phone) await attempt(() => drain(one), problems);
    if (active) await exchangeActive(active, problems);
    if (active) await drainOrphans(active, new Set(phones.map(({ phone }) => phone)), problems);
  } catch (error) {
    problems.push(error);
    const open = session.value;
    if (open && !(error instanceof Problem)) await attempt(() => sendJournal(open.phone), problems).catch(() => {});
  } finally {
    setPhone({ unsent: await countUnsent().catch(() => state.peek().unsent) });
    tellOtherTabs(); // also of what went before a connection was lost
  }
  for (const error of problems) if (!(error instanceof Problem)) console.error("sync:", error);
  const first = problems[0];
  const said = first instanceof Problem ? first : new Problem(isFull(first) ? "storage_full" : "server_error");
  trouble.value = problems.length > 0 ? { slug: said.slug, text: said.text } : null;
  return problems.length > 0 ? "offline" : "done";
}

/**
 * Rows and photos of an enrolment whose keys were lost with their database: the one that came after it brings them.
 * @param {PhoneRecord} active @param {Set<string>} known @param {unknown[]} problems
 */
async function drainOrphans(active, known, problems) {
  const all = [...(await allRows()), ...(await allBlobs())];
  const owners = new Set(all.map(({ phone }) => phone).filter((phone) => !known.has(phone)));
  for (const owner of owners) {
    await attempt(() => pushAll(active, null, (missed) => missed.length > 0 && checkedPhotos.clear(), owner), problems);
    await attempt(async () => (await import("./photos.js")).uploadAll(active, owner), problems);
  }
  if (owners.size > 0) await readAgain();
}

/** One step of an exchange; only a lost connection makes the next ones useless. @param {() => Promise<unknown>} step @param {unknown[]} problems */
async function attempt(step, problems) {
  try {
    await step();
  } catch (error) {
    if (error instanceof Problem && error.slug === "offline") throw error;
    problems.push(error);
  }
}

/**
 * An enrolment that nobody can unlock any more still delivers what it holds, also what a restored server lost. A server
 * that refuses it while nothing waits is no trouble to show.
 * @param {PhoneRecord} record @param {typeof cache.included | null} [included] null: it asks for no outcomes any more
 */
async function drain(record, included = null) {
  const own = [...(await allRows()), ...(await allBlobs())].filter((row) => row.phone === record.phone);
  if (own.length === 0) return;
  try {
    await push(record, included);
    await (await import("./photos.js")).uploadAll(record);
  } catch (error) {
    const waits = own.some((row) => row.unsent) || !(error instanceof Problem) || error.slug === "offline";
    if (waits) throw error;
  }
}

/** @param {PhoneRecord} active @param {unknown[]} problems */
async function exchangeActive(active, problems) {
  if (active.state !== "enrolled") return drainRevoked(active);
  if (!session.value) forgetToken(active, "push");
  if (await isOutOfUse(active)) return;
  await attempt(() => push(active, cache.included), problems);
  if (mayReceive(active)) await attempt(() => receive(active), problems);
  await attempt(async () => (await import("./photos.js")).uploadAll(active), problems);
  await afterExchange(active);
}

/** What a locked screen let go does not come back before the code was given. @param {PhoneRecord} active */
function mayReceive(active) {
  return session.value?.phone.phone === active.phone && !hasLetGo(active);
}

/** Whether the office took this phone out of use; what that asks is done then. @param {PhoneRecord} active */
async function isOutOfUse(active) {
  const said = await stateSaid(active);
  if (said === "taken_in") await takeIn(active);
  else if (said === "blocked" || said === "emptied") {
    await revoke(active, said);
    await drainRevoked(active);
  } else return false;
  return true;
}

/** @param {PhoneRecord} active */
async function stateSaid(active) {
  try {
    return (await tokenFor(active, "push")).state;
  } catch (error) {
    if (error instanceof Problem && error.slug === "device_revoked") return "blocked"; // also by a server that forgot this phone
    throw error;
  }
}

/** A server that turns out to miss operations may miss photos too. @param {PhoneRecord} record @param {typeof cache.included | null} included */
async function push(record, included) {
  try {
    await pushAll(record, included, (missed) => missed.length > 0 && checkedPhotos.clear());
  } finally {
    tellOtherTabs();
    await readAgain();
  }
}

/** @param {PhoneRecord} active */
async function receive(active) {
  const open = session.value;
  if (!open) return;
  const stops = stopIds();
  try {
    const streams = [...new Set(entries.value.filter((entry) => entry.op).map((entry) => entry.stream))];
    const isIn = await pull(active, open.vault, cache, streams, progress.report);
    if (!isIn && cache.cursor === null) isAskedAgain = true; // what it builds on was let go meanwhile: the manifest brings all
    setPhone({ reason: undefined });
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 403) throw error;
    if (error.slug === "device_revoked") {
      forgetToken(active, "push"); // the next one says whether it is blocked or taken in
      return void (await isOutOfUse(active));
    }
    setPhone({ reason: error.slug });
  }
  await readAgain();
  noteListChange(stops);
}

/** Who watches a first pull. @type {{report: (done: number, total: number | null) => void}} */
export const progress = { report: () => {} };

/** The stops on the own lists. */
function stopIds() {
  const own = me.value?.id ?? "";
  const lists = documents.byKind("day_list").filter(({ fields }) => fields.person_ids?.includes(own));
  return new Set(lists.flatMap(({ fields }) => Object.keys(fields.stops ?? {})));
}

/** @param {Set<string>} before */
function noteListChange(before) {
  const added = [...stopIds()].filter((id) => !before.has(id)).length;
  const own = entries.value.some((entry) => entry.op?.kind === "day_list.set_stop" && entry.unsent);
  if (before.size > 0 && added > 0 && !own) listChanged.value = { added: (listChanged.value?.added ?? 0) + added };
}

/** @param {PhoneRecord} active */
async function afterExchange(active) {
  const now = serverNow();
  if (now !== null) {
    leaveMarker(now);
    await changePhone(active.phone, (record) => {
      record.contact_ms = now;
      record.high_water_ms = now; // also lower: a clock that was years ahead for an hour must not count for ever
    });
  }
  const open = session.value;
  if (!open) return;
  if (open.recordOnly && reachable.value && !trouble.value) {
    session.value = { ...open, recordOnly: false };
    await readAgain();
    if (state.peek().state === "record_only") setPhone({ state: "open" });
  }
  await readAgain();
  forgetOutcomes(cache, new Set(entries.value.map(operationId)));
  await (await import("./photos.js")).sweep();
  await (await import("./room.js")).measureStorage();
  await (await import("./addresses.js")).refreshAddresses(active).catch(() => {});
  if (!isRenewed && session.value) await renewOnce().catch((error) => console.error("notices:", error));
}

/** Once for each time that the page is seen: a key of web push lasts for years. */
async function renewOnce() {
  await (await import("./notices.js")).renewNotices();
  isRenewed = true;
}

/** The inspector stops: first all that was recorded goes, then everything here is erased. @param {PhoneRecord} active */
async function takeIn(active) {
  setPhone({ state: "taken_in", reason: "taken_in", unsent: await countUnsent() });
  await drain(active, cache.included);
  if ((await leftOf(active.phone)).waiting > 0) return;
  await revoke(active, "taken_in");
  await drainRevoked(active);
}

/** What did not arrive: how much still can, and wijzigingen that were damaged here and never will. @param {string} [phone] of this enrolment only */
async function leftOf(phone) {
  const own = [...(await allRows()), ...(await allBlobs())].filter((row) => phone === undefined || row.phone === phone);
  const waiting = own.filter((row) => row.unsent && !row.damaged).length;
  return { waiting, damaged: new Set(own.filter((row) => row.damaged).map(({ group }) => group)).size };
}

/**
 * The office took this phone out of use: what is on it becomes unreadable at once, what was recorded still goes.
 * @param {PhoneRecord} active @param {string} reason
 */
async function revoke(active, reason) {
  await destroyWraps(active.phone, "revoked", reason);
  closeSession();
  forget();
  await Promise.all([dropCache(), sweepUnreadable(active.phone)]);
  blocked.value = true;
  setPhone({ state: "revoked", reason, person: undefined });
  tellOtherTabs();
}

/** @param {PhoneRecord} record */
async function drainRevoked(record) {
  blocked.value = record.state === "revoked";
  await drain(record);
  const { waiting, damaged } = await leftOf(); // also of enrolments before it: what of them lies here is on this phone
  if (waiting > 0) return;
  await askAs(record, "push", "emptied", { json: {} });
  if (state.peek().state === "revoked") setPhone({ state: "emptied", damaged });
}
