import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromHex, sha256, text, toHex, utf8 } from "../../static/app/lib/bytes.js";
import * as envelope from "../../static/app/sync/envelope.js";

const file = JSON.parse(readFileSync(new URL("../vectors/envelope.json", import.meta.url), "utf8"));
const installation = fromHex(file.installation);
const sessionKey = await envelope.importSessionKey(fromHex(file.session_key));
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SHA = { name: "ECDSA", hash: "SHA-256" };

const partsOf = (v) => ({
  stream: fromHex(v.stream),
  n: v.n,
  follows: { stream: fromHex(v.follows[0]), n: v.follows[1] },
  prev: fromHex(v.prev),
  salt: fromHex(v.salt),
  body: utf8(v.body),
});

for (const v of file.vectors) {
  test(`the phone signs the same message as the server: ${v.name}`, async () => {
    assert.equal(toHex(await envelope.signedMessage({ installation, ...partsOf(v) })), v.message);
  });

  test(`the phone makes the same bytes as the server: ${v.name}`, { skip: v.coding === 1 && "deflate need not be equal" }, async () => {
    const parts = partsOf(v);
    const inner = envelope.packInner({ ...parts, signature: fromHex(v.signature), coding: 0, coded: parts.body });
    assert.equal(toHex(inner), v.inner);
    const made = await envelope.packEnvelope(
      { ...parts, key: sessionKey, kid: file.kid, sealedKey: fromHex(file.sealed_key), nonce: fromHex(v.nonce) },
      inner,
    );
    assert.equal(toHex(made), v.envelope);
    assert.equal(toHex(await sha256(made)), v.h);
  });

  test(`the phone reads what the server sealed: ${v.name}`, async () => {
    const opened = await envelope.openEnvelope(sessionKey, fromHex(v.envelope));
    assert.equal(text(opened.body), v.body);
    assert.equal(opened.n, v.n);
    assert.equal(toHex(opened.prev), v.prev);
    assert.equal(toHex(opened.follows.stream), v.follows[0]);
    assert.equal(opened.follows.n, v.follows[1]);
  });

  test(`the signature of the vector holds over the message: ${v.name}`, async () => {
    const key = await crypto.subtle.importKey("raw", fromHex(file.sign_public), CURVE, false, ["verify"]);
    assert.ok(await crypto.subtle.verify(SHA, key, fromHex(v.signature), fromHex(v.message)));
  });
}

test("a body of 370 bytes gives an envelope of 689, one byte more a block of 512 more", async () => {
  const lengths = [];
  for (const length of [370, 371]) {
    const inner = envelope.packInner({ ...partsOf(file.vectors[0]), signature: new Uint8Array(64), body: new Uint8Array(length), coding: 0, coded: new Uint8Array(length) });
    lengths.push(inner.length + 16 + envelope.HEAD);
  }
  assert.deepEqual(lengths, [689, 1201]);
});

test("a long body is deflated and comes back whole", async () => {
  const body = utf8(JSON.stringify({ text: "nooduitgang ".repeat(400) }));
  const coded = await envelope.code(body);
  assert.equal(coded.coding, 1);
  assert.ok(coded.coded.length < 200);
  const to = { key: sessionKey, stream: new Uint8Array(16), n: 1, kid: 7, sealedKey: new Uint8Array(113), nonce: crypto.getRandomValues(new Uint8Array(12)) };
  const inner = envelope.packInner({ ...partsOf(file.vectors[0]), signature: new Uint8Array(64), body, ...coded });
  const opened = await envelope.openEnvelope(sessionKey, await envelope.packEnvelope(to, inner));
  assert.equal(text(opened.body), text(body));
});

test("a body over 128 KiB is refused before it is sealed", async () => {
  await assert.rejects(envelope.code(new Uint8Array(128 * 1024 + 1)), RangeError);
});

test("the session key reaches the holder of the server's private key and nobody else", async () => {
  const { CipherSuite, DhkemP256HkdfSha256, HkdfSha256, Aes256Gcm } = await import("@hpke/core");
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const stream = crypto.getRandomValues(new Uint8Array(16));
  const made = await envelope.makeSessionKey({ installation, stream, kid: file.kid, serverPublic: fromHex(file.server_public) });
  assert.equal(made.sealedKey.length, 113);
  const recipientKey = await suite.kem.importKey("jwk", { ...file.server_private_jwk, key_ops: ["deriveBits"] }, false);
  const info = envelope.sessionInfo(installation, stream, file.kid);
  const receiver = await suite.createRecipientContext({ recipientKey, enc: made.sealedKey.slice(0, 65), info });
  const raw = new Uint8Array(await receiver.open(made.sealedKey.slice(65)));
  const nonce = new Uint8Array(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, made.key, utf8("same key"));
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, await envelope.importSessionKey(raw), sealed);
  assert.equal(text(opened), "same key");
  const wrong = envelope.sessionInfo(installation, new Uint8Array(16), file.kid);
  const other = await suite.createRecipientContext({ recipientKey, enc: made.sealedKey.slice(0, 65), info: wrong });
  await assert.rejects(Promise.resolve(other.open(made.sealedKey.slice(65))));
});

test("the session key that the server sealed for its vectors opens with our reading of the info", async () => {
  assert.equal(toHex(envelope.sessionInfo(installation, fromHex(file.vectors[0].stream), file.kid)), file.session_info);
});

for (const broken of file.broken.filter((one) => /touched|number is bound/.test(one.why) && !/session key/.test(one.why))) {
  test(`nothing comes out of broken bytes: ${broken.why}`, async () => {
    await assert.rejects(envelope.openEnvelope(sessionKey, fromHex(broken.envelope)));
  });
}
