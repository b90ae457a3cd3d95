/** The signing keys of an installation, and whether one of them signed something. */
import { fromBase64 } from "../lib/bytes.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/** The keys that ever signed for this installation, as far as this phone knows. @param {Pick<PhoneRecord, "signing_public" | "signing_before">} phone */
export const signersOf = ({ signing_public, signing_before = [] }) => [signing_public, ...signing_before];

/** @param {string[]} publics base64 @param {Bytes} signature raw r, s @param {Bytes} message */
export async function isSignedBy(publics, signature, message) {
  for (const one of publics) {
    const key = await crypto.subtle.importKey("raw", fromBase64(one), CURVE, false, ["verify"]);
    if (await crypto.subtle.verify(SIGNATURE, key, signature, message)) return true;
  }
  return false;
}
