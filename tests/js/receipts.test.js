import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone } from "./rig/phone.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { transact } from "../../static/app/store/db.js";
import { allRows } from "../../static/app/store/outbox.js";
import { keepReceipts, readReceipts } from "../../static/app/store/receipts.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { confirmed } from "../../static/app/sync/receipts.js";
import { record } from "../../static/app/sync/record.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;
const visit = uuid7();
const answer = (item) => record("visit.answer", visit, { [`answers.${item}`]: { value: "in_orde" } });

beforeEach(async () => {
  ({ server, words } = await newPhone());
  confirmed.value = null;
});

test("a signed receipt is kept and says how far the server confirmed", async () => {
  server.isUp = false;
  await answer("a");
  await answer("b");
  assert.equal(confirmed.value, null);
  server.isUp = true;
  await syncNow();
  assert.equal(confirmed.value.count, 2);
  const [, row] = await allRows();
  const kept = await readReceipts(row.phone);
  assert.deepEqual([kept.streams[row.stream].n, kept.streams[row.stream].h], [2, row.h]);
});

test("it is shown again after the next unlock, and goes on counting in a new stream", async () => {
  await answer("a");
  await syncNow();
  life.lockNow();
  confirmed.value = null;
  server.isUp = false;
  await life.unlock(words);
  await syncNow();
  assert.equal(confirmed.value.count, 1);
  server.isUp = true;
  await answer("b");
  for (let i = 0; i < 2; i += 1) await syncNow(); // the first may have begun before
  assert.equal(confirmed.value.count, 2);
});

for (const [what, spoil] of /** @type {[string, (receipt: any[]) => any[]][]} */ ([
  ["another number", ([, ...rest]) => [1, ...rest]],
  ["other bytes", ([n, , at, signature]) => [n, "00".repeat(32), at, signature]],
  ["another moment", ([n, h, at, signature]) => [n, h, at + 1, signature]],
  ["no signature", ([n, h, at]) => [n, h, at, "00".repeat(64)]],
  ["nonsense", () => [null, 3, "x", {}]],
])) {
  test(`a receipt with ${what} is not believed, and the rest of the answer is`, async () => {
    server.isUp = false;
    await answer("a");
    await answer("b");
    server.isUp = true;
    server.spoil = (path, given) => {
      if (path === "push") for (const stream of Object.keys(given.receipts)) given.receipts[stream] = spoil(given.receipts[stream]);
      return given;
    };
    await syncNow();
    assert.equal(confirmed.value, null);
    assert.ok((await allRows()).every(({ acked }) => acked === 1));
  });
}

test("what was confirmed before the keys of the phone were thrown away is counted on, and is on the disk again", async () => {
  await answer("a");
  for (let i = 0; i < 2; i += 1) await syncNow();
  const [row] = await allRows();
  const before = await readReceipts(row.phone);
  assert.equal(before.streams[row.stream].n, 1);
  await new Promise((resolve) => (globalThis.indexedDB.deleteDatabase("fa-keys").onsuccess = resolve));
  await answer("b");
  for (let i = 0; i < 3; i += 1) await syncNow();
  life.lockNow();
  assert.equal(await life.unlock(words), "open");
  await answer("c"); // in a stream of its own
  for (let i = 0; i < 3; i += 1) await syncNow();
  const kept = await transact("fa-keys", "meta", "readonly", (tx) => tx.objectStore("meta").get(`receipts/${row.phone}`));
  assert.equal(Object.keys(kept.streams).length, 2);
  assert.equal(confirmed.value.count, 3);
});

test("a page that only shows receipts puts back those that were thrown away", async () => {
  await answer("a");
  for (let i = 0; i < 2; i += 1) await syncNow();
  const [row] = await allRows();
  const before = await readReceipts(row.phone);
  await new Promise((resolve) => (globalThis.indexedDB.deleteDatabase("fa-keys").onsuccess = resolve));
  server.isUp = false;
  assert.deepEqual(await readReceipts(row.phone), before);
});

test("receipts of more streams than are kept stay in the sum", async () => {
  for (let i = 1; i <= 60; i += 1) await keepReceipts("p", { [`${i}`]: { n: 2, h: "", at_ms: i, signature: "" } });
  const { streams, before } = await readReceipts("p");
  assert.deepEqual([Object.keys(streams).length, before], [50, 20]);
});
