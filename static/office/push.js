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
  const answer = await fetch("/api/v1/vapid");
  const { public_key: key } = /** @type {{public_key: string}} */ (await answer.json());
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  const { endpoint, keys } = subscription.toJSON();
  await post("/kantoor/instellingen/meldingen", { endpoint, keys });
  show(true);
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
  show(Boolean(await registration?.pushManager.getSubscription()));
  on?.addEventListener("click", guarded(subscribe));
  off?.addEventListener("click", guarded(unsubscribe));
}

begin().catch(() => say("Dit lukte niet. Laad de pagina opnieuw."));

export {};
