/** The shell: registers the service worker, and knows when a newer one waits. A new version never starts inside a visit. */
import { effect, signal } from "../lib/html.js";
import { reachable } from "../sync/contact.js";
import { buildOf, scriptAnew } from "../sync/worker-voice.js";
import { route } from "./navigation.js";

/** A newer shell is complete on this phone and waits. */
export const updateReady = signal(false);

/** The worker says nothing and none that does could be had: without a connection the app may not start. */
export const startsOnlineOnly = signal(false);

/** @type {ServiceWorkerRegistration | null} */
let registration = null;

export function watchShell() {
  if (!("serviceWorker" in navigator)) return;
  const address = /** @type {string} */ (scriptUrl("/sw.js"));
  const register = () =>
    navigator.serviceWorker.register(address).then(watch, () => {
      // No service worker (private window, no room): the app works as long as the page lives.
    });
  const keep = () => void keepWhole(register).then(look).catch(() => {});
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
  if (!there) return register();
  there.active?.postMessage("keep");
  startsOnlineOnly.value = there.active !== null && (await buildOf(there.active)) === null && !(await replaced(there));
}

/**
 * The worker says nothing: what the server has now takes its place at once, for no page has files from a mute one. When
 * the server has no other, this is an older worker or the emergency exit, and it stays. @param {ServiceWorkerRegistration} there
 */
async function replaced(there) {
  try {
    await scriptAnew();
    (await newer(there))?.postMessage("update");
    return true;
  } catch {
    return false;
  }
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
  registered.addEventListener("updatefound", () => registered.installing?.addEventListener("statechange", () => void look()));
  void look();
}

async function look() {
  const waiting = registration?.waiting ?? null;
  const isReady = waiting !== null && navigator.serviceWorker.controller !== null && (await isNewer(waiting));
  if (waiting === (registration?.waiting ?? null)) updateReady.value = isReady;
}

/** The build of this page may wait again, after an empty script. @param {ServiceWorker} waiting */
async function isNewer(waiting) {
  const build = await buildOf(waiting);
  return build === null ? isAllThereIs(waiting) : build !== document.documentElement.dataset.build;
}

/** A mute one may be older than the question, and then the server has no other. @param {ServiceWorker} waiting */
async function isAllThereIs(waiting) {
  try {
    await scriptAnew();
    return registration !== null && (await newer(registration)) === waiting;
  } catch {
    return false; // asked again when there is a connection
  }
}

const LOOK_MS = 15_000;

/**
 * Start the waiting version and draw again with it; outbox and drafts stay. When none waits yet it is looked for.
 * @returns {Promise<"late" | "none" | "visit">} late: the browser lets it wait; none: the server has no newer one, or cannot be reached
 */
export async function updateNow() {
  if (route.value.screen === "bezoek") return "visit";
  const waiting = updateReady.value ? registration?.waiting : registration && (await newer(registration).catch(() => null));
  if (!waiting) return "none";
  navigator.serviceWorker.addEventListener("controllerchange", drawAnew);
  waiting.postMessage("update");
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS)); // mostly the page is gone long before
  navigator.serviceWorker.removeEventListener("controllerchange", drawAnew); // minutes later somebody is at work
  return "late";
}

const drawAnew = () => location.reload();

/** Throws when the server cannot be asked. @param {ServiceWorkerRegistration} there @returns {Promise<ServiceWorker | null>} */
async function newer(there) {
  await there.update();
  const coming = there.installing;
  if (coming) await Promise.race([installed(coming), new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
  if (coming?.state === "redundant") throw new Error("it was not installed");
  return there.waiting;
}

/** @param {ServiceWorker} worker */
function installed(worker) {
  return new Promise((resolve) => worker.addEventListener("statechange", () => worker.state !== "installing" && resolve(null)));
}
