/** What the modules need of a browser and Node lacks: IndexedDB and an address. Import it first. */
import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";

import { closeAll } from "../../../static/app/store/db.js";

globalThis.location ??= /** @type {any} */ ({ origin: "https://toezicht.test", hash: "" });

/** A phone as it comes out of the box. */
export async function freshStorage() {
  await closeAll();
  globalThis.indexedDB = new IDBFactory();
}

/** PBKDF2 with a thousand rounds instead of what is asked, so that a hundred unlocks take seconds; vault.test.js is without it. */
export function hurry() {
  const { deriveBits } = SubtleCrypto.prototype;
  crypto.subtle.deriveBits = (algorithm, ...rest) => {
    const quick = algorithm.name === "PBKDF2" ? { ...algorithm, iterations: 1000 } : algorithm;
    return deriveBits.call(crypto.subtle, quick, ...rest);
  };
}
