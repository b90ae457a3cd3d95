import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { effect, untracked } from "@preact/signals-core";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { PERSON } from "./rig/server.js";
import { todayOn } from "../../static/app/lib/dates.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { transact } from "../../static/app/store/db.js";
import { dropCache } from "../../static/app/store/documents.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { record } from "../../static/app/sync/record.js";
import { session } from "../../static/app/sync/session.js";
import { isWhole } from "../../static/app/sync/state.js";
import * as inside from "../../static/app/sync/unlock.js";
import { cache, documents, readAgain } from "../../static/app/sync/watch.js";
import { startVisit } from "../../static/app/ui/visit-start.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;
const [far, near, rivalled, visit, list] = [uuid7(), uuid7(), uuid7(), uuid7(), uuid7()];

beforeEach(async () => {
  life.lockNow();
  await inside.dropping;
  ({ server, words } = await newPhone());
  for (let i = 0; i < 1100; i += 1) server.show(uuid7(), "premises", { i });
  server.show(far, "premises", { name: "Ver" });
  server.show(near, "premises", { name: "Dichtbij" });
  server.show(rivalled, "premises", { name: "Twee namen" });
  server.documents.get(rivalled).rivals = { name: [{ operation: "a:1", value: "Andere naam", by: PERSON.id, made_at: "2026-11-20T19:00:00Z" }] };
  server.show(visit, "visit", { leader_id: PERSON.id, premises_id: near, opened_at: "2026-11-20T19:00:00Z" });
  server.show(list, "day_list", { on: todayOn(), person_ids: [PERSON.id], stops: { s1: { premises_id: near, visit_id: visit, order: 1 } } });
  await settled();
});

async function opened() {
  life.lockNow();
  await inside.dropping;
  assert.equal(await life.unlock(words), "open");
}

test("with very many premises an unlock shows what the first screens need before the rest was read", async () => {
  await opened();
  assert.equal(isWhole.value, false);
  assert.deepEqual([near, rivalled, visit, list].map((id) => documents.get(id)?.id), [near, rivalled, visit, list]);
  assert.equal(documents.get(far), null);
  await readAgain();
  assert.equal(isWhole.value, true);
  assert.equal(documents.get(far)?.fields.name, "Ver");
  assert.equal(cache.documents.size, server.documents.size);
});

test("what was recorded and what comes in before all was read lose none of the rest", async () => {
  await opened();
  assert.equal(isWhole.value, false);
  await record("visit.note", visit, { near_address: "ja" });
  assert.equal(documents.get(visit)?.fields.near_address, "ja");
  server.show(uuid7(), "premises", { name: "Nieuw" });
  await syncNow();
  await opened();
  await settled();
  assert.equal(cache.documents.size, server.documents.size);
});

test("news from another tab in the middle of an unlock lets no part pass for all there is", async () => {
  life.lockNow();
  await inside.dropping;
  server.isUp = false;
  /** @type {Promise<void> | undefined} */
  let reading;
  const stop = effect(() => void (session.value && (reading ??= untracked(readAgain))));
  await life.unlock(words);
  stop();
  await reading;
  assert.ok(!isWhole.value || cache.documents.size === server.documents.size);
  await syncNow();
  await readAgain();
  assert.equal(documents.get(far)?.fields.name, "Ver");
});

test("at the door of a home a visit is one to a home, also when it begins before all was read", async () => {
  server.show(far, "premises", { name: "Ver", premises_type: "woning", is_dwelling: true });
  await settled();
  await opened();
  assert.equal(documents.get(far), null);
  /** @type {any[]} */
  const asked = [];
  await startVisit(async (...given) => asked.push(given) > 1, { premises_id: far }, null);
  assert.equal(asked[0][2].visit_kind, "home_address");
});

test("what was read first stays when the packs are thrown away before they were read", async () => {
  await opened();
  await dropCache();
  await readAgain();
  assert.equal(documents.get(near)?.fields.name, "Dichtbij");
});

test("a change of what is near is in the small copy too", async () => {
  server.show(near, "premises", { name: "Andere naam" });
  await settled();
  await opened();
  assert.equal(isWhole.value, false);
  assert.equal(documents.get(near)?.fields.name, "Andere naam");
});

test("a small copy that the last write does not vouch for counts for nothing", async () => {
  await transact("fa-cache", "meta", "readwrite", async (tx) => {
    const meta = tx.objectStore("meta");
    await meta.put((await meta.get("x")) + 1, "x"); // as the build before does
  });
  await opened();
  assert.equal(isWhole.value, true);
  assert.equal(documents.get(far)?.fields.name, "Ver");
});

test("a small copy with a byte that differs costs nothing but time", async () => {
  await transact("fa-cache", "meta", "readwrite", async (tx) => {
    const copy = await tx.objectStore("meta").get("near");
    copy.parts[0][40] ^= 1;
    await tx.objectStore("meta").put(copy, "near");
  });
  await opened();
  assert.equal(isWhole.value, true);
  assert.equal(cache.documents.size, server.documents.size);
});

test("a phone that keeps today only drops the rest also when it is locked before that was read", async () => {
  server.keeps = "today";
  await settled();
  await transact("fa-keys", "phones", "readwrite", async (tx) => {
    const [phone] = await tx.objectStore("phones").getAll();
    await tx.objectStore("phones").put({ ...phone, keeps: "today" });
  });
  await life.unlock(words);
  await opened();
  life.lockNow();
  await inside.dropping;
  assert.equal(await transact("fa-cache", "meta", "readonly", (tx) => tx.objectStore("meta").get("near")), undefined);
  server.isUp = false;
  await life.unlock(words);
  await readAgain();
  assert.equal(documents.get(near)?.fields.name, "Dichtbij");
  assert.equal(documents.get(far), null);
});
