/**
 * Which build a service worker is of. A browser compares no digest of it: of what a box on the way left nothing, it
 * makes a worker that keeps nothing, and without a connection the app would not start.
 */
const ANSWER_MS = 5000;

/** Null: it says nothing, for it has no script, is older than this question, or is the emergency exit. @param {ServiceWorker} worker @returns {Promise<string | null>} */
export function buildOf(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const end = (/** @type {string | null} */ build) => {
      clearTimeout(timer);
      port1.close();
      resolve(build);
    };
    const timer = setTimeout(() => end(null), ANSWER_MS);
    port1.onmessage = ({ data }) => end(String(data));
    worker.postMessage("who", [port2]);
  });
}

/** Fetches the script past the cache of the browser, where an empty one may lie; throws when what comes is still none. */
export async function scriptAnew() {
  const answer = await fetch("/sw.js", { cache: "reload", redirect: "error" });
  const script = await answer.text();
  if (!answer.ok || script.replace(/\/\*.*?\*\//gs, "").trim() === "") throw new Error("no script");
}
