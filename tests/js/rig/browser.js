/** What the modules need of a browser and Node lacks: IndexedDB and an address. Import it first. */
import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";

import { closeAll } from "../../../static/app/store/db.js";

globalThis.location ??= /** @type {any} */ ({ origin: "https://toezicht.test", hash: "" });

/** What is dispatched to the page, such as `pageshow`. */
const page = new EventTarget();
globalThis.addEventListener ??= /** @type {any} */ (page.addEventListener.bind(page));
globalThis.dispatchEvent ??= page.dispatchEvent.bind(page);

/** Cache Storage as far as the journal and the reserve use it. */
class Caches {
  /** @type {Map<string, Map<string, {body: ArrayBuffer, headers: Headers}>>} */
  all = new Map();
  isFull = false;

  async has(name) {
    return this.all.has(name);
  }

  async delete(name) {
    return this.all.delete(name);
  }

  async open(name) {
    const kept = this.all.get(name) ?? this.all.set(name, new Map()).get(name);
    return {
      put: async (url, response) => {
        if (this.isFull) throw new DOMException("full", "QuotaExceededError");
        kept.set(String(url), { body: await response.arrayBuffer(), headers: response.headers });
      },
      match: async (url) => (kept.has(String(url)) ? new Response(kept.get(String(url)).body, { headers: kept.get(String(url)).headers }) : undefined),
      delete: async (url) => kept.delete(String(url)),
      keys: async () => [...kept.keys()].map((url) => ({ url })),
    };
  }
}

/** A phone as it comes out of the box. */
export async function freshStorage() {
  await loseDatabases();
  globalThis.caches = /** @type {any} */ (new Caches());
}

/** The browser finds its databases broken and begins new ones; its caches stay. */
export async function loseDatabases() {
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
