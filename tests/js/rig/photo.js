/** A photo as `usePhoto` leaves it on the disk, made without a canvas, which Node lacks. */
import { toBase64, toHex, random, sha256 } from "../../../static/app/lib/bytes.js";
import { uuid7 } from "../../../static/app/lib/ids.js";
import * as disk from "../../../static/app/store/photos.js";
import { encryptChunks } from "../../../static/app/sync/chunks.js";
import { operationId } from "../../../static/app/sync/overlay.js";
import { record } from "../../../static/app/sync/record.js";

const THUMB_BYTES = 900;

/** @param {number} length */
export function large(length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65536) bytes.set(random(Math.min(65536, length - at)), at);
  return bytes;
}

/** @param {string} visit @param {string} finding @param {number} length in bytes */
export async function recordPhoto(visit, finding, length) {
  const photoId = uuid7();
  const [jpeg, small] = [large(length), large(THUMB_BYTES)];
  const [full, thumb] = [await encryptChunks(jpeg), await encryptChunks(small)];
  const item = {
    finding_id: finding,
    blob: full.id,
    chunks: full.chunks.length,
    key: toBase64(full.cek),
    thumb: thumb.id,
    thumb_key: toBase64(thumb.cek),
    sha256: toHex(await sha256(jpeg)),
    bytes: jpeg.length,
    width: 1600,
    height: 1200,
    taken_at: `${new Date().toISOString().slice(0, 19)}Z`,
    blurred: 0,
  };
  const parts = /** @type {const} */ ([["full", full], ["thumb", thumb]]);
  const rowOf = (/** @type {any} */ row, /** @type {"full" | "thumb"} */ size, /** @type {typeof full} */ made) => ({
    id: made.id, phone: row.phone, group: row.group, unsent: row.group, size, chunks: made.chunks.length,
    bytes: made.chunks.reduce((sum, chunk) => sum + chunk.length, 0), done: 0, operation: operationId(row),
  });
  const { operation } = await record("visit.add_photo", visit, { [`photos.${photoId}`]: item }, {
    together: {
      stores: disk.PHOTO_STORES,
      write: async (tx, row) => {
        for (const [size, made] of parts) await disk.putBlob(tx, rowOf(row, size, made), made.chunks);
      },
      blobs: (row) => parts.map(([size, made]) => rowOf(row, size, made)),
    },
  });
  return { photoId, operation, full, thumb };
}
