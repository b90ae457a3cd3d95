/** Notices of this server in this browser: they say that something changed, never what. */
import { fromBase64, toBase64 } from "../lib/bytes.js";
import { allPhones, changePhone } from "../store/phones.js";
import { askAs, askFor, good } from "./api.js";
import { lastRestored } from "./contact.js";
import { session } from "./session.js";

/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

/**
 * Asks the person, then the browser, then the server; call it after a tap. `unsupported`: this browser has no notices.
 * @returns {Promise<"on" | "refused" | "unsupported">}
 */
export async function askNotices() {
  const open = session.value;
  const registration = await globalThis.navigator?.serviceWorker?.ready;
  if (!open || !registration?.pushManager || typeof Notification === "undefined") return "unsupported";
  if ((await Notification.requestPermission()) !== "granted") return "refused";
  await subscribe(open.phone, registration.pushManager, await presentKey());
  return "on";
}

/**
 * A browser that asked for notices and knows an older key of this server takes the present one, and goes on where it was
 * cut off: until the server has the new address, the record keeps the one before, for which notices may wait there. A server
 * that was put back since it heard the address may have lost it, and hears it again.
 */
export async function renewNotices() {
  const open = session.value;
  const manager = (await globalThis.navigator?.serviceWorker?.getRegistration?.())?.pushManager;
  if (!open || !manager || globalThis.Notification?.permission !== "granted") return;
  const subscription = await manager.getSubscription();
  const mine = open.phone.notices ?? (await soleAddress(subscription));
  if (!mine) return;
  const key = await presentKey();
  const isTold = (open.phone.notices_told ?? "") === lastRestored();
  if (subscription?.endpoint === mine && keyOf(subscription) === key && isTold) return;
  if (subscription && keyOf(subscription) !== key) {
    await noteAddress(open.phone, { notices: mine });
    await subscription.unsubscribe();
  }
  await subscribe(open.phone, manager, key, mine);
}

/** Builds before this one noted no address: with one enrolment here it can only be its own. @param {PushSubscription | null} subscription */
const soleAddress = async (subscription) => (subscription && (await allPhones()).length === 1 ? subscription.endpoint : null);

/** @returns {Promise<string>} base64url without padding */
const presentKey = async () => (await askFor("vapid", { method: "GET" })).public_key;

/** @param {PushSubscription} subscription */
function keyOf({ options }) {
  const raw = options.applicationServerKey;
  return raw ? toBase64(new Uint8Array(raw)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") : "";
}

/** @param {PhoneRecord} phone @param {PushManager} manager @param {string} key @param {string} [instead_of] */
async function subscribe(phone, manager, key, instead_of) {
  const applicationServerKey = fromBase64(key.replaceAll("-", "+").replaceAll("_", "/"));
  const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { endpoint, keys } = subscription.toJSON();
  good(await askAs(phone, "full", "subscription", { json: { endpoint, keys, key, ...(instead_of ? { instead_of } : {}) } }));
  await noteAddress(phone, { notices: subscription.endpoint, notices_told: lastRestored() });
}

/** @param {PhoneRecord} phone @param {Pick<PhoneRecord, "notices" | "notices_told">} said */
async function noteAddress(phone, said) {
  await changePhone(phone.phone, (record) => void Object.assign(record, said));
  const open = session.value;
  if (open?.phone.phone === phone.phone) session.value = { ...open, phone: { ...open.phone, ...said } };
}
