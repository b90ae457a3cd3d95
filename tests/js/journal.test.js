import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { hurry, loseDatabases } from "./rig/browser.js";
import { link, newPhone, settled } from "./rig/phone.js";
import { recordPhoto } from "./rig/photo.js";
import { readU32, sha256, text, toHex } from "../../static/app/lib/bytes.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { closeAll, transact } from "../../static/app/store/db.js";
import * as journal from "../../static/app/store/journal.js";
import { acknowledged } from "../../static/app/store/answers.js";
import { allBlobs, allRows, countUnsent, lastTail, readX } from "../../static/app/store/outbox.js";
import { copies, putCopy, readCopy } from "../../static/app/store/photo-copies.js";
import { checkedPhotos } from "../../static/app/sync/contact.js";
import { compareAgain } from "../../static/app/sync/journal.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { copyPhotos } from "../../static/app/sync/photo-copies.js";
import { record, withRoom } from "../../static/app/sync/record.js";
import { makeRescueFile } from "../../static/app/sync/rescue.js";
import { cache, documents, readAgain, strip } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;
const visit = uuid7();
const { open } = globalThis.IDBFactory.prototype;
const { IDBObjectStore } = globalThis;
const add = IDBObjectStore.prototype.add;

beforeEach(async () => {
  ({ server, words } = await newPhone());
});

afterEach(() => {
  globalThis.IDBFactory.prototype.open = open;
  IDBObjectStore.prototype.add = add;
});

const answer = (item, value = "in_orde") => record("visit.answer", visit, { [`answers.${item}`]: { value } });
const noted = async () => (await journal.places()).map(({ stream, n }) => `${stream}:${n}`);
const operations = async () => (await allRows()).map(({ stream, n }) => `${stream}:${n}`);

/** Only the outbox is found empty, as when its files alone were damaged. */
async function loseOutbox() {
  await closeAll();
  await new Promise((resolve, reject) => {
    const request = globalThis.indexedDB.deleteDatabase("fa-outbox");
    request.onsuccess = resolve;
    request.onerror = request.onblocked = reject;
  });
  compareAgain();
}

/** A new page: what was in memory is gone. */
async function restart() {
  life.lockNow();
  await closeAll();
  compareAgain();
}

test("what is saved stands in the journal too, with the same bytes", async () => {
  server.isUp = false;
  await answer("a");
  await answer("b");
  assert.deepEqual(await noted(), await operations());
  const [row] = await allRows();
  const entry = await journal.read(row);
  assert.deepEqual(entry.envelope, row.envelope);
  assert.deepEqual(entry.local, row.local);
});

test("what was not saved is not in the journal", async () => {
  server.isUp = false;
  await answer("a");
  IDBObjectStore.prototype.add = function (...given) {
    if (this.name === "rows") throw new DOMException("no", "QuotaExceededError");
    return add.apply(this, given);
  };
  await assert.rejects(answer("b"), { slug: "not_saved" });
  assert.equal((await noted()).length, 1);
});

test("an outbox that is found empty is filled from the journal, in order, readable and sent", async () => {
  server.isUp = false;
  await answer("a");
  await answer("b");
  const before = await operations();
  const tail = await lastTail((await allRows())[0].phone);
  await restart();
  await loseOutbox();
  assert.deepEqual(await operations(), []);
  await syncNow();
  assert.deepEqual(await operations(), before);
  assert.deepEqual(await lastTail((await allRows())[0].phone), tail);
  await life.unlock(words);
  assert.equal(documents.get(visit)?.fields.answers.b.value, "in_orde");
  server.isUp = true;
  await syncNow();
  await syncNow();
  assert.ok((await allRows()).every(({ acked }) => acked === 1));
  assert.equal([...server.kept.values()].flat().length, 2);
});

test("after the outbox was lost answers of the server are taken in again at once", async () => {
  server.show(uuid7(), "premises", { name: "een" });
  for (let i = 0; i < 5; i += 1) await syncNow();
  await restart();
  await loseOutbox();
  await life.unlock(words);
  const added = uuid7();
  server.show(added, "premises", { name: "twee" });
  for (let i = 0; i < 2; i += 1) await syncNow();
  assert.equal(documents.get(added)?.fields.name, "twee");
  assert.ok((await readX()) > (await transact("fa-cache", "meta", "readonly", (tx) => tx.objectStore("meta").get("x"))) - 1);
});

test("the next operation after a loss follows what was found again, never what came before it", async () => {
  server.isUp = false;
  await answer("a");
  await restart();
  await loseOutbox();
  await syncNow();
  await life.unlock(words);
  await answer("b");
  const [first, second] = await allRows();
  assert.notEqual(first.stream, second.stream);
  assert.deepEqual(await lastTail(first.phone), { stream: second.stream, n: 1, h: second.h });
});

