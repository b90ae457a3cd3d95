/**
 * Photos on the disk, in two stages. A capture is encrypted in slices as it came, never decoded; the photo that follows
 * from it lies here as the chunks that the server will get. Both are in the outbox database: neither may be lost.
 */
import { transact } from "./db.js";
import { open, openJson, seal, sealJson } from "./seal.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {import("./vault.js").Vault} Vault */
/** @typedef {import("./db.js").Transaction} Transaction */
/** @typedef {{visitId: string, findingId: string, at: string, type: string, slices: number, found?: {at: string, unlocking: string}}} CaptureFacts at: by the clock of the phone; found: when it was first seen waiting, by the server's clock */
/** @typedef {{id: string, phone: string, state: "pending" | "taken", sealed: Bytes}} CaptureRow */

const STRICT = { strict: true };
const TAKEN = { strict: true, leavesReserve: true };
export const SLICE = 1 << 20;
export const CAPTURE_STORES = ["captures", "slices"];
export const PHOTO_STORES = ["captures", "slices", "blobs", "chunks", "thumbs"];

/** @param {string} id @param {string} what */
const bound = (id, what) => `fieldapp/capture/1/${id}/${what}`;

/** @param {Vault} vault @param {string} phone @param {string} id @param {"pending" | "taken"} state @param {CaptureFacts} facts */
export async function putCapture(vault, phone, id, state, facts) {
  const sealed = await sealJson(vault.photo, bound(id, "facts"), facts);
  await transact("fa-outbox", "captures", "readwrite", (tx) => tx.objectStore("captures").put({ id, phone, state, sealed }), TAKEN);
}

/** Other facts of a capture that is still there. @param {Vault} vault @param {string} id @param {CaptureFacts} facts */
export async function noteCapture(vault, id, facts) {
  const sealed = await sealJson(vault.photo, bound(id, "facts"), facts);
  await transact("fa-outbox", "captures", "readwrite", async (tx) => {
    const row = await tx.objectStore("captures").get(id);
    if (row) await tx.objectStore("captures").put({ ...row, sealed });
  });
}

/** @param {Vault} vault @param {string} id @param {number} i @param {BufferSource} bytes */
export async function putSlice(vault, id, i, bytes) {
  const sealed = await seal(vault.photo, bound(id, String(i)), bytes);
  await transact("fa-outbox", "slices", "readwrite", (tx) => tx.objectStore("slices").put(sealed, [id, i]), TAKEN);
}

/** The captures of this enrolment with what is known of them; unreadable ones are left out. @param {Vault} vault @param {string} phone */
export async function readCaptures(vault, phone) {
  /** @type {CaptureRow[]} */
  const rows = await transact("fa-outbox", "captures", "readonly", (tx) => tx.objectStore("captures").getAll());
  const own = rows.filter((row) => row.phone === phone);
  const facts = await Promise.all(
    own.map((row) => openJson(vault.photo, bound(row.id, "facts"), row.sealed).catch(() => null)),
  );
  return own.flatMap((row, i) => (facts[i] ? [{ id: row.id, state: row.state, facts: /** @type {CaptureFacts} */ (facts[i]) }] : []));
}

/** The bytes of a capture as the camera gave them. Throws when a slice is missing or damaged. @param {Vault} vault @param {string} id @param {CaptureFacts} facts */
export async function readCapture(vault, id, facts) {
  /** @type {Bytes[]} */
  const parts = [];
  for (let i = 0; i < facts.slices; i += 1) {
    const sealed = await transact("fa-outbox", "slices", "readonly", (tx) => tx.objectStore("slices").get([id, i]));
    if (!sealed) throw new Error("a slice is missing");
    parts.push(await open(vault.photo, bound(id, String(i)), sealed));
  }
  return new Blob(parts, { type: facts.type });
}

/** @param {Transaction} tx @param {string} id */
export async function deleteCapture(tx, id) {
  await tx.objectStore("captures").delete(id);
  await tx.objectStore("slices").delete(allOf(id));
}

/** @param {string} id */
export const dropCapture = (id) => transact("fa-outbox", CAPTURE_STORES, "readwrite", (tx) => deleteCapture(tx, id), STRICT);

/** @param {string} id */
const allOf = (id) => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

/** @param {Transaction} tx @param {BlobRow} row @param {Bytes[]} chunks */
export async function putBlob(tx, row, chunks) {
  await tx.objectStore("blobs").put(row);
  for (const [i, chunk] of chunks.entries()) await tx.objectStore("chunks").put(chunk, [row.id, i]);
}

