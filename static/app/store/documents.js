/**
 * The server's documents as they came last, and the outcomes they contain; encrypted in 128 packs, because reading a few
 * large records is several times faster than reading thousands. All of it may be thrown away: the manifest brings it back.
 */
import { transact } from "./db.js";
import { forgetExchanges, readX } from "./outbox.js";
import { openJson, sealJson } from "./seal.js";

/** @typedef {import("../types.js").ServerDocument} ServerDocument */
/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {import("./vault.js").Vault} Vault */
/** @typedef {{bucket: number, rev: string, sealed: import("../lib/bytes.js").Bytes}} Pack */
/**
 * @typedef {object} Cache
 * @property {Map<string, ServerDocument>} documents
 * @property {Map<string, Outcome>} included operation -> outcome that the documents contain
 * @property {string | null} cursor
 * @property {Map<number, string>} revs of the packs as read
 * @property {boolean} damaged a pack could not be opened: ask for the manifest
 */

const BUCKETS = 128;
const INCLUDED = BUCKETS;

/** FNV-1a over the id, so that every build puts a document in the same pack. @param {string} id */
export function bucketOf(id) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}

/** @returns {Cache} */
export const emptyCache = () => ({ documents: new Map(), included: new Map(), cursor: null, revs: new Map(), damaged: false });

/** @param {string} phone @param {number} bucket */
const bound = (phone, bucket) => `fa-cache|pack|1|${phone}|${bucket}`;

/** Reading and changing a cache in memory wait for each other. @type {Promise<unknown>} */
let last = Promise.resolve();

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
function inOrder(work) {
  const next = last.then(work);
  last = next.catch(() => {});
  return next;
}

/**
 * Brings `cache` up to what lies on the disk; only packs that changed are read again.
 * @param {Vault} vault @param {string} phone @param {Cache} cache
 */
export const refresh = (vault, phone, cache) => inOrder(() => refreshNow(vault, phone, cache));

/** @param {Vault} vault @param {string} phone @param {Cache} cache */
async function refreshNow(vault, phone, cache) {
  const { packs, cursor, owner } = await readChanged(cache);
  if (owner !== undefined && owner !== phone) return void Object.assign(cache, emptyCache());
  const opened = await Promise.all(packs.map((pack) => openPack(vault, phone, pack)));
  clear(cache, new Set(packs.filter(({ bucket }, i) => opened[i] !== null && cache.revs.has(bucket)).map(({ bucket }) => bucket)));
  packs.forEach((pack, i) => {
    cache.revs.set(pack.bucket, pack.rev);
    const content = opened[i];
    if (content === null) cache.damaged = true;
    else if (pack.bucket === INCLUDED) cache.included = new Map(content);
    else for (const document of content) cache.documents.set(document.id, document);
  });
  cache.cursor = cache.damaged ? null : cursor;
}

/** @param {Cache} cache @returns {Promise<{packs: Pack[], cursor: string | null, owner?: string}>} */
function readChanged(cache) {
  return transact("fa-cache", ["packs", "meta"], "readonly", async (tx) => {
    const meta = tx.objectStore("meta");
    const [packs, cursor, owner, revs] = [tx.objectStore("packs"), await meta.get("cursor"), await meta.get("owner"), await knownRevs(meta)];
    const isNew = (/** @type {number} */ bucket, /** @type {string} */ rev) => cache.revs.get(bucket) !== rev;
    const isKnown = revs !== null && cache.revs.size > 0;
    const found = isKnown ? [...revs].filter(([bucket, rev]) => isNew(bucket, rev)).map(([bucket]) => packs.get(bucket)) : await packs.getAll();
    return { packs: (await Promise.all(found)).filter((pack) => pack && isNew(pack.bucket, pack.rev)), cursor: cursor ?? null, owner };
  });
}

/**
 * Which packs lie on the disk, so that one changed document does not cost reading all; null when the last write was by a build
 * that did not note it.
 * @param {any} meta @returns {Promise<Map<number, string> | null>}
 */
async function knownRevs(meta) {
  const noted = await meta.get("revs");
  return noted && noted.x === (await meta.get("x")) ? noted.of : null;
}

/** @param {Vault} vault @param {string} phone @param {Pack} pack */
async function openPack(vault, phone, pack) {
  try {
    return await openJson(vault.cache, bound(phone, pack.bucket), pack.sealed);
  } catch {
    return null;
  }
}

/** @param {Pack[]} packs @returns {Map<number, string>} */
const revsOf = (packs) => new Map(packs.map(({ bucket, rev }) => [bucket, rev]));

/** @param {Cache} cache @param {Set<number>} buckets of which the documents go */
function clear(cache, buckets) {
  if (buckets.size > 0) for (const id of cache.documents.keys()) if (buckets.has(bucketOf(id))) cache.documents.delete(id);
}

/**
 * What one finished pull changes. `reset` replaces everything.
 * @typedef {object} Change
 * @property {boolean} reset
 * @property {Map<string, ServerDocument>} documents
 * @property {string[]} gone
 * @property {Map<string, Outcome>} outcomes
 * @property {string | null} since the cursor that it builds on
 * @property {string | null} cursor null: what is missing comes by the manifest
 */

/**
 * Documents, removals, outcomes and cursor change in one transaction; nothing when a later answer is in already, or when
 * the cache that the change builds on is no longer there.
 * @param {Vault} vault @param {string} phone @param {Cache} cache
 * @param {Change} change
 * @param {number} x the right taken with `claimX`
 * @returns {Promise<boolean>}
 */
