import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone } from "./rig/phone.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { closeAll, HANG_MS, transact } from "../../static/app/store/db.js";
import { addRow, allRows, claimX, countUnsent, readX } from "../../static/app/store/outbox.js";
import { utf8 } from "../../static/app/lib/bytes.js";
import { sealNext } from "../../static/app/sync/session.js";
import { syncNow } from "../../static/app/sync/loop.js";
import { record, saved } from "../../static/app/sync/record.js";
import { cache, documents, readAgain } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
const visit = uuid7();
const { IDBObjectStore, IDBTransaction } = globalThis;
const add = IDBObjectStore.prototype.add;

beforeEach(async () => {
  ({ server } = await newPhone());
});

afterEach(() => {
  IDBObjectStore.prototype.add = add;
});

/** The next `times` writes of rows fail as a phone's database does. */
function failing(times, name) {
  let left = times;
  IDBObjectStore.prototype.add = function (...given) {
    if (this.name === "rows" && left > 0) {
      left -= 1;
      throw new DOMException("no", name);
    }
    return add.apply(this, given);
  };
}

const answer = (item) => record("visit.answer", visit, { [`answers.${item}`]: { value: "in_orde" } });
const row = (stream, n, more = {}) => ({
  phone: "p", stream, n, h: "00", envelope: new Uint8Array(689), local: new Uint8Array(9), acked: 0, group: `g${n}`, unsent: `g${n}`, ...more,
});

test("a row and the tail come together, and the same row twice is one row", async () => {
  await addRow(row("aa", 1));
  const place = await addRow(row("aa", 1));
  assert.equal((await allRows()).length, 1);
  assert.equal((await allRows())[0]?.seq, place);
  assert.deepEqual(await transact("fa-outbox", "tail", "readonly", (tx) => tx.objectStore("tail").get("p")), { stream: "aa", n: 1, h: "00" });
});

test("what fails half-way leaves nothing of itself", async () => {
  await assert.rejects(
    transact("fa-outbox", ["rows", "tail"], "readwrite", async (tx) => {
      await tx.objectStore("rows").add(row("aa", 1));
      throw new TypeError("killed here");
    }),
  );
  assert.equal((await allRows()).length, 0);
});

test("a number in a stream can be taken once only, also by another tab", async () => {
  await addRow(row("aa", 1, { h: "11" }));
  await addRow(row("aa", 1, { h: "22" }));
  assert.deepEqual((await allRows()).map(({ h }) => h), ["11"]);
});

test("what is recorded after another tab wrote comes after that, in a stream of its own", async () => {
  await answer("a");
  const [first] = await allRows();
  const other = { stream: "bb".repeat(16), n: 1, h: "22".repeat(32) };
  await addRow(row(other.stream, other.n, { phone: first.phone, h: other.h }));
  await answer("b");
  await answer("c");
  const [, , second, third] = await allRows();
  assert.ok(![first.stream, other.stream].includes(second.stream));
  assert.deepEqual([third.stream, second.n, third.n], [second.stream, 1, 2]);
  const { follows } = await sealNext(utf8("{}"), () => assert.fail("the stream goes on"));
  assert.deepEqual(follows, other);
});

test("a stream of which nothing lies here makes answers under way too late; one that is known does not", async () => {
  const before = await readX();
  await addRow(row("aa", 1));
  assert.equal(await readX(), before + 1);
  await addRow(row("aa", 2));
  assert.equal(await readX(), before + 1);
  assert.equal(await claimX(before), null);
  assert.equal(await claimX(before + 1), before + 2);
});

test("what waits is counted by wijziging without reading a single row", async () => {
  await addRow(row("aa", 1, { group: "x", unsent: "x" }));
  await addRow(row("aa", 2, { group: "x", unsent: "x" }));
  await addRow(row("aa", 3, { group: "y", unsent: "y" }));
  await addRow(row("aa", 4, { group: "z", unsent: undefined, acked: 1 }));
  assert.equal(await countUnsent(), 2);
});

test("a connection that died under the app is opened again and the answer is saved once", async () => {
  await answer("a");
  await closeAll();
  failing(1, "InvalidStateError");
  await answer("b");
  assert.equal((await allRows()).length, 2);
});

test("a save that fails for good is said, shows nothing, and its number is never used again", async () => {
  await answer("a");
  const [{ stream }] = await allRows();
  failing(9, "UnknownError");
  await assert.rejects(answer("b"), { slug: "not_saved" });
  assert.equal(saved(visit, "answers.b").value, false);
  assert.equal(documents.get(visit)?.fields.answers.b, undefined);
  IDBObjectStore.prototype.add = add;
  await answer("c");
  const rows = await allRows();
  assert.equal(rows.length, 2);
  assert.notEqual(rows[1]?.stream, stream);
  assert.equal(rows[1]?.n, 1);
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.equal(server.count(), 2);
});

test("a copy for this phone that cannot be sealed uses up no number of a stream that goes on", async () => {
  await answer("a");
  const { encrypt } = SubtleCrypto.prototype;
  let calls = 0;
  crypto.subtle.encrypt = (...args) => ((calls += 1) === 2 ? Promise.reject(new Error("no memory")) : encrypt.apply(crypto.subtle, args));
  await assert.rejects(answer("b"), { slug: "not_saved" });
  delete (/** @type {any} */ (crypto.subtle).encrypt);
  await answer("c");
  assert.deepEqual((await allRows()).map((row) => row.n), [1, 1]);
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.equal(server.count(), 2);
});

