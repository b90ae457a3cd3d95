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
