/** Whether this browser can keep an inspector's work: asked before a phone is enrolled. */
import { deleteDB, openDB } from "idb";

import { random, equal } from "../lib/bytes.js";

/**
 * Writes, closes, opens again and reads back a key and a mebibyte.
 * Reasons: `ios_tab`, `no_crypto`, `no_storage`, `key_not_kept`, `bytes_not_kept`.
 * @returns {Promise<{ok: boolean, reason?: string}>}
 */
export async function selfTest() {
  if (isTabOnIos()) return { ok: false, reason: "ios_tab" };
  if (!globalThis.crypto?.subtle) return { ok: false, reason: "no_crypto" };
  const name = `fa-self-test-${crypto.randomUUID()}`;
  try {
    return await keepsWhatItIsGiven(name);
  } catch {
    return { ok: false, reason: "no_storage" };
  } finally {
    await deleteDB(name).catch(() => {});
  }
}

/** On iOS only an app on the home screen keeps its storage. */
function isTabOnIos() {
  if (typeof navigator === "undefined" || typeof matchMedia === "undefined") return false;
  const isIos = /iPhone|iPad|iPod/.test(navigator.userAgent);
  const isApp = matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;
  return isIos && !isApp;
}

/** @param {string} name */
async function keepsWhatItIsGiven(name) {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const bytes = mebibyte();
  const first = await openIt(name);
  try {
    await first.put("things", bytes, "bytes");
  } catch {
    return { ok: false, reason: "bytes_not_kept" };
  }
  try {
    await first.put("things", pair.privateKey, "key");
  } catch {
    return { ok: false, reason: "key_not_kept" };
  } finally {
    first.close();
  }
  return readBack(name, pair, bytes);
}

/** @param {string} name @param {CryptoKeyPair} pair @param {import("../lib/bytes.js").Bytes} bytes */
async function readBack(name, pair, bytes) {
  const db = await openIt(name);
  try {
    const [key, again] = await Promise.all([db.get("things", "key"), db.get("things", "bytes")]);
    if (!again || !equal(new Uint8Array(again), bytes)) return { ok: false, reason: "bytes_not_kept" };
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    const signed = await crypto.subtle.sign(algorithm, key, bytes);
    const holds = await crypto.subtle.verify(algorithm, pair.publicKey, signed, bytes);
    return holds ? { ok: true } : { ok: false, reason: "key_not_kept" };
  } catch {
    return { ok: false, reason: "key_not_kept" };
  } finally {
    db.close();
  }
}

/** @param {string} name */
const openIt = (name) => openDB(name, 1, { upgrade: (db) => void db.createObjectStore("things") });

/** Random bytes come 64 KiB at a time. */
function mebibyte() {
  const bytes = new Uint8Array(1 << 20);
  for (let at = 0; at < bytes.length; at += 1 << 16) bytes.set(random(1 << 16), at);
  return bytes;
}
