/** Identifiers: lower-case UUIDs with hyphens (RFC 9562), and random hex. */
import { concat, fromHex, random, toHex, utf8 } from "./bytes.js";

/** @param {Uint8Array} bytes sixteen of them */
export function uuidText(bytes) {
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** @param {string} uuid @returns {import("./bytes.js").Bytes} */
export const uuidBytes = (uuid) => fromHex(uuid.replaceAll("-", ""));

/** @param {Uint8Array} bytes @param {number} version */
function marked(bytes, version) {
  bytes[6] = (/** @type {number} */ (bytes[6]) & 0x0f) | (version << 4);
  bytes[8] = (/** @type {number} */ (bytes[8]) & 0x3f) | 0x80;
  return bytes;
}

/** A version 7 UUID: sorts roughly by the moment it was made; no order depends on that. @param {number} [now] ms */
export function uuid7(now = Date.now()) {
  const bytes = random(16);
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 0x10000));
  new DataView(bytes.buffer).setUint16(4, now % 0x10000);
  return uuidText(marked(bytes, 7));
}

/**
 * The version 5 UUID that every maker derives from the same name.
 * @param {string} namespaceUuid with or without hyphens
 * @param {string} name
 */
export async function uuid5(namespaceUuid, name) {
  const digest = await crypto.subtle.digest("SHA-1", concat(uuidBytes(namespaceUuid), utf8(name)));
  return uuidText(marked(new Uint8Array(digest).slice(0, 16), 5));
}

/** @param {number} bytes how many random bytes */
export const randomHex = (bytes) => toHex(random(bytes));
