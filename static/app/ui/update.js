/** The shell: registers the service worker, and knows when a newer one waits. A new version never starts inside a visit. */
import { signal } from "../lib/html.js";
import { route } from "./navigation.js";

/** A newer shell is complete on this phone and waits. */
export const updateReady = signal(false);

/** @type {ServiceWorkerRegistration | null} */
let registration = null;

export function watchShell() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(/** @type {string} */ (scriptUrl("/sw.js"))).then(watch, () => {
    // No service worker (private window, no room): the app works as long as the page lives.
  });
}

/** @param {string} url @returns {unknown} what Trusted Types accepts as the address of a script */
function scriptUrl(url) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return url;
  const policy = types.createPolicy("sw", {
    createScriptURL: (/** @type {string} */ asked) => {
      if (asked !== "/sw.js") throw new TypeError(asked);
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

/** @param {ServiceWorkerRegistration} registered */
function watch(registered) {
  registration = registered;
  const look = () => {
    updateReady.value = registered.waiting !== null && navigator.serviceWorker.controller !== null;
  };
  registered.addEventListener("updatefound", () => registered.installing?.addEventListener("statechange", look));
  look();
}

const LOOK_MS = 15_000;

/**
 * Start the waiting version and draw again with it; outbox and drafts stay. When none waits yet it is looked for.
 * @returns {Promise<"starting" | "none" | "visit">} none: the server has no newer one, or cannot be reached
 */
export async function updateNow() {
  if (route.value.screen === "bezoek") return "visit";
  const waiting = registration?.waiting ?? (await newer());
  if (!waiting) return "none";
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("update");
  return "starting";
}

/** @returns {Promise<ServiceWorker | null>} */
async function newer() {
  await registration?.update().catch(() => {});
  const coming = registration?.installing;
  if (coming) await Promise.race([installed(coming), new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
  return registration?.waiting ?? null;
}

/** @param {ServiceWorker} worker */
function installed(worker) {
  return new Promise((resolve) => worker.addEventListener("statechange", () => worker.state !== "installing" && resolve(null)));
}
