import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { recordPhoto } from "./rig/photo.js";
import { newPhone, settled } from "./rig/phone.js";
import { PERSON } from "./rig/server.js";
import { todayOn } from "../../static/app/lib/dates.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { transact } from "../../static/app/store/db.js";
import { allBlobs, allRows } from "../../static/app/store/outbox.js";
import { checkedPhotos } from "../../static/app/sync/contact.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { record, withRoom } from "../../static/app/sync/record.js";
import * as inside from "../../static/app/sync/unlock.js";
import { documents } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;
const visit = uuid7();

beforeEach(async () => {
  life.lockNow();
  await inside.dropping;
  ({ server, words } = await newPhone());
  checkedPhotos.clear();
});

/** Two delivered blobs of a photo that two backups hold, and two of one that no backup holds. */
async function twoPhotos() {
  await recordPhoto(visit, uuid7(), 2000);
  await settled();
  const first = (await allBlobs()).map(({ id }) => id);
  for (const id of first) server.safeBlobs.add(id);
  await recordPhoto(visit, uuid7(), 2000);
  await settled();
  checkedPhotos.clear(); // a new page
  await settled();
  return first;
}

const full = () => {
  throw new DOMException("full", "QuotaExceededError");
};

test("a full disk that stays full without the cache costs photos that two backups hold, and no others", async () => {
  const safe = await twoPhotos();
  let tries = 0;
  const done = await withRoom(async () => {
    tries += 1;
    if (tries < 4) full();
    return "kept";
  });
  assert.deepEqual([done, tries], ["kept", 4]);
  const left = await allBlobs();
  assert.equal(left.length, 2);
  assert.ok(left.every(({ id, done: isDelivered }) => isDelivered && !safe.includes(id)));
  assert.equal(await transact("fa-outbox", "chunks", "readonly", (tx) => tx.objectStore("chunks").count()), 2);
});

test("when nothing more may go, the disk is full and nothing else was let go", async () => {
  await twoPhotos();
  server.isUp = false;
  await recordPhoto(visit, uuid7(), 2000);
  await assert.rejects(withRoom(async () => full()), { name: "QuotaExceededError" });
  assert.equal((await allBlobs()).length, 4);
  assert.equal((await allRows()).filter(({ acked }) => !acked).length, 1);
});

test("a photo that a restored server lost is not safe any more, and goes again", async () => {
  const safe = await twoPhotos();
  for (const id of safe) server.done.delete(id);
  server.safeBlobs.clear();
  server.isUp = false;
  checkedPhotos.clear();
  server.isUp = true;
  const asked = server.requests.length;
  await settled();
  assert.ok(server.requests.slice(asked).some((path) => path === `blobs/${safe[0]}/done`));
  assert.ok((await allBlobs()).every((blob) => blob.done && !blob.safe));
});

/** A list of today with one stop, and a premises that is on no list. */
function town() {
  const [stop, near, far] = [uuid7(), uuid7(), uuid7()];
  server.show(near, "premises", { name: "op de lijst" });
  server.show(far, "premises", { name: "elders" });
  server.show(uuid7(), "day_list", { on: todayOn(), person_ids: [PERSON.id], stops: { [stop]: { premises_id: near, visit_id: uuid7() } } });
  server.show(uuid7(), "policy", { name: "chk-lp@1", policy_kind: "checklist", content: {}, effective_from_on: "2026-01-01" });
  return { near, far };
}

async function locked() {
  life.lockNow();
  await inside.dropping;
}

test("a locked phone keeps everything where nobody asked for less", async () => {
  const { far } = town();
  await settled();
  await locked();
  server.isUp = false;
  await life.unlock(words);
  assert.equal(documents.get(far)?.fields.name, "elders");
});

test("with keeps=today a locked phone holds today's list, policy and own work, and the rest comes back", async () => {
  server.keeps = "today";
  const { near, far } = town();
  life.lockNow(); // the next token says it
  await life.unlock(words);
  await settled();
  server.isUp = false;
  await record("visit.note", far, { near_address: "ja" });
  await record("visit.note", visit, { near_address: "ja" });
  const other = uuid7();
  server.isUp = true;
  await settled();
  server.show(other, "premises", { name: "ook elders" });
  await settled();
  assert.equal(documents.get(other)?.fields.name, "ook elders");
  await locked();
  server.isUp = false;
  await life.unlock(words);
  assert.equal(documents.get(near)?.fields.name, "op de lijst");
  assert.equal(documents.byKind("policy").length, 1);
  assert.equal(documents.get(other), null);
  server.isUp = true;
  await settled();
  assert.equal(documents.get(other)?.fields.name, "ook elders");
});

test("with keeps=today own unsent work and delivered photos without a backup stay on a locked phone", async () => {
  server.keeps = "today";
  life.lockNow();
  await life.unlock(words);
  await settled();
  await twoPhotos();
  server.isUp = false;
  await record("visit.note", visit, { near_address: "ja" });
  await locked();
  assert.equal((await allBlobs()).length, 2);
  await life.unlock(words);
  assert.equal(documents.get(visit)?.fields.near_address, "ja");
});

test("the quick lock drops it too, and the quick code still opens what is left", async () => {
  server.keeps = "today";
  const { near, far } = town();
  life.lockNow();
  await life.unlock(words);
  await settled();
  server.isUp = false;
  life.lockScreen();
  await inside.dropping;
  await life.unlockQuick("314159");
  await syncNow();
  life.lockNow();
  await life.unlock(words);
  assert.deepEqual([documents.get(near)?.fields.name, documents.get(far)], ["op de lijst", null]);
});

/** On the disk. */
const cursor = () => transact("fa-cache", "meta", "readonly", (tx) => tx.objectStore("meta").get("cursor"));

test("what the quick lock dropped is not fetched again before the code was given", async () => {
  server.keeps = "today";
  const { far } = town();
  life.lockNow();
  await life.unlock(words);
  await settled();
  life.lockScreen();
  await inside.dropping;
  await settled();
  assert.equal(await cursor(), null); // the manifest, which brings all, was not asked for
  await life.unlockQuick("314159");
  await syncNow();
  for (let i = 0; i < 100 && (await cursor()) === null; i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(documents.get(far)?.fields.name, "elders");
});

afterEach(() => {
  server.isUp = true;
});

test("what the quick lock dropped is not put back when storage is thrown away under the locked screen", async () => {
  server.keeps = "today";
  town();
  life.lockNow();
  await life.unlock(words);
  await settled();
  server.isUp = false;
  life.lockScreen();
  await inside.dropping;
  for (const name of ["fa-outbox", "fa-keys", "fa-cache"]) {
    await new Promise((resolve) => (globalThis.indexedDB.deleteDatabase(name).onsuccess = resolve));
  }
  await settled();
  assert.equal(await transact("fa-cache", "packs", "readonly", (tx) => tx.objectStore("packs").count()), 0);
});