test("when all databases were lost, the enrolment that comes after brings the work of the one before", async () => {
  server.isUp = false;
  await answer("a");
  const [row] = await allRows();
  await restart();
  await loseDatabases();
  await life.start();
  assert.equal(life.phone.value.state, "new");
  assert.equal(life.phone.value.reason, "storage_gone");
  assert.equal(life.phone.value.noted, 1);
  server.isUp = true;
  words = await link();
  await syncNow();
  assert.deepEqual((await allRows()).map(({ phone, acked }) => [phone, acked]), [[row.phone, 1]]);
  assert.equal([...server.kept.values()].flat().length, 1);
  assert.equal(server.lastHeader.holds.find(({ stream }) => stream === row.stream).phone, row.phone);
});

test("an outbox that cannot be opened is sent from the journal; when it opens again nothing is doubled", async () => {
  server.isUp = false;
  await answer("a");
  await answer("b");
  await closeAll();
  globalThis.IDBFactory.prototype.open = function (...given) {
    if (given[0] === "fa-outbox") throw new DOMException("Internal error opening backing store", "UnknownError");
    return open.apply(this, given);
  };
  server.isUp = true;
  await syncNow();
  assert.equal([...server.kept.values()].flat().length, 2);
  globalThis.IDBFactory.prototype.open = open;
  await syncNow();
  assert.ok((await allRows()).every(({ acked }) => acked === 1));
  assert.equal([...server.kept.values()].flat().length, 2);
});

test("an entry is struck when its row is purged, and stays away", async () => {
  await answer("a");
  await syncNow();
  const [row] = await allRows();
  server.safe = { [row.stream]: [1, row.h.slice(0, 8)] };
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.deepEqual(await operations(), []);
  assert.deepEqual(await noted(), []);
  await restart();
  await syncNow();
  assert.deepEqual(await operations(), []);
});

/** The page is killed, or the power fails, before a change of the journal is on the disk. @param {() => Promise<unknown>} work */
async function withoutStriking(work) {
  const { caches } = globalThis;
  const open = async (name) => ({ ...(await caches.open(name)), delete: async () => true });
  globalThis.caches = /** @type {any} */ ({ open });
  await work();
  await journal.places();
  globalThis.caches = caches;
}

test("a row that was purged does not come back when striking its entry was cut off", async () => {
  server.show(uuid7(), "premises", { name: "een" });
  await answer("a");
  await syncNow();
  const [row] = await allRows();
  server.safe = { [row.stream]: [1, row.h.slice(0, 8)] };
  await withoutStriking(async () => {
    for (let i = 0; i < 3; i += 1) await syncNow();
  });
  assert.deepEqual([await operations(), (await noted()).length], [[], 1]);
  server.isUp = false;
  await restart();
  await syncNow();
  assert.deepEqual(await operations(), []);
  assert.deepEqual(await noted(), []);
});

test("what was on the phone can be read while rows that came back wait for a connection", async () => {
  const place = uuid7();
  server.show(place, "premises", { name: "een" });
  await answer("a");
  for (let i = 0; i < 3; i += 1) await syncNow();
  server.isUp = false;
  await restart();
  await loseOutbox();
  await syncNow();
  await life.unlock(words);
  assert.equal((await operations()).length, 1);
  assert.equal(documents.get(place)?.fields.name, "een");
  server.isUp = true;
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.deepEqual((await allRows()).map(({ acked }) => acked), [1]);
  assert.equal(documents.get(place)?.fields.name, "een");
  assert.equal(cache.included.size, 1);
});

test("rows that came back are as many wijzigingen as they were", async () => {
  server.outcomeOf = () => ({ outcome: "held", code: "visit.closed" });
  await answer("a");
  for (let i = 0; i < 3; i += 1) await syncNow();
  server.isUp = false;
  await answer("b");
  const both = await allRows();
  assert.notEqual(both[0].group, both[1].group);
  await transact("fa-outbox", "rows", "readwrite", (tx) => tx.objectStore("rows").put(acknowledged(both[0], null)));
  assert.equal(await countUnsent(), 1);
  await restart();
  await loseOutbox();
  await syncNow();
  assert.equal((await operations()).length, 2);
  assert.equal(await countUnsent(), 1);
});

test("what the journal lacks is noted when a page begins", async () => {
  server.isUp = false;
  await answer("a");
  await journal.strike(await allRows());
  compareAgain();
  await syncNow();
  await journal.places();
  assert.deepEqual(await noted(), await operations());
});

test("an entry whose bytes are not what was recorded is not brought back", async () => {
  server.isUp = false;
  await answer("a");
  const [row] = await allRows();
  await journal.note({ ...row, envelope: row.envelope.map((byte) => byte ^ 1) });
  await restart();
  await loseOutbox();
  await syncNow();
  assert.deepEqual(await operations(), []);
});

