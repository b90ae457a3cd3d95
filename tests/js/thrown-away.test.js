/** Storage that is thrown away under an open page: other tabs, full disks, and what must stay gone. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { recordPhoto } from "./rig/photo.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { closeAll, transact } from "../../static/app/store/db.js";
import { allBlobs, allRows, countUnsent } from "../../static/app/store/outbox.js";
import { activePhone } from "../../static/app/store/phones.js";
import { copies, dropCopies, wholePhotos } from "../../static/app/store/photo-copies.js";
import { compareAgain } from "../../static/app/sync/journal.js";
import { copyPhotos } from "../../static/app/sync/photo-copies.js";
import * as life from "../../static/app/sync/phone.js";
import { record } from "../../static/app/sync/record.js";
import { isPhotoLost, queue, readAgain } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
const visit = uuid7();
const DATABASES = ["fa-outbox", "fa-keys", "fa-cache"];

beforeEach(async () => {
  ({ server } = await newPhone());
});

const answer = (/** @type {string} */ item) => record("visit.answer", visit, { [`answers.${item}`]: { value: "in_orde" } });
const operations = async () => (await allRows()).map(({ stream, n }) => `${stream}:${n}`);

/** @param {string} name */
const throwAway = (name) => new Promise((resolve) => (globalThis.indexedDB.deleteDatabase(name).onsuccess = resolve));

/** The databases as another tab uses them. @type {typeof import("../../static/app/store/db.js") | null} */
let other = null;
const address = "../../static/app/store/db.js?other";

afterEach(async () => {
  await other?.closeAll();
  other = null;
});

test("a tab that finds databases which another tab made anew puts back what it knows", async () => {
  server.isUp = false;
  await answer("a");
  await answer("b");
  const before = await operations();
  const enrolment = (await activePhone())?.phone;
  other = await import(address);
  for (const name of DATABASES) {
    await throwAway(name);
    await other?.probe(/** @type {any} */ (name));
  }
  globalThis.caches.all.clear();
  await readAgain();
  await settled();
  assert.deepEqual(await operations(), before);
  assert.equal((await activePhone())?.phone, enrolment);
  assert.equal(life.phone.value.emptied?.rows, 2);
  server.isUp = true;
  await settled();
  assert.equal(server.count(), 2);
});

test("that rows came back is said until it was seen, also when storage is thrown away once more", async () => {
  server.isUp = false;
  await answer("a");
  for (const name of DATABASES) await throwAway(name);
  await settled();
  server.isUp = true;
  await settled();
  for (const name of DATABASES) await throwAway(name);
  globalThis.caches.all.clear();
  await settled();
  assert.equal(life.phone.value.emptied?.rows, 1);
});

test("nobody is told that nothing waited when a photo is gone of which only the words had arrived", async () => {
  await closeAll(); // as a page that finds its databases there
  server.cut = (path) => path.startsWith("blobs/");
  await recordPhoto(visit, uuid7(), 2000);
  await settled();
  for (const name of DATABASES) await throwAway(name);
  globalThis.caches.all.clear();
  await settled();
  assert.deepEqual((await allBlobs()).map(({ damaged }) => damaged), [true, true]);
  const { rows, photos, sure } = /** @type {any} */ (life.phone.value.emptied);
  assert.deepEqual([rows, photos, sure], [0, 0, false]);
});

test("a locked tab puts back no keys that another tab destroyed", async () => {
  await settled();
  life.lockNow();
  await transact("fa-keys", "phones", "readwrite", async (tx) => {
    const [phone] = await tx.objectStore("phones").getAll();
    await tx.objectStore("phones").put({ ...phone, wraps: [], secrets: null, state: "destroyed" });
  });
  const tab = new BroadcastChannel("fieldapp");
  tab.postMessage("changed");
  await new Promise((resolve) => setTimeout(resolve, 200));
  tab.close();
  assert.equal(life.phone.value.reason, "destroyed");
  await throwAway("fa-keys");
  const { state, wraps, secrets } = /** @type {any} */ (await activePhone());
  assert.deepEqual([state, wraps, secrets], ["destroyed", [], null]);
});

test("copies of photos do not go for a full disk while the outbox that had the photos is gone", async () => {
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 2000);
  await copyPhotos();
  await settled();
  await throwAway("fa-outbox");
  await readAgain();
  await dropCopies();
  assert.equal((await copies()).length, 2);
  await settled();
  assert.deepEqual((await allBlobs()).map(({ damaged }) => damaged), [undefined, undefined]);
  await dropCopies();
  assert.deepEqual(await copies(), []);
});

test("a photo that was lost here is called lost in Verzenden, also when its words were let go", async () => {
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 2000);
  await transact("fa-outbox", ["rows", "blobs"], "readwrite", async (tx) => {
    await tx.objectStore("rows").clear();
    for (const blob of await tx.objectStore("blobs").getAll()) await tx.objectStore("blobs").put({ ...blob, damaged: true });
  });
  await readAgain();
  assert.deepEqual(queue.value.map(({ kind, damaged }) => [kind, damaged]), [["visit.add_photo", true]]);
  const blob = (await allBlobs()).find(({ size }) => size === "full");
  assert.deepEqual([isPhotoLost(blob?.id ?? ""), isPhotoLost("another")], [true, false], "at its finding too");
});

const { IDBObjectStore } = globalThis;
const { put } = IDBObjectStore.prototype;

/** A disk with room for text, and for photos of so many bytes in all. @param {number} room */
function leaveRoom(room) {
  let left = room;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "chunks" && (left -= given[0].length) < 0) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
}

test("photos that do not fit while they come back hold up no text, stay in their copies and go from there, locked", async () => {
  server.isUp = false;
  const photos = [await recordPhoto(visit, uuid7(), 2000), await recordPhoto(visit, uuid7(), 2000)];
  await answer("a");
  await copyPhotos();
  life.lockNow();
  await throwAway("fa-outbox");
  leaveRoom(1500);
  try {
    await settled();
    await dropCopies();
    server.isUp = true;
    await settled();
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  assert.equal(server.count(), 3);
  assert.deepEqual(photos.map(({ full, thumb }) => [server.done.has(full.id), server.done.has(thumb.id)]), [[true, true], [true, true]]);
  assert.deepEqual((await allBlobs()).map(({ damaged }) => damaged), [undefined, undefined, undefined, undefined]);
});

test("a photo that did not fit counts as unsent, and is put back once there is room", async () => {
  server.isUp = false;
  const { full } = await recordPhoto(visit, uuid7(), 2000);
  await copyPhotos();
  await throwAway("fa-outbox");
  leaveRoom(0);
  await settled();
  IDBObjectStore.prototype.put = put;
  assert.equal(await countUnsent(), 1);
  assert.deepEqual(await wholePhotos(), []);
  compareAgain();
  await settled();
  assert.ok((await wholePhotos()).includes(full.id));
});

test("a photo whose bytes rotted is mended from its copy", async () => {
  server.isUp = false;
  const { full } = await recordPhoto(visit, uuid7(), 2000);
  await copyPhotos();
  await transact("fa-outbox", "chunks", "readwrite", (tx) => tx.objectStore("chunks").put(new Uint8Array(2016), [full.id, 0]));
  server.isUp = true;
  await settled();
  assert.ok(server.done.has(full.id));
});
