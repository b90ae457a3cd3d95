/** The bytes of a photo on its way: 512 KiB chunks under a key of its own, named by the digest of their digests. */
import { concat, random, sha256, toHex, utf8 } from "../lib/bytes.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */

export const CHUNK = 512 * 1024;

/** Nonce i is used once: the key belongs to one photo. @param {number} i @returns {Bytes} */
function nonceOf(i) {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, i);
  return nonce;
}

/** @param {number} i @param {number} count */
const cipher = (i, count) => ({ name: "AES-GCM", iv: nonceOf(i), additionalData: utf8(`FAB1|${count}|${i}`) });

/** @param {Bytes} cek */
const keyFrom = (cek) => crypto.subtle.importKey("raw", cek, "AES-GCM", false, ["encrypt", "decrypt"]);

/**
 * @param {Bytes} plain
 * @param {Bytes} [cek] only tests give it
 * @returns {Promise<{id: string, cek: Bytes, chunks: Bytes[]}>}
 */
export async function encryptChunks(plain, cek = random(32)) {
  const key = await keyFrom(cek);
  const count = Math.max(1, Math.ceil(plain.length / CHUNK));
  /** @type {Bytes[]} */
  const chunks = [];
  for (let i = 0; i < count; i += 1) {
    const part = plain.subarray(i * CHUNK, (i + 1) * CHUNK);
    chunks.push(new Uint8Array(await crypto.subtle.encrypt(cipher(i, count), key, part)));
  }
  return { id: await blobId(chunks), cek, chunks };
}

/** @param {Bytes[]} chunks */
export async function blobId(chunks) {
  return toHex(await sha256(concat(...(await Promise.all(chunks.map(sha256))))));
}

/** @param {Bytes[]} chunks @param {Bytes} cek */
export async function decryptChunks(chunks, cek) {
  const key = await keyFrom(cek);
  const parts = await Promise.all(chunks.map((chunk, i) => crypto.subtle.decrypt(cipher(i, chunks.length), key, chunk)));
  return concat(...parts.map((part) => new Uint8Array(part)));
}
