// Settings: notices on this browser. A notice says that something changed, never what.

const told = document.getElementById("push-status");
const on = document.getElementById("push-on");
const off = document.getElementById("push-off");

function say(/** @type {string} */ words) {
  if (told) told.textContent = words;
}

function show(/** @type {boolean} */ isOn) {
  if (on) on.hidden = isOn;
  if (off) off.hidden = !isOn;
  say(isOn ? "Berichten staan aan op dit apparaat." : "Berichten staan uit op dit apparaat.");
}

/** The key of the server as bytes; base64url without padding. */
function bytesOf(/** @type {string} */ text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
}

async function post(/** @type {string} */ path, /** @type {unknown} */ body) {
  const token = document.querySelector("#push-token input");
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") {
    say("Uw browser staat berichten niet toe. Zet ze aan in de instellingen van uw browser.");
    return;
  }
  const registration = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  await subscribeUnder(registration.pushManager, await presentKey());
  show(true);
}

/** @returns {Promise<string>} */
async function presentKey() {
  const answer = await fetch("/api/v1/vapid");
  return /** @type {{public_key: string}} */ (await answer.json()).public_key;
}

async function subscribeUnder(/** @type {PushManager} */ manager, /** @type {string} */ key, /** @type {string | null} */ instead = null) {
  const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  const { endpoint, keys } = subscription.toJSON();
  await post("/kantoor/instellingen/meldingen", { endpoint, keys, key, instead_of: instead });
}

/** The server signs notices with another key by now: this browser takes it, and what waits for it comes to the new address. */
async function renew(/** @type {PushManager} */ manager) {
  const subscription = await manager.getSubscription();
  const known = subscription?.options.applicationServerKey;
  const key = subscription ? await presentKey() : "";
  if (!subscription || !known || String(new Uint8Array(known)) === String(bytesOf(key))) return Boolean(subscription);
  await subscription.unsubscribe();
  await subscribeUnder(manager, key, subscription.endpoint);
  return true;
}

async function unsubscribe() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await post("/kantoor/instellingen/meldingen-uit", {});
  show(false);
}

function guarded(/** @type {() => Promise<void>} */ step) {
  return () => step().catch(() => say("Dit lukte niet. Er is niets veranderd. Probeer het later nog eens."));
}

async function begin() {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    say("Uw browser kan geen berichten tonen.");
    return;
  }
  const registration = await navigator.serviceWorker.getRegistration("/");
  show(registration ? await renew(registration.pushManager) : false);
  on?.addEventListener("click", guarded(subscribe));
  off?.addEventListener("click", guarded(unsubscribe));
}

begin().catch(() => say("Dit lukte niet. Laad de pagina opnieuw."));

export {};