/** @param {Blob} file */
async function parts(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const end = 8 + readU32(bytes, 4);
  const header = JSON.parse(text(bytes.subarray(8, end)));
  assert.equal(toHex(bytes.subarray(end, end + 32)), toHex(await sha256(bytes.subarray(0, end))));
  let at = end + 32;
  const envelopes = header.envelopes.map(([, length]) => bytes.slice(at, (at += length)));
  return { header, envelopes, left: bytes.length - at };
}

test("a rescue file holds every sealed row, without unlocking, and says nothing of what is in it", async () => {
  server.isUp = false;
  await answer("a");
  await answer("b");
  const rows = await allRows();
  life.lockNow();
  const { file, changes, photos } = await makeRescueFile();
  const { header, envelopes, left } = await parts(file);
  assert.deepEqual([changes, photos, left], [1, 0, 0]);
  assert.deepEqual(envelopes, rows.map(({ envelope }) => envelope));
  assert.deepEqual(header.phones, [rows[0].phone]);
  assert.equal(header.installation, toHex(server.installation));
  assert.ok(!JSON.stringify(header).includes("answers"));
});

test("a rescue file is made from the journal when no database opens", async () => {
  server.isUp = false;
  await answer("a");
  const [row] = await allRows();
  await restart();
  globalThis.IDBFactory.prototype.open = () => {
    throw new DOMException("no", "UnknownError");
  };
  await assert.rejects(life.start());
  assert.equal(life.phone.value.noted, 1);
  const { file, changes } = await makeRescueFile();
  assert.equal(changes, 1);
  assert.deepEqual((await parts(file)).envelopes, [row.envelope]);
  globalThis.IDBFactory.prototype.open = open;
  await readAgain();
});

test("a phone whose keys do not open still says what waits, and gives out a rescue file", async () => {
  server.isUp = false;
  await answer("a");
  const rows = await allRows();
  await restart();
  globalThis.IDBFactory.prototype.open = function (...given) {
    if (given[0] === "fa-keys") throw new DOMException("no", "UnknownError");
    return open.apply(this, given);
  };
  await globalThis.caches.delete("fa-journal");
  await assert.rejects(life.start());
  assert.deepEqual([life.phone.value.state, life.phone.value.unsent, life.phone.value.noted], ["unsupported", 1, 0]);
  const { file, changes } = await makeRescueFile();
  assert.equal(changes, 1);
  assert.deepEqual((await parts(file)).envelopes, rows.map(({ envelope }) => envelope));
});

/** The copies of photos are not waited for by a save. */
const copied = async () => (await copyPhotos(), (await copies()).sort());

test("photos that wait come back when the outbox is found empty, and arrive", async () => {
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 700_000);
  const before = (await allBlobs()).map(({ id }) => id).sort();
  assert.deepEqual(await copied(), before);
  await restart();
  await loseOutbox();
  await syncNow();
  assert.deepEqual((await allBlobs()).map(({ id }) => id).sort(), before);
  assert.equal(await countUnsent(), 1);
  await life.unlock(words);
  server.isUp = true;
  for (let i = 0; i < 20 && (await countUnsent()) > 0; i += 1) await syncNow();
  assert.deepEqual([...server.done].sort(), before);
  assert.equal(await countUnsent(), 0);
  assert.deepEqual(await copied(), []);
});

test("photos are sent from their copies while the outbox cannot be opened, and are in the rescue file", async () => {
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 700_000);
  const before = await copied();
  await closeAll();
  globalThis.IDBFactory.prototype.open = function (...given) {
    if (given[0] === "fa-outbox") throw new DOMException("Internal error opening backing store", "UnknownError");
    return open.apply(this, given);
  };
  const { file, photos } = await makeRescueFile();
  assert.equal(photos, 1);
  assert.ok(file.size > 700_000);
  server.isUp = true;
  await settled(); // one that began before the connection came back may still run
  assert.deepEqual([...server.done].sort(), before);
});

test("when all databases were lost, the enrolment that comes after brings the photos of the one before", async () => {
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 700_000);
  const before = await copied();
  await restart();
  await loseDatabases();
  server.isUp = true;
  words = await link();
  for (let i = 0; i < 5; i += 1) await syncNow();
  assert.deepEqual([...server.done].sort(), before);
  assert.equal(await countUnsent(), 0);
  server.done.delete(before[0]); // a server that was put back may lack them again
  checkedPhotos.clear();
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.deepEqual([...server.done].sort(), before);
});

test("a copy of a photo whose bytes rotted is not brought back", async () => {
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 2000);
  const [first, second] = await copied();
  const { row, chunks } = await readCopy(first);
  await putCopy(row, chunks.map((chunk) => chunk.map((byte) => byte ^ 1)));
  await restart();
  await loseOutbox();
  await syncNow();
  assert.deepEqual((await allBlobs()).map(({ id }) => id), [second]);
});

