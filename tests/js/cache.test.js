import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { transact } from "../../static/app/store/db.js";
import { dropCache } from "../../static/app/store/documents.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { cache, documents } from "../../static/app/sync/watch.js";

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
