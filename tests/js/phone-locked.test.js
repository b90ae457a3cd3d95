import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { link, newPhone, settled } from "./rig/phone.js";
import { PERSON } from "./rig/server.js";
import { answer, kill, open, visit } from "./rig/visits.js";
import { transact } from "../../static/app/store/db.js";
import { loadDraft, saveDraft } from "../../static/app/store/drafts.js";
import { allRows, countUnsent } from "../../static/app/store/outbox.js";
import { activePhone, changePhone, destroyWraps } from "../../static/app/store/phones.js";
import * as life from "../../static/app/sync/phone.js";
import { record } from "../../static/app/sync/record.js";
import { sealNext } from "../../static/app/sync/session.js";
import { documents, strip } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;

beforeEach(async () => {
  ({ server, words } = await newPhone());
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
