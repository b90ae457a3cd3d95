import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { answer, kill, open, visit } from "./rig/visits.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { acknowledged, changeRows } from "../../static/app/store/answers.js";
import { allRows, countUnsent } from "../../static/app/store/outbox.js";
import * as life from "../../static/app/sync/phone.js";
import { syncNow } from "../../static/app/sync/loop.js";
import { baseOf, record, saved } from "../../static/app/sync/record.js";
import { followBadge } from "../../static/app/sync/badge.js";
import { endStream } from "../../static/app/sync/session.js";
import { cache, documents, queue, strip } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;

beforeEach(async () => {
  ({ server, words } = await newPhone());
});

test("what is recorded is on the disk before it is called saved, and on the screen at once", async () => {
  server.isUp = false;
  await open();
  const flag = saved(visit, "answers.nooduitgang_vrij");
  assert.equal(flag.value, false);
  const work = answer("nooduitgang_vrij", "in_orde");
  assert.equal(flag.value, false);
  await work;
  assert.equal(flag.value, true);
  assert.equal((await allRows()).length, 2);
  assert.equal(documents.get(visit)?.fields.answers.nooduitgang_vrij.value, "in_orde");
  assert.equal(documents.get(visit)?.unsent, true);
});

test("a visit with twelve answers is one wijziging", async () => {
  server.isUp = false;
  await open();
  for (let i = 0; i < 12; i += 1) await answer(`item_${i}`, "in_orde");
  await settled();
  assert.equal(strip.value.unsent, 1);
  assert.equal(await countUnsent(), 1);
  assert.equal(strip.value.state, "local");
});

test("two visits to the same premises are two wijzigingen", async () => {
  server.isUp = false;
  await open();
  await open(uuid7());
  await settled();
  assert.equal(await countUnsent(), 2);
});

test("a visit is one wijziging also while a restored server misses its beginning", async () => {
  await open();
  await settled();
  server.isUp = false;
  await answer("a", "in_orde");
  await settled();
  server.restore();
  server.isUp = true;
  let pushes = 0;
  server.cut = (path) => path === "push" && (pushes += 1) > 1;
  await settled();
  assert.ok((await allRows()).every((row) => !row.acked));
  assert.equal(await countUnsent(), 1);
});

test("a visit with held work on it is one wijziging also while a restored server misses all of it", async () => {
  server.outcomeOf = () => ({ outcome: "held", code: "no_permission" });
  await open();
  await settled();
  server.outcomeOf = () => ({ outcome: "applied", code: null });
  await answer("a", "in_orde");
  await settled();
  assert.deepEqual(queue.value.map(({ state }) => state).sort(), ["held", "sent"]);
  server.restore();
  let pushes = 0;
  server.cut = (path) => path === "push" && (pushes += 1) > 1;
  await settled();
  assert.ok((await allRows()).every((row) => !row.acked));
  assert.equal(await countUnsent(), 1);
});

test("work recorded without a connection is there after the page is killed, and goes when the server is back", async () => {
  server.isUp = false;
  await open();
  await answer("nooduitgang_vrij", "niet_in_orde");
  kill();
  assert.equal(documents.get(visit), null);
  await life.start();
  assert.equal(life.phone.value.state, "locked");
  assert.equal(life.phone.value.unsent, 1);
  assert.equal(await life.unlock(words), "open");
  assert.equal(documents.get(visit)?.fields.answers.nooduitgang_vrij.value, "niet_in_orde");
  await settled();
  server.isUp = true;
  await settled();
  assert.equal(server.count(), 2);
  assert.equal(life.phone.value.unsent, 0);
  assert.equal(strip.value.state, "sent");
});

test("a locked phone sends what it holds without being unlocked", async () => {
  server.isUp = false;
  await open();
  await settled();
  kill();
  server.isUp = true;
  await life.start();
  await settled();
  assert.equal(server.count(), 1);
  assert.equal(await countUnsent(), 0);
  assert.ok(!server.requests.slice(server.requests.lastIndexOf("push")).includes("pull"));
});

