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
import { compareAgain, compareJournal, sendJournal } from "./journal.js";
import { checkedPhotos, nextTryMs, reachable, serverNow, trouble } from "./contact.js";
import { operationId } from "./overlay.js";
import { pull } from "./pull.js";
import { pushAll } from "./push.js";
import { onRecorded } from "./record.js";
import { closeSession, session } from "./session.js";
import { blocked, phone as state, setPhone } from "./state.js";
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

/** Begins; calling it again does nothing. */
export function startLoop() {
  if (isStarted) return;
  isStarted = true;
  onRecorded(() => soon(250));
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

/** The page is seen again: a sleeping page may hold a dead database. */
function wake() {
  failures = 0;
  compareAgain();
  void probe("fa-outbox").catch(() => {});
  soon(0);
}

/** @param {number} ms */
function soon(ms) {
  clearTimeout(timer);
  nextTryMs.value = Date.now() + ms;
  timer = setTimeout(() => void tick(), ms);
  /** @type {any} */ (timer).unref?.();
}

async function tick() {
  const isHidden = globalThis.document?.visibilityState === "hidden";
  const outcome = isHidden ? "busy" : await syncNow();
  failures = outcome === "offline" ? failures + 1 : 0;
  const wait = failures > 0 ? /** @type {number} */ (BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length) - 1]) : EVERY_MS;
  soon(wait * (0.8 + 0.4 * Math.random()));
}

/** One whole exchange now. `busy`: another tab is at it. @returns {Promise<"done" | "offline" | "busy">} */
export function syncNow() {
  if (running) {
    isAskedAgain = true;
    return running;
  }
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
  return locks.request("fa-sync", { ifAvailable: true }, (lock) => (lock ? exchange() : "busy"));
}

/** @returns {Promise<"done" | "offline">} */
async function exchange() {
  /** @type {unknown[]} */
  const problems = [];
  try {
    if ((await compareJournal()) > 0) await readAgain();
    const active = await activePhone();
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
  }
  for (const error of problems) if (!(error instanceof Problem)) console.error("sync:", error);
  const first = problems[0];
  const said = first instanceof Problem ? first : new Problem(isFull(first) ? "storage_full" : "server_error");
  trouble.value = problems.length > 0 ? { slug: said.slug, text: said.text } : null;
  return problems.length > 0 ? "offline" : "done";
}

/**
 * Rows of an enrolment whose keys were lost with their database: the one that came after it brings them.
 * @param {PhoneRecord} active @param {Set<string>} known @param {unknown[]} problems
 */
async function drainOrphans(active, known, problems) {
  const owners = new Set((await allRows()).map(({ phone }) => phone).filter((phone) => !known.has(phone)));
  for (const owner of owners) await attempt(() => pushAll(active, new Map(), () => {}, owner), problems);
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
 * @param {PhoneRecord} record
 */
async function drain(record) {
  const own = [...(await allRows()), ...(await allBlobs())].filter((row) => row.phone === record.phone);
  if (own.length === 0) return;
  try {
    await push(record, new Map());
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
  if (session.value?.phone.phone === active.phone) await attempt(() => receive(active), problems);
  await attempt(async () => (await import("./photos.js")).uploadAll(active), problems);
  await afterExchange(active);
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

/** A server that turns out to miss operations may miss photos too. @param {PhoneRecord} record @param {typeof cache.included} included */
async function push(record, included) {
  try {
    await pushAll(record, included, (missed) => missed.length > 0 && checkedPhotos.clear());
  } finally {
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
    await pull(active, open.vault, cache, streams, progress.report);
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
  tellOtherTabs();
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
}

/** The inspector stops: first all that was recorded goes, then everything here is erased. @param {PhoneRecord} active */
async function takeIn(active) {
  setPhone({ state: "taken_in", reason: "taken_in", unsent: await countUnsent() });
  await drain(active);
  if ((await leftOf(active)).waiting > 0) return;
  await revoke(active, "taken_in");
  await drainRevoked(active);
}

/** What of an enrolment did not arrive: how much still can, and wijzigingen that were damaged here and never will. @param {PhoneRecord} record */
async function leftOf(record) {
  const own = [...(await allRows()), ...(await allBlobs())].filter((row) => row.phone === record.phone);
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
  const { waiting, damaged } = await leftOf(record);
  if (waiting > 0) return;
  await askAs(record, "push", "emptied", { json: {} });
  if (state.peek().state === "revoked") setPhone({ state: "emptied", damaged });
}
