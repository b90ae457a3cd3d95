/**
 * A disk under the IndexedDB of Node: every transaction is in a file before its `complete` is heard, so that a killed
 * process finds what it was told is kept, and nothing else. One folder is one phone.
 *
 * `NAME.kept` holds all that was committed; `NAME.flushed` what the last strict transaction had flushed: that is what may be
 * left of a database after a power cut.
 */
import { KeyObject } from "node:crypto";
import { copyFileSync, existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import v8 from "node:v8";

import { IDBTransaction } from "fake-indexeddb";

const KEPT = ".kept";
const FLUSHED = ".flushed";

/** Whether the browser lives on to its next change; one that shares its process may die here. */
export const passes = () => /** @type {any} */ (globalThis).passes?.() ?? true;

/** From now on every change goes to this folder. @param {string} folder */
export function keepIn(folder) {
  const { dispatchEvent } = IDBTransaction.prototype;
  IDBTransaction.prototype.dispatchEvent = function (/** @type {any} */ event) {
    if (event.type === "complete" && this.mode !== "readonly") {
      if (!passes()) return false;
      write(folder, this);
    }
    return dispatchEvent.call(this, event);
  };
}

/** What was written last of each store of each database: a transaction changes those in its scope only. @type {Map<string, Map<string, Uint8Array>>} */
const written = new Map();

/** @param {string} folder @param {any} transaction */
function write(folder, { db, mode, durability, objectStoreNames }) {
  const place = path.join(folder, db.name);
  const changed = mode === "versionchange" ? null : new Set(objectStoreNames);
  replace(place + KEPT, (file) => writeFileSync(file, v8.serialize(dump(db.name, db._rawDatabase, changed))));
  // the file of a commit is never written in again: what is flushed may be the same file
  if (durability === "strict" || mode === "versionchange") replace(place + FLUSHED, (file) => (rmSync(file, { force: true }), linkSync(place + KEPT, file)));
}

/** Whole or not at all, whenever the process is killed. @param {string} file @param {(file: string) => void} make */
function replace(file, make) {
  make(`${file}.new`);
  renameSync(`${file}.new`, file);
}

/** @param {string} name @param {any} database @param {Set<string> | null} changed stores; null: all may have */
function dump(name, { version, rawObjectStores }, changed) {
  const before = written.get(name) ?? new Map();
  const stores = new Map([...rawObjectStores].map(([store, raw]) => [store, (!changed?.has(store) && changed && before.get(store)) || v8.serialize(dumpStore(store, raw))]));
  written.set(name, stores);
  return { version, stores: [...stores.values()] };
}

/** @param {string} name @param {any} store */
const dumpStore = (name, store) => ({
  name,
  keyPath: store.keyPath,
  autoIncrement: store.autoIncrement,
  last: store.keyGenerator?.num ?? null,
  indexes: [...store.rawIndexes].map(([index, { keyPath, unique, multiEntry }]) => ({ name: index, keyPath, unique, multiEntry })),
  records: [...store.records.values()].map(({ key, value }) => ({ key, value: packed(value) })),
});

/** Brings the databases of this folder back. @param {string} folder @param {(name: string) => boolean} isCut whether this one lost what was not flushed */
export async function openFrom(folder, isCut = () => false) {
  const names = readdirSync(folder).filter((file) => file.endsWith(KEPT)).map((file) => file.slice(0, -KEPT.length));
  for (const name of names.sort()) {
    const place = path.join(folder, name);
    if (isCut(name) && existsSync(place + FLUSHED)) copyFileSync(place + FLUSHED, place + KEPT);
    const { version, stores } = v8.deserialize(readFileSync(place + KEPT));
    await build(name, { version, stores: stores.map((/** @type {Uint8Array} */ one) => v8.deserialize(one)) });
  }
}

/** @param {string} name @param {{version: number, stores: any[]}} dumped */
async function build(name, { version, stores }) {
  const values = await Promise.all(stores.map(({ records }) => Promise.all(records.map(unpackedRecord))));
  await new Promise((resolve, reject) => {
    const asked = globalThis.indexedDB.open(name, version);
    asked.onerror = () => reject(asked.error);
    asked.onupgradeneeded = () => {
      for (const [i, { name: store, keyPath, autoIncrement, indexes, last }] of stores.entries()) {
        const made = asked.result.createObjectStore(store, { keyPath, autoIncrement });
        for (const index of indexes) made.createIndex(index.name, index.keyPath, index);
        for (const { key, value } of values[i]) keyPath === null ? made.put(value, key) : made.put(value);
        if (last !== null) /** @type {any} */ (asked.result)._rawDatabase.rawObjectStores.get(store).keyGenerator.num = last;
      }
    };
    asked.onsuccess = () => (asked.result.close(), resolve(undefined));
  });
}

/** @param {{key: any, value: any}} record */
const unpackedRecord = async ({ key, value }) => ({ key, value: await unpacked(value) });

/** Keys as what can be written down, all else as it is; only plain objects are looked into. @param {any} value @returns {any} */
function packed(value) {
  if (value instanceof CryptoKey) return { $key: bytesOf(value), type: value.type, algorithm: { ...value.algorithm }, extractable: value.extractable, usages: value.usages };
  if (Array.isArray(value)) return value.map(packed);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, packed(one)]));
}

/** @param {CryptoKey} key */
function bytesOf(key) {
  const object = KeyObject.from(key);
  if (key.type === "secret") return object.export();
  return object.export({ format: "der", type: key.type === "private" ? "pkcs8" : "spki" });
}

/** @param {any} value @returns {Promise<any>} */
async function unpacked(value) {
  if (value instanceof Uint8Array) return new Uint8Array(value); // a view on all that was read would be copied whole
  if (Array.isArray(value)) return Promise.all(value.map(unpacked));
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if ("$key" in value) return imported(value);
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await unpacked(one)])));
}

const FORMATS = { secret: "raw", private: "pkcs8", public: "spki" };

/** @param {{$key: Uint8Array, type: "secret" | "private" | "public", algorithm: any, extractable: boolean, usages: KeyUsage[]}} packedKey */
function imported({ $key, type, algorithm, extractable, usages }) {
  return crypto.subtle.importKey(/** @type {any} */ (FORMATS[type]), new Uint8Array($key), algorithm, extractable, usages);
}
