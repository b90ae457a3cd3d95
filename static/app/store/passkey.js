/**
 * A secret from the phone's own passkey (WebAuthn `prf`, W3C Web Authentication Level 3): finger or face opens the vault.
 *
 * Platforms have returned wrong bytes here, so the secret is asked for twice when it is made, and it is never the only
 * way in. Nothing of it goes to a server: the challenge is random and the signature is not looked at.
 */
import { equal, random, utf8 } from "../lib/bytes.js";
import { uuidBytes } from "../lib/ids.js";
import { Problem } from "../lib/problem.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {{credential: Bytes, salt: Bytes}} Passkey */

const WAIT_MS = 60_000;

/** Whether this phone can tell its owner by finger, face or its own code. */
export async function hasPasskeys() {
  try {
    return await globalThis.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}

/**
 * Makes a passkey on this phone. Problem `passkey_failed`: it was refused, or gives no secret, or not the same one twice.
 * @param {string} phone uuid @param {string} municipality
 * @returns {Promise<Passkey & {secret: Bytes}>}
 */
export async function makePasskey(phone, municipality) {
  const salt = random(32);
  const made = await whenAllowed(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: random(32),
        rp: { id: location.hostname, name: `Toezicht ${municipality}` },
        user: { id: uuidBytes(phone), name: "Toezicht", displayName: "Toezicht" },
        pubKeyCredParams: [-7, -257].map((alg) => ({ type: /** @type {const} */ ("public-key"), alg })),
        authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required", residentKey: "preferred" },
        attestation: "none",
        timeout: WAIT_MS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const passkey = { credential: new Uint8Array(made.rawId), salt };
  const first = secretIn(made) ?? (await secretOf(passkey));
  const second = await secretOf(passkey);
  if (!equal(first, second)) throw new Problem("passkey_failed");
  return { ...passkey, secret: first };
}

/** The secret of a passkey, after finger or face. @param {Passkey} passkey @returns {Promise<Bytes>} */
export async function secretOf({ credential, salt }) {
  const given = await whenAllowed(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        rpId: location.hostname,
        allowCredentials: [{ type: "public-key", id: credential, transports: ["internal"] }],
        userVerification: "required",
        timeout: WAIT_MS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const secret = secretIn(given);
  if (!secret) throw new Problem("passkey_failed");
  return secret;
}

/** @param {() => Promise<Credential | null>} ask @returns {Promise<PublicKeyCredential>} */
async function whenAllowed(ask) {
  const given = await ask().catch((cause) => {
    throw new Problem("passkey_failed", undefined, { cause });
  });
  if (!given) throw new Problem("passkey_failed");
  return /** @type {PublicKeyCredential} */ (given);
}

/** @param {PublicKeyCredential} credential @returns {Bytes | null} */
function secretIn(credential) {
  const first = /** @type {any} */ (credential.getClientExtensionResults()).prf?.results?.first;
  if (!first) return null;
  const secret = new Uint8Array(first.buffer ?? first);
  return secret.length === 32 ? secret : null;
}

/** What encrypts the vault key under such a secret. @param {Bytes} secret */
export async function passkeyWrappingKey(secret) {
  const root = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8("fieldapp/passkey/1") };
  return crypto.subtle.deriveKey(hkdf, root, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
