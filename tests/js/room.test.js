import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { allRows } from "../../static/app/store/outbox.js";
import { takeFile } from "../../static/app/sync/photos.js";
import * as life from "../../static/app/sync/phone.js";
import { record } from "../../static/app/sync/record.js";
import { free, freeIn, hasLittleRoom, hasNoRoomForPhotos, measureStorage } from "../../static/app/sync/room.js";

hurry();

const { IDBObjectStore } = globalThis;
const { add, put } = IDBObjectStore.prototype;
const visit = uuid7();
/** @type {Awaited<ReturnType<typeof newPhone>>} */
let again;
const reserve = async () => (await (await globalThis.caches.open("fa-reserve")).keys()).length;
const answer = () => record("visit.answer", visit, { "answers.a": { value: "in_orde" } });

beforeEach(async () => {
  again = await newPhone();
  await measureStorage();
});

afterEach(() => {
  Object.assign(IDBObjectStore.prototype, { add, put });
});

/** A disk with room for nothing while the reserve stands. */
function fill() {
  for (const [name, real] of [["add", add], ["put", put]]) {
    IDBObjectStore.prototype[name] = function (...given) {
      if (globalThis.caches.all.get("fa-reserve")?.size && ["rows", "slices", "captures", "phones", "x"].includes(this.name)) throw new DOMException("full", "QuotaExceededError");
      return real.apply(this, given);
    };
  }
  globalThis.caches.isFull = true;
}

test("an open phone keeps some room for text", async () => {
  assert.equal(await reserve(), 1);
  assert.equal(hasNoRoomForPhotos.value, false);
});

test("on a full disk an answer takes the room that was kept for it, and photos are refused from then on", async () => {
  fill();
  await answer();
  assert.equal((await allRows()).length, 1);
  assert.equal(await reserve(), 0);
  assert.equal(hasNoRoomForPhotos.value, true);
});

test("a photo never takes the room that is kept for text", async () => {
  fill();
  await assert.rejects(takeFile(new Blob([new Uint8Array(500)]), { visitId: visit, findingId: "f" }), { slug: "storage_full" });
  assert.equal(await reserve(), 1);
  await answer();
});

test("when there is room again the reserve is made anew, and photos are taken again", async () => {
  fill();
  await answer();
  await measureStorage();
  assert.equal(hasNoRoomForPhotos.value, true);
  globalThis.caches.isFull = false;
  Object.assign(IDBObjectStore.prototype, { add, put });
  await measureStorage();
  assert.equal(await reserve(), 1);
  assert.equal(hasNoRoomForPhotos.value, false);
});

test("what a browser says of the room on every disk alike counts as not said", () => {
  assert.equal(freeIn({ usage: 1_682_399, quota: 1_682_399 + 10 * 2 ** 30 }), null);
  assert.equal(freeIn({ usage: 1000, quota: 1000 }), 0);
  assert.equal(freeIn({ usage: 5_000_000, quota: 2 ** 30 }), 2 ** 30 - 5_000_000);
});

test("where the browser says how much is free, little and nearly nothing are told apart", () => {
  for (const [bytes, little, full] of [[300_000_000, false, false], [150_000_000, true, false], [40_000_000, true, true]]) {
    free.value = bytes;
    assert.deepEqual([hasLittleRoom.value, hasNoRoomForPhotos.value], [little, full]);
  }
  free.value = null;
});

test("a full disk does not lock an inspector out, nor keep the outbox from emptying", async () => {
  const words = again.words;
  await answer();
  life.lockNow();
  fill();
  assert.equal(await life.unlock(words), "open");
  await settled();
  assert.ok((await allRows()).every(({ acked }) => acked === 1));
});
