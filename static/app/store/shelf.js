/**
 * The server's documents in memory, by the pack in which they lie on the disk. A shelf never changes: what a pull changed
 * makes a new one that shares every pack it did not touch, so whoever reads sees the old state or the new one, and neither a
 * change nor a question ("all visits", "what has rivals") costs a walk over everything.
 */
import { highest } from "../lib/versions.js";

/** @typedef {import("../types.js").ServerDocument} ServerDocument */
/**
 * @typedef {object} Part one pack, opened
 * @property {Map<string, ServerDocument>} byId
 * @property {Map<string, ServerDocument[]>} byKind
 * @property {ServerDocument[]} rivalled those with versions to choose between
 * @property {string | null} newest version
 */

export const BUCKETS = 128;

/** FNV-1a over the id, so that every build puts a document in the same pack. @param {string} id */
export function bucketOf(id) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}

/** @param {Iterable<ServerDocument>} documents @returns {Part} */
export function partOf(documents) {
  /** @type {Part} */
  const part = { byId: new Map(), byKind: new Map(), rivalled: [], newest: null };
  for (const document of documents) part.byId.set(document.id, document);
  for (const document of part.byId.values()) {
    const same = part.byKind.get(document.kind);
    if (same) same.push(document);
    else part.byKind.set(document.kind, [document]);
    if (Object.keys(document.rivals ?? {}).length > 0) part.rivalled.push(document);
  }
  part.newest = highest(part.byId.values());
  return part;
}

/** @type {Part} */
const NOTHING = partOf([]);

export class Shelf {
  /** @param {Map<number, Part>} [parts] */
  constructor(parts = new Map()) {
    this.parts = parts;
    this.size = [...parts.values()].reduce((sum, { byId }) => sum + byId.size, 0);
  }

  /** With these packs instead of its own of the same number. @param {Map<number, Part>} parts */
  with(parts) {
    return parts.size > 0 ? new Shelf(new Map([...this.parts, ...parts])) : this;
  }

  /** @param {number} bucket */
  part(bucket) {
    return this.parts.get(bucket) ?? NOTHING;
  }

  /** @param {string} id */
  get(id) {
    return this.part(bucketOf(id)).byId.get(id);
  }

  /** @param {string} id */
  has(id) {
    return this.part(bucketOf(id)).byId.has(id);
  }

  *values() {
    for (const { byId } of this.parts.values()) yield* byId.values();
  }

  kinds() {
    return [...new Set([...this.parts.values()].flatMap(({ byKind }) => [...byKind.keys()]))];
  }

  /** Of each pack those of a kind: the same list as long as the pack is the same. @param {string} kind */
  packsOf(kind) {
    return [...this.parts.values()].flatMap(({ byKind }) => {
      const some = byKind.get(kind);
      return some ? [some] : [];
    });
  }

  /** @param {string} kind */
  ofKind(kind) {
    return this.packsOf(kind).flat();
  }

  rivalled() {
    return [...this.parts.values()].flatMap((part) => part.rivalled);
  }

  /** The newest version here. @returns {string | null} */
  newest() {
    const newest = [...this.parts.values()].flatMap(({ newest: version }) => (version === null ? [] : [{ version }]));
    return highest(newest);
  }
}
