import assert from "node:assert/strict";
import { test } from "node:test";

import { utf8 } from "../../static/app/lib/bytes.js";
import { passkeyWrappingKey } from "../../static/app/store/passkey.js";
import { hiddenName, open, openJson, seal, sealJson } from "../../static/app/store/seal.js";
import { calibrate, isQuickCode, makeVault, openSecrets, openVault, openVaultByPasskey, passkeyOf, plainWords, quickCodeOf, ROUNDS_AT_LEAST, sealSecrets, wrapForPasskey } from "../../static/app/store/vault.js";

const WORDS = "adelaar paraplu sneeuw oceaan";
const { vault, wrap } = await makeVault("phone", WORDS, ROUNDS_AT_LEAST);
const record = /** @type {any} */ ({ phone: "phone", wraps: [wrap], secrets: null });

test("rounds are never fewer than 600,000", async () => {
  assert.equal(ROUNDS_AT_LEAST, 600_000);
  assert.ok((await calibrate()) >= 600_000);
  assert.equal(wrap.rounds, 600_000);
});

test("the four words open the vault, other words do not", async () => {
  assert.ok(await openVault(record, "Adelaar, PARAPLU sneeuw\noceaan"));
  assert.equal(await openVault(record, "adelaar paraplu sneeuw zand"), null);
  assert.equal(await openVault(record, ""), null);
});

test("a wrap of another enrolment does not open", async () => {
  assert.equal(await openVault({ ...record, phone: "other" }, WORDS), null);
});

test("without wraps nothing opens any more", async () => {
  assert.equal(await openVault({ ...record, wraps: [] }, WORDS), null);
});

test("the opened keys are the same and cannot leave", async () => {
  const again = await openVault(record, WORDS);
  const sealed = await seal(vault.local, "here", utf8("kept"));
  assert.equal(new TextDecoder().decode(await open(/** @type {any} */ (again).local, "here", sealed)), "kept");
  await assert.rejects(crypto.subtle.exportKey("raw", vault.local));
});

test("sealed bytes open only where they belong, under the key of their purpose, unchanged", async () => {
  const sealed = await sealJson(vault.local, "row 1", { a: 1 });
  assert.deepEqual(await openJson(vault.local, "row 1", sealed), { a: 1 });
  await assert.rejects(openJson(vault.local, "row 2", sealed));
  await assert.rejects(openJson(vault.cache, "row 1", sealed));
  sealed[20] ^= 1;
  await assert.rejects(openJson(vault.local, "row 1", sealed));
});

test("the same bytes are never sealed alike", async () => {
  const [a, b] = await Promise.all([seal(vault.local, "x", utf8("same")), seal(vault.local, "x", utf8("same"))]);
  assert.notDeepEqual(a, b);
});

test("names on the disk are the same each time and tell nothing", async () => {
  const name = await hiddenName(vault, "visit/tekst");
  assert.equal(name, await hiddenName(vault, "visit/tekst"));
  assert.match(name, /^[0-9a-f]{32}$/);
});

test("person, server keys and signing key are under the vault key", async () => {
  const secrets = { person: { id: "i", name: "Ines", roles: [], team_ids: [] }, server_keys: [], sign_private: "AA==", quick_code: null };
  const sealed = await sealSecrets(vault, "phone", secrets);
  assert.deepEqual(await openSecrets(vault, { ...record, secrets: sealed }), secrets);
  await assert.rejects(openSecrets(vault, record));
});

test("the quick code is told from others", async () => {
  const stored = await quickCodeOf("274913");
  assert.equal(await isQuickCode(stored, "274913"), true);
  assert.equal(await isQuickCode(stored, "274914"), false);
});

test("words may be typed with capitals, accents, commas and line ends", () => {
  assert.equal(plainWords("  Één,\tTWEE - drie\nvier "), "een twee drie vier");
});

test("finger or face is a second way in: the words are needed to add it, and stay", async () => {
  const passkey = { credential: new Uint8Array([1]), salt: new Uint8Array(32) };
  const key = await passkeyWrappingKey(new Uint8Array(32).fill(5));
  assert.equal(await wrapForPasskey(record, "adelaar paraplu sneeuw zand", passkey, key), null);
  const second = /** @type {any} */ (await wrapForPasskey(record, WORDS, passkey, key));
  const both = { ...record, wraps: [wrap, second] };
  assert.equal(passkeyOf(both), second);
  const byWords = /** @type {any} */ (await openVault(both, WORDS));
  const byFinger = /** @type {any} */ (await openVaultByPasskey(both, second, key));
  const sealed = await seal(byWords.local, "x", utf8("een bezoek"));
  assert.deepEqual(await open(byFinger.local, "x", sealed), utf8("een bezoek"));
  assert.equal(await openVaultByPasskey(both, second, await passkeyWrappingKey(new Uint8Array(32).fill(6))), null);
  assert.equal(await openVaultByPasskey({ ...both, phone: "other" }, second, key), null);
});
