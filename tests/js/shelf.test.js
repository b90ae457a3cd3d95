import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { effect } from "@preact/signals-core";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { orderOf } from "../../static/app/lib/first.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { inSlices } from "../../static/app/lib/slices.js";
import { bucketOf, partOf, Shelf } from "../../static/app/store/shelf.js";
import { syncNow } from "../../static/app/sync/loop.js";
import { record } from "../../static/app/sync/record.js";
import { cache, documents } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;

beforeEach(async () => {
  ({ server } = await newPhone());
});

const made = (/** @type {string} */ id, /** @type {string} */ kind, /** @type {number} */ position, /** @type {any} */ more = {}) => ({ id, kind, version: `${position}.aa`, fields: {}, ...more });

test("a shelf answers by id and by kind, knows what has rivals, and which version is the newest", () => {
  const [one, two] = [made("a", "visit", 9), made("b", "premises", 10, { rivals: { name: [] } })];
  const shelf = new Shelf(new Map([[bucketOf("a"), partOf([one])], [bucketOf("b"), partOf([two, made("b2", "visit", 3, { rivals: {} })])]]));
  assert.deepEqual([shelf.get("a"), shelf.has("b"), shelf.has("c"), shelf.size], [one, true, false, 3]);
  assert.deepEqual(shelf.ofKind("visit").map(({ id }) => id).sort(), ["a", "b2"]);
  assert.deepEqual(shelf.rivalled(), [two]);
  assert.equal(shelf.newest(), "10.aa");
  assert.equal(new Shelf().newest(), null);
});

test("whoever reads a shelf while a pull comes in keeps the state before it", async () => {
  const premises = uuid7();
  server.show(premises, "premises", { name: "Eerst" });
  await settled();
  const before = cache.documents;
  server.show(premises, "premises", { name: "Later" });
  await settled();
  assert.equal(before.get(premises)?.fields.name, "Eerst");
  assert.equal(cache.documents.get(premises)?.fields.name, "Later");
});

test("a pull that brings nothing new draws nothing again", async () => {
  server.show(uuid7(), "premises", {});
  await settled();
  let draws = -1;
  const stop = effect(() => {
    documents.version.value;
    draws += 1;
  });
  await settled();
  assert.equal(draws, 0);
  server.show(uuid7(), "premises", {});
  await syncNow();
  stop();
  assert.ok(draws > 0);
});

test("an answer in a visit is no news for the list of premises", async () => {
  const visit = uuid7();
  server.show(uuid7(), "premises", {});
  server.show(visit, "visit", { opened_at: "2026-11-20T19:00:00Z" });
  await settled();
  const [premises, visits] = [documents.stampOf("premises"), documents.stampOf("visit")];
  await record("visit.note", visit, { near_address: "ja" });
  assert.equal(documents.stampOf("premises"), premises);
  assert.notEqual(documents.stampOf("visit"), visits);
});

test("packs of a kind are the same lists until a pull touches them, and own work stands in the place of the server's", async () => {
  const [mine, others] = [uuid7(), Array.from({ length: 40 }, uuid7)];
  for (const id of [mine, ...others]) server.show(id, "visit", { opened_at: "2026-11-20T19:00:00Z" });
  await settled();
  const before = documents.packsOf("visit");
  assert.equal(before.own.size, 0);
  await record("visit.note", mine, { near_address: "ja" });
  const noted = documents.packsOf("visit");
  assert.deepEqual(noted.packs, before.packs);
  assert.equal(noted.own.get(mine)?.fields.near_address, "ja");
  assert.equal(documents.byKind("visit").filter(({ id }) => id === mine).length, 1);
  server.show(mine, "visit", { opened_at: "2026-11-20T20:00:00Z" });
  await settled();
  const changed = documents.packsOf("visit").packs.filter((pack, i) => pack !== before.packs[i]);
  assert.deepEqual(changed.map((pack) => pack.some(({ id }) => id === mine)), [true]);
  assert.deepEqual(documents.packsOf("premises"), { packs: [], own: new Map() });
});

test("a document that did not change keeps its form, so that nothing is worked out twice", async () => {
  const [same, other] = [uuid7(), uuid7()];
  for (const id of [same, other]) server.show(id, "premises", { name: "Zaak" });
  await settled();
  const [one, two] = [documents.get(same), documents.get(other)];
  server.show(other, "premises", { name: "Andere zaak" });
  await settled();
  assert.equal(documents.get(same), one);
  assert.notEqual(documents.get(other), two);
});

test("long work lets others in between and is left when nobody wants it any more", async () => {
  /** @type {unknown[]} */
  const order = [];
  setTimeout(() => order.push("tap"));
  const slow = (/** @type {number} */ n) => {
    for (const until = performance.now() + 12; performance.now() < until; );
    order.push(n);
  };
  await inSlices([1, 2, 3, 4, 5, 6], slow, () => order.length < 4);
  assert.ok(order.includes("tap"));
  assert.ok(!order.includes(6));
});

test("premises stand by street and number, whatever their capitals and accents", () => {
  const streets = ["Ägidiusstraat 2", "Zand 1", "lantaarnkade 10", "Lantaarnkade 9", "Lantaarnkade 9 B", "Lantaarnkade 9 A"];
  const sorted = [...streets].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  assert.deepEqual(sorted, ["Ägidiusstraat 2", "Lantaarnkade 9", "Lantaarnkade 9 A", "Lantaarnkade 9 B", "lantaarnkade 10", "Zand 1"]);
});
