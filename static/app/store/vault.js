/**
 * The vault: everything that may be read on this phone only by its owner.
 *
 * One random vault key; four words open it (PBKDF2-SHA-256, rounds stored beside the salt and raised as phones get
 * faster). From the vault key come one key for each purpose. Destroying the wraps makes all of it unreadable for ever;
 * the sealed outbox does not need it and still drains.
 */
import { equal, random, sha256, toHex, utf8 } from "../lib/bytes.js";
import { open, openJson, seal, sealJson } from "./seal.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {import("../types.js").Person} Person */

export const ROUNDS_AT_LEAST = 600_000;
const ROUNDS_AT_MOST = 6_000_000;
const UNLOCK_MS = 500;

/**
 * @typedef {object} WordsWrap
 * @property {"words"} kind
 * @property {Bytes} salt
 * @property {number} rounds
 * @property {Bytes} sealed
 */
/**
 * @typedef {object} PasskeyWrap
 * @property {"passkey"} kind
 * @property {Bytes} credential which passkey of this phone
 * @property {Bytes} salt what it is asked with
 * @property {Bytes} sealed
 */
/** @typedef {WordsWrap | PasskeyWrap} Wrap */
/** @typedef {{at_ms: number, rows: number, photos: number, sure: boolean}} Emptied when the browser was found to have thrown storage away, and what came back; sure: this page knew what waited */
/**
 * What lies on the phone in the clear about one enrolment: no name, no address, no time of a visit.
 * @typedef {object} PhoneRecord
 * @property {string} phone uuid
 * @property {number} phone_number
 * @property {{name: string, code: string}} municipality
 * @property {string} installation hex
 * @property {CryptoKey} dev_key usable while locked; can only push
 * @property {{body: string, signature: string}} certificate
 * @property {string} signing_public base64: of this installation, and what it signs from now on
 * @property {string[]} [signing_before] base64: what signed for it before, the newest first
 * @property {Wrap[]} wraps none once they were destroyed
 * @property {Bytes | null} secrets what only the vault key opens, see Secrets
 * @property {number} wrong tries with wrong words since the last right ones
 * @property {"enrolled" | "destroyed" | "revoked"} state
 * @property {"all" | "today"} [keeps] what the municipality lets a locked phone keep
 * @property {string} [notices] where notices for this person in this browser are posted, as the server knows it
 * @property {string} [notices_told] when the server had been put back last as it was told so, see lastRestored
 * @property {string} [reason] why it was revoked
 * @property {Emptied} [emptied] until its owner has seen it
 * @property {number} contact_ms when the server was reached last, by the server's clock
 * @property {number} high_water_ms the latest moment that any clock showed since that contact
 */
/**
 * @typedef {object} Secrets
 * @property {Person} person
 * @property {{kid: number, public: string, signature: string}[]} server_keys
 * @property {string} sign_private base64 of the PKCS#8
 * @property {{salt: string, rounds: number, digest: string} | null} quick_code
 */
/**
 * @typedef {object} Vault
 * @property {CryptoKey} meta @property {CryptoKey} local @property {CryptoKey} cache
 * @property {CryptoKey} photo @property {CryptoKey} draft @property {CryptoKey} name
 */

/** The keys of all purposes. @param {Bytes} vaultKey @returns {Promise<Vault>} */
async function keysFrom(vaultKey) {
  const root = await crypto.subtle.importKey("raw", vaultKey, "HKDF", false, ["deriveKey"]);
  const aes = (/** @type {string} */ purpose) => derived(root, purpose, { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]);
  const [meta, local, cache, photo, draft, name] = await Promise.all([
    aes("meta"),
    aes("local"),
    aes("cache"),
    aes("photo"),
    aes("draft"),
    derived(root, "name", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
  ]);
  return { meta, local, cache, photo, draft, name };
}

/** @param {CryptoKey} root @param {string} purpose @param {any} algorithm @param {KeyUsage[]} usages */
function derived(root, purpose, algorithm, usages) {
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(`fieldapp/vault/1/${purpose}`) };
  return crypto.subtle.deriveKey(hkdf, root, algorithm, false, usages);
}

/** How a person may type four words: case, accents, and what stands between them do not matter. @param {string} words */
export function plainWords(words) {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^a-z]+/).filter(Boolean).join(" ");
}

/** @param {string} secret @param {Bytes} salt @param {number} rounds */
async function fromSecret(secret, salt, rounds) {
  const key = await crypto.subtle.importKey("raw", utf8(secret), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256);
  return new Uint8Array(bits);
}

