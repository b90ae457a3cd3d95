/**
 * The server's documents as they came last, and the outcomes they contain; encrypted in 128 packs, because reading a few
 * large records is several times faster than reading thousands. All of it may be thrown away: the manifest brings it back.
 */
import { inSlices } from "../lib/slices.js";
import { transact } from "./db.js";
import { openNear, sealNear } from "./nearest.js";
import { forgetExchanges, readX } from "./outbox.js";
import { openJson, sealJson } from "./seal.js";
import { bucketOf, BUCKETS, partOf, Shelf } from "./shelf.js";

/** @typedef {import("../types.js").ServerDocument} ServerDocument */
/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {import("./vault.js").Vault} Vault */
/** @typedef {{bucket: number, rev: string, sealed: import("../lib/bytes.js").Bytes}} Pack */
/**
 * @typedef {object} Cache
 * @property {Shelf} documents
 * @property {Map<string, Outcome>} included operation -> outcome that the documents contain
 * @property {string | null} cursor
 * @property {Map<number, string>} revs of the packs as read
 * @property {boolean} damaged a pack could not be opened: ask for the manifest
 * @property {boolean} hasNear what the first screens need lies beside the packs
 * @property {boolean} isPart only what the first screens need was read
 */

const INCLUDED = BUCKETS;
/** So many packs are read at once: the browser hands them over in one piece. */
const READ_AT_ONCE = 8;

/** @returns {Cache} */
export const emptyCache = () => ({ documents: new Shelf(), included: new Map(), cursor: null, revs: new Map(), damaged: false, hasNear: false, isPart: false });

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
  const { packs, cursor, owner, hasNear } = await readChanged(cache);
  if (owner !== undefined && owner !== phone) return void Object.assign(cache, emptyCache());
  /** @type {Map<number, import("./shelf.js").Part>} */
  const parts = new Map();
  let { included, damaged } = cache;
  await inSlices(packs, async (pack) => {
    const content = await openPack(vault, phone, pack);
    if (content === null) damaged = true;
    else if (pack.bucket === INCLUDED) included = new Map(content);
    else parts.set(pack.bucket, partOf(content));
  });
  for (const { bucket, rev } of packs) cache.revs.set(bucket, rev);
  const documents = (cache.isPart && parts.size > 0 ? new Shelf() : cache.documents).with(parts);
  Object.assign(cache, { documents, included, damaged, cursor: damaged ? null : cursor, hasNear, isPart: false });
}

/**
 * What the first screens need, as it lies on the disk: read while the keys are made. Null when it is not there, or was
 * made for another state of the cache.
 * @returns {Promise<{owner: string, near: import("./nearest.js").Near, included?: Pack} | null>}
 */
export function readAhead() {
  return transact("fa-cache", ["packs", "meta"], "readonly", async (tx) => {
    const [meta, packs] = [tx.objectStore("meta"), tx.objectStore("packs")];
    const [owner, noted, near, included] = [await meta.get("owner"), await notedIn(meta), await meta.get("near"), await packs.get(INCLUDED)];
    return near && noted?.near === near.rev ? { owner, near, included } : null;
  });
}

/** A cache of the first screens' documents only. @param {Vault} vault @param {string} phone @param {Awaited<ReturnType<typeof readAhead>>} ahead @returns {Promise<Cache | null>} */
export async function openAhead(vault, phone, ahead) {
  if (ahead?.owner !== phone) return null;
  const [documents, included] = await Promise.all([
    openNear(vault, phone, ahead.near).catch(() => null),
    ahead.included ? openPack(vault, phone, ahead.included) : [],
  ]);
  return documents && included && { ...emptyCache(), documents, included: new Map(included), isPart: true };
}

/** @param {Cache} cache @returns {Promise<{packs: Pack[], cursor: string | null, owner?: string, hasNear: boolean}>} */
function readChanged(cache) {
  return transact("fa-cache", ["packs", "meta"], "readonly", async (tx) => {
    const meta = tx.objectStore("meta");
    const [packs, cursor, owner, noted] = [tx.objectStore("packs"), await meta.get("cursor"), await meta.get("owner"), await notedIn(meta)];
    const isNew = (/** @type {number} */ bucket, /** @type {string} */ rev) => cache.revs.get(bucket) !== rev;
    const isKnown = noted !== null && cache.revs.size > 0;
    const found = isKnown ? [...noted.of].filter(([bucket, rev]) => isNew(bucket, rev)).map(([bucket]) => packs.get(bucket)) : allOf(packs);
    return { packs: (await Promise.all(found)).flat().filter((pack) => pack && isNew(pack.bucket, pack.rev)), cursor: cursor ?? null, owner, hasNear: noted?.near !== undefined };
  });
}

/** @param {any} packs the store @returns {Promise<Pack[]>[]} */
function allOf(packs) {
  const first = [...Array(Math.ceil((INCLUDED + 1) / READ_AT_ONCE)).keys()].map((i) => i * READ_AT_ONCE);
  return first.map((bucket) => packs.getAll(IDBKeyRange.bound(bucket, bucket + READ_AT_ONCE, false, true)));
}

