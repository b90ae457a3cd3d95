/**
 * The outbox: what was recorded and may not be lost. Sealed bytes, in the order of recording over all tabs.
 *
 * `x` is the exchange counter: an answer of the server is taken in only if it is what it was when the request left.
 */
import { transact } from "./db.js";

/** @typedef {import("../types.js").OutboxRow} OutboxRow */
/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {{stream: string, n: number, h: string}} Tail */
/** @typedef {import("./db.js").Transaction} Transaction */

const STRICT = { strict: true };

/** What this phone wrote last. @param {string} phone @returns {Promise<Tail | null>} */
export async function lastTail(phone) {
  return (await transact("fa-outbox", "tail", "readonly", (tx) => tx.objectStore("tail").get(phone))) ?? null;
}

/**
 * Adds one row. Answers its place once it is on the disk; the same row twice is one row.
 * @param {OutboxRow} row
 * @returns {Promise<number>}
 */
export function addRow(row) {
  return transact("fa-outbox", ["rows", "tail", "x"], "readwrite", (tx) => putRow(tx, row), STRICT);
}

/** Within a transaction over at least rows, tail and x. @param {Transaction} tx @param {OutboxRow} row @returns {Promise<number>} */
export async function putRow(tx, row) {
  const rows = tx.objectStore("rows");
  const known = await rows.index("operation").getKey([row.stream, row.n]);
  if (known !== undefined) return /** @type {number} */ (known);
  const inStream = await rows.index("operation").count(wholeStream(row.stream));
  if (inStream === 0) await raiseX(tx);
  const seq = await rows.add(row);
  await tx.objectStore("tail").put({ stream: row.stream, n: row.n, h: row.h }, row.phone);
  return /** @type {number} */ (seq);
}

/** Rows that were lost and found again; what was written last on these phones stays what it was, if that is still known. @param {OutboxRow[]} rows */
export function restoreRows(rows) {
  return transact("fa-outbox", ["rows", "tail", "x"], "readwrite", async (tx) => {
    const tails = tx.objectStore("tail");
    const phones = [...new Set(rows.map(({ phone }) => phone))];
    const before = await Promise.all(phones.map((phone) => tails.get(phone)));
    for (const row of rows) await putRow(tx, row);
    for (const [i, phone] of phones.entries()) if (before[i]) await tails.put(before[i], phone);
  }, STRICT);
}

/** @param {string} stream */
const wholeStream = (stream) => IDBKeyRange.bound([stream, 0], [stream, Number.MAX_SAFE_INTEGER]);

/** Every row, in order. @returns {Promise<(OutboxRow & {seq: number})[]>} */
export function allRows() {
  return transact("fa-outbox", "rows", "readonly", (tx) => tx.objectStore("rows").getAll());
}

/** @returns {Promise<BlobRow[]>} */
export function allBlobs() {
  return transact("fa-outbox", "blobs", "readonly", (tx) => tx.objectStore("blobs").getAll());
}

/** How many wijzigingen have something that has not reached the server; readable while locked. */
export function countUnsent() {
  return transact("fa-outbox", ["rows", "blobs"], "readonly", async (tx) => {
    /** @type {Set<IDBValidKey>} */
    const groups = new Set();
    for (const store of ["rows", "blobs"]) {
      let cursor = await tx.objectStore(store).index("unsent").openKeyCursor(null, "nextunique");
      while (cursor) {
        groups.add(cursor.key);
        cursor = await cursor.continue();
      }
    }
    return groups.size;
  });
}

/** The exchange counter as it is now. @returns {Promise<number>} */
export function readX() {
  return transact("fa-outbox", "x", "readonly", currentX);
}

/** @param {Transaction} tx @returns {Promise<number>} */
const currentX = async (tx) => (await tx.objectStore("x").get("x")) ?? 0;

/** @param {Transaction} tx @param {number} [atLeast] above which it must be @returns {Promise<number>} the new value */
export async function raiseX(tx, atLeast = 0) {
  const x = Math.max(await currentX(tx), atLeast) + 1;
  await tx.objectStore("x").put(x, "x");
  return x;
}