test("own work stays laid over until the pull says that the document has it", async () => {
  await open();
  await answer("nooduitgang_vrij", "in_orde");
  server.spoil = (path, said) => (path === "pull" ? new Response("<html>portal</html>", { status: 200 }) : said);
  await settled();
  assert.equal(documents.get(visit)?.fields.answers.nooduitgang_vrij.value, "in_orde");
  assert.equal(documents.get(visit)?.unsent, false);
  server.spoil = null;
  server.show(visit, "visit", { premises_id: "p", answers: { nooduitgang_vrij: { value: "in_orde" } } });
  await settled();
  assert.equal(documents.get(visit)?.version, server.documents.get(visit).version);
  assert.equal(documents.get(visit)?.fields.reason, undefined);
});

test("a held operation stays on the screen, marked with its reason, and counts as not arrived", async () => {
  server.outcomeOf = () => ({ outcome: "held", code: "visit.closed" });
  await open();
  await settled();
  assert.deepEqual(documents.get(visit)?.held.map(({ code }) => code), ["visit.closed"]);
  assert.equal(documents.get(visit)?.fields.reason, "routine");
  assert.equal(strip.value.state, "failed");
  assert.equal(queue.value[0]?.state, "held");
});

test("an act changes nothing on the screen but that it waits", async () => {
  server.show(visit, "visit", { premises_id: "p", answers: {} });
  await settled();
  server.isUp = false;
  await record("visit.close", visit, { outcome: "afgerond", statement: true });
  assert.deepEqual(documents.get(visit)?.waiting_acts, ["visit.close"]);
  assert.equal(documents.get(visit)?.fields.outcome, undefined);
});

test("the base of an edit is the version that was shown when it began", async () => {
  server.show(visit, "visit", { premises_id: "p", answers: {} });
  await settled();
  const base = baseOf(visit);
  server.show(visit, "visit", { premises_id: "p", answers: { a: { value: "in_orde" } } });
  await settled();
  await answer("a", "niet_in_orde", visit, { base });
  const rows = documents.get(visit);
  assert.equal(rows?.fields.answers.a.value, "niet_in_orde");
  assert.notEqual(baseOf(visit), base);
});

test("an answer of a portal changes nothing: neither outbox nor cursor", async () => {
  await open();
  const before = cache.cursor;
  server.spoil = () => new Response("<html>Log in</html>", { status: 200, headers: { "Content-Type": "text/html" } });
  assert.equal(await syncNow(), "offline");
  assert.equal((await allRows()).every((row) => !row.acked), true);
  assert.equal(cache.cursor, before);
  assert.equal(strip.value.state, "local");
});

test("the same answer lost twice makes no second operation", async () => {
  await settled();
  let lost = 2;
  server.spoil = (path, said) => {
    if (path !== "push" || lost === 0) return said;
    lost -= 1;
    throw new TypeError("Failed to fetch");
  };
  await open();
  await settled();
  await settled();
  assert.equal(server.count(), 1);
  assert.equal(life.phone.value.unsent, 0);
});

test("a phone that holds nothing pushes nothing", async () => {
  server.requests = [];
  await settled();
  assert.ok(!server.requests.includes("push"));
});

test("a server that says behind without saying what it misses is asked once each exchange", async () => {
  await open();
  await settled();
  server.requests = [];
  server.spoil = (path, said) => (path === "push" ? { status: 409, type: "behind", have: server.lastMarks } : said);
  const [row] = await allRows();
  server.lastMarks = { [row.stream]: [1, row.h.slice(0, 8)] };
  await syncNow();
  server.spoil = null;
  assert.ok(server.requests.filter((path) => path === "push").length <= 2);
});

