/**
 * The three databases and one way to use them.
 *
 * `fa-outbox` is sacred: its format is frozen and nothing ever deletes it. `fa-keys` only grows. `fa-cache` may be thrown
 * away at any moment. Browsers kill connections under a sleeping page, so every use reopens a dead handle and tries again;
 * every write is therefore made so that doing it twice is doing it once. A database that this page had and finds made anew
 * was thrown away by the browser, or by who cleared its data: that is remembered, for it looks like one with nothing in it.
 */
import { openDB } from "idb";

import { Problem } from "../lib/problem.js";
import { giveUpReserve, isFull } from "./reserve.js";

const TRIES = 3;
/** After so long without an end a transaction is given up, ms; writing all packs of the cache may take longer. @type {Record<DatabaseName, number>} */
export const HANG_MS = { "fa-outbox": 5000, "fa-keys": 5000, "fa-cache": 20_000 };

/**
 * @typedef {import("idb").IDBPDatabase<any>} Database
 * @typedef {import("idb").IDBPTransaction<any, any, "readwrite">} Transaction of either mode: the mode is the caller's word
 * @typedef {"fa-outbox" | "fa-keys" | "fa-cache"} DatabaseName
 */

/** @type {Record<DatabaseName, {version: number, upgrade: (db: Database, from: number) => void}>} */
const SHAPES = {
  "fa-outbox": { version: 1, upgrade: makeOutbox },
  "fa-keys": { version: 1, upgrade: makeKeys },
  "fa-cache": { version: 1, upgrade: makeCache },
};

/** @param {Database} db */
function makeOutbox(db) {
  const rows = db.createObjectStore("rows", { keyPath: "seq", autoIncrement: true });
  rows.createIndex("operation", ["stream", "n"], { unique: true });
  rows.createIndex("unsent", "unsent");
  db.createObjectStore("tail");
  db.createObjectStore("x");
  const blobs = db.createObjectStore("blobs", { keyPath: "id" });
  blobs.createIndex("unsent", "unsent");
  db.createObjectStore("chunks");
  db.createObjectStore("captures", { keyPath: "id" });
  db.createObjectStore("slices");
  db.createObjectStore("thumbs", { keyPath: "id" });
  db.createObjectStore("drafts");
}

/** @param {Database} db */
function makeKeys(db) {
  db.createObjectStore("phones", { keyPath: "phone" });
  db.createObjectStore("meta");
}

/** @param {Database} db */
function makeCache(db) {
  db.createObjectStore("packs", { keyPath: "bucket" });
  db.createObjectStore("meta");
}

/** @type {Map<DatabaseName, Promise<Database>>} */
const handles = new Map();
/** Those that this page had open, by the name that each bears since it was made. @type {Map<DatabaseName, string>} */
const known = new Map();
/** Where that name lies; `fa-cache` has none. @type {Partial<Record<DatabaseName, string>>} */
const NAMED_IN = { "fa-outbox": "x", "fa-keys": "meta" };
/** Those that this page had to make. @type {Set<DatabaseName>} */
const made = new Set();
/** Those that were thrown away, until what can come back is back. @type {Set<DatabaseName>} */
const emptied = new Set();
/** @type {Set<() => void>} */
const listeners = new Set();

/** Called when the browser closed a database under this page, and when one is found empty: it is time to look. @param {() => void} listener */
export const onShaken = (listener) => void listeners.add(listener);

/** Whether this database was thrown away under this page. @param {DatabaseName} name */
export const isEmptied = (name) => emptied.has(name);

/** Whether this database was not there when the page began. @param {DatabaseName} name */
export const isMadeNow = (name) => made.has(name);

/** What can come back is back. @param {DatabaseName} name */
export const noteMended = (name) => void emptied.delete(name);

/** It holds nothing, and should. @param {DatabaseName} name */
export function noteEmptied(name) {
  emptied.add(name);
  tell();
}

/** Not within the work of a database. */
const tell = () => setTimeout(() => listeners.forEach((listener) => listener()), 0);

/** @param {DatabaseName} name @returns {Promise<Database>} */
function handle(name) {
  let opening = handles.get(name);
  if (!opening) {
    const shape = SHAPES[name];
    opening = openDB(name, shape.version, {
      upgrade: (db, from) => {
        if (from === 0 && known.has(name)) noteEmptied(name);
        else if (from === 0) made.add(name);
        shape.upgrade(db, from);
      },
      blocking: () => (drop(name), tell()),
      terminated: () => (handles.delete(name), tell()),
    }).then((db) => recognised(name, db));
    handles.set(name, opening);
    opening.catch(() => handles.delete(name));
  }
  return opening;
}

