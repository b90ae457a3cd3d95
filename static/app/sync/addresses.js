/** The addresses of the municipality: public, in one file named by its digest, searched on the phone. */
import { sha256, toHex } from "../lib/bytes.js";
import { askAs, good } from "./api.js";

/** @typedef {import("../types.js").Address} Address */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

const CACHE = "fa-packs";
const TIMEOUT_MS = 120_000;

/** @type {Promise<{search: (text: string, limit?: number) => Address[]} | null> | null} */
let opened = null;

/** Nothing without a pack on this phone. @param {string} text @param {number} [limit] @returns {Promise<Address[]>} */
export async function searchAddresses(text, limit = 10) {
  opened ??= openPack();
  const pack = await opened;
  if (!pack) opened = null;
  return pack ? pack.search(text, limit) : [];
}

/** Whether there is a list to search in. */
export async function hasAddresses() {
  opened ??= openPack();
  const pack = await opened;
  if (!pack) opened = null;
  return pack !== null;
}

async function openPack() {
  const cache = await caches.open(CACHE);
  const [request] = await cache.keys();
  const response = request ? await cache.match(request) : undefined;
  if (!response) return null;
  const { openAddresses } = await import("../domain/addresses.js");
  return openAddresses(new Uint8Array(await response.arrayBuffer()));
}

/** Fetches the present file when this phone has another; what does not bear its digest is dropped. @param {PhoneRecord} phone */
export async function refreshAddresses(phone) {
  const answer = await askAs(phone, "full", "packs/addresses", { method: "GET" });
  if (answer.status === 404) return;
  const { digest, url } = good(answer).json;
  const cache = await caches.open(CACHE);
  if (await cache.match(url)) return;
  const response = await fetch(url, { redirect: "error", credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) return;
  const bytes = await response.arrayBuffer();
  if (toHex(await sha256(bytes)) !== digest.replace(/^sha256[:-]/, "")) return;
  for (const request of await cache.keys()) await cache.delete(request);
  await cache.put(url, new Response(bytes));
  opened = null;
}
