import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { toBase64, utf8 } from "../../static/app/lib/bytes.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { allRows, countUnsent } from "../../static/app/store/outbox.js";
import { activePhone } from "../../static/app/store/phones.js";
import { forgetTokens } from "../../static/app/sync/api.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { confirmed } from "../../static/app/sync/receipts.js";
import { record } from "../../static/app/sync/record.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {string} */
let words;
const visit = uuid7();
const answer = (item) => record("visit.answer", visit, { [`answers.${item}`]: { value: "in_orde" } });
const pointOf = async () => toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", server.signing.publicKey)));
const kidsWritten = async () => (await allRows()).map(({ envelope }) => new DataView(envelope.buffer, envelope.byteOffset).getUint32(28));

async function exchange() {
  forgetTokens();
  await settled();
}

beforeEach(async () => {
  ({ server, words } = await newPhone());
  confirmed.value = null;
});

test("another signing key is taken on the word of the one before, and what it signs is believed", async () => {
  const first = await pointOf();
  await server.newSigning();
  server.kids = [1, 2];
  await exchange();
  const phone = await activePhone();
  assert.deepEqual([phone.signing_public, phone.signing_before], [await pointOf(), [first]]);
  life.lockNow();
  await life.unlock(words); // what lies in the vault was signed by the key before
  await settled();
  await answer("a");
  await settled();
  assert.deepEqual(await kidsWritten(), [2]);
  assert.equal(confirmed.value?.count, 1);
});

test("a phone that was away for three keys goes from each to the next, and shows its certificate under the last", async () => {
  const before = await activePhone();
  for (let i = 0; i < 3; i += 1) await server.newSigning();
  await exchange();
  const phone = await activePhone();
  assert.equal(phone.signing_public, await pointOf());
  assert.equal(phone.signing_before.length, 3);
  assert.equal(phone.certificate.body, before.certificate.body);
  assert.notEqual(phone.certificate.signature, before.certificate.signature);
});

test("a locked phone takes it too, and believes the receipts of what it sends", async () => {
  server.isUp = false;
  await answer("a");
  life.lockNow();
  await server.newSigning();
  server.isUp = true;
  await exchange();
  assert.equal((await activePhone()).signing_public, await pointOf());
  assert.equal(await countUnsent(), 0);
  await syncNow();
  assert.equal(confirmed.value?.count, 1);
});

const flipped = (signature) => toBase64(utf8("x".repeat(64))).slice(0, signature.length);
for (const [what, spoil] of /** @type {[string, (said: any) => any][]} */ ([
  ["without its word", (said) => ({ ...said, signing: said.signing.map((one) => ({ ...one, signature: flipped(one.signature) })) })],
  ["with its word for another", (said) => ({ ...said, signing: said.signing.map((one) => ({ ...one, following: one.public })) })],
  ["that no key of this phone speaks of", (said) => ({ ...said, signing: said.signing.map((one) => ({ ...one, public: one.following })) })],
  ["of which nothing is said", ({ signing: _, ...said }) => said],
])) {
  test(`a signing key ${what} is not taken: nothing that it signs is believed, and all work still arrives`, async () => {
    const before = await activePhone();
    await server.newSigning();
    server.kids = [1, 2];
    server.spoil = (path, said) => (path === "token" && said.token ? spoil(said) : said);
    await exchange();
    life.lockNow();
    await life.unlock(words);
    await settled();
    await answer("a");
    await settled();
    const phone = await activePhone();
    assert.equal(phone.signing_public, before.signing_public);
    assert.deepEqual(phone.certificate, before.certificate);
    assert.deepEqual([await kidsWritten(), confirmed.value, await countUnsent()], [[1], null, 0]);
  });
}

test("a certificate that is another phone's, or not signed by the key we believe, is not taken", async () => {
  const before = await activePhone();
  await server.newSigning();
  const swap = { body: toBase64(utf8("{}")) };
  for (const certificate of [swap, { signature: flipped("x".repeat(88)) }]) {
    server.spoil = (path, said) => (path === "token" && said.certificate ? { ...said, certificate: { ...said.certificate, ...certificate } } : said);
    await exchange();
    assert.deepEqual((await activePhone()).certificate, before.certificate);
  }
});

test("the key before may not bring in a new key to seal to once another has taken its place", async () => {
  const older = server.signing;
  await server.newSigning();
  await exchange();
  server.signing = older;
  server.kids = [1, 2];
  life.lockNow();
  await life.unlock(words);
  await settled();
  await answer("a");
  assert.deepEqual(await kidsWritten(), [1]);
});