/**
 * Which packs lie on the disk, so that one changed document does not cost reading all, and which copy of the nearest fits
 * them; null when the last write was by a build that did not note it.
 * @param {any} meta @returns {Promise<{of: Map<number, string>, near?: string} | null>}
 */
async function notedIn(meta) {
  const noted = await meta.get("revs");
  return noted && noted.x === (await meta.get("x")) ? noted : null;
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
  if (cache.isPart && !change.reset) await refreshNow(vault, phone, cache);
  for (;;) {
    const contents = await contentsAfter(cache, change);
    const included = change.reset ? new Map(change.outcomes) : new Map([...cache.included, ...change.outcomes]);
    const isNewIncluded = change.reset || change.outcomes.size > 0;
    const packs = await makePacks(vault, phone, contents, isNewIncluded ? included : null);
    const parts = new Map();
    await inSlices(contents, ([bucket, documents]) => void parts.set(bucket, partOf(documents.values())));
    const documents = (change.reset ? new Shelf() : cache.documents).with(parts);
    const near = parts.size > 0 || !cache.hasNear ? await sealNear(vault, phone, documents) : undefined;
    const result = await writePacks(cache, packs, near, phone, x, change);
    if (result === "stale") {
      await refreshNow(vault, phone, cache);
      continue;
    }
    if (result === "gone") await refreshNow(vault, phone, cache);
    if (result !== "done") return false;
    Object.assign(cache, { documents, cursor: change.cursor, damaged: false, hasNear: near !== null, isPart: false }, isNewIncluded && { included });
    for (const pack of packs) cache.revs.set(pack.bucket, pack.rev);
    return true;
  }
}

/** What lies in each touched pack after the change. @param {Cache} cache @param {Change} change */
async function contentsAfter(cache, change) {
  /** @type {Map<number, Map<string, ServerDocument>>} */
  const contents = new Map(change.reset ? [...Array(BUCKETS).keys()].map((bucket) => [bucket, new Map()]) : []);
  const around = (/** @type {string} */ id) => {
    const bucket = bucketOf(id);
    const content = contents.get(bucket) ?? new Map(cache.documents.part(bucket).byId);
    contents.set(bucket, content);
    return content;
  };
  await inSlices(change.documents.values(), (document) => void around(document.id).set(document.id, document));
  if (!change.reset) await inSlices(change.gone, (id) => void around(id).delete(id));
  return contents;
}

/**
 * One pack after another: while one is sealed the page can answer a tap.
 * @param {Vault} vault @param {string} phone @param {Map<number, Map<string, ServerDocument>>} contents
 * @param {Map<string, Outcome> | null} included null: as it was
 */
async function makePacks(vault, phone, contents, included) {
  /** @type {Pack[]} */
  const packs = [];
  const make = async (/** @type {number} */ bucket, /** @type {unknown[]} */ content) => {
    packs.push({ bucket, rev: crypto.randomUUID(), sealed: await sealJson(vault.cache, bound(phone, bucket), content) });
  };
  await inSlices(contents, ([bucket, content]) => make(bucket, [...content.values()]));
  if (included) await make(INCLUDED, [...included]);
  return packs;
}

/**
 * @param {Cache} cache @param {Pack[]} packs @param {import("./nearest.js").Near | null | undefined} near undefined: as it was
 * @param {string} phone
 * @param {number} x @param {Change} change
 * @returns {Promise<"done" | "stale" | "late" | "gone">}
 */
function writePacks(cache, packs, near, phone, x, { reset, since, cursor: next }) {
  return transact("fa-cache", ["packs", "meta"], "readwrite", async (tx) => {
    const [store, meta] = [tx.objectStore("packs"), tx.objectStore("meta")];
    if (((await meta.get("x")) ?? -1) >= x) return "late";
    const owner = await meta.get("owner");
    const isOther = owner !== undefined && owner !== phone;
    const cursor = isOther ? null : ((await meta.get("cursor")) ?? null);
    if (!reset && cursor !== since) return "gone";
    if (isOther) await store.clear();
    const noted = isOther ? null : await notedIn(meta);
    const before = reset ? new Map() : (noted?.of ?? revsOf(await store.getAll()));
    if (!reset && packs.some(({ bucket }) => before.has(bucket) && before.get(bucket) !== cache.revs.get(bucket))) return "stale";
    for (const pack of packs) await store.put(pack);
    await meta.put(next, "cursor");
    await meta.put(phone, "owner");
    await meta.put(x, "x");
    await meta.put({ x, of: new Map([...before, ...revsOf(packs)]), near: near === undefined ? noted?.near : near?.rev }, "revs");
    if (near) await meta.put(near, "near");
    else if (near === null || isOther) await meta.delete("near"); // what was let go lies nowhere, sealed or not
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
