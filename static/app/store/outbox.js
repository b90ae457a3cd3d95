/**
 * The outbox: what was recorded and may not be lost. Sealed bytes, in the order of recording over all tabs.
 *
 * `x` is the exchange counter: an answer of the server is taken in only if it is what it was when the request left.
 */
import { isEmptied, transact } from "./db.js";

/** @typedef {import("../types.js").OutboxRow} OutboxRow */
/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {{stream: string, n: number, h: string}} Tail */
/** @typedef {import("./db.js").Transaction} Transaction */

const STRICT = { strict: true };

/** What waits, sealed, as this page saw it last: the last place of it when database and journal are thrown away under the page. @type {Map<string, OutboxRow>} */
const seenRows = new Map();
/** Photos that wait, without their bytes. @type {Map<string, BlobRow>} */
const seenBlobs = new Map();

/** @param {OutboxRow & {seq?: number}} row that is on the disk */
export function remember({ seq: _seq, ...row }) {
  if (!row.acked && !row.damaged) seenRows.set(`${row.stream}:${row.n}`, row);
}

/** What the outbox held when this page last looked, and should hold. @returns {{rows: OutboxRow[], blobs: BlobRow[]}} */
export const remembered = () => ({ rows: [...seenRows.values()], blobs: [...seenBlobs.values()] });

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

/** @param {string} stream */
const wholeStream = (stream) => IDBKeyRange.bound([stream, 0], [stream, Number.MAX_SAFE_INTEGER]);

/** Every row, in order. @returns {Promise<(OutboxRow & {seq: number})[]>} */
export async function allRows() {
  /** @type {(OutboxRow & {seq: number})[]} */
  const rows = await transact("fa-outbox", "rows", "readonly", (tx) => tx.objectStore("rows").getAll());
  if (!isEmptied("fa-outbox")) {
    seenRows.clear();
    rows.forEach(remember);
  }
  return rows;
}

/** @returns {Promise<BlobRow[]>} */
export async function allBlobs() {
  /** @type {BlobRow[]} */
  const blobs = await transact("fa-outbox", "blobs", "readonly", (tx) => tx.objectStore("blobs").getAll());
  if (!isEmptied("fa-outbox")) {
    seenBlobs.clear();
    for (const blob of blobs) if (!blob.done && !blob.damaged) seenBlobs.set(blob.id, blob);
  }
  return blobs;
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

/** Within a transaction over x. @param {Transaction} tx @returns {Promise<number>} */
export const currentX = async (tx) => (await tx.objectStore("x").get("x")) ?? 0;

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
