/**
 * A photo's way: camera, encrypted capture, blocks painted, photo, chunks, server. Operations go first, then thumbnails,
 * then originals; every step can be cut off and goes on where it was.
 */
import { isOlder } from "../lib/ages.js";
import { fromBase64, sha256, toBase64, toHex } from "../lib/bytes.js";
import { randomHex, uuid7 } from "../lib/ids.js";
import { Problem } from "../lib/problem.js";
import { allBlobs, allRows } from "../store/outbox.js";
import { removeCopies } from "../store/photo-copies.js";
import * as disk from "../store/photos.js";
import { isFull } from "../store/reserve.js";
import { askAs, CHUNK_TIMEOUT_MS, good } from "./api.js";
import { blobId, decryptChunks, encryptChunks } from "./chunks.js";
import { checkedPhotos, sending, sentAt, serverNow } from "./contact.js";
import { decode, makePhoto } from "./jpeg.js";
import { operationId } from "./overlay.js";
import { copiedChunks, copyPhotos } from "./photo-copies.js";
import { record, withRoom } from "./record.js";
import { session } from "./session.js";
import { documents, entries, readAgain } from "./watch.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {import("./jpeg.js").Block} Block */
/** @typedef {{visitId: string, findingId: string}} Where */
/** @typedef {{photoId: string, visitId: string, findingId: string, at: string, state: "pending" | "taken"}} PendingCapture pending: the page was killed while the camera was up; taken: encrypted, not used yet */

const CAPTURE_HOURS = 24;
const HOUR_MS = 3_600_000;
const KEEP_DAYS = 7;
const LARGEST_FILE = 60 * 1024 * 1024;

function opened() {
  const open = session.value;
  if (!open) throw new Problem("locked");
  return { vault: open.vault, phone: open.phone.phone };
}

/** Says that the camera is about to open: if the page is killed under it, the next start knows. @param {string} visitId @param {string} findingId */
export async function capture(visitId, findingId) {
  const { vault, phone } = opened();
  const facts = { visitId, findingId, at: new Date().toISOString(), type: "", slices: 0 };
  await disk.putCapture(vault, phone, uuid7(), "pending", facts);
}

/** Captures that were not used: to go on with, or to say that they must be taken again. @returns {Promise<PendingCapture[]>} */
export async function pendingCaptures() {
  const { vault, phone } = opened();
  const captures = await disk.readCaptures(vault, phone);
  return captures.map(({ id, state, facts }) => ({ photoId: id, state, visitId: facts.visitId, findingId: facts.findingId, at: facts.at }));
}

/**
 * Encrypts what the camera gave, undecoded, and then shows it. A full disk first costs the cache of documents.
 * Problems: `photo_too_large`, `storage_full`, `photo_unreadable` (it was not kept; or it cannot be decoded, and then waits 24 hours).
 * @param {Blob} file @param {Where} where
 * @returns {Promise<{photoId: string, preview: ImageBitmap}>}
 */
export async function takeFile(file, { visitId, findingId }) {
  if (file.size > LARGEST_FILE) throw new Problem("photo_too_large");
  const { vault, phone } = opened();
  const photoId = uuid7();
  const slices = Math.max(1, Math.ceil(file.size / disk.SLICE));
  const facts = { visitId, findingId, at: new Date().toISOString(), type: file.type, slices };
  const keep = async () => {
    await disk.putCapture(vault, phone, photoId, "pending", facts); // a page killed below leaves no slices without a name
    await forgetPending(visitId, findingId, photoId);
    for (let i = 0; i < slices; i += 1) {
      await disk.putSlice(vault, photoId, i, await file.slice(i * disk.SLICE, (i + 1) * disk.SLICE).arrayBuffer());
    }
    await disk.putCapture(vault, phone, photoId, "taken", facts);
  };
  try {
    await withRoom(keep, { isPhoto: true });
  } catch (cause) {
    await disk.dropCapture(photoId).catch(() => {});
    throw new Problem(isFull(cause) ? "storage_full" : "photo_unreadable", undefined, { cause });
  }
  return { photoId, preview: await decode(file) };
}