/** @param {string} words @param {Bytes} salt @param {number} rounds */
async function wrappingKey(words, salt, rounds) {
  const bits = await fromSecret(plainWords(words), salt, rounds);
  return crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Rounds that take about half a second on this phone, never fewer than the floor. */
export async function calibrate() {
  const began = performance.now();
  await fromSecret("calibrate", random(16), ROUNDS_AT_LEAST);
  const took = Math.max(1, performance.now() - began);
  return Math.min(ROUNDS_AT_MOST, Math.max(ROUNDS_AT_LEAST, Math.round((ROUNDS_AT_LEAST * UNLOCK_MS) / took)));
}

/**
 * A new vault and the wrap that four words open. The wrap is opened again before anything is written under it.
 * @param {string} phone uuid
 * @param {string} words
 * @param {number} rounds
 * @returns {Promise<{vault: Vault, wrap: WordsWrap}>}
 */
export async function makeVault(phone, words, rounds) {
  const vaultKey = random(32);
  const salt = random(16);
  const sealed = await seal(await wrappingKey(words, salt, rounds), `fieldapp/wrap/1/${phone}`, vaultKey);
  /** @type {WordsWrap} */
  const wrap = { kind: "words", salt, rounds, sealed };
  const again = await vaultKeyFrom(phone, wrap, words);
  if (!again || !equal(again, vaultKey)) throw new Error("the wrap does not open");
  return { vault: await keysFrom(vaultKey), wrap };
}

/** @param {string} phone @param {WordsWrap} wrap @param {string} words @returns {Promise<Bytes | null>} null: wrong words */
async function vaultKeyFrom(phone, wrap, words) {
  const key = await wrappingKey(words, wrap.salt, wrap.rounds);
  try {
    return await open(key, `fieldapp/wrap/1/${phone}`, wrap.sealed);
  } catch {
    return null;
  }
}

/** The keys, or null when the words are wrong. @param {PhoneRecord} record @param {string} words */
export async function openVault(record, words) {
  const vaultKey = await vaultKeyOf(record, words);
  return vaultKey && keysFrom(vaultKey);
}

/** @param {PhoneRecord} record @param {string} words */
async function vaultKeyOf(record, words) {
  for (const wrap of record.wraps) {
    const vaultKey = wrap.kind === "words" ? await vaultKeyFrom(record.phone, wrap, words) : null;
    if (vaultKey) return vaultKey;
  }
  return null;
}

/** The way in by finger or face, if this phone has one. @param {PhoneRecord} record @returns {PasskeyWrap | null} */
export const passkeyOf = (record) => record.wraps.find((wrap) => wrap.kind === "passkey") ?? null;

/**
 * A second wrap, beside the words that have to be given for it; null when they are wrong. It is opened before it counts.
 * @param {PhoneRecord} record @param {string} words
 * @param {{credential: Bytes, salt: Bytes}} passkey @param {CryptoKey} key made of its secret
 * @returns {Promise<PasskeyWrap | null>}
 */
export async function wrapForPasskey(record, words, { credential, salt }, key) {
  const vaultKey = await vaultKeyOf(record, words);
  if (!vaultKey) return null;
  const bound = `fieldapp/wrap/passkey/1/${record.phone}`;
  const sealed = await seal(key, bound, vaultKey);
  if (!equal(await open(key, bound, sealed), vaultKey)) throw new Error("the wrap does not open");
  return { kind: "passkey", credential, salt, sealed };
}

/** The keys, or null when the secret is not the one. @param {PhoneRecord} record @param {PasskeyWrap} wrap @param {CryptoKey} key */
export async function openVaultByPasskey(record, wrap, key) {
  try {
    return await keysFrom(await open(key, `fieldapp/wrap/passkey/1/${record.phone}`, wrap.sealed));
  } catch {
    return null;
  }
}

/** @param {Vault} vault @param {string} phone @param {Secrets} secrets */
export const sealSecrets = (vault, phone, secrets) => sealJson(vault.meta, `fieldapp/secrets/1/${phone}`, secrets);

/** @param {Vault} vault @param {PhoneRecord} record @returns {Promise<Secrets>} */
export async function openSecrets(vault, record) {
  if (!record.secrets) throw new Error("this enrolment was destroyed");
  return openJson(vault.meta, `fieldapp/secrets/1/${record.phone}`, record.secrets);
}

/** @param {string} code six digits @returns {Promise<NonNullable<Secrets["quick_code"]>>} */
export async function quickCodeOf(code) {
  const salt = random(16);
  return { salt: toHex(salt), rounds: 100_000, digest: toHex(await fromSecret(code, salt, 100_000)) };
}

/** @param {NonNullable<Secrets["quick_code"]>} stored @param {string} code */
export async function isQuickCode(stored, code) {
  const salt = Uint8Array.from(stored.salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const given = await sha256(utf8(toHex(await fromSecret(code, salt, stored.rounds))));
  return equal(given, await sha256(utf8(stored.digest)));
}