/** Whatever is under way will be dropped. @param {number} [atLeast] the counter was seen as high as this @param {{leavesReserve?: boolean}} [options] */
export function forgetExchanges(atLeast = 0, options = {}) {
  return transact("fa-outbox", "x", "readwrite", (tx) => raiseX(tx, atLeast), options);
}

/** Takes the right to bring in one answer: the new x, or null when something came between. @param {number} x */
export function claimX(x) {
  return transact("fa-outbox", "x", "readwrite", async (tx) => ((await currentX(tx)) === x ? raiseX(tx) : null), STRICT);
}

/**
 * Brings in the answer to a push in one transaction, or answers false when something came between.
 * @param {number} x as noted when the request left
 * @param {string} phone
 * @param {(rows: (OutboxRow & {seq: number})[]) => {changed: (OutboxRow & {seq: number})[], removed: number[]}} decide
 */
export function takeAnswer(x, phone, decide) {
  return transact(
    "fa-outbox",
    ["rows", "x"],
    "readwrite",
    async (tx) => {
      if ((await currentX(tx)) !== x) return false;
      await raiseX(tx);
      const store = tx.objectStore("rows");
      const own = (await store.getAll()).filter((/** @type {OutboxRow} */ row) => row.phone === phone);
      const { changed, removed } = decide(own);
      for (const row of changed) await store.put(row);
      for (const seq of removed) await store.delete(seq);
      await notePurged(tx, own.filter(({ seq, damaged }) => removed.includes(seq) && !damaged));
      return true;
    },
    STRICT,
  );
}

/** @param {string} stream */
const purgedKey = (stream) => `purged/${stream}`;

/**
 * Up to where each stream was purged goes to the disk with the purge itself: striking in the journal comes after it and
 * may be cut off, and what it left must not pass for work that was lost.
 * @param {Transaction} tx @param {OutboxRow[]} rows
 */
async function notePurged(tx, rows) {
  const x = tx.objectStore("x");
  for (const { stream, n } of rows) await x.put(Math.max(n, (await x.get(purgedKey(stream))) ?? 0), purgedKey(stream));
}

/** The last number of these streams that was purged; 0: none was. Streams that are not named are forgotten. @param {Set<string>} streams @returns {Promise<Map<string, number>>} */
export function purgedIn(streams) {
  return transact("fa-outbox", "x", "readwrite", async (tx) => {
    const x = tx.objectStore("x");
    const keys = await x.getAllKeys(IDBKeyRange.bound("purged/", "purged0", false, true));
    for (const key of keys) if (!streams.has(String(key).slice("purged/".length))) await x.delete(key);
    return new Map(await Promise.all([...streams].map(async (stream) => /** @type {[string, number]} */ ([stream, (await x.get(purgedKey(stream))) ?? 0]))));
  });
}

/** Changes these rows as they lie on the disk now. @param {Set<number>} places @param {(row: OutboxRow) => OutboxRow} change */
export function changeRows(places, change) {
  return transact("fa-outbox", "rows", "readwrite", async (tx) => {
    const store = tx.objectStore("rows");
    for (const seq of places) {
      const row = await store.get(seq);
      if (row) await store.put(change(row));
    }
  }, STRICT);
}

/** Its maker has seen what became of it. @param {OutboxRow} row @returns {OutboxRow} */
export const markSeen = (row) => ({ ...row, seen: 1 });

/** Its bytes are no longer what was recorded: it will never go, so it does not wait. @param {OutboxRow} row @returns {OutboxRow} */
export function markDamaged({ unsent: _unsent, ...row }) {
  return { ...row, damaged: true };
}

/** Acknowledged or not, with the index of what waits. @param {OutboxRow & {seq: number}} row @param {string | null} at the server's time when it was kept @returns {OutboxRow & {seq: number}} */
export function acknowledged(row, at) {
  const { unsent: _unsent, acked_at: _at, ...rest } = row;
  return at === null ? { ...rest, acked: 0, unsent: row.change ?? row.group } : { ...rest, acked: 1, acked_at: at };
}