/** The camera came back with this one. @param {string} visitId @param {string} findingId @param {string} photoId */
async function forgetPending(visitId, findingId, photoId) {
  for (const one of await pendingCaptures()) {
    if (one.photoId !== photoId && one.state === "pending" && one.visitId === visitId && one.findingId === findingId) await disk.dropCapture(one.photoId);
  }
}

/** A capture again, after a restart. @param {string} photoId @returns {Promise<{photoId: string, preview: ImageBitmap}>} */
export async function reopenCapture(photoId) {
  return { photoId, preview: await decode((await captureOf(photoId)).file) };
}

/** @param {string} photoId */
async function captureOf(photoId) {
  const { vault, phone } = opened();
  const found = (await disk.readCaptures(vault, phone)).find(({ id, state }) => id === photoId && state === "taken");
  if (!found) throw new Problem("photo_unreadable");
  try {
    return { facts: found.facts, file: await disk.readCapture(vault, photoId, found.facts) };
  } catch (cause) {
    throw new Problem("photo_unreadable", undefined, { cause });
  }
}

/**
 * Makes the photo from the capture and records it; the capture goes in the same transaction.
 * @param {string} photoId @param {{blocks?: Block[], base?: string | null}} [options]
 */
export async function usePhoto(photoId, { blocks = [], base } = {}) {
  const { vault, phone } = opened();
  const { facts, file } = await captureOf(photoId);
  const picture = await decode(file);
  const { jpeg, thumb, width, height } = await makePhoto(picture, blocks);
  picture.close();
  const [full, small, sha] = await Promise.all([encryptChunks(jpeg), encryptChunks(thumb), sha256(jpeg)]);
  const sealedThumb = await disk.sealThumb(vault, photoId, thumb);
  const item = {
    finding_id: facts.findingId,
    blob: full.id,
    chunks: full.chunks.length,
    key: toBase64(full.cek),
    thumb: small.id,
    thumb_key: toBase64(small.cek),
    sha256: toHex(sha),
    bytes: jpeg.length,
    width,
    height,
    taken_at: facts.at,
    blurred: blocks.length,
  };
  const rowOf = (/** @type {import("../types.js").OutboxRow} */ row, /** @type {typeof full} */ made, /** @type {"full" | "thumb"} */ size) =>
    blobRow(row, made, size);
  await record("visit.add_photo", facts.visitId, { [`photos.${photoId}`]: item }, {
    base,
    together: {
      stores: disk.PHOTO_STORES,
      write: async (tx, row) => {
        await disk.putBlob(tx, rowOf(row, full, "full"), full.chunks);
        await disk.putBlob(tx, rowOf(row, small, "thumb"), small.chunks);
        await tx.objectStore("thumbs").put({ id: photoId, phone, sealed: sealedThumb });
        await disk.deleteCapture(tx, photoId);
      },
      blobs: (row) => [rowOf(row, full, "full"), rowOf(row, small, "thumb")],
    },
  });
}

/** @param {import("../types.js").OutboxRow} row @param {{id: string, chunks: Bytes[]}} made @param {"full" | "thumb"} size @returns {BlobRow} */
function blobRow(row, made, size) {
  const bytes = made.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const facts = { id: made.id, phone: row.phone, group: row.group, unsent: row.group, size, bytes };
  return { ...facts, chunks: made.chunks.length, done: 0, operation: operationId(row) };
}

/** Throws a capture away; a photo that was recorded already is recorded as removed. @param {string} photoId @param {{base?: string | null}} [options] */
export async function dropPhoto(photoId, options = {}) {
  const visit = documents.byKind("visit").find(({ fields }) => fields.photos?.[photoId]);
  if (visit) await record("visit.remove_photo", visit.id, { [`photos.${photoId}`]: null }, options);
  await disk.dropCapture(photoId);
}

/** A blob: address of the thumbnail, or null when it is not on this phone; the caller revokes it. @param {string} photoId */
export async function thumbnail(photoId) {
  const jpeg = (await disk.readThumb(opened().vault, photoId)) ?? (await thumbnailAgain(photoId));
  return jpeg ? URL.createObjectURL(new Blob([jpeg], { type: "image/jpeg" })) : null;
}