/** @param {string} blob @param {number} i @returns {Promise<Bytes | undefined>} */
export const readChunk = (blob, i) =>
  transact("fa-outbox", "chunks", "readonly", (tx) => tx.objectStore("chunks").get([blob, i]));

/** @param {string} id @param {(row: BlobRow) => BlobRow} change */
export function changeBlob(id, change) {
  return transact(
    "fa-outbox",
    "blobs",
    "readwrite",
    async (tx) => {
      const row = await tx.objectStore("blobs").get(id);
      if (row) await tx.objectStore("blobs").put(change(row));
    },
    STRICT,
  );
}

/** The server has it whole. @param {BlobRow} row @param {string} at the server's time @returns {BlobRow} */
export function delivered(row, at) {
  const { unsent: _unsent, damaged: _damaged, ...rest } = row;
  return { ...rest, done: 1, done_at: at, done_here: new Date().toISOString() };
}

/** Nobody has its bytes any more: it will never go, so it does not wait. @param {BlobRow} row @returns {BlobRow} */
export function markLost({ unsent: _unsent, ...row }) {
  return { ...row, damaged: true };
}

/** Its maker has seen that it is lost. @param {BlobRow} row @returns {BlobRow} */
export const markSeen = (row) => (row.damaged ? { ...markLost(row), seen: 1 } : row);

/** Two verified backups of the server hold it. @param {BlobRow} row @returns {BlobRow} */
export const markSafe = (row) => (row.done ? { ...row, safe: 1 } : row);

/** Lets go of the photos that the office has in two backups; how many. @returns {Promise<number>} */
export async function dropSafeBlobs() {
  const rows = await transact("fa-outbox", "blobs", "readonly", (tx) => tx.objectStore("blobs").getAll());
  const safe = rows.filter((/** @type {BlobRow} */ row) => row.done && row.safe);
  if (safe.length > 0) await dropBlobs(safe.map(({ id }) => id));
  return safe.length;
}

/** It has to be sent again. @param {BlobRow} row @returns {BlobRow} */
export function undelivered(row) {
  const { done_at: _at, done_here: _here, safe: _safe, ...rest } = row;
  return { ...rest, done: 0, unsent: row.group };
}

/** The chunks of a photo that the office has safely may go. @param {string[]} ids */
export function dropBlobs(ids) {
  return transact("fa-outbox", ["blobs", "chunks"], "readwrite", async (tx) => {
    for (const id of ids) {
      await tx.objectStore("chunks").delete(allOf(id));
      await tx.objectStore("blobs").delete(id);
    }
  });
}

/** @param {Vault} vault @param {string} id @param {Bytes} jpeg */
export const sealThumb = (vault, id, jpeg) => seal(vault.photo, `fieldapp/thumb/1/${id}`, jpeg);

/** @param {string} phone @param {string} id @param {Bytes} sealed */
export const putThumb = (phone, id, sealed) =>
  transact("fa-outbox", "thumbs", "readwrite", (tx) => tx.objectStore("thumbs").put({ id, phone, sealed }));

/** @param {Vault} vault @param {string} id @returns {Promise<Bytes | null>} */
export async function readThumb(vault, id) {
  const row = await transact("fa-outbox", "thumbs", "readonly", (tx) => tx.objectStore("thumbs").get(id));
  return row ? open(vault.photo, `fieldapp/thumb/1/${id}`, row.sealed).catch(() => null) : null;
}

/** Thumbnails of visits that are no longer on this phone go. @param {string} phone @param {(photoId: string) => boolean} isNeeded */
export function sweepThumbs(phone, isNeeded) {
  return transact("fa-outbox", "thumbs", "readwrite", async (tx) => {
    const store = tx.objectStore("thumbs");
    for (const row of await store.getAll()) if (row.phone === phone && !isNeeded(row.id)) await store.delete(row.id);
  });
}

/** Everything of an enrolment that nobody can read any more: captures, thumbnails. Chunks stay, they still go to the office. @param {string} phone */
export function sweepUnreadable(phone) {
  return transact(
    "fa-outbox",
    ["captures", "slices", "thumbs"],
    "readwrite",
    async (tx) => {
      for (const row of await tx.objectStore("captures").getAll()) if (row.phone === phone) await deleteCapture(tx, row.id);
      for (const row of await tx.objectStore("thumbs").getAll()) if (row.phone === phone) await tx.objectStore("thumbs").delete(row.id);
    },
    STRICT,
  );
}