test("a reset brings the manifest: what left goes, what differs is fetched, and the outbox is untouched", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  server.show("q", "premises", { address: { text: "Molenstraat 41" } });
  await settled();
  server.isUp = false;
  await open();
  await settled();
  server.isUp = true;
  server.restore();
  server.documents.delete("q");
  await settled();
  assert.equal(documents.get("q"), null);
  assert.equal(documents.get("p")?.version, server.documents.get("p").version);
  assert.ok(server.requests.includes("manifest"));
  assert.equal((await allRows()).length, 1);
});

test("a document that left the scope is gone, own waiting work on it is not", async () => {
  server.show(visit, "visit", { premises_id: "p", answers: {} });
  await settled();
  server.outcomeOf = () => ({ outcome: "held", code: "no_permission" });
  await answer("a", "in_orde");
  server.hide(visit);
  await settled();
  assert.equal(documents.get(visit)?.version, null);
  assert.equal(documents.get(visit)?.fields.answers.a.value, "in_orde");
});

test("pages are shown only when all are there", async () => {
  server.pageSize = 2;
  for (const id of ["a", "b", "c", "d", "e"]) server.show(id, "premises", { address: { text: id } });
  let pages = 0;
  server.spoil = (path, said) => {
    if (path === "pull" && (pages += 1) === 3) throw new TypeError("Failed to fetch");
    return said;
  };
  await syncNow();
  assert.equal(documents.byKind("premises").length, 0);
  server.spoil = null;
  await settled();
  assert.equal(documents.byKind("premises").length, 5);
});

test("a page that was unlocked twice writes two streams that follow each other", async () => {
  await open();
  endStream();
  await answer("a", "in_orde");
  const rows = await allRows();
  assert.notEqual(rows[0]?.stream, rows[1]?.stream);
  assert.deepEqual(rows.map((row) => row.n), [1, 1]);
});

test("the icon of the app bears what is only on this phone, also while locked", async () => {
  /** @type {number[]} */
  const shown = [];
  const was = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const fake = { setAppBadge: async (n) => void shown.push(n), clearAppBadge: async () => void shown.push(0) };
  Object.defineProperty(globalThis, "navigator", { value: fake, configurable: true });
  const stop = followBadge();
  try {
    server.isUp = false;
    await open();
    await settled();
    assert.equal(shown.at(-1), 1);
    kill();
    assert.equal(shown.at(-1), 1);
    server.isUp = true;
    await settled();
    assert.equal(shown.at(-1), 0);
  } finally {
    stop();
    delete (/** @type {any} */ (globalThis).navigator);
    if (was) Object.defineProperty(globalThis, "navigator", was);
  }
});

test("a lock screen counts what was recorded just before", async () => {
  server.isUp = false;
  await settled();
  await open();
  life.lockScreen();
  assert.equal(life.phone.value.unsent, 1);
  await answer("nooduitgang_vrij", "in_orde", uuid7());
  kill();
  assert.equal(life.phone.value.unsent, 2);
});

test("a lock screen follows what another tab records and sends", async () => {
  server.isUp = false;
  await open();
  await new Promise((resolve) => setTimeout(resolve, 350)); // the exchange that recording asked for is over
  kill();
  assert.equal(life.phone.value.unsent, 1);
  const [row] = await allRows();
  await changeRows(new Set([row.seq]), (now) => acknowledged(now, new Date().toISOString()));
  const otherTab = new BroadcastChannel("fieldapp");
  otherTab.postMessage("changed");
  for (let i = 0; i < 50 && life.phone.value.unsent > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  otherTab.close();
  assert.equal(life.phone.value.unsent, 0);
});

test("other tabs hear of what went before the connection was lost", async () => {
  await settled();
  server.isUp = false;
  await open();
  await settled();
  const otherTab = new BroadcastChannel("fieldapp");
  let heard = 0;
  otherTab.onmessage = async () => {
    heard += (await countUnsent()) === 0 ? 1 : 0;
  };
  server.isUp = true;
  server.cut = (path) => path === "pull";
  await syncNow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  otherTab.close();
  assert.equal(await countUnsent(), 0);
  assert.ok(heard > 0);
});
