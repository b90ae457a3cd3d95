import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshStorage, hurry } from "./rig/browser.js";
import { link, newPhone, settled } from "./rig/phone.js";
import { PERSON } from "./rig/server.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { transact } from "../../static/app/store/db.js";
import { loadDraft, saveDraft } from "../../static/app/store/drafts.js";
import { acknowledged, changeRows } from "../../static/app/store/answers.js";
import { allRows, countUnsent } from "../../static/app/store/outbox.js";
import { activePhone, changePhone, destroyWraps } from "../../static/app/store/phones.js";
import * as life from "../../static/app/sync/phone.js";
import { syncNow } from "../../static/app/sync/loop.js";
import { baseOf, record, saved } from "../../static/app/sync/record.js";
import { followBadge } from "../../static/app/sync/badge.js";
import { endStream, sealNext } from "../../static/app/sync/session.js";
import { cache, documents, me, queue, strip } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;

beforeEach(async () => {
  ({ server, words } = await newPhone());
});

/** A page that was killed and opened again: nothing is left in memory. */
function kill() {
  life.lockNow();
}

const visit = uuid7();
const open = (id = visit) => record("visit.open", id, { premises_id: "p", visit_kind: "licensed_premises", reason: "routine" });
const answer = (item, value, id = visit, options = {}) => record("visit.answer", id, { [`answers.${item}`]: { value } }, options);

test("a phone is enrolled with four words and a quick code, and shows what the server has", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  await settled();
  assert.equal(life.phone.value.state, "open");
  assert.equal(documents.get("p")?.fields.address.text, "Lantaarnkade 12");
  assert.equal(me.value?.name, PERSON.name);
  assert.equal(words.split(" ").length, 4);
});

test("an exchange that began before the phone was open does not pass for the first pull", async () => {
  kill();
  await freshStorage();
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  const { words: given } = await life.enrol("ABCD2345");
  await life.confirmWords(given);
  const early = syncNow();
  await life.finish();
  await early;
  assert.equal(documents.get("p")?.fields.address.text, "Lantaarnkade 12");
});

test("without the server the last step of enrolment says so, and can be done again", async () => {
  kill();
  await freshStorage();
  const { words: given } = await life.enrol("ABCD2345");
  await life.confirmWords(given);
  server.isUp = false;
  await assert.rejects(life.finish(), { slug: "first_time_online" });
  server.isUp = true;
  await life.finish();
  assert.equal(life.phone.value.state, "open");
});

test("wrong words at enrolment are not confirmed and nothing is kept", async () => {
  kill();
  await freshStorage();
  await life.enrol("ABCD2345");
  assert.equal(await life.confirmWords("een twee drie vier"), false);
  assert.equal(await activePhone(), null);
});

test("a browser that does not keep keys is refused with the reason, before the code is used up", async () => {
  await freshStorage();
  server.requests = [];
  const { IDBObjectStore } = globalThis;
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...key) {
    if (value instanceof CryptoKey) throw new DOMException("could not be cloned", "DataCloneError");
    return put.call(this, value, ...key);
  };
  try {
    await assert.rejects(life.enrol("ABCD-2345"), ({ slug, text }) => slug === "unsupported" && text.includes("isolatiemodus"));
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  assert.deepEqual(server.requests, []);
});

test("a wrong code says why and leaves nothing behind", async () => {
  kill();
  await freshStorage();
  await assert.rejects(life.enrol("WRNG-2345"), { slug: "code_unknown" });
  assert.equal(await activePhone(), null);
});

