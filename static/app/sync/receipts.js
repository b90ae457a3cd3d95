/** Receipts of the server: believed only with its signature, and only for the bytes that this phone itself wrote. */
import { signal } from "@preact/signals-core";

import { concat, fromHex, u32, utf8 } from "../lib/bytes.js";
import { keepReceipts, readReceipts } from "../store/receipts.js";
import { isSignedBy, signersOf } from "./signers.js";

/** @typedef {import("../store/receipts.js").Receipt} Receipt */
/** @typedef {import("../store/receipts.js").Receipts} Receipts */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {{stream: string, n: number, h: string}} Written */

/** How many operations of this enrolment the server confirmed, and when the last. @type {import("@preact/signals-core").Signal<{count: number, at: string} | null>} */
export const confirmed = signal(null);

/** @param {PhoneRecord} phone @param {Record<string, [number, string, number, string]> | undefined} receipts as the server gave them @param {Written[]} rows what this phone wrote */
export async function takeReceipts(phone, receipts, rows) {
  const own = new Map(rows.map(({ stream, n, h }) => [`${stream}:${n}`, h]));
  /** @type {Record<string, Receipt>} */
  const verified = {};
  for (const [stream, [n, h, at_ms, signature]] of Object.entries(receipts ?? {})) {
    const receipt = { n, h, at_ms, signature };
    if (own.get(`${stream}:${n}`) === h && (await isSigned(phone, stream, receipt))) verified[stream] = receipt;
  }
  if (Object.keys(verified).length > 0) say(await keepReceipts(phone.phone, verified));
}

/** What was confirmed before this page began. @param {PhoneRecord} phone */
export const showReceipts = async (phone) => say(await readReceipts(phone.phone));

/** @param {Receipts} receipts */
function say({ streams, before }) {
  const all = Object.values(streams);
  if (all.length === 0) return;
  const count = all.reduce((sum, { n }) => sum + n, before);
  confirmed.value = { count, at: new Date(Math.max(...all.map(({ at_ms }) => at_ms))).toISOString() };
}

/** @param {PhoneRecord} phone @param {string} stream @param {Receipt} receipt */
async function isSigned(phone, stream, { n, h, at_ms, signature }) {
  try {
    const message = concat(utf8("fieldapp/receipt/1"), fromHex(phone.installation), fromHex(stream), u64(n), fromHex(h), u64(at_ms));
    return await isSignedBy(signersOf(phone), fromHex(signature), message);
  } catch {
    return false;
  }
}

/** @param {number} value below 2^53 */
const u64 = (value) => concat(u32(Math.floor(value / 2 ** 32)), u32(value % 2 ** 32));
