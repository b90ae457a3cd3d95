/**
 * Seals an operation: the bytes of protocol section 2. The server makes and opens the same ones in `sync/envelope.py`;
 * `tests/vectors/envelope.json` holds both to it.
 */
import { concat, random, readU32, readU64, sha256, text, u32, u64, utf8 } from "../lib/bytes.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {{stream: Bytes, n: number}} Follows */

export const HEAD = 161;
const INNER_HEAD = 142;
const BLOCK = 512;
export const LONGEST_BODY = 128 * 1024;
export const NOBODY = { stream: new Uint8Array(16), n: 0 };
export const NOTHING = new Uint8Array(32);
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/**
 * The key of one session, sealed for the server with HPKE (P-256, HKDF-SHA256, AES-256-GCM).
 * @param {{installation: Bytes, stream: Bytes, kid: number, serverPublic: Bytes}} to
 * @returns {Promise<{key: CryptoKey, sealedKey: Bytes}>}
 */
export async function makeSessionKey({ installation, stream, kid, serverPublic }) {
  const { CipherSuite, DhkemP256HkdfSha256, HkdfSha256, Aes256Gcm } = await import("@hpke/core");
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientPublicKey = await suite.kem.importKey("raw", serverPublic.slice().buffer, true);
  const info = sessionInfo(installation, stream, kid);
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  const raw = random(32);
  const sealed = new Uint8Array(await sender.seal(raw));
  const key = await importSessionKey(raw);
  return { key, sealedKey: concat(new Uint8Array(sender.enc), sealed) };
}

/** @param {Bytes} raw 32 bytes */
export const importSessionKey = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** @param {Bytes} installation @param {Bytes} stream @param {number} kid */
export const sessionInfo = (installation, stream, kid) => concat(utf8("fieldapp/session/1"), installation, stream, u32(kid));

/**
 * What the signature is made over.
 * @param {{installation: Bytes, stream: Bytes, n: number, follows: Follows, prev: Bytes, salt: Bytes, body: Bytes}} op
 */
export async function signedMessage({ installation, stream, n, follows, prev, salt, body }) {
  const covered = await sha256(concat(salt, body));
  return concat(utf8("fieldapp/op/1"), installation, stream, u64(n), follows.stream, u64(follows.n), prev, covered);
}

/** @param {CryptoKey} signKey @param {Bytes} message @returns {Promise<Bytes>} raw r, s */
export async function sign(signKey, message) {
  return new Uint8Array(await crypto.subtle.sign(SIGNATURE, signKey, message));
}

/**
 * The inside, filled up with zeros to a multiple of 512.
 * @param {{follows: Follows, prev: Bytes, salt: Bytes, signature: Bytes, body: Bytes, coding: 0 | 1, coded: Bytes}} op
 */
export function packInner({ follows, prev, salt, signature, body, coding, coded }) {
  const head = concat(new Uint8Array([1, coding]), follows.stream, u64(follows.n), prev, salt, signature, u32(body.length));
  const used = head.length + coded.length;
  return concat(head, coded, new Uint8Array((BLOCK - (used % BLOCK)) % BLOCK));
}

/**
 * @param {{key: CryptoKey, stream: Bytes, n: number, kid: number, sealedKey: Bytes, nonce: Bytes}} to
 * @param {Bytes} inner
 */
export async function packEnvelope({ key, stream, n, kid, sealedKey, nonce }, inner) {
  const head = concat(utf8("FAE1"), stream, u64(n), u32(kid), sealedKey, nonce, u32(inner.length + 16));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: head }, key, inner);
  return concat(head, new Uint8Array(sealed));
}

/** Plain when it fits in one block, else deflated when that is shorter. @param {Bytes} body @returns {Promise<{coding: 0 | 1, coded: Bytes}>} */
export async function code(body) {
  if (body.length > LONGEST_BODY) throw new RangeError("a body is at most 128 KiB");
  if (body.length <= BLOCK - INNER_HEAD || typeof CompressionStream === "undefined") return { coding: 0, coded: body };
  const deflated = await through(body, new CompressionStream("deflate-raw"));
  return deflated.length < body.length ? { coding: 1, coded: deflated } : { coding: 0, coded: body };
}

/** @param {Bytes} bytes @param {CompressionStream | DecompressionStream} stream @returns {Promise<Bytes>} */
async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/**
 * The inside of an envelope under a session key we have: for tests, and for nothing else on a phone.
 * @param {CryptoKey} key @param {Bytes} envelope
 */
export async function openEnvelope(key, envelope) {
  const head = envelope.subarray(0, HEAD);
  const cipher = { name: "AES-GCM", iv: envelope.subarray(145, 157), additionalData: head };
  if (text(envelope.subarray(0, 4)) !== "FAE1" || readU32(envelope, 157) !== envelope.length - HEAD) {
    throw new RangeError("not an envelope");
  }
  const inner = new Uint8Array(await crypto.subtle.decrypt(cipher, key, envelope.subarray(HEAD)));
  return { stream: envelope.slice(4, 20), n: readU64(envelope, 20), kid: readU32(envelope, 28), ...(await unpackInner(inner)) };
}

/** @param {Bytes} inner */
async function unpackInner(inner) {
  const length = readU32(inner, 138);
  if (inner[0] !== 1 || length > LONGEST_BODY) throw new RangeError("inner form");
  const rest = inner.subarray(INNER_HEAD);
  const body = inner[1] === 1 ? await inflated(rest, length) : rest.slice(0, length);
  return {
    follows: { stream: inner.slice(2, 18), n: readU64(inner, 18) },
    prev: inner.slice(26, 58),
    salt: inner.slice(58, 74),
    signature: inner.slice(74, 138),
    body,
  };
}

/** The zeros behind a deflated body are not part of it. @param {Bytes} padded @param {number} length */
async function inflated(padded, length) {
  const reader = new Blob([padded]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let body = new Uint8Array();
  while (body.length < length) {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
    if (done || !value) break;
    body = concat(body, value);
  }
  if (body.length !== length) throw new RangeError("body length");
  return body;
}
