/**
 * Fetches what changed. Pages are staged in memory; on the last one documents, removals, outcomes and cursor change in one
 * transaction. When the cursor no longer fits (other scopes, a restored server, a damaged pack) the manifest repairs all.
 */
import { Problem } from "../lib/problem.js";
import { inSlices } from "../lib/slices.js";
import { highest } from "../lib/versions.js";
import { apply } from "../store/documents.js";
import { claimX, readX } from "../store/outbox.js";
import { askAs, good } from "./api.js";
import { checkedPhotos, isOld } from "./contact.js";

/** @typedef {import("../types.js").ServerDocument} ServerDocument */
/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {import("../store/documents.js").Cache} Cache */
/** @typedef {import("../store/documents.js").Change} Change */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {import("../store/vault.js").Vault} Vault */

const FETCH_AT_ONCE = 500;
const ROUNDS = 5;

/**
 * One whole pull. Answers false when something came between (nothing changed then; the next pull brings it).
 * @param {PhoneRecord} phone @param {Vault} vault @param {Cache} cache
 * @param {string[]} streams those with rows in the outbox
 * @param {(done: number, total: number | null) => void} [onProgress]
 */
export async function pull(phone, vault, cache, streams, onProgress = () => {}) {
  const x = await readX();
  const change = await fetchChange(phone, cache, streams, onProgress);
  const right = await claimX(x);
  if (right === null) return false;
  return apply(vault, phone.phone, cache, change, right);
}

/**
 * @param {PhoneRecord} phone @param {Cache} cache @param {string[]} streams
 * @param {(done: number, total: number | null) => void} onProgress
 * @returns {Promise<Change>}
 */
async function fetchChange(phone, cache, streams, onProgress) {
  const isDropped = cache.damaged || (cache.cursor === null && cache.documents.size > 0);
  const change = isDropped ? null : await pages(phone, cache, streams, onProgress);
  if (change) return change;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const repaired = await manifest(phone, cache, streams, onProgress);
    if (repaired) return repaired;
  }
  throw new Problem("server_error");
}

/** Null: the server says that this cursor no longer fits. @param {PhoneRecord} phone @param {Cache} cache @param {string[]} streams @param {(done: number, total: number | null) => void} onProgress @returns {Promise<Change | null>} */
async function pages(phone, cache, streams, onProgress) {
  /** @type {Map<string, ServerDocument>} */
  const documents = new Map();
  const { cursor } = cache;
  let after = null;
  let scope = null;
  let seen = cache.documents.newest();
  for (;;) {
    const page = await pullAnswer(phone, "pull", { cursor, seen, after, scope, streams });
    if (page.reset === "history") checkedPhotos.clear();
    if (page.reset) return null;
    for (const document of page.documents) documents.set(document.id, document);
    seen = highest(page.documents, seen);
    onProgress(documents.size, null);
    if (!page.more) return changeFrom(documents, page, cursor);
    after = page.after;
    scope = page.scope ?? null;
  }
}

/** @param {Map<string, ServerDocument>} documents @param {{gone?: string[], outcomes?: Record<string, Outcome>, cursor: string}} page @param {string | null} [since] without: it replaces everything @returns {Change} */
function changeFrom(documents, page, since) {
  return { reset: since === undefined, since: since ?? null, documents, gone: page.gone ?? [], outcomes: new Map(Object.entries(page.outcomes ?? {})), cursor: page.cursor };
}

/** Null: a document left, or the server was put back, in the meantime; begin again. @param {PhoneRecord} phone @param {Cache} cache @param {string[]} streams @param {(done: number, total: number | null) => void} onProgress @returns {Promise<Change | null>} */
async function manifest(phone, cache, streams, onProgress) {
  const list = await pullAnswer(phone, "manifest", { streams });
  /** @type {Map<string, ServerDocument>} */
  const documents = new Map();
  /** @type {string[]} */
  const missing = [];
  await inSlices(/** @type {[string, string][]} */ (list.ids), ([id, version]) => {
    const known = cache.documents.get(id);
    if (known && known.version === version) documents.set(id, known);
    else missing.push(id);
  });
  for (let at = 0; at < missing.length; at += FETCH_AT_ONCE) {
    onProgress(documents.size, list.ids.length);
    const answer = await pullAnswer(phone, "fetch", { ids: missing.slice(at, at + FETCH_AT_ONCE), cursor: list.cursor });
    if (answer.reset) return null;
    if ((answer.missing ?? []).length > 0) return null;
    for (const document of answer.documents) documents.set(document.id, document);
  }
  onProgress(documents.size, list.ids.length);
  return changeFrom(documents, list);
}

/** @param {PhoneRecord} phone @param {string} path @param {object} json */
async function pullAnswer(phone, path, json) {
  const answer = await askAs(phone, "full", path, { json });
  isOld.value = answer.status === 426;
  return good(answer).json;
}
