/**
 * What lives in the memory of one unlocked page and nowhere else: the keys, and the stream that it writes.
 *
 * Two tabs are two sessions with a stream each, so no two envelopes ever bear the same stream and number. A stream is
 * made with the first operation, and ends when the keys leave memory, when an operation could not be saved, or when another
 * tab wrote meanwhile: all that one phone wrote stands in one order.
 */
import { signal } from "@preact/signals-core";

import { concat, fromBase64, fromHex, random, sha256, toHex, u32, utf8 } from "../lib/bytes.js";
import { Problem } from "../lib/problem.js";
import { changePhone } from "../store/phones.js";
import { openSecrets, sealSecrets } from "../store/vault.js";
import { code, makeSessionKey, NOBODY, NOTHING, packEnvelope, packInner, sign, signedMessage } from "./envelope.js";
import { isSignedBy, signersOf } from "./signers.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {import("../store/vault.js").Vault} Vault */
/** @typedef {import("../store/vault.js").Secrets} Secrets */
/** @typedef {{stream: string, n: number, h: string}} Tail */

/**
 * @typedef {object} Session
 * @property {PhoneRecord} phone
 * @property {Vault} vault
 * @property {Secrets} secrets
 * @property {CryptoKey} signKey
 * @property {boolean} recordOnly seven days without the server: nothing old can be read
 */
/**
 * @typedef {object} Stream
 * @property {Bytes} id
 * @property {number} kid
 * @property {CryptoKey} key
 * @property {Bytes} sealedKey
 * @property {number} n the last number used
 * @property {Bytes} prev digest of the last envelope
 * @property {import("./envelope.js").Follows} follows
 * @property {Tail | null} tail the same, as the outbox has it
 */

/** Null while locked. @type {import("@preact/signals-core").Signal<Session | null>} */
export const session = signal(null);

/** @type {Stream | null} */
let stream = null;

/**
 * @param {PhoneRecord} phone
 * @param {Vault} vault
 * @param {boolean} recordOnly
 */
export async function openSession(phone, vault, recordOnly) {
  const secrets = await openSecrets(vault, phone);
  await checkServerKeys(phone.installation, signersOf(phone), secrets.server_keys); // taken in under an older one, it may be
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const signKey = await crypto.subtle.importKey("pkcs8", fromBase64(secrets.sign_private), curve, false, ["sign"]);
  endStream();
  session.value = { phone, vault, secrets, signKey, recordOnly };
}

/** Keys and stream leave memory. */
export function closeSession() {
  endStream();
  session.value = null;
}

/** Whether this is still the same unlocked page, whatever was learnt meanwhile. @param {Session} open */
export const isStill = (open) => session.value?.vault === open.vault;

/**
 * The next stream is sealed to the newest of these; one that the installation did not sign is not taken.
 * @param {Secrets["server_keys"]} keys
 */
export async function learnServerKeys(keys) {
  const open = session.value;
  const known = new Set(open?.secrets.server_keys.map(({ kid }) => kid));
  if (!open || keys.every(({ kid }) => known.has(kid))) return;
  await checkServerKeys(open.phone.installation, [open.phone.signing_public], keys);
  const secrets = { ...open.secrets, server_keys: keys };
  const sealed = await sealSecrets(open.vault, open.phone.phone, secrets);
  const phone = await changePhone(open.phone.phone, (record) => {
    record.secrets = sealed;
  });
  if (phone.secrets && session.value === open) session.value = { ...open, phone, secrets };
}

/** The next operation begins a new stream. */
export function endStream() {
  stream = null;
}

/**
 * A server key is ours only with the signature of the installation's signing key, which was pinned at enrolment.
 * @param {string} installation hex
 * @param {string[]} signers base64
 * @param {Secrets["server_keys"]} keys
 */
export async function checkServerKeys(installation, signers, keys) {
  for (const { kid, public: point, signature } of keys) {
    const message = concat(utf8("fieldapp/server-key/1"), fromHex(installation), u32(kid), fromBase64(point));
    if (!(await isSignedBy(signers, fromBase64(signature), message))) throw new Error("a server key without a valid signature");
  }
}

/**
 * Seals the next operation. Its number is used up by this call: when the bytes cannot be saved, call `endStream`.
 * @param {Bytes} body
 * Throws Problem `locked`.
 * @param {() => Promise<Tail | null>} lastTail what this phone wrote last, read only when a stream begins
 * @returns {Promise<{sealed: {stream: string, n: number, h: string, envelope: Bytes}, follows: Tail | null}>} and what its stream follows
 */
export async function sealNext(body, lastTail) {
  const open = session.value;
  if (!open) throw new Problem("locked");
  const now = stream ?? (await beginStream(open, await lastTail()));
  if (!isStill(open)) throw new Problem("locked"); // the keys that it was made for left memory meanwhile
  stream = now;
  const [n, salt] = [now.n + 1, random(16)];
  const facts = { stream: now.id, n, follows: now.follows, prev: now.prev, salt, body };
  const message = await signedMessage({ installation: fromHex(open.phone.installation), ...facts });
  const inner = packInner({ ...facts, signature: await sign(open.signKey, message), ...(await code(body)) });
  const envelope = await packEnvelope({ ...now, stream: now.id, n, nonce: random(12) }, inner);
  now.n = n;
  now.prev = await sha256(envelope);
  return { sealed: { stream: toHex(now.id), n, h: toHex(now.prev), envelope }, follows: now.tail };
}

/** @param {Session} open @param {Tail | null} tail @returns {Promise<Stream>} */
async function beginStream(open, tail) {
  const serverKey = open.secrets.server_keys.reduce((newest, key) => (key.kid > newest.kid ? key : newest));
  const id = random(16);
  const to = { installation: fromHex(open.phone.installation), stream: id, kid: serverKey.kid };
  const made = await makeSessionKey({ ...to, serverPublic: fromBase64(serverKey.public) });
  return {
    id,
    kid: serverKey.kid,
    ...made,
    n: 0,
    prev: tail ? fromHex(tail.h) : NOTHING,
    follows: tail ? { stream: fromHex(tail.stream), n: tail.n } : NOBODY,
    tail,
  };
}
