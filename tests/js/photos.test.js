import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { large, recordPhoto } from "./rig/photo.js";
import { newPhone } from "./rig/phone.js";
import { equal, sha256, toHex, utf8 } from "../../static/app/lib/bytes.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { transact } from "../../static/app/store/db.js";
import { allBlobs, allRows, countUnsent } from "../../static/app/store/outbox.js";
import { removeCopies } from "../../static/app/store/photo-copies.js";
import * as disk from "../../static/app/store/photos.js";
import { blobId, CHUNK, decryptChunks, encryptChunks } from "../../static/app/sync/chunks.js";
import { checkedPhotos } from "../../static/app/sync/contact.js";
import { withoutMetadata } from "../../static/app/sync/jpeg.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { copyPhotos } from "../../static/app/sync/photo-copies.js";
import { capture, pendingCaptures, sweep, takeFile, uploadAll } from "../../static/app/sync/photos.js";
import { record } from "../../static/app/sync/record.js";
import { session } from "../../static/app/sync/session.js";
import { decisions, queue, readAgain, setSeen, strip, unsent } from "../../static/app/sync/watch.js";

test("a photo becomes chunks of 512 KiB under its own key, and comes back the same", async () => {
  const jpeg = large(CHUNK * 2 + 5);
  const { id, cek, chunks } = await encryptChunks(jpeg);
  assert.deepEqual(chunks.map((chunk) => chunk.length), [CHUNK + 16, CHUNK + 16, 5 + 16]);
  assert.equal(cek.length, 32);
  assert.equal(id, await blobId(chunks));
  assert.ok(equal(await decryptChunks(chunks, cek), jpeg));
});

test("chunk i is AES-256-GCM with nonce i and bound to its place and their count", async () => {
  const cek = new Uint8Array(32).fill(7);
  const { chunks } = await encryptChunks(large(CHUNK + 1), cek);
  const key = await crypto.subtle.importKey("raw", cek, "AES-GCM", false, ["decrypt"]);
  const iv = new Uint8Array(12);
  iv[11] = 1;
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8("FAB1|2|1") }, key, chunks[1]);
  assert.equal(opened.byteLength, 1);
  await assert.rejects(crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8("FAB1|3|1") }, key, chunks[1]));
});

test("chunks in another order or with one bit changed do not open", async () => {
  const { cek, chunks } = await encryptChunks(large(CHUNK + 9));
  await assert.rejects(decryptChunks([chunks[1], chunks[0]], cek));
  chunks[0][100] ^= 1;
  await assert.rejects(decryptChunks(chunks, cek));
});

test("the same photo twice is two blobs: nobody can tell that they are alike", async () => {
  const jpeg = large(1000);
  assert.notEqual((await encryptChunks(jpeg)).id, (await encryptChunks(jpeg)).id);
});

const segment = (marker, content) => [0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255, ...content];
const picture = [...segment(0xdb, [1, 2, 3]), ...segment(0xc0, [4, 5]), 0xff, 0xda, 0, 4, 9, 9, 1, 2, 3, 0xff, 0xd9];

test("place, camera, comments and profiles go from a JPEG, the picture stays byte for byte", () => {
  const exif = segment(0xe1, [...utf8("Exif\0\0GPS")]);
  const jfif = segment(0xe0, [...utf8("JFIF\0")]);
  const photoshop = segment(0xed, [...utf8("IPTC")]);
  const comment = segment(0xfe, [...utf8("by Ines")]);
  const clean = withoutMetadata(new Uint8Array([0xff, 0xd8, ...jfif, ...exif, ...photoshop, ...comment, ...picture]));
  assert.deepEqual([...clean], [0xff, 0xd8, ...jfif, ...picture]);
});

test("what is no JPEG is no photo", () => {
  assert.throws(() => withoutMetadata(utf8("<html>")), { slug: "photo_unreadable" });
  assert.throws(() => withoutMetadata(new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 4])), { slug: "photo_unreadable" });
});

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;
const visit = uuid7();

async function reopened() {
  life.lockNow();
  await life.unlock(words);
  await syncNow();
}

beforeEach(async () => {
  ({ server, words } = await newPhone());
  globalThis.createImageBitmap = async (file) => /** @type {any} */ ({ width: file.size, height: 1, close() {} });
});

const recordedPhoto = (length) => recordPhoto(visit, uuid7(), length);