/** Of a photo that came back without it: from what goes to the server, or made anew. @param {string} photoId @returns {Promise<Bytes | null>} */
async function thumbnailAgain(photoId) {
  const { vault, phone } = opened();
  const item = itemOf(photoId);
  if (!item) return null;
  const chunks = await chunksOf(item.thumb, 1);
  const jpeg = chunks ? await decryptChunks(chunks, fromBase64(item.thumb_key)) : await smallOf(photoId);
  if (jpeg) await disk.putThumb(phone, photoId, await disk.sealThumb(vault, photoId, jpeg));
  return jpeg;
}

/** @param {string} photoId @returns {Promise<Bytes | null>} */
async function smallOf(photoId) {
  const photo = await openPhoto(photoId);
  if (!photo) return null;
  const picture = await decode(photo);
  const { thumb } = await makePhoto(picture, []);
  picture.close();
  return thumb;
}

/** What was recorded of a photo of one's own, with its keys. @param {string} photoId */
function itemOf(photoId) {
  const field = `photos.${photoId}`;
  return entries.value.map(({ op }) => (op?.kind === "visit.add_photo" ? op.body[field] : undefined)).find(Boolean);
}

/** The photo itself while its chunks are still on the phone, else null. @param {string} photoId @returns {Promise<Blob | null>} */
export async function openPhoto(photoId) {
  const item = itemOf(photoId);
  if (!item) return null;
  const chunks = await chunksOf(item.blob, item.chunks);
  if (!chunks) return null;
  return new Blob([await decryptChunks(chunks, fromBase64(item.key))], { type: "image/jpeg" });
}

/** The bytes as they were recorded: from the outbox, else from the copy; null: they are lost. @param {string} blob @param {number} count @returns {Promise<Bytes[] | null>} */
async function chunksOf(blob, count) {
  const read = await Promise.all([...Array(count).keys()].map((i) => disk.readChunk(blob, i)));
  const chunks = read.flatMap((chunk) => (chunk instanceof Uint8Array ? [chunk] : []));
  return chunks.length === count && (await blobId(chunks)) === blob ? chunks : copiedChunks(blob);
}

/**
 * Sends the photos of one enrolment: thumbnails first, only those whose operation the server has. Possible while locked.
 * @param {PhoneRecord} phone
 * @param {string} [owner] the enrolment whose photos they are, when its own keys are no longer on this phone
 */
export async function uploadAll(phone, owner = phone.phone) {
  await checkDelivered(phone, owner);
  const known = new Map((await allRows()).map((row) => [operationId(row), row]));
  const waiting = (await allBlobs())
    .filter((blob) => blob.phone === owner && !blob.done && !blob.damaged && known.get(blob.operation)?.acked !== 0)
    .sort((a, b) => (a.size === b.size ? 0 : a.size === "thumb" ? -1 : 1));
  /** @type {unknown[]} */
  const refused = [];
  try {
    for (const [i, blob] of waiting.entries()) {
      sending.value = { done: i, total: waiting.length };
      try {
        await settle(phone, blob, await chunksOf(blob.id, blob.chunks));
      } catch (error) {
        if (error instanceof Problem && error.slug === "offline") throw error;
        refused.push(error); // the next photo may still go
      }
      await readAgain();
    }
  } finally {
    sending.value = null;
  }
  void copyPhotos();
  if (refused.length > 0) throw refused[0];
  return waiting.length;
}

/** What the server said to have and has no more is sent again; what was lost here it may have all the same. @param {PhoneRecord} phone @param {string} owner */
async function checkDelivered(phone, owner) {
  if (checkedPhotos.has(owner)) return;
  checkedPhotos.add(owner);
  try {
    for (const blob of (await allBlobs()).filter((one) => one.phone === owner && (one.done || one.damaged))) {
      if (blob.damaged) await settle(phone, blob, null);
      if (!blob.done) continue;
      const { done, safe } = await stateOf(phone, blob.id);
      if (!done) await disk.changeBlob(blob.id, disk.undelivered);
      else if (safe) await disk.changeBlob(blob.id, disk.markSafe);
    }
  } catch (error) {
    checkedPhotos.delete(owner);
    throw error;
  } finally {
    await readAgain();
  }
}

