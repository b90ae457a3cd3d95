/**
 * What the answers of the server do to the rows of the outbox: acknowledged, seen, damaged, purged.
 */
import { transact } from "./db.js";
import { currentX, raiseX } from "./outbox.js";

/** @typedef {import("../types.js").OutboxRow} OutboxRow */
/** @typedef {import("./db.js").Transaction} Transaction */

const STRICT = { strict: true };

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
  const { unsent: _unsent, acked_at: _at, acked_here: _here, ...rest } = row;
  if (at === null) return { ...rest, acked: 0, unsent: row.change ?? row.group };
  return { ...rest, acked: 1, acked_at: at, acked_here: new Date().toISOString() };
}
