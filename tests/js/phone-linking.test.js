import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshStorage, hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { PERSON } from "./rig/server.js";
import { answer, kill, open } from "./rig/visits.js";
import { allRows, countUnsent } from "../../static/app/store/outbox.js";
import { activePhone } from "../../static/app/store/phones.js";
import * as life from "../../static/app/sync/phone.js";
import { syncNow } from "../../static/app/sync/loop.js";
import { documents, me } from "../../static/app/sync/watch.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;

beforeEach(async () => {
  ({ server, words } = await newPhone());
});

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