/** Here and in its copy. @param {string} blob */
async function rot(blob) {
  await copyPhotos();
  await removeCopies([blob]);
  await transact("fa-outbox", "chunks", "readwrite", (tx) => tx.objectStore("chunks").put(new Uint8Array(2016), [blob, 0]));
}

const active = () => /** @type {any} */ (session.value).phone;

test("the capture is on the disk, encrypted in slices, before anything decodes it", async () => {
  let decoded = 0;
  globalThis.createImageBitmap = async () => {
    decoded += 1;
    assert.equal((await pendingCaptures())[0]?.state, "taken");
    return /** @type {any} */ ({ width: 1, height: 1, close() {} });
  };
  const content = large(disk.SLICE + 77);
  const { photoId } = await takeFile(new Blob([content]), { visitId: visit, findingId: "f" });
  assert.equal(decoded, 1);
  const slices = await transact("fa-outbox", "slices", "readonly", (tx) => tx.objectStore("slices").getAll());
  assert.deepEqual(slices.map((slice) => slice.length), [disk.SLICE + 28, 77 + 28]);
  const { vault, phone } = /** @type {any} */ (session.value);
  const [{ facts }] = await disk.readCaptures(vault, phone.phone);
  const back = new Uint8Array(await (await disk.readCapture(vault, photoId, facts)).arrayBuffer());
  assert.ok(equal(back, content));
});

test("a full disk costs the cache before it costs a photo, and a disk that stays full is said", async () => {
  const { IDBObjectStore } = globalThis;
  const { put } = IDBObjectStore.prototype;
  const packs = () => transact("fa-cache", "meta", "readonly", (tx) => tx.objectStore("meta").get("cursor"));
  let staysFull = false;
  let times = 2;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "slices" && (staysFull || times > 0)) {
      times -= 1;
      throw new DOMException("full", "QuotaExceededError");
    }
    return put.apply(this, given);
  };
  try {
    assert.ok(await packs());
    await takeFile(new Blob([large(500)]), { visitId: visit, findingId: "f" });
    assert.equal((await pendingCaptures()).length, 1);
    assert.equal(await packs(), undefined);
    staysFull = true;
    await assert.rejects(takeFile(new Blob([large(500)]), { visitId: visit, findingId: "f" }), { slug: "storage_full" });
    assert.equal((await pendingCaptures()).length, 1);
  } finally {
    IDBObjectStore.prototype.put = put;
  }
});

