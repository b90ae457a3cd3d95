/**
 * A second, small copy of what the first screens need, beside the packs: an unlock opens it before it goes through all the
 * packs. It counts only when the last write of the cache made it or left it standing; without it the packs are read at once.
 */
import { inSlices } from "../lib/slices.js";
import { openJson, sealJson } from "./seal.js";
import { partOf, bucketOf, Shelf } from "./shelf.js";

/** @typedef {import("../types.js").ServerDocument} ServerDocument */
/** @typedef {import("./vault.js").Vault} Vault */
/** @typedef {{rev: string, parts: import("../lib/bytes.js").Bytes[]}} Near sealed */

/** With fewer other documents than this the packs are read as fast. */
const WORTH = 1000;
const IN_A_PART = 100;

/** @param {string} phone @param {string} rev @param {number} part */
const bound = (phone, rev, part) => `fa-cache|near|1|${phone}|${rev}|${part}`;

/** All that are no premises, and the premises that these name or that have versions to choose between. @param {Shelf} shelf @returns {ServerDocument[]} */
export function nearestOf(shelf) {
  const others = shelf.kinds().filter((kind) => kind !== "premises").flatMap((kind) => shelf.ofKind(kind));
  const named = others.flatMap(({ fields }) => [fields.premises_id, ...Object.values(fields.stops ?? {}).map((stop) => stop?.premises_id)]);
  const premises = [...new Set([...named, ...shelf.rivalled().map(({ id }) => id)])].flatMap((id) => shelf.get(id ?? "") ?? []);
  return [...others, ...premises.filter(({ kind }) => kind === "premises")];
}

/** Null: it would be about all there is. @param {Vault} vault @param {string} phone @param {Shelf} shelf @returns {Promise<Near | null>} */
export async function sealNear(vault, phone, shelf) {
  const documents = nearestOf(shelf);
  if (shelf.size - documents.length < WORTH) return null;
  const rev = crypto.randomUUID();
  /** @type {Near["parts"]} */
  const parts = [];
  await inSlices(Array(Math.ceil(documents.length / IN_A_PART)).keys(), async (part) => {
    const content = documents.slice(part * IN_A_PART, (part + 1) * IN_A_PART);
    parts.push(await sealJson(vault.cache, bound(phone, rev, part), content));
  });
  return { rev, parts };
}

/** Throws when a byte of it differs. @param {Vault} vault @param {string} phone @param {Near} near @returns {Promise<Shelf>} */
export async function openNear(vault, phone, { rev, parts }) {
  /** @type {Map<number, ServerDocument[]>} */
  const buckets = new Map();
  await inSlices(parts.entries(), async ([part, sealed]) => {
    /** @type {ServerDocument[]} */
    const documents = await openJson(vault.cache, bound(phone, rev, part), sealed);
    for (const document of documents) {
      const bucket = bucketOf(document.id);
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), document]);
    }
  });
  return new Shelf(new Map([...buckets].map(([bucket, documents]) => [bucket, partOf(documents)])));
}