/** One that was thrown away may have been made anew by another tab: then only its name tells. @param {DatabaseName} name @param {Database} db */
async function recognised(name, db) {
  const before = known.get(name);
  const now = await ownName(name, db).catch(() => undefined); // a full disk, say: then it is not known, and nothing is said
  if (before && now && now !== before) noteEmptied(name);
  known.set(name, now ?? before ?? "");
  return db;
}

/** @param {DatabaseName} name @param {Database} db @returns {Promise<string | undefined>} */
async function ownName(name, db) {
  const store = NAMED_IN[name];
  if (!store) return undefined;
  const there = await db.get(store, "made");
  if (there) return there;
  const tx = db.transaction(store, "readwrite", { durability: "strict" });
  tx.done.catch(() => {});
  const made = (await tx.store.get("made")) ?? crypto.randomUUID();
  await tx.store.put(made, "made");
  await tx.done;
  return made;
}

/** Forget a handle; the next use opens a new one. @param {DatabaseName} name */
function drop(name) {
  const old = handles.get(name);
  handles.delete(name);
  old?.then((db) => db.close()).catch(() => {});
}

/**
 * What `work` answers, unless `giveUp` says after the time of this database that it is over.
 * @template T @param {DatabaseName} name @param {Promise<T>} work @param {() => boolean} giveUp whether nothing can come of it any more
 * @returns {Promise<T>}
 */
function withinTime(name, work, giveUp) {
  let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      if (giveUp()) reject(new DOMException("The database does not answer", "TimeoutError"));
    }, HANG_MS[name]);
  });
  return /** @type {Promise<T>} */ (Promise.race([work, late])).finally(() => clearTimeout(timer));
}

/** Errors that another attempt cannot cure. @param {unknown} error */
function isFinal(error) {
  if (error instanceof Problem) return true;
  return (
    error instanceof Error && ["QuotaExceededError", "ConstraintError", "DataError", "DataCloneError"].includes(error.name)
  );
}

/**
 * Runs `work` in one transaction and answers when it is complete; nothing of it remains when it throws, also not later:
 * one that takes too long is aborted before it counts as failed, and one that can no longer be aborted is waited for.
 * `work` may await requests of this transaction and nothing else: any other wait closes it.
 * A full disk costs the room that is kept for text, but for what can be had again (`fa-cache`) or may be refused.
 * @template T
 * @param {DatabaseName} name
 * @param {string | string[]} stores
 * @param {"readonly" | "readwrite"} mode
 * @param {(tx: Transaction) => Promise<T> | T} work
 * @param {{strict?: boolean, leavesReserve?: boolean}} [options] strict: complete only when it is on the disk; leavesReserve: a full disk refuses it
 * @returns {Promise<T>}
 */
export async function transact(name, stores, mode, work, { strict = false, leavesReserve = false } = {}) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const db = await withinTime(name, handle(name), () => true);
      const durability = strict ? "strict" : "relaxed";
      const tx = /** @type {Transaction} */ (db.transaction(stores, mode, { durability }));
      return await withinTime(name, once(tx, work), () => abort(tx));
    } catch (error) {
      if (isFull(error) && !leavesReserve && name !== "fa-cache" && (await makeRoom())) continue;
      if (isFinal(error) || attempt === TRIES) throw error;
      drop(name);
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
    }
  }
}

/** What is kept for text is free, and second copies of photos. @returns {Promise<boolean>} false: there was neither */
async function makeRoom() {
  const dropped = import("./photo-copies.js").then(({ dropCopies }) => dropCopies()).catch(() => false);
  return [await giveUpReserve(), await dropped].includes(true);
}

/**
 * @template T
 * @param {Transaction} tx
 * @param {(tx: Transaction) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
async function once(tx, work) {
  const { done } = tx;
  done.catch(() => {});
  try {
    const result = await work(tx);
    await done;
    return result;
  } catch (error) {
    abort(tx);
    await done.catch(() => {});
    throw tx.error ?? error;
  }
}

/**
 * Nothing of the transaction will be on the disk; false when that can no longer be said: it is being committed, or was.
 * @param {Transaction} tx
 */
function abort(tx) {
  try {
    tx.abort();
    return true;
  } catch {
    return false;
  }
}

/** A cheap read, so that a dead handle is found before somebody types. @param {DatabaseName} name */
export async function probe(name) {
  const store = name === "fa-outbox" ? "x" : "meta";
  await transact(name, store, "readonly", (tx) => tx.objectStore(store).count());
}

/** Close every handle (tests, and before the page is replaced). */
export async function closeAll() {
  const open = [...handles.values()];
  for (const all of [handles, known, made, emptied]) all.clear();
  for (const opening of open) (await opening).close();
}