test("a server whose keys are not signed by it is refused", async () => {
  kill();
  await freshStorage();
  server.spoil = (path, said) => (path === "enrol" ? { ...said, server_keys: [{ ...said.server_keys[0], kid: 2 }] } : said);
  await assert.rejects(life.enrol("ABCD2345"), { slug: "server_untrusted" });
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

const kidsWritten = async () => (await allRows()).map(({ envelope }) => new DataView(envelope.buffer, envelope.byteOffset).getUint32(28));

test("a new key of the server is sealed to from the next unlock on", async () => {
  await open();
  server.kids = [1, 2];
  for (let i = 0; i < 2; i += 1) {
    life.lockNow();
    await life.unlock(words);
    await settled();
  }
  await answer("a", "in_orde");
  assert.deepEqual(await kidsWritten(), [1, 2]);
});

test("a key that the installation did not sign is not taken, and stops nothing", async () => {
  server.kids = [1, 2];
  server.spoil = (path, said) => {
    if (path === "token" && said.server_keys) said.server_keys[1].signature = said.server_keys[0].signature;
    return said;
  };
  life.lockNow();
  await life.unlock(words);
  await settled();
  await open();
  await settled();
  assert.deepEqual(await kidsWritten(), [1]);
  assert.equal(await countUnsent(), 0);
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

test("a restored server gets everything again in order", async () => {
  await open();
  await answer("a", "in_orde");
  await settled();
  assert.equal(life.phone.value.unsent, 0);
  server.restore();
  assert.equal(server.count(), 0);
  await answer("b", "in_orde");
  await settled();
  assert.equal(server.count(), 3);
  assert.equal(life.phone.value.unsent, 0);
});

test("a restored server gets everything again though nothing new was recorded, also from a locked phone", async () => {
  await open();
  await answer("a", "in_orde");
  await settled();
  server.restore();
  await settled();
  assert.equal(server.count(), 2);
  server.restore();
  life.lockNow();
  await settled();
  assert.equal(server.count(), 2);
  assert.equal(life.phone.value.unsent, 0);
});

test("a restored server gets the work of an older enrolment again", async () => {
  const dev = await linkedAgain();
  server.restore();
  server.dev = dev;
  await settled();
  assert.equal(server.count(), 1);
});

/** Ten wrong words ended an enrolment with work in it, and the phone was linked again; answers the keys of the one before. */
async function linkedAgain() {
  await open();
  await settled();
  const { phone } = /** @type {any} */ (await activePhone());
  const { dev } = server;
  await destroyWraps(phone, "destroyed", "tries");
  kill();
  await link();
  return dev;
}

/** Two backups hold all that came. */
const backedUp = async () => Object.fromEntries((await allRows()).map(({ stream, n, h }) => [stream, [n, h.slice(0, 8)]]));

test("work of an older enrolment goes from the phone once two backups hold it", async () => {
  const dev = await linkedAgain();
  server.dev = dev;
  await settled();
  assert.equal((await allRows()).length, 1, "no backup holds it");
  server.safe = await backedUp();
  await settled();
  assert.equal((await allRows()).length, 0);
});

test("work of an enrolment whose keys were lost goes once two backups hold it", async () => {
  await open();
  await settled();
  kill();
  await transact("fa-keys", ["phones", "meta"], "readwrite", async (tx) => {
    await tx.objectStore("phones").clear();
    await tx.objectStore("meta").clear();
  });
  await link();
  assert.equal((await allRows()).length, 1);
  server.safe = await backedUp();
  await settled();
  assert.equal((await allRows()).length, 0);
});

test("a blocked phone says that it is empty only when work of enrolments before it went too", async () => {
  await settled();
  kill();
  await transact("fa-keys", ["phones", "meta"], "readwrite", async (tx) => {
    await tx.objectStore("phones").clear();
    await tx.objectStore("meta").clear();
  });
  await link();
  await open();
  await transact("fa-outbox", "rows", "readwrite", async (tx) => {
    for (const row of await tx.objectStore("rows").getAll()) await tx.objectStore("rows").put({ ...row, phone: "0199e5f0-0000-7000-8000-000000000000", acked: 0, unsent: row.group });
  });
  server.cut = (path) => path === "push";
  server.deviceState = "blocked";
  await settled();
  assert.ok(!server.requests.includes("emptied"), "one row waits");
  server.cut = null;
  await settled();
  assert.ok(server.requests.includes("emptied"));
  assert.equal(life.phone.value.state, "emptied");
});

test("a server whose clock is a month ahead takes no delivered work from the phone", async () => {
  await open();
  await settled();
  server.spoil = (path, said) => (path === "push" ? { ...said, server_time: new Date(Date.now() + 31 * 86_400_000).toISOString() } : said);
  await settled();
  server.spoil = null;
  assert.equal((await allRows()).length, 1);
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

test("the words are counted on the disk, and after ten wrong ones nothing here can be read while the work still goes", async () => {
  server.isUp = false;
  await open();
  await settled();
  kill();
  for (let i = 1; i < 10; i += 1) assert.equal(await life.unlock("een twee drie vier"), "wrong");
  assert.equal(life.phone.value.wrong_left, 1);
  assert.equal((await activePhone())?.wrong, 9);
  assert.equal(await life.unlock("een twee drie vier"), "destroyed");
  assert.equal(life.phone.value.state, "new");
  assert.equal(life.phone.value.reason, "destroyed");
  assert.equal(await life.unlock(words), "destroyed");
  const left = await activePhone();
  assert.deepEqual([left?.wraps, left?.secrets], [[], null]);
  server.isUp = true;
  await settled();
  assert.equal(server.count(), 1);
  assert.equal(await countUnsent(), 0);
});

test("the right words after wrong ones start the count again, and case and spacing do not matter", async () => {
  kill();
  await life.unlock("een twee drie vier");
  assert.equal(await life.unlock(`  ${words.toUpperCase().replaceAll(" ", " - ")} `), "open");
  assert.equal((await activePhone())?.wrong, 0);
});

test("a phone that was destroyed can be enrolled again beside its old work", async () => {
  server.isUp = false;
  await open();
  await settled();
  kill();
  for (let i = 0; i < 10; i += 1) await life.unlock("fout");
  server.isUp = true;
  server.spoil = (path, said) => (path === "push" ? { status: 503, type: "unavailable" } : said);
  const again = await link();
  assert.equal(life.phone.value.state, "open");
  assert.equal(documents.get(visit), null);
  assert.equal((await allRows()).length, 1);
  assert.notEqual(again, words);
});

test("the locked screen opens with the quick code, and five wrong ones lock for good", async () => {
  life.lockScreen();
  assert.equal(life.phone.value.state, "screen_locked");
  assert.equal(await life.unlockQuick("111111"), "wrong");
  assert.equal(await life.unlockQuick("314159"), "open");
  life.lockScreen();
  for (let i = 0; i < 4; i += 1) assert.equal(await life.unlockQuick("000000"), "wrong");
  assert.equal(await life.unlockQuick("000000"), "locked");
  assert.equal(life.phone.value.reason, "wrong_codes", "the next screen says why it asks for four words");
  assert.equal(life.phone.value.state, "locked");
  assert.equal(await life.unlockQuick("314159"), "locked");
});

test("a blocked phone can be read no more at once, still delivers, and says when it is empty", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  await settled();
  server.isUp = false;
  await open();
  await settled();
  server.isUp = true;
  server.deviceState = "blocked";
  await settled();
  assert.equal(documents.get("p"), null);
  assert.equal(server.count(), 1);
  assert.equal(life.phone.value.state, "emptied");
  assert.equal(strip.value.state, "blocked");
  assert.ok(server.requests.includes("emptied"));
  assert.equal(await life.unlock(words), "destroyed");
});

test("a phone that was blocked and is linked again no longer says that it is blocked", async () => {
  server.deviceState = "blocked";
  await settled();
  assert.equal(strip.value.state, "blocked");
  server.deviceState = "enrolled";
  const again = await life.enrol("ABCD-2345");
  await life.confirmWords(again.words);
  assert.notEqual(strip.value.state, "blocked");
  await life.finish();
  await settled();
  assert.deepEqual([life.phone.value.state, strip.value.state], ["open", "sent"]);
});

test("a blocked phone that a restored server no longer knows is erased too", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  await settled();
  server.tokens = new Map();
  server.spoil = (path, said) => (path === "token" ? { status: 403, type: "device_revoked" } : said);
  await settled();
  assert.equal((await activePhone())?.state, "revoked");
  assert.equal(documents.get("p"), null);
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

test("a phone that is taken in sends everything first, and is readable until it is erased", async () => {
  server.isUp = false;
  await open();
  await answer("nooduitgang_vrij", "in_orde");
  await settled();
  server.isUp = true;
  server.deviceState = "taken_in";
  server.spoil = (path, said) => (path === "push" ? { status: 503, type: "unavailable" } : said);
  await settled();
  assert.deepEqual([life.phone.value.state, life.phone.value.unsent], ["taken_in", 1]);
  assert.equal((await activePhone())?.state, "enrolled", "nothing is erased while something waits");
  assert.ok(!server.requests.includes("emptied"));
  life.lockScreen();
  assert.equal(life.phone.value.state, "taken_in");
  server.spoil = null;
  await settled();
  assert.equal(server.count(), 2);
  assert.deepEqual([life.phone.value.state, life.phone.value.reason], ["emptied", "taken_in"]);
  assert.equal((await activePhone())?.state, "revoked");
  assert.ok(server.requests.lastIndexOf("emptied") > server.requests.lastIndexOf("push"));
  assert.equal(await life.unlock(words), "destroyed");
});

test("a locked phone that is taken in sends and erases too", async () => {
  server.isUp = false;
  await open();
  await settled();
  kill();
  server.isUp = true;
  server.deviceState = "taken_in";
  await settled();
  assert.equal(server.count(), 1);
  assert.equal(life.phone.value.state, "emptied");
});

test("a phone that was locked while a stream was being made writes nothing into it", async () => {
  const body = new TextEncoder().encode("{}");
  const locked = sealNext(body, async () => {
    kill();
    return null;
  });
  await assert.rejects(locked, { slug: "locked" });
  const reopened = sealNextAfterUnlock();
  await assert.rejects(reopened, { slug: "locked" });
  await open();
  assert.equal((await allRows()).length, 1);

  async function sealNextAfterUnlock() {
    await life.unlock(words);
    return sealNext(body, async () => {
      kill();
      await life.unlock(words);
      return null;
    });
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

test("when another tab learns that the keys are gone, this one forgets too", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  await settled();
  const { phone } = /** @type {any} */ (await activePhone());
  await destroyWraps(phone, "revoked", "blocked");
  const otherTab = new BroadcastChannel("fieldapp");
  otherTab.postMessage("changed");
  for (let i = 0; i < 100 && life.phone.value.state !== "emptied"; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  otherTab.close();
  assert.equal(life.phone.value.state, "emptied");
  assert.equal(documents.get("p"), null);
});

test("a person who was switched off keeps delivering", async () => {
  server.deviceState = "person_off";
  await open();
  await settled();
  assert.equal(server.count(), 1);
  assert.equal(life.phone.value.reason, "person_off");
  assert.equal(life.phone.value.state, "open");
});

test("after seven days without the server a phone records and reads no dossiers, until the server answers", async () => {
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  server.show("chk", "policy", { name: "chk-lp@1", policy_kind: "checklist", content: { id: "chk-lp" }, effective_from_on: "2026-01-01" });
  await settled();
  kill();
  server.isUp = false;
  const { phone } = /** @type {any} */ (await activePhone());
  await changePhone(phone, (there) => {
    there.contact_ms -= 8 * 86_400_000;
  });
  await life.unlock(words);
  assert.equal(life.phone.value.state, "record_only");
  assert.equal(documents.get("p"), null);
  assert.equal(documents.get("chk")?.fields.name, "chk-lp@1");
  await open();
  assert.equal(documents.get(visit)?.fields.reason, "routine");
  await settled();
  server.isUp = true;
  await settled();
  assert.equal(life.phone.value.state, "open");
  assert.equal(documents.get("p")?.fields.address.text, "Lantaarnkade 12");
});

test("a clock that was years ahead locks nothing up for longer than until the next contact", async () => {
  const { now } = Date;
  kill();
  server.isUp = false;
  Date.now = () => now() + 10 * 365 * 86_400_000;
  try {
    await life.unlock(words);
    assert.equal(life.phone.value.state, "record_only");
    server.isUp = true;
    await settled();
    kill();
  } finally {
    Date.now = now;
  }
  const { contact_ms, high_water_ms } = /** @type {any} */ (await activePhone());
  assert.ok(Math.abs(contact_ms - now()) < 60_000);
  assert.ok(Math.abs(high_water_ms - now()) < 60_000);
  server.isUp = false;
  await life.unlock(words);
  assert.equal(life.phone.value.state, "open");
});

test("turning the clock back does not lengthen the seven days", async () => {
  kill();
  server.isUp = false;
  const { phone } = /** @type {any} */ (await activePhone());
  await changePhone(phone, (there) => {
    there.high_water_ms = there.contact_ms + 8 * 86_400_000;
  });
  await life.unlock(words);
  assert.equal(life.phone.value.state, "record_only");
});

test("what is being typed comes back after a kill, and lies there unreadable and under a name that tells nothing", async () => {
  await saveDraft(`${visit}/tekst`, { text: "de deur zat op slot" });
  kill();
  await life.unlock(words);
  assert.deepEqual(await loadDraft(`${visit}/tekst`), { text: "de deur zat op slot" });
  const keys = await transact("fa-outbox", "drafts", "readonly", (tx) => tx.objectStore("drafts").getAllKeys());
  assert.ok(keys.every((key) => /^[0-9a-f]{32}$/.test(String(key))));
});

test("nothing that was typed or received lies readable on the disk", async () => {
  server.show("p", "premises", { address: { text: "Geheimekade 77" } });
  await settled();
  await record("visit.find", visit, { "findings.f1": { item: "x", chips: [], text: "verborgenwoord" } });
  await saveDraft("place", { route: "#/pand/Geheimekade" });
  const dump = [];
  for (const [name, stores] of [["fa-outbox", ["rows", "tail", "x", "drafts", "captures"]], ["fa-cache", ["packs", "meta"]], ["fa-keys", ["phones", "meta"]]]) {
    for (const store of stores) dump.push(...(await transact(name, store, "readonly", (tx) => tx.objectStore(store).getAll())));
  }
  const seen = Buffer.concat(dump.map((value) => Buffer.from(flat(value)))).toString("latin1");
  assert.ok(seen.length > 2000);
  for (const word of ["Geheimekade", "verborgenwoord", PERSON.name, PERSON.id, "visit.find", words.split(" ")[0] + " "]) {
    assert.ok(!seen.includes(word), word);
  }
});

/** Every byte and letter in a value. @returns {string} */
function flat(value) {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (value && typeof value === "object" && !(value instanceof CryptoKey)) return Object.entries(value).map(([key, one]) => key + flat(one)).join(" ");
  return String(value);
}
