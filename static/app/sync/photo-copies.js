/** What the copies of photos are for: an outbox that lost them gets them back, and one that cannot be opened is sent from here. */
import { transact } from "../store/db.js";
import { allBlobs } from "../store/outbox.js";
import * as kept from "../store/photo-copies.js";
import { putBlob, readChunk } from "../store/photos.js";
import { isTight } from "../store/reserve.js";
import { blobId } from "./chunks.js";

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
  await kept.removeCopies(blobs.filter(({ id, done }) => done && there.has(id)).map(({ id }) => id));
  for (const blob of blobs.filter(({ id, done, damaged }) => !done && !damaged && !there.has(id))) {
    if (isTight()) return;
    const chunks = await Promise.all([...Array(blob.chunks).keys()].map((i) => readChunk(blob.id, i)));
    if (chunks.every((chunk) => chunk !== undefined)) await kept.putCopy(blob, /** @type {import("../lib/bytes.js").Bytes[]} */ (chunks));
  }
}

/** Photos that the outbox lost are in it again, as waiting. */
export async function restorePhotos() {
  const ids = await kept.copies();
  if (ids.length === 0) return;
  const known = new Set((await allBlobs()).map(({ id }) => id));
  for (const id of ids.filter((one) => !known.has(one))) {
    const copy = await wholeCopy(id);
    if (copy) await transact("fa-outbox", ["blobs", "chunks"], "readwrite", (tx) => putBlob(tx, copy.row, copy.chunks), { strict: true });
  }
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