export const apply = (vault, phone, cache, change, x) => inOrder(() => applyNow(vault, phone, cache, change, x));

/** @param {Vault} vault @param {string} phone @param {Cache} cache @param {Change} change @param {number} x */
async function applyNow(vault, phone, cache, change, x) {
  for (;;) {
    const next = changed(cache, change);
    const packs = await makePacks(vault, phone, next);
    const result = await writePacks(cache, next, packs, phone, x, change);
    if (result === "stale") {
      await refreshNow(vault, phone, cache);
      continue;
    }
    if (result === "gone") await refreshNow(vault, phone, cache);
    if (result !== "done") return false;
    Object.assign(cache, { documents: next.documents, included: next.included, cursor: next.cursor, damaged: false });
    for (const pack of packs) cache.revs.set(pack.bucket, pack.rev);
    return true;
  }
}

/** @param {Cache} cache @param {Change} change */
function changed(cache, change) {
  const documents = change.reset ? new Map(change.documents) : new Map(cache.documents);
  const included = change.reset ? new Map(change.outcomes) : new Map([...cache.included, ...change.outcomes]);
  if (!change.reset) {
    for (const [id, document] of change.documents) documents.set(id, document);
    for (const id of change.gone) documents.delete(id);
  }
  const ids = [...change.documents.keys(), ...change.gone];
  const touched = change.reset ? [...Array(BUCKETS).keys()] : [...new Set(ids.map(bucketOf))];
  if (change.reset || change.outcomes.size > 0) touched.push(INCLUDED);
  return { documents, included, cursor: change.cursor, touched };
}

/**
 * One pack after another: while one is sealed the page can answer a tap.
 * @param {Vault} vault @param {string} phone @param {{documents: Map<string, ServerDocument>, included: Map<string, Outcome>, touched: number[]}} next
 */
async function makePacks(vault, phone, next) {
  /** @type {Map<number, unknown[]>} */
  const contents = new Map(next.touched.map((bucket) => [bucket, []]));
  for (const document of next.documents.values()) contents.get(bucketOf(document.id))?.push(document);
  if (contents.has(INCLUDED)) contents.set(INCLUDED, [...next.included]);
  /** @type {Pack[]} */
  const packs = [];
  for (const [bucket, content] of contents) {
    packs.push({ bucket, rev: crypto.randomUUID(), sealed: await sealJson(vault.cache, bound(phone, bucket), content) });
  }
  return packs;
}

/**
 * @param {Cache} cache @param {{cursor: string | null}} next @param {Pack[]} packs @param {string} phone
 * @param {number} x @param {Change} change
 * @returns {Promise<"done" | "stale" | "late" | "gone">}
 */
function writePacks(cache, next, packs, phone, x, { reset, since }) {
  return transact("fa-cache", ["packs", "meta"], "readwrite", async (tx) => {
    const [store, meta] = [tx.objectStore("packs"), tx.objectStore("meta")];
    if (((await meta.get("x")) ?? -1) >= x) return "late";
    const owner = await meta.get("owner");
    const isOther = owner !== undefined && owner !== phone;
    const cursor = isOther ? null : ((await meta.get("cursor")) ?? null);
    if (!reset && cursor !== since) return "gone";
    if (isOther) await store.clear();
    const before = reset ? new Map() : ((!isOther && (await knownRevs(meta))) || revsOf(await store.getAll()));
    if (!reset && packs.some(({ bucket }) => before.has(bucket) && before.get(bucket) !== cache.revs.get(bucket))) return "stale";
    for (const pack of packs) await store.put(pack);
    await meta.put(next.cursor, "cursor");
    await meta.put(phone, "owner");
    await meta.put(x, "x");
    await meta.put({ x, of: new Map([...before, ...revsOf(packs)]) }, "revs");
    return "done";
  });
}

/** Outcomes of operations that left the outbox are no longer asked about. @param {Cache} cache @param {Set<string>} waiting */
export function forgetOutcomes(cache, waiting) {
  for (const operation of cache.included.keys()) if (!waiting.has(operation)) cache.included.delete(operation);
}

/** Throw the cache away, with every answer that is under way: it builds on what is no longer there. @param {{leavesReserve?: boolean}} [options] */
export async function dropCache(options) {
  const x = await readX();
  const highest = await transact("fa-cache", ["packs", "meta"], "readwrite", async (tx) => {
    const meta = tx.objectStore("meta");
    const highest = Math.max((await meta.get("x")) ?? -1, x);
    await tx.objectStore("packs").clear();
    await meta.clear();
    await meta.put(highest, "x");
    return highest;
  });
  await forgetExchanges(highest, options);
}

/** The next pull compares everything; until then what is here can be read. Every answer that is under way is dropped. */
export async function forgetCursor() {
  await transact("fa-cache", "meta", "readwrite", (tx) => tx.objectStore("meta").put(null, "cursor"));
  await forgetExchanges();
}

/** An outbox that was lost counts exchanges from zero again: the cache would take in nothing until the counter is past its own. */
export async function raiseLostCounter() {
  const last = await transact("fa-cache", "meta", "readonly", (tx) => tx.objectStore("meta").get("x"));
  if ((last ?? -1) > (await readX())) await forgetExchanges(last);
}
