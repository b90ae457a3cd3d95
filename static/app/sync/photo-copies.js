/** What the copies of photos are for: an outbox that lost them gets them back, and one that cannot be opened is sent from here. */
import { transact } from "../store/db.js";
import { allBlobs, remembered } from "../store/outbox.js";
import * as kept from "../store/photo-copies.js";
import { markLost, putBlob, readChunk } from "../store/photos.js";
import { isFull, isTight } from "../store/reserve.js";
import { blobId } from "./chunks.js";
import { checkedPhotos } from "./contact.js";

/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

/** One after another. @type {Promise<unknown>} */
let last = Promise.resolve();

/** Photos that wait have a copy, those that were delivered have none. */
export function copyPhotos() {
  last = last.then(copyNow).catch(() => {});
  return last;
}

async function copyNow() {
  const there = new Set(await kept.copies());
  const blobs = await allBlobs();
  const whole = new Set(await kept.wholePhotos());
  await kept.removeCopies(blobs.filter(({ id, done, safe }) => done && there.has(id) && (safe || whole.has(id))).map(({ id }) => id));
  for (const blob of blobs.filter(({ id, done, damaged }) => !done && !damaged && !there.has(id))) {
    if (isTight()) return;
    const chunks = await Promise.all([...Array(blob.chunks).keys()].map((i) => readChunk(blob.id, i)));
    if (chunks.every((chunk) => chunk !== undefined)) await kept.putCopy(blob, /** @type {import("../lib/bytes.js").Bytes[]} */ (chunks));
  }
}

/**
 * Photos that the outbox lost are in it again, as waiting; those of which this page knows and nothing is left, as lost. What does not
 * fit stays in its copy and goes from there.
 * @param {boolean} [isGone] the outbox was thrown away under this page
 * @returns {Promise<number>} how many photos came back
 */
export async function restorePhotos(isGone = false) {
  const known = new Map((await allBlobs()).map((row) => [row.id, row]));
  const whole = new Set(await kept.wholePhotos());
  let count = 0;
  for (const id of (await kept.copies()).filter((one) => !whole.has(one))) {
    const copy = await wholeCopy(id);
    if (!copy) continue;
    const row = known.has(id) ? waitingAgain(/** @type {BlobRow} */ (known.get(id))) : copy.row;
    if (!(await putWhole(row, copy.chunks))) await put(row, []);
    if (!known.has(id) && row.size === "full") count += 1;
    known.set(id, row);
  }
  const lost = isGone ? remembered().blobs.filter(({ id }) => !known.has(id)) : [];
  for (const row of lost) await put(markLost(row), []);
  if (lost.length > 0) checkedPhotos.clear(); // the server may have them: it is asked
  return count;
}

/** What was called lost has its bytes again. @param {BlobRow} row @returns {BlobRow} */
function waitingAgain({ damaged, seen: _seen, ...row }) {
  return damaged ? { ...row, unsent: row.group } : row;
}

/** @param {BlobRow} row @param {import("../lib/bytes.js").Bytes[]} chunks @param {boolean} [leavesReserve] */
const put = (row, chunks, leavesReserve = false) =>
  transact("fa-outbox", ["blobs", "chunks"], "readwrite", (tx) => putBlob(tx, row, chunks), { strict: true, leavesReserve });

/** On a full disk copies go of photos that are in the outbox; what is kept for text stays. @param {BlobRow} row @param {import("../lib/bytes.js").Bytes[]} chunks @returns {Promise<boolean>} false: there is no room */
async function putWhole(row, chunks) {
  for (const makeRoom of [kept.dropCopies, null]) {
    try {
      await put(row, chunks, true);
      return true;
    } catch (error) {
      if (!isFull(error)) throw error;
      await makeRoom?.();
    }
  }
  return false;
}

/** @param {string} id */
async function wholeCopy(id) {
  const copy = await kept.readCopy(id);
  return copy && (await blobId(copy.chunks)) === id ? copy : null;
}

/** Blobs of which there is a whole copy, for when the outbox does not open. @returns {Promise<BlobRow[]>} */
export async function copiedBlobs() {
  const found = await Promise.all((await kept.copies()).map(wholeCopy));
  return found.flatMap((copy) => (copy ? [copy.row] : []));
}

/** All bytes of a blob from its copy; null when there is none, or it is not whole. @param {string} id */
export const copiedChunks = async (id) => (await wholeCopy(id))?.chunks ?? null;

/** A chunk from the copy. @param {string} id @param {number} i */
export const copiedChunk = async (id, i) => (await kept.readCopy(id))?.chunks[i];

/** What went from here since this page began. @type {Set<string>} */
const sent = new Set();

/** The outbox cannot be opened: photos of this phone go from their copies. @param {PhoneRecord} phone */
export async function sendCopies(phone) {
  const { deliver } = await import("./photos.js");
  for (const id of (await kept.copies()).filter((one) => !sent.has(one))) {
    const copy = await wholeCopy(id);
    if (copy?.row.phone !== phone.phone) continue;
    await deliver(phone, copy.row, copy.chunks);
    sent.add(id);
  }
}