test("copies of photos are the first to go on a full disk, and the photos stay", async () => {
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 2000);
  assert.equal((await copied()).length, 2);
  let tries = 0;
  await withRoom(async () => {
    tries += 1;
    if (tries === 1) throw new DOMException("full", "QuotaExceededError");
  });
  assert.deepEqual(await copies(), []);
  assert.equal((await allBlobs()).length, 2);
});

/** The browser throws these away under an open page, as when somebody clears its data. @param {string[]} names */
async function throwAway(...names) {
  for (const name of names) {
    await new Promise((resolve, reject) => {
      const request = globalThis.indexedDB.deleteDatabase(name);
      request.onsuccess = resolve;
      request.onerror = reject;
    });
  }
}
const DATABASES = ["fa-outbox", "fa-keys", "fa-cache"];

test("databases that are thrown away under an open page come back from journal and memory, and all is sent", async () => {
  server.isUp = false;
  await answer("a");
  await answer("b");
  const before = await operations();
  await throwAway(...DATABASES);
  await readAgain();
  assert.notEqual(strip.value.state, "sent", "nothing is called sent before it was looked after");
  await settled();
  assert.deepEqual(await operations(), before);
  assert.equal(strip.value.unsent, 1);
  assert.deepEqual([life.phone.value.state, life.phone.value.emptied.rows], ["open", 2]);
  const known = cache.documents.size;
  await answer("c");
  life.lockNow();
  assert.equal(await life.unlock(words), "open");
  assert.equal(Object.keys(documents.get(visit)?.fields.answers ?? {}).length, 3);
  await readAgain();
  assert.equal(cache.documents.size, known, "what was fetched is on the disk again, without a connection");
  server.isUp = true;
  await settled();
  assert.equal(await countUnsent(), 0);
  assert.deepEqual((await allRows()).map(({ acked }) => acked), [1, 1, 1]);
});

for (const [what, alsoGone] of /** @type {[string, () => void][]} */ ([
  ["the journal", () => {}],
  ["the memory of the page", () => globalThis.caches.all.clear()],
])) {
  test(`what was recorded after a loss stays the last word when older work comes back from ${what}`, async () => {
    server.isUp = false;
    await answer("a");
    await answer("b");
    const before = await operations();
    await throwAway("fa-outbox");
    alsoGone();
    await record("visit.answer", visit, { "answers.a": { value: "niet_in_orde" } });
    await settled();
    assert.deepEqual(await operations(), [...before, before[0].replace(":1", ":3")]);
    assert.equal(documents.get(visit)?.fields.answers.a.value, "niet_in_orde");
    server.isUp = true;
    await settled();
    assert.deepEqual((await allRows()).map(({ acked }) => acked), [1, 1, 1]);
  });
}

test("older work that comes back is not put before what was recorded earlier still", async () => {
  server.isUp = false;
  for (const item of ["a", "b", "c"]) await answer(item);
  const before = await operations();
  const [, second] = await allRows();
  await transact("fa-outbox", "rows", "readwrite", (tx) => tx.objectStore("rows").delete(second.seq));
  await restart();
  await syncNow();
  assert.deepEqual(await operations(), [before[0], before[2], before[1]]);
});

test("databases and journal that are thrown away under an open page come back from its memory", async () => {
  server.isUp = false;
  await answer("a");
  await answer("b");
  const before = await operations();
  await throwAway(...DATABASES);
  globalThis.caches.all.clear();
  await settled();
  assert.deepEqual(await operations(), before);
  assert.deepEqual(await noted(), before);
});

test("a photo that was thrown away with its copy is said to be lost, and its text still goes", async () => {
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 30_000);
  await copyPhotos();
  await settled();
  await throwAway(...DATABASES);
  globalThis.caches.all.clear();
  await settled();
  assert.deepEqual((await allBlobs()).map(({ damaged }) => damaged), [true, true]);
  assert.equal(strip.value.failed, 1);
  server.isUp = true;
  await settled();
  assert.deepEqual((await allRows()).map(({ acked }) => acked), [1]);
});

test("a phone that is locked when its storage is thrown away is not taken for another, and opens with its words", async () => {
  server.isUp = false;
  await answer("a");
  life.lockNow();
  await throwAway(...DATABASES);
  assert.equal(await life.unlock(words), "open");
  await settled();
  assert.equal(await countUnsent(), 1);
  assert.equal(Object.keys(documents.get(visit)?.fields.answers ?? {}).length, 1);
});

test("a journal that is thrown away under an open page is written again", async () => {
  server.isUp = false;
  await answer("a");
  globalThis.caches.all.clear();
  await settled();
  assert.deepEqual(await noted(), await operations());
});
