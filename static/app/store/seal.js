/** Sealed bytes: AES-256-GCM under a key of the vault, with a random nonce in front, bound to what they belong to. */
import { concat, random, text, toHex, utf8 } from "../lib/bytes.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */

/** @param {CryptoKey} key @param {string} bound what the bytes belong to @param {BufferSource} bytes @returns {Promise<Bytes>} */
export async function seal(key, bound, bytes) {
  const nonce = random(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: utf8(bound) }, key, bytes);
  return concat(nonce, new Uint8Array(sealed));
}

/** Throws when a byte differs or the bytes belong elsewhere. @param {CryptoKey} key @param {string} bound @param {Bytes} sealed @returns {Promise<Bytes>} */
export async function open(key, bound, sealed) {
  const iv = sealed.subarray(0, 12);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8(bound) }, key, sealed.subarray(12)),
  );
}

/** @param {CryptoKey} key @param {string} bound @param {unknown} value */
export const sealJson = (key, bound, value) => seal(key, bound, utf8(JSON.stringify(value)));

/** @param {CryptoKey} key @param {string} bound @param {Bytes} sealed @returns {Promise<any>} */
export const openJson = async (key, bound, sealed) => JSON.parse(text(await open(key, bound, sealed)));

/** A name under which something may lie on the disk without telling what it is. @param {import("./vault.js").Vault} vault @param {string} plain */
export async function hiddenName(vault, plain) {
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", vault.name, utf8(plain))).subarray(0, 16));
}
