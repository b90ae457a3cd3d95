/**
 * Talks to the server. Whatever is not plainly our server's answer (a portal's page, a redirect, a broken line) counts as
 * offline and changes nothing.
 */
import { concat, fromBase64, fromHex, toBase64, utf8 } from "../lib/bytes.js";
import { uuidBytes } from "../lib/ids.js";
import { Problem } from "../lib/problem.js";
import { changePhone } from "../store/phones.js";
import { heard, heardRestored, reachable } from "./contact.js";
import { learnServerKeys, session } from "./session.js";
import { followSigner } from "./trust.js";

/** @typedef {import("../lib/bytes.js").Bytes} Bytes */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {{status: number, json: any}} Answer */
/** @typedef {"push" | "full"} Scope */
/** @typedef {{value: string, scope: Scope, state: string, until: number}} Token */

export const TIMEOUT_MS = 8000;
export const CHUNK_TIMEOUT_MS = 30_000;
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/** The form of the protocol that this build speaks: docs/protocol.md 5. The server tells an older one to update first. */
export const PROTOCOL = 2;

/** The build that this module was served with. */
export const BUILD = /\/s\/([^/]+)\//.exec(import.meta.url)?.[1] ?? "dev";

/**
 * @typedef {object} Request
 * @property {"GET" | "POST" | "PUT"} [method]
 * @property {unknown} [json]
 * @property {Bytes} [bytes]
 * @property {Record<string, string>} [headers]
 * @property {number} [timeout] ms
 */

/**
 * Our server's answer, whatever its status. Throws Problem `offline`.
 * @param {string} path below /api/v1/
 * @param {Request} [request]
 * @returns {Promise<Answer>}
 */
export async function ask(path, { method = "POST", json, bytes, headers = {}, timeout = TIMEOUT_MS } = {}) {
  const body = bytes ?? (json === undefined ? undefined : JSON.stringify(json));
  const type = bytes ? "application/octet-stream" : "application/json";
  /** @type {RequestInit} */
  const init = {
    method,
    body,
    headers: { ...(body === undefined ? {} : { "Content-Type": type }), Accept: "application/json", "X-Fieldapp-Protocol": String(PROTOCOL), ...headers },
    redirect: "error",
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(timeout),
  };
  try {
    const answer = await ours(await fetch(`${origin()}/api/v1/${path}`, init));
    heard(answer.json?.server_time ?? answer.json?.time);
    return answer;
  } catch (error) {
    reachable.value = false;
    throw error instanceof Problem ? error : new Problem("offline", undefined, { cause: error });
  }
}

const origin = () => globalThis.location?.origin ?? "";

/** @param {Response} response @returns {Promise<Answer>} */
async function ours(response) {
  if (response.headers.get("X-Fieldapp") !== "1") throw new Problem("offline");
  heardRestored(response.headers.get("X-Fieldapp-Restored"));
  if (response.status === 204) return { status: 204, json: null };
  if (!/^application\/(problem\+)?json\b/.test(response.headers.get("Content-Type") ?? "")) throw new Problem("offline");
  return { status: response.status, json: await response.json() };
}

/** The answer when it is a good one; throws Problem with the server's slug and sentence. @param {string} path @param {Request} [request] */
export async function askFor(path, request) {
  return good(await ask(path, request)).json;
}

/** @param {Answer} answer */
export function good(answer) {
  if (answer.status < 400) return answer;
  throw new Problem(answer.json?.type ?? "server_error", answer.json?.title, { status: answer.status, cause: answer.json });
}

/** @type {Map<string, Token>} */
const tokens = new Map();

/** Tokens of a session are worth nothing without it. */
export const forgetTokens = () => tokens.clear();

/** The next question is asked with a new proof. @param {PhoneRecord} phone @param {Scope} scope */
export const forgetToken = (phone, scope) => void tokens.delete(`${phone.phone}/${scope}`);

/**
 * Proves that this phone holds its keys: the device key always, the signing key only while unlocked.
 * Throws Problem: `offline`, `device_revoked`, `device_unknown`, …
 * @param {PhoneRecord} phone @param {Scope} scope
 * @returns {Promise<Token>}
 */
export async function tokenFor(phone, scope) {
  const known = tokens.get(`${phone.phone}/${scope}`);
  if (known && known.until > performance.now()) return known;
  const challenge = fromBase64((await askFor("challenge", { json: { phone: phone.phone } })).challenge);
  const message = concat(utf8("fieldapp/auth/1"), fromHex(phone.installation), uuidBytes(phone.phone), challenge);
  const json = {
    phone: phone.phone,
    challenge: toBase64(challenge),
    dev_signature: await signed(phone.dev_key, message),
    ...(scope === "full" ? { sign_signature: await signed(signKeyOf(phone), message) } : {}),
    certificate: phone.certificate,
  };
  const answer = await askFor("token", { json });
  await followSigner(phone, answer).catch((error) => console.error("signing key:", error));
  if (scope === "full" && answer.server_keys) await learnServerKeys(answer.server_keys).catch((error) => console.error("server keys:", error));
  /** @type {Token} */
  const token = { value: answer.token, scope: answer.scope, state: answer.state ?? "enrolled", until: lasts(answer) };
  tokens.set(`${phone.phone}/${scope}`, token);
  if (answer.keeps !== undefined && answer.keeps !== (phone.keeps ?? "all")) await changePhone(phone.phone, (record) => void (record.keeps = answer.keeps));
  return token;
}

/** Until a minute before its end, on the clock that nobody can turn. @param {{expires_at: string, server_time: string}} answer */
const lasts = (answer) => performance.now() + Date.parse(answer.expires_at) - Date.parse(answer.server_time) - 60_000;

/** @param {PhoneRecord} phone */
function signKeyOf(phone) {
  const open = session.value;
  if (!open || open.phone.phone !== phone.phone) throw new Problem("locked");
  return open.signKey;
}

/** @param {CryptoKey} key @param {Bytes} message */
const signed = async (key, message) => toBase64(new Uint8Array(await crypto.subtle.sign(SIGNATURE, key, message)));

/**
 * Asks as this phone; a token that the server no longer takes is replaced once.
 * @param {PhoneRecord} phone @param {Scope} scope @param {string} path @param {Request} [request]
 */
export async function askAs(phone, scope, path, request = {}) {
  for (let attempt = 1; ; attempt += 1) {
    const token = await tokenFor(phone, scope);
    const answer = await ask(path, { ...request, headers: { ...request.headers, Authorization: `Bearer ${token.value}` } });
    if (answer.status !== 401 || attempt === 2) return answer;
    tokens.delete(`${phone.phone}/${scope}`);
  }
}
