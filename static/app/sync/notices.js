/** Notices of this server in this browser: they say that something changed, never what. */
import { fromBase64 } from "../lib/bytes.js";
import { askAs, askFor, good } from "./api.js";
import { session } from "./session.js";

/**
 * Asks the person, then the browser, then the server; call it after a tap. `unsupported`: this browser has no notices.
 * @returns {Promise<"on" | "refused" | "unsupported">}
 */
export async function askNotices() {
  const open = session.value;
  const registration = await globalThis.navigator?.serviceWorker?.ready;
  if (!open || !registration?.pushManager || typeof Notification === "undefined") return "unsupported";
  if ((await Notification.requestPermission()) !== "granted") return "refused";
  const { public_key } = await askFor("vapid", { method: "GET" });
  const applicationServerKey = fromBase64(public_key.replaceAll("-", "+").replaceAll("_", "/"));
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { endpoint, keys } = subscription.toJSON();
  good(await askAs(open.phone, "full", "subscription", { json: { endpoint, keys } }));
  return "on";
}
