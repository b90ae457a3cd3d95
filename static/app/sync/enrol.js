/** Binds this browser to one inspector: keys, certificate, four words, quick code, first pull. Loaded only then. */
import { concat, fromBase64, fromHex, toBase64, utf8 } from "../lib/bytes.js";
import { Problem, whyNot } from "../lib/problem.js";
import { addPhone, changePhone } from "../store/phones.js";
import { selfTest } from "../store/self-test.js";
import { calibrate, makeVault, plainWords, quickCodeOf, sealSecrets } from "../store/vault.js";
import { chooseWords } from "../lib/words.js";
import { ask, BUILD, good } from "./api.js";
import { progress, syncNow } from "./loop.js";
import { askPersistence } from "./phone.js";
import { checkServerKeys, openSession, session } from "./session.js";
import { isSignedBy } from "./signers.js";
import { blocked, phone as state, setPhone } from "./state.js";
import { showOpen } from "./unlock.js";
import { cache } from "./watch.js";

/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {import("../store/vault.js").Vault} Vault */
/** @typedef {import("../store/vault.js").Secrets} Secrets */

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const WORDS = 4;
const FIRST_TRIES = 10;

/** @typedef {{dev: CryptoKeyPair, sign: CryptoKeyPair}} Keys */

/** Kept over tries with one code, so that a lost first answer costs nothing. @type {{code: string, keys: Keys} | null} */
let trying = null;
/** @type {{record: PhoneRecord, vault: Vault, words: string} | null} */
let pending = null;

/**
 * Exchanges the code for a certificate. Nothing is on the disk before the words were confirmed.
 * Problems: `unsupported` before the code is used up, `first_time_online`, `code_unknown`, `code_used`, `code_expired`, `too_often`, `server_untrusted`.
 * @param {string} typed
 * @returns {Promise<{words: string[]}>}
 */
export async function enrol(typed) {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  if (code.length !== 8) throw new Problem("code_unknown");
  const { ok, reason } = await selfTest();
  if (!ok) throw new Problem("unsupported", whyNot(reason));
  if (trying?.code !== code) trying = { code, keys: await makeKeys() };
  const { keys } = trying;
  const publics = { dev_public: await pointOf(keys.dev), sign_public: await pointOf(keys.sign) };
  const answer = await enrolled({ code, ...publics, build: BUILD });
  await checkAnswer(answer, publics);
  const words = chooseWords(WORDS);
  pending = await makeRecord(answer, keys, words.join(" "));
  return { words };
}

/** @param {object} json */
async function enrolled(json) {
  const answer = await ask("enrol", { json }).catch((cause) => {
    throw new Problem("first_time_online", undefined, { cause });
  });
  return good(answer).json;
}

/** The signing key must leave once, to be wrapped; the device key never leaves. @returns {Promise<Keys>} */
async function makeKeys() {
  const [dev, sign] = await Promise.all([
    crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]),
    crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]),
  ]);
  return { dev, sign };
}

/** @param {CryptoKeyPair} pair the public point in base64 */
const pointOf = async (pair) => toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));

/** The certificate must be over our keys, and everything signed by one installation. @param {any} answer @param {{dev_public: string, sign_public: string}} publics */
async function checkAnswer(answer, publics) {
  const body = fromBase64(answer.certificate.body);
  const message = concat(utf8("fieldapp/certificate/1"), fromHex(answer.installation), body);
  const isSigned = await isSignedBy([answer.signing_public], fromBase64(answer.certificate.signature), message);
  const said = JSON.parse(new TextDecoder().decode(body));
  const isOurs = said.dev_public === publics.dev_public && said.sign_public === publics.sign_public && said.phone === answer.phone;
  if (!isSigned || !isOurs) throw new Problem("server_untrusted");
  await checkServerKeys(answer.installation, [answer.signing_public], answer.server_keys).catch((cause) => {
    throw new Problem("server_untrusted", undefined, { cause });
  });
}

/** @param {any} answer @param {Keys} keys @param {string} words */
async function makeRecord(answer, keys, words) {
  const { vault, wrap } = await makeVault(answer.phone, words, await calibrate());
  const signPrivate = toBase64(new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.sign.privateKey)));
  /** @type {Secrets} */
  const secrets = { person: answer.person, server_keys: answer.server_keys, sign_private: signPrivate, quick_code: null };
  /** @type {PhoneRecord} */
  const record = {
    phone: answer.phone,
    phone_number: answer.phone_number,
    municipality: answer.municipality,
    installation: answer.installation,
    dev_key: keys.dev.privateKey,
    certificate: answer.certificate,
    signing_public: answer.signing_public,
    wraps: [wrap],
    secrets: await sealSecrets(vault, answer.phone, secrets),
    wrong: 0,
    state: "enrolled",
    contact_ms: Date.now(),
    high_water_ms: Date.now(),
  };
  return { record, vault, words };
}

/** @param {string | string[]} words @returns {Promise<boolean>} */
export async function confirmWords(words) {
  if (!pending) throw new Problem("locked");
  const given = plainWords(typeof words === "string" ? words : words.join(" "));
  if (given !== plainWords(pending.words)) return false;
  const { record, vault } = pending;
  await addPhone(record);
  await openSession(record, vault, false);
  const { municipality, phone_number, installation } = record;
  setPhone({ municipality, phone_number, installation, reason: undefined, damaged: undefined });
  blocked.value = false; // that was the enrolment before
  [pending, trying] = [null, null];
  return true;
}

/** The code that opens the locked screen of a running session. @param {string} code */
export async function setQuickCode(code) {
  const open = session.value;
  if (!open) throw new Problem("locked");
  if (!/^\d{6}$/.test(code)) throw new Problem("quick_code", "Kies zes cijfers.");
  const secrets = { ...open.secrets, quick_code: await quickCodeOf(code) };
  const sealed = await sealSecrets(open.vault, open.phone.phone, secrets);
  const phone = await changePhone(open.phone.phone, (record) => {
    record.secrets = sealed;
  });
  if (!phone.secrets) throw new Problem("locked"); // another tab heard meanwhile that it is out of use
  session.value = { ...open, phone, secrets };
  setPhone({ has_quick_code: true });
}

/** An exchange that began before the phone was open brings nothing or fails of itself, and another tab may be at it. */
async function firstPull() {
  let failed = 0;
  for (let attempt = 1; cache.cursor === null && failed < 2 && attempt <= FIRST_TRIES; attempt += 1) {
    const outcome = await syncNow();
    if (outcome === "offline") failed += 1;
    if (outcome === "busy") await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  if (cache.cursor === null) throw new Problem("first_time_online");
}

/** @param {{onProgress?: (done: number, total: number | null) => void}} options */
export async function finish({ onProgress = () => {} }) {
  if (!session.value) throw new Problem("locked");
  await askPersistence().catch(() => false);
  progress.report = onProgress;
  try {
    await firstPull();
  } finally {
    progress.report = () => {};
  }
  if (state.value.state !== "revoked") await showOpen();
}
