/**
 * A second place for photos that wait to be sent: their chunks as they lie in the outbox, in Cache Storage. Like the journal
 * it is for a database that breaks; unlike it, it is given up when the disk is full, of what the outbox holds whole.
 */
import { transact } from "./db.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {import("../types.js").BlobRow} BlobRow */

const CACHE = "fa-photos";
const FACTS = "X-Photo";
const addressOf = (/** @type {string} */ id) => `${globalThis.location.origin}/__photo/${id}`;

/** @template T @param {(cache: Cache) => Promise<T>} work @returns {Promise<T | undefined>} undefined where there is no Cache Storage, or it fails */
async function inCopies(work) {
  try {
    return globalThis.caches && (await work(await caches.open(CACHE)));
  } catch {
    return undefined;
  }
}

/** @param {BlobRow} row @param {Bytes[]} chunks */
export function putCopy({ id, phone, group, size, operation }, chunks) {
  const facts = JSON.stringify({ id, phone, group, size, operation, lengths: chunks.map(({ length }) => length) });
  return inCopies((cache) => cache.put(addressOf(id), new Response(new Blob(chunks), { headers: { [FACTS]: facts } })));
}

/** Which blobs have a copy. @returns {Promise<string[]>} */
export async function copies() {
  const found = await inCopies((cache) => cache.keys());
  return (found ?? []).flatMap(({ url }) => /\/__photo\/([0-9a-f]{64})$/.exec(url)?.[1] ?? []);
}

/** A blob that waits, with its chunks; null when it is not there or cannot be read. @param {string} blob @returns {Promise<{row: BlobRow, chunks: Bytes[]} | null>} */
export async function readCopy(blob) {
  const kept = await inCopies((cache) => cache.match(addressOf(blob)));
  if (!kept) return null;
  try {
    const { id, phone, group, size, operation, lengths } = JSON.parse(kept.headers.get(FACTS) ?? "");
    const bytes = new Uint8Array(await kept.arrayBuffer());
    let at = 0;
    const chunks = lengths.map((/** @type {number} */ length) => bytes.slice(at, (at += length)));
    return { row: { id, phone, group, unsent: group, size, operation, chunks: chunks.length, bytes: bytes.length, done: 0 }, chunks };
  } catch {
    return null;
  }
}

/** @param {string[]} ids @returns {Promise<boolean>} whether any was there */
export async function removeCopies(ids) {
  const gone = await inCopies((cache) => Promise.all(ids.map((id) => cache.delete(addressOf(id)))));
  return gone?.includes(true) ?? false;
}

/**
 * Photos and thumbnails that the outbox holds with all their bytes; none when it cannot be read. Of any other a copy may be all there is.
 * @returns {Promise<string[]>}
 */
export function wholePhotos() {
  return transact("fa-outbox", ["blobs", "chunks"], "readonly", async (tx) => {
    const [blobs, chunks] = await Promise.all([tx.objectStore("blobs").getAll(), tx.objectStore("chunks").getAllKeys()]);
    const there = new Set(chunks.map(String));
    return blobs.filter((one) => !one.damaged && [...Array(one.chunks).keys()].every((i) => there.has(`${one.id},${i}`))).map(({ id }) => id);
  }).catch(() => []);
}

/** On a full disk copies are the first to go, of photos that lie whole in the outbox. @returns {Promise<boolean>} false: there were none */
export const dropCopies = async () => removeCopies(await wholePhotos());
