import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { transact } from "../../static/app/store/db.js";
import { strike } from "../../static/app/store/journal.js";
import { allRows, countUnsent } from "../../static/app/store/outbox.js";
import { trouble } from "../../static/app/sync/contact.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { record } from "../../static/app/sync/record.js";
import { decisions, documents, setSeen, strip, unreadable } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;
const visit = uuid7();

/** Four operations in one stream and one in a later stream, all waiting. */
beforeEach(async () => {
  ({ server, words } = await newPhone());
  server.isUp = false;
  for (let i = 0; i < 4; i += 1) await record("visit.note", visit, { zaak_id: `Z-${i}` });
  life.lockNow();
  await life.unlock(words);
  await record("visit.note", visit, { zaak_id: "Z-later" });
  await settled();
});

/** On the disk and, if bytes are lost, in the journal too. @param {number} at @param {object} change_ @param {{isNoted?: boolean}} [options] */
async function change(at, change_, { isNoted = false } = {}) {
  if ("envelope" in change_ && !isNoted) await strike([/** @type {any} */ (await allRows())[at]]);
  await transact("fa-outbox", "rows", "readwrite", async (tx) => {
    const store = tx.objectStore("rows");
    const all = await store.getAll();
    await store.put({ ...all[at], ...change_ });
  });
}

test("a damaged envelope that the journal still has is mended from there, and nothing is lost", async () => {
  await change(1, { envelope: new Uint8Array(689) }, { isNoted: true });
  server.isUp = true;
  await settled();
  assert.equal(server.count(), 5);
  assert.deepEqual((await allRows()).map((row) => row.acked), [1, 1, 1, 1, 1]);
  assert.equal(decisions.value.length, 0);
});

test("one damaged envelope holds up nothing behind it, and is a hole at the server", async () => {
  await change(1, { envelope: new Uint8Array(689) });
  server.isUp = true;
  await settled();
  assert.equal(server.count(), 4);
  assert.deepEqual((await allRows()).map((row) => row.acked), [1, 0, 1, 1, 1]);
  assert.deepEqual([...server.holes.values()].flat(), [[2, 2]]);
  assert.equal(await countUnsent(), 0, "it will never go, so it does not wait");
});

test("a damaged operation is said with what was in it, until its maker has seen it", async () => {
  await change(1, { envelope: new Uint8Array(689) });
  server.isUp = true;
  await settled();
  assert.deepEqual(decisions.value.map(({ state, op }) => [state, op?.body]), [["damaged", { zaak_id: "Z-1" }]]);
  assert.deepEqual([strip.value.state, strip.value.failed], ["failed", 1]);
  assert.notEqual(documents.get(visit)?.fields.zaak_id, "Z-1");
  await setSeen(decisions.value);
  assert.equal(strip.value.failed, 0);
});

test("the last operation of a stream may be the damaged one", async () => {
  await change(4, { envelope: new Uint8Array(3) });
  server.isUp = true;
  await settled();
  assert.equal(server.count(), 4);
  assert.deepEqual([...server.holes.values()].flat(), [[1, 1]]);
});

test("one whole envelope that the server will not take holds up nothing, is said, and is offered again", async () => {
  const [, second] = await allRows();
  const push = server.push.bind(server);
  let refuses = true;
  server.push = (bytes) => (refuses && Buffer.from(bytes).includes(Buffer.from(second.envelope)) ? { status: 413, type: "too_large" } : push(bytes));
  server.isUp = true;
  await settled();
  assert.deepEqual((await allRows()).map((row) => row.acked), [1, 0, 1, 1, 1]);
  assert.equal(trouble.value?.slug, "one_refused");
  assert.equal(await countUnsent(), 1);
  refuses = false;
  await settled();
  assert.equal(server.count(), 5);
  assert.deepEqual([...server.holes.values()].flat(), []);
  assert.equal(trouble.value, null);
});

test("a server that refuses everything is not asked a hundred times", async () => {
  server.push = () => ({ status: 400, type: "bad_request" });
  server.isUp = true;
  server.requests = [];
  await syncNow();
  assert.ok(server.requests.filter((path) => path === "push").length < 10);
  assert.ok((await allRows()).every((row) => !row.damaged));
});

test("an operation that this phone can no longer read still goes, and is said", async () => {
  await change(0, { local: new Uint8Array(40) });
  life.lockNow();
  await life.unlock(words);
  await settled();
  assert.equal(unreadable.value, 1);
  server.isUp = true;
  await settled();
  assert.equal(server.count(), 5);
  assert.equal(unreadable.value, 0);
});

test("a server that lost one operation inside a stream gets it again", async () => {
  server.isUp = true;
  await settled();
  const [row] = await allRows();
  server.kept.get(row.stream)[1] = null;
  server.holes.set(row.stream, [[2, 2]]);
  await settled();
  assert.equal(server.count(), 5);
  assert.deepEqual([...server.holes.values()].flat(), []);
});