test("a page killed between two slices of a capture asks to take it again, and leaves nothing of it for ever", async () => {
  await capture(visit, "f");
  const { slice } = Blob.prototype;
  Blob.prototype.slice = function (from, to) {
    return from > disk.SLICE ? /** @type {any} */ ({ arrayBuffer: () => new Promise(() => {}) }) : slice.call(this, from, to);
  };
  try {
    void takeFile(new Blob([large(3 * disk.SLICE)]), { visitId: visit, findingId: "f" });
    const written = () => transact("fa-outbox", "slices", "readonly", (tx) => tx.objectStore("slices").count());
    while ((await written()) < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await reopened();
    assert.deepEqual((await pendingCaptures()).map(({ state, findingId }) => [state, findingId]), [["pending", "f"]]);
    await sweep(Date.now());
    await reopened();
    await sweep(Date.now() + 25 * 3_600_000);
    assert.equal(await written(), 0);
  } finally {
    Blob.prototype.slice = slice;
  }
});

test("a capture that cannot be decoded says so and waits for another try", async () => {
  globalThis.createImageBitmap = async () => {
    throw new DOMException("cannot decode", "InvalidStateError");
  };
  await assert.rejects(takeFile(new Blob([large(500)]), { visitId: visit, findingId: "f" }), { slug: "photo_unreadable" });
  assert.equal((await pendingCaptures()).length, 1);
});

test("a capture nobody came back for goes a day after it was found, not before", async () => {
  await takeFile(new Blob([large(500)]), { visitId: visit, findingId: "f" });
  await sweep(Date.now());
  await reopened();
  await sweep(Date.now() + 23 * 3_600_000);
  assert.equal((await pendingCaptures()).length, 1);
  await sweep(Date.now() + 25 * 3_600_000);
  assert.equal((await pendingCaptures()).length, 0);
  assert.equal(await transact("fa-outbox", "slices", "readonly", (tx) => tx.objectStore("slices").count()), 0);
});

test("a capture in use stays, also when the clock was put right by days or the day is long", async () => {
  const { vault, phone } = /** @type {any} */ (session.value);
  const facts = { visitId: visit, findingId: "f", at: new Date(Date.now() - 3 * 86_400_000).toISOString(), type: "image/jpeg", slices: 1 };
  await disk.putCapture(vault, phone.phone, uuid7(), "taken", facts);
  await syncNow();
  assert.equal((await pendingCaptures()).length, 1);
  await sweep(Date.now() + 30 * 3_600_000);
  assert.equal((await pendingCaptures()).length, 1);
});

test("a phone out of use with a photo that rotted says that it is empty, and that this photo is lost", async () => {
  server.isUp = false;
  const { full } = await recordedPhoto(2000);
  await rot(full.id);
  server.isUp = true;
  server.deviceState = "blocked";
  for (let i = 0; i < 4; i += 1) await syncNow();
  assert.ok(server.requests.includes("emptied"));
  assert.equal(life.phone.value.state, "emptied");
  assert.equal(life.phone.value.damaged, 1);
});

test("text goes first, then thumbnails, then originals", async () => {
  server.isUp = false;
  const one = await recordedPhoto(2000);
  const two = await recordedPhoto(2000);
  for (let i = 0; i < 2; i += 1) await syncNow();
  server.requests = [];
  server.isUp = true;
  for (let i = 0; i < 2; i += 1) await syncNow();
  const order = server.requests.filter((path) => path.endsWith("/0"));
  assert.ok(server.requests.indexOf("push") < server.requests.indexOf(order[0]));
  assert.deepEqual(new Set(order.slice(0, 2)), new Set([`blobs/${one.thumb.id}/0`, `blobs/${two.thumb.id}/0`]));
  assert.deepEqual(new Set(order.slice(2)), new Set([`blobs/${one.full.id}/0`, `blobs/${two.full.id}/0`]));
  assert.equal(await countUnsent(), 0);
});

test("a photo is a wijziging of its own and counts until it arrived whole", async () => {
  server.isUp = false;
  await record("visit.open", visit, { premises_id: "p" });
  await recordedPhoto(2000);
  assert.equal(await countUnsent(), 2);
  server.isUp = true;
  server.spoil = (path, said) => (path.startsWith("blobs/") ? { status: 503, type: "unavailable" } : said);
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.equal((await allRows()).every((row) => row.acked), true);
  assert.equal(await countUnsent(), 1);
});

test("an upload that was cut off goes on with the chunks that the server misses", async () => {
  server.isUp = false;
  const { full } = await recordedPhoto(CHUNK * 3);
  await syncNow();
  server.isUp = true;
  server.cut = (path) => path === `blobs/${full.id}/2`;
  for (let i = 0; i < 2; i += 1) await syncNow();
  assert.equal(server.done.has(full.id), false);
  server.cut = null;
  server.requests = [];
  for (let i = 0; i < 2; i += 1) await syncNow();
  const sent = server.requests.filter((path) => path.startsWith(`blobs/${full.id}/`));
  assert.deepEqual(sent, [`blobs/${full.id}/2`, `blobs/${full.id}/done`]);
  assert.ok(server.done.has(full.id));
});

test("a chunk that rotted on the phone is said, and holds up nothing else", async () => {
  server.isUp = false;
  const broken = await recordedPhoto(2000);
  const whole = await recordedPhoto(2000);
  await rot(broken.full.id);
  server.isUp = true;
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.equal((await allBlobs()).find(({ id }) => id === broken.full.id)?.damaged, true);
  assert.ok(server.done.has(whole.full.id));
  assert.ok(server.done.has(broken.thumb.id));
});

/** A photo whose bytes are lost, found out by an exchange. */
async function lostPhoto() {
  server.isUp = false;
  const photo = await recordedPhoto(2000);
  await rot(photo.full.id);
  server.isUp = true;
  for (let i = 0; i < 3; i += 1) await syncNow();
  return photo;
}

test("a photo that is lost does not wait, is said with its address, and is put away once its maker has seen it", async () => {
  await lostPhoto();
  assert.deepEqual([await countUnsent(), unsent.value], [0, 0]);
  assert.deepEqual([strip.value.state, strip.value.failed], ["failed", 1]);
  assert.deepEqual(decisions.value.map(({ state, lost, op }) => [state, lost, op?.document]), [["damaged", "full", visit]]);
  await setSeen(decisions.value);
  assert.deepEqual([strip.value.state, strip.value.failed, decisions.value.length], ["sent", 0, 0]);
  assert.deepEqual(queue.value.map(({ state, damaged }) => [state, damaged]), [["damaged", true]], "it is never called sent");
  await reopened();
  assert.equal(strip.value.failed, 0);
});

test("what is left of a lost photo goes once it was seen and its words are safe at the office", async () => {
  await lostPhoto();
  await transact("fa-outbox", "rows", "readwrite", (tx) => tx.objectStore("rows").clear());
  await sweepAfter(0);
  assert.ok((await allBlobs()).some(({ damaged }) => damaged), "its maker was not told yet");
  await readAgain();
  await setSeen(decisions.value);
  await sweepAfter(0);
  assert.equal((await allBlobs()).some(({ damaged }) => damaged), false);
});

test("a photo that is lost here and whole at the server was delivered", async () => {
  const { full } = await lostPhoto();
  server.done.add(full.id);
  checkedPhotos.clear();
  await syncNow();
  assert.deepEqual((await allBlobs()).map(({ done, damaged }) => [done, damaged]), [[1, undefined], [1, undefined]]);
  assert.deepEqual([strip.value.failed, decisions.value.length], [0, 0]);
});

test("what a build before this one called lost stops counting as unsent", async () => {
  const { full } = await lostPhoto();
  await disk.changeBlob(full.id, (row) => ({ ...row, unsent: row.group }));
  assert.equal(await countUnsent(), 1);
  checkedPhotos.clear();
  await syncNow();
  assert.equal(await countUnsent(), 0);
});

test("a photo that the server refuses holds up no other, and the refusal is said", async () => {
  server.isUp = false;
  const one = await recordedPhoto(2000);
  const two = await recordedPhoto(2000);
  server.isUp = true;
  server.spoil = (path, said) => (path === `blobs/${one.thumb.id}/done` ? { status: 409, type: "incomplete", have: [] } : said);
  for (let i = 0; i < 3; i += 1) await syncNow();
  for (const id of [one.full.id, two.thumb.id, two.full.id]) assert.ok(server.done.has(id));
  await assert.rejects(uploadAll(active()), { slug: "incomplete" });
});

/** By both clocks. @param {number} days */
const sweepAfter = (days) => sweep(Date.now() + days * 86_400_000, Date.now() + days * 86_400_000);

test("a server whose clock is a month ahead takes no delivered photo from the phone", async () => {
  const { full } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  await transact("fa-outbox", "rows", "readwrite", (tx) => tx.objectStore("rows").clear());
  await sweep(Date.now() + 31 * 86_400_000);
  assert.ok((await allBlobs()).some(({ id }) => id === full.id));
});

test("a photo that was delivered while the server's clock was behind stays seven days all the same", async () => {
  const { full } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  await transact("fa-outbox", "rows", "readwrite", (tx) => tx.objectStore("rows").clear());
  await disk.changeBlob(full.id, (row) => ({ ...row, done_at: new Date(Date.now() - 40 * 86_400_000).toISOString() }));
  await sweepAfter(6);
  assert.ok((await allBlobs()).some(({ id }) => id === full.id));
  await sweepAfter(8);
  assert.equal((await allBlobs()).length, 0);
});

test("chunks stay while the row that names them does, and seven days", async () => {
  const { full } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.ok(server.done.has(full.id));
  await sweepAfter(20);
  assert.ok((await allBlobs()).some(({ id }) => id === full.id), "no backup holds its operation");
  await transact("fa-outbox", "rows", "readwrite", (tx) => tx.objectStore("rows").clear());
  await sweepAfter(6);
  assert.ok((await allBlobs()).some(({ id }) => id === full.id));
  await sweepAfter(8);
  assert.equal((await allBlobs()).length, 0);
  assert.equal(await transact("fa-outbox", "chunks", "readonly", (tx) => tx.objectStore("chunks").count()), 0);
});

test("chunks stay seven days, also when the row of their operation went sooner", async () => {
  const { full } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  await transact("fa-outbox", "rows", "readwrite", (tx) => tx.objectStore("rows").clear());
  await sweepAfter(6);
  assert.ok((await allBlobs()).some(({ id }) => id === full.id));
});

test("a restored server gets the photos again", async () => {
  const { full, thumb } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  server.restore();
  await record("visit.note", visit, { near_address: "ja" });
  for (let i = 0; i < 4; i += 1) await syncNow();
  assert.ok(server.done.has(full.id));
  assert.ok(server.done.has(thumb.id));
  assert.equal(await countUnsent(), 0);
});

/** The photos of a server that was put back are in no backup; its operations came back from the copy of the log. */
function losePhotos() {
  server.blobs = new Map();
  server.done = new Set();
}

test("a page that hears that the server was put back asks after the photos, though it misses no operation", async () => {
  const { full, thumb } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  server.restoredAt = "2026-11-21T03:00:00+00:00";
  await syncNow();
  losePhotos();
  await syncNow();
  assert.equal(server.done.size, 0, "it was told of that one before");
  server.restoredAt = "2026-11-22T03:00:00+00:00";
  for (let i = 0; i < 2; i += 1) await syncNow();
  assert.deepEqual([server.done.has(full.id), server.done.has(thumb.id)], [true, true]);
});

test("a photo that must go again is counted on the screen at once, also when asking after the next one fails", async () => {
  const { full, thumb } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  losePhotos();
  checkedPhotos.clear();
  const [, second] = (await allBlobs()).map(({ id }) => id);
  server.cut = (path) => path === `blobs/${second}`;
  await syncNow();
  assert.ok([full.id, thumb.id].includes(second));
  assert.deepEqual([unsent.value, await countUnsent()], [1, 1]);
});

test("a photo that must go again has its line in Verzenden, also when its words were let go", async () => {
  await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  await transact("fa-outbox", "rows", "readwrite", (tx) => tx.objectStore("rows").clear());
  losePhotos();
  checkedPhotos.clear();
  let asked = 0;
  server.cut = (path) => path.startsWith("blobs/") && (asked += 1) > 2; // each of the two is asked after, none goes
  await syncNow();
  assert.equal(unsent.value, 1);
  assert.deepEqual(queue.value.map(({ kind, state }) => [kind, state]), [["visit.add_photo", "waiting"]]);
});

test("a page that begins asks after the photos that the server said to have, also while locked", async () => {
  const { full, thumb } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  const phone = active();
  losePhotos();
  life.lockNow();
  checkedPhotos.clear();
  await uploadAll(phone);
  assert.deepEqual([server.done.has(full.id), server.done.has(thumb.id)], [true, true]);
  server.requests = [];
  await uploadAll(phone);
  assert.deepEqual(server.requests, [], "once is enough");
});

test("a server whose history changed is asked after the photos, though it misses no operation", async () => {
  const { full } = await recordedPhoto(2000);
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  for (let i = 0; i < 3; i += 1) await syncNow();
  losePhotos();
  server.history = "b";
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.ok(server.done.has(full.id));
});

test("a server that misses an operation is asked after every photo", async () => {
  const { full } = await recordedPhoto(2000);
  life.lockNow();
  for (let i = 0; i < 3; i += 1) await syncNow();
  const [first] = server.kept.keys();
  await life.unlock(words);
  await record("visit.note", visit, { near_address: "ja" });
  for (let i = 0; i < 3; i += 1) await syncNow();
  losePhotos();
  for (const stream of server.kept.keys()) if (stream !== first) server.kept.delete(stream);
  for (let i = 0; i < 3; i += 1) await syncNow();
  assert.ok(server.done.has(full.id));
});

test("photos go while the phone is locked", async () => {
  server.isUp = false;
  const { full } = await recordedPhoto(2000);
  await syncNow();
  const phone = active();
  life.lockNow();
  server.isUp = true;
  await syncNow();
  await syncNow();
  assert.ok(server.done.has(full.id));
  assert.equal(await uploadAll(phone), 0);
});

test("what goes to the server is not the picture: neither bytes nor key nor digest of it", async () => {
  const { full } = await recordedPhoto(2000);
  for (let i = 0; i < 3; i += 1) await syncNow();
  const [chunk] = [...server.blobs.get(full.id).values()];
  const plain = await decryptChunks([chunk], full.cek);
  assert.ok(!Buffer.from(chunk).includes(Buffer.from(plain.subarray(0, 64))));
  assert.notEqual(full.id, toHex(await sha256(plain)));
});
