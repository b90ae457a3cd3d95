import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { transact } from "../../static/app/store/db.js";
import { dropCache } from "../../static/app/store/documents.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { cache, documents, readAgain } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;

beforeEach(async () => {
  ({ server, words } = await newPhone());
  for (let i = 0; i < 20; i += 1) server.show(uuid7(), "premises", { i });
  await settled();
});

async function restarted() {
  life.lockNow();
  await life.unlock(words);
  await settled();
}

test("a cache that is dropped while a pull is being written is not written over it with a newer cursor", async () => {
  const { encrypt } = SubtleCrypto.prototype;
  let waits = false;
  server.show(uuid7(), "premises", { i: 99 });
  server.spoil = (path, said) => {
    waits ||= path === "pull";
    return said;
  };
  crypto.subtle.encrypt = async (...given) => {
    const sealed = await encrypt.apply(crypto.subtle, given);
    if (waits) {
      waits = false;
      server.spoil = null;
      await dropCache();
    }
    return sealed;
  };
  try {
    await syncNow();
  } finally {
    delete (/** @type {any} */ (crypto.subtle).encrypt);
  }
  await restarted();
  assert.equal(cache.documents.size, server.documents.size);
});

test("a cache that the browser threw away under a pull is fetched whole, not what is new alone", async () => {
  const late = uuid7();
  server.show(late, "premises", { i: 99 });
  server.spoil = async (path, said) => {
    if (path !== "pull") return said;
    server.spoil = null;
    await transact("fa-cache", ["packs", "meta"], "readwrite", async (tx) => {
      await tx.objectStore("packs").clear();
      await tx.objectStore("meta").clear();
    });
    return said;
  };
  await settled();
  await restarted();
  assert.equal(documents.get(late)?.fields.i, 99);
  assert.equal(cache.documents.size, server.documents.size);
});

test("after a drop the next pull is taken in", async () => {
  await dropCache();
  await restarted();
  assert.equal(cache.documents.size, server.documents.size);
  assert.ok((await transact("fa-cache", "packs", "readonly", (tx) => tx.objectStore("packs").count())) > 0);
});

/** The packs that are read whole while `work` runs. @param {() => Promise<unknown>} work */
async function wholeReads(work) {
  const { prototype } = globalThis.IDBObjectStore;
  const { getAll } = prototype;
  let count = 0;
  prototype.getAll = function (...given) {
    if (this.name === "packs") count += 1;
    return getAll.apply(this, given);
  };
  await work().finally(() => (prototype.getAll = getAll));
  return count;
}

test("one document that changed does not cost reading all the others", async () => {
  const late = uuid7();
  const count = await wholeReads(async () => {
    server.show(late, "premises", { i: 99 });
    await syncNow();
    await settled();
  });
  assert.equal(documents.get(late)?.fields.i, 99);
  assert.equal(count, 0);
});

test("what a tab of the build before wrote is seen, though it did not note which packs it wrote", async () => {
  await transact("fa-cache", ["packs", "meta"], "readwrite", async (tx) => {
    const [packs, meta] = [tx.objectStore("packs"), tx.objectStore("meta")];
    const [one] = await packs.getAll();
    await packs.put({ ...one, rev: "another" });
    await meta.put((await meta.get("x")) + 1, "x");
  });
  await readAgain();
  assert.ok([...cache.revs.values()].includes("another"));
  assert.equal(cache.documents.size, server.documents.size);
});
