/** The shell: registers the service worker, and knows when a newer one waits. A new version never starts inside a visit. */
import { effect, signal } from "../lib/html.js";
import { reachable } from "../sync/contact.js";
import { route } from "./navigation.js";

/** A newer shell is complete on this phone and waits. */
export const updateReady = signal(false);

/** @type {ServiceWorkerRegistration | null} */
let registration = null;

export function watchShell() {
  if (!("serviceWorker" in navigator)) return;
  const address = /** @type {string} */ (scriptUrl("/sw.js"));
  const register = () =>
    navigator.serviceWorker.register(address).then(watch, () => {
      // No service worker (private window, no room): the app works as long as the page lives.
    });
  const keep = () => void keepWhole(register).catch(() => {});
  void register();
  effect(() => {
    if (reachable.value) keep();
  });
  addEventListener("online", keep);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && keep());
}

/** A browser may throw the shell away, with the worker or without: it is kept again, so that the app starts offline. @param {() => Promise<void>} register */
async function keepWhole(register) {
  const there = await navigator.serviceWorker.getRegistration("/app");
  if (there) there.active?.postMessage("keep");
  else await register();
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
 * @returns {Promise<"late" | "none" | "visit">} late: the browser lets it wait; none: the server has no newer one, or cannot be reached
 */
export async function updateNow() {
  if (route.value.screen === "bezoek") return "visit";
  const waiting = registration?.waiting ?? (await newer());
  if (!waiting) return "none";
  navigator.serviceWorker.addEventListener("controllerchange", drawAnew);
  waiting.postMessage("update");
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS)); // mostly the page is gone long before
  navigator.serviceWorker.removeEventListener("controllerchange", drawAnew); // minutes later somebody is at work
  return "late";
}

const drawAnew = () => location.reload();

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