/** Another page that has the store to itself until it is let go. */
async function held(stores) {
  const db = await new Promise((resolve, reject) => {
    const request = globalThis.indexedDB.open("fa-outbox");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const tx = db.transaction(stores, "readwrite");
  let isHolding = true;
  const goOn = () => {
    if (isHolding) tx.objectStore("x").get("x").onsuccess = goOn;
  };
  goOn();
  return async () => {
    isHolding = false;
    await new Promise((resolve) => (tx.oncomplete = resolve));
    db.close();
  };
}

test("an answer that is said not to be saved is not on the disk later either", async () => {
  await answer("LP01");
  HANG_MS["fa-outbox"] = 50;
  const letGo = await held(["rows", "tail", "x"]);
  try {
    await assert.rejects(answer("LP02"), { slug: "not_saved" });
  } finally {
    await letGo();
    HANG_MS["fa-outbox"] = 5000;
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal((await allRows()).length, 1);
  await answer("LP02");
  assert.equal((await allRows()).length, 2);
});

test("a disk that does not even say what was written last is no worse: not saved, and said", async () => {
  HANG_MS["fa-outbox"] = 50;
  const letGo = await held(["rows", "tail", "x"]);
  try {
    await assert.rejects(answer("LP01"), { slug: "not_saved" });
  } finally {
    await letGo();
    HANG_MS["fa-outbox"] = 5000;
  }
  assert.equal((await allRows()).length, 0);
});

test("a save that can no longer be called off is waited for, and is called saved", async () => {
  await answer("LP01");
  HANG_MS["fa-outbox"] = 50;
  const { abort } = IDBTransaction.prototype;
  IDBTransaction.prototype.abort = () => {
    throw new DOMException("it is being committed", "InvalidStateError");
  };
  const letGo = await held(["rows", "tail", "x"]);
  try {
    setTimeout(() => void letGo(), 300);
    assert.ok((await answer("LP02")).operation);
  } finally {
    HANG_MS["fa-outbox"] = 5000;
    IDBTransaction.prototype.abort = abort;
  }
  assert.equal((await allRows()).length, 2);
});

test("a full disk costs the room that is kept for text, then the cache, and the answer is saved", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  for (let i = 0; i < 2; i += 1) await syncNow();
  const packs = () => transact("fa-cache", "packs", "readonly", (tx) => tx.objectStore("packs").count());
  failing(1, "QuotaExceededError");
  await answer("b");
  assert.ok((await packs()) > 0);
  failing(2, "QuotaExceededError");
  await answer("a");
  assert.equal((await allRows()).length, 2);
  assert.equal(await transact("fa-cache", "packs", "readonly", (tx) => tx.objectStore("packs").count()), 0);
  assert.equal(documents.get("p")?.fields.address.text, "Lantaarnkade 12");
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.ok((await transact("fa-cache", "packs", "readonly", (tx) => tx.objectStore("packs").count())) > 0);
});

test("a disk that stays full is said", async () => {
  failing(99, "QuotaExceededError");
  await assert.rejects(answer("a"), { slug: "not_saved" });
  assert.equal((await allRows()).length, 0);
});

test("two answers tapped at once are two numbers of one stream", async () => {
  await Promise.all([answer("a"), answer("b"), answer("c")]);
  const rows = await allRows();
  assert.deepEqual(rows.map(({ n }) => n), [1, 2, 3]);
  assert.equal(new Set(rows.map(({ stream }) => stream)).size, 1);
});

test("an answer that comes after a new stream began is dropped, and the next exchange brings it all", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  let isFirst = true;
  server.spoil = async (path, said) => {
    if (path === "pull" && isFirst) {
      isFirst = false;
      await answer("a");
    }
    return said;
  };
  await syncNow();
  assert.equal(cache.documents.has("p"), false);
  server.spoil = null;
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.equal(cache.documents.has("p"), true);
  assert.equal(server.count(), 1);
});

test("a pack that rotted is fetched again through the manifest", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  for (let i = 0; i < 2; i += 1) await syncNow();
  await transact("fa-cache", ["packs", "meta"], "readwrite", async (tx) => {
    for (const pack of await tx.objectStore("packs").getAll()) await tx.objectStore("packs").put({ ...pack, rev: "rotten", sealed: new Uint8Array(40) });
    await tx.objectStore("meta").delete("revs");
  });
  server.requests = [];
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.ok(server.requests.includes("manifest"));
  assert.equal(documents.get("p")?.fields.address.text, "Lantaarnkade 12");
  assert.equal(cache.damaged, false);
});

test("an answer given while the disk is being read stays on the screen", async () => {
  await answer("a");
  const { phone } = (await allRows())[0];
  await addRow(row("bb", 1, { phone, local: new Uint8Array(40) }));
  const decrypt = crypto.subtle.decrypt;
  crypto.subtle.decrypt = async (...given) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return decrypt.apply(crypto.subtle, given);
  };
  try {
    const reading = readAgain();
    await answer("b");
    assert.equal(documents.get(visit)?.fields.answers.b?.value, "in_orde");
    await reading;
    assert.equal(documents.get(visit)?.fields.answers.b?.value, "in_orde");
  } finally {
    crypto.subtle.decrypt = decrypt;
  }
});

test("a batch that is too large for the server goes in halves", async () => {
  server.isUp = false;
  for (let i = 0; i < 9; i += 1) await answer(`item_${i}`);
  await syncNow();
  server.isUp = true;
  const answers = server.answer.bind(server);
  server.answer = (path, method, body, headers) =>
    path === "push" && body.length > 3000 ? Promise.resolve({ status: 413, type: "too_large" }) : answers(path, method, body, headers);
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.equal(server.count(), 9);
  assert.equal(await countUnsent(), 0);
});

test("a token that the server no longer takes is replaced without a word", async () => {
  server.tokens.clear();
  await answer("a");
  for (let i = 0; i < 2; i += 1) await syncNow();
  assert.equal(server.count(), 1);
});
