/**
 * A second place for what was recorded: each sealed envelope, noted in Cache Storage after its row is in the outbox.
 *
 * Databases of a browser break, or are found empty, while its caches stay. The journal holds what was called saved and
 * nothing else, so it never brings back what a person was told was not saved; an entry goes when its row goes.
 */

/** @typedef {import("../types.js").OutboxRow} OutboxRow */
/** @typedef {Pick<OutboxRow, "phone" | "stream" | "n">} Place */

const CACHE = "fa-journal";
const FACTS = "X-Row";

/** @param {Place} place */
const addressOf = ({ phone, stream, n }) => `${globalThis.location.origin}/__journal/${phone}/${stream}/${n}`;

/** One change after another, so that an entry cannot be noted after it was struck. @type {Promise<unknown>} */
let last = Promise.resolve();

/** @template T @param {(cache: Cache) => Promise<T>} work @returns {Promise<T | undefined>} undefined where there is no Cache Storage, or it fails */
function inTurn(work) {
  if (!globalThis.caches) return Promise.resolve(undefined);
  const turn = last.then(async () => work(await caches.open(CACHE))).catch(() => undefined);
  last = turn;
  return turn;
}

/** @param {OutboxRow} row that is in the outbox already */
export function note(row) {
  const { phone, stream, n, h, group, change, envelope, local } = row;
  const facts = JSON.stringify({ phone, stream, n, h, group, change, length: envelope.length });
  return inTurn((cache) => cache.put(addressOf(row), new Response(new Blob([envelope, local]), { headers: { [FACTS]: facts } })));
}

/** Strikes what is no longer in the outbox. @param {Place[]} places */
export function strike(places) {
  return inTurn(async (cache) => {
    for (const place of places) await cache.delete(addressOf(place));
  });
}

/** Whether the browser still has it; one that was thrown away is made anew by the next entry. */
export async function isHere() {
  try {
    return await caches.has(CACHE);
  } catch {
    return true; // there is none to have, or it cannot be asked
  }
}

/** Where there are entries, in the order of recording. @returns {Promise<Place[]>} */
export async function places() {
  const found = await inTurn((cache) => cache.keys());
  return (found ?? []).flatMap(({ url }) => {
    const [, phone, stream, n] = /\/__journal\/([^/]+)\/([0-9a-f]{32})\/(\d+)$/.exec(url) ?? [];
    return phone && stream ? [{ phone, stream, n: Number(n) }] : [];
  });
}

/** An entry as the row it was, not acknowledged; null when it is not there or cannot be read. @param {Place} place @returns {Promise<OutboxRow | null>} */
export async function read(place) {
  const kept = await inTurn(async (cache) => cache.match(addressOf(place)));
  if (!kept) return null;
  try {
    const { phone, stream, n, h, group, change, length } = JSON.parse(kept.headers.get(FACTS) ?? "");
    const bytes = new Uint8Array(await kept.arrayBuffer());
    return { phone, stream, n, h, group, change, unsent: change ?? group, acked: 0, envelope: bytes.slice(0, length), local: bytes.slice(length) };
  } catch {
    return null;
  }
}
