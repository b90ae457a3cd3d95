/**
 * Whose word this phone believes: the signing key of the installation that it learnt at enrolment, and the keys that took
 * its place since, each by the word of the one before. Who sits between phone and server has none of these keys.
 */
import { concat, fromBase64, fromHex, utf8 } from "../lib/bytes.js";
import { changePhone } from "../store/phones.js";
import { session } from "./session.js";
import { isSignedBy, signersOf } from "./signers.js";

/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {{public: string, following: string, signature: string}} Handover */

/**
 * Takes in what the server says with a token about its signing key: the key that follows ours, and our certificate under
 * it. What is not signed as it must be changes nothing.
 * @param {PhoneRecord} phone changed as the record on the disk is
 * @param {{signing?: Handover[], certificate?: PhoneRecord["certificate"]}} said
 */
export async function followSigner(phone, { signing, certificate }) {
  const before = signersOf(phone);
  const signers = await followed(phone.installation, before, signing ?? []);
  const isAnew = certificate !== undefined && (await isOurs(phone, String(signers[0]), certificate));
  if (signers.length === before.length && !isAnew) return;
  const [signing_public, ...signing_before] = signers;
  const news = { signing_public: String(signing_public), signing_before, ...(isAnew ? { certificate } : {}) };
  await changePhone(phone.phone, (record) => {
    if (record.signing_public === before[0]) Object.assign(record, news);
  });
  Object.assign(phone, news);
  const open = session.value;
  if (open?.phone.phone === phone.phone) session.value = { ...open, phone: { ...open.phone, ...news } };
}

/** @param {string} installation hex @param {string[]} signers the present one first @param {Handover[]} handovers the oldest first */
async function followed(installation, signers, handovers) {
  for (const { public: older, following, signature } of handovers) {
    if (older !== signers[0] || signers.includes(following)) continue;
    const message = concat(utf8("fieldapp/signing-key/1"), fromHex(installation), fromBase64(older), fromBase64(following));
    if (!(await isSignedBy([older], fromBase64(signature), message))) throw new Error("a signing key without the word of the one before");
    signers = [following, ...signers];
  }
  return signers;
}

/** The same certificate, under the key that we believe now. @param {PhoneRecord} phone @param {string} signer @param {PhoneRecord["certificate"]} certificate */
async function isOurs(phone, signer, { body, signature }) {
  const message = concat(utf8("fieldapp/certificate/1"), fromHex(phone.installation), fromBase64(body));
  return body === phone.certificate.body && (await isSignedBy([signer], fromBase64(signature), message));
}