/** @param {PhoneRecord} phone @param {string} blob @returns {Promise<{have: number[], done: boolean, safe?: boolean}>} */
const stateOf = async (phone, blob) => good(await askAs(phone, "push", `blobs/${blob}`, { method: "GET" })).json;

/** Delivered, or lost when neither this phone nor the server has its bytes. @param {PhoneRecord} phone @param {BlobRow} blob @param {Bytes[] | null} chunks */
async function settle(phone, blob, chunks) {
  if (!(await deliver(phone, blob, chunks))) return disk.changeBlob(blob.id, disk.markLost);
  const at = new Date(serverNow() ?? Date.now()).toISOString();
  await disk.changeBlob(blob.id, (row) => disk.delivered(row, at));
  sentAt.value = at;
}

/**
 * The server has it whole when this answers true.
 * @param {PhoneRecord} phone @param {BlobRow} blob @param {Bytes[] | null} chunks null: lost here; false when the server lacks some of them
 */
export async function deliver(phone, blob, chunks) {
  const state = await stateOf(phone, blob.id);
  if (state.done && !chunks) return true;
  const missing = [...Array(state.done ? 0 : blob.chunks).keys()].filter((i) => !state.have.includes(i));
  if (!chunks && missing.length > 0) return false;
  for (const i of missing) await putChunk(phone, blob.id, i, /** @type {Bytes} */ (chunks?.[i]));
  const answer = good(await askAs(phone, "push", `blobs/${blob.id}/done`, { json: { chunks: blob.chunks } }));
  if (answer.json.done !== true) throw new Problem("server_error");
  return true;
}

/** @param {PhoneRecord} phone @param {string} blob @param {number} i @param {Bytes} chunk */
async function putChunk(phone, blob, i, chunk) {
  const headers = { "X-SHA256": toHex(await sha256(chunk)) };
  good(await askAs(phone, "push", `blobs/${blob}/${i}`, { method: "PUT", bytes: chunk, headers, timeout: CHUNK_TIMEOUT_MS }));
}

/**
 * Lets go what may go: photos the server has had for seven days and a backup holds the operation of, captures nobody came
 * back for, thumbnails of visits that left this phone, and what is left of a lost photo that its maker put away. Ages are by the server's clock, of photos by this one as well; while
 * the server's is not known nothing goes.
 * @param {number | null} [now] ms @param {number} [clock] ms of this clock
 */
export async function sweep(now = serverNow(), clock = Date.now()) {
  if (now === null) return;
  const { phone } = opened();
  const parts = await allBlobs();
  const rows = new Set((await allRows()).map(operationId));
  const isOver = (/** @type {BlobRow} */ { operation, done, done_at, done_here, damaged, seen }) =>
    !rows.has(operation) && ((damaged && seen) || (done && isOlder(KEEP_DAYS * 24 * HOUR_MS, [done_at, now], [done_here, clock])));
  const over = parts.filter(isOver);
  if (over.length > 0) await disk.dropBlobs(over.map(({ id }) => id));
  await removeCopies(over.map(({ id }) => id));
  await sweepCaptures(now);
  const needed = new Set(documents.byKind("visit").flatMap(({ fields }) => Object.keys(fields.photos ?? {})));
  await disk.sweepThumbs(phone, (id) => needed.has(id));
  if (over.length > 0) await readAgain();
}

/** One name for each time that the phone was opened. @type {WeakMap<object, string>} */
const unlockings = new WeakMap();

/**
 * A capture goes a day after it was first found waiting, and only when the phone was locked and opened again since: the
 * moment it was taken is by a clock that may have been corrected, and somebody may be at it now.
 * @param {number} now ms of the server's clock
 */
async function sweepCaptures(now) {
  const { vault, phone } = opened();
  const unlocking = unlockings.get(vault) ?? randomHex(8);
  unlockings.set(vault, unlocking);
  for (const { id, facts } of await disk.readCaptures(vault, phone)) {
    const { found } = facts;
    if (!found) await disk.noteCapture(vault, id, { ...facts, found: { at: new Date(now).toISOString(), unlocking } });
    else if (found.unlocking !== unlocking && now - Date.parse(found.at) > CAPTURE_HOURS * HOUR_MS) await disk.dropCapture(id);
  }
}
