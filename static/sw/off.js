/**
 * Served as /sw.js in an emergency, this takes the service worker out of every phone at its next visit: the shell's caches go
 * and pages load from the server again. It touches no database: outbox, keys and drafts stay.
 *
 * All of it stands in one block: what a network cut short cannot be parsed, and the browser then keeps the worker that it has.
 */
{
  const retiring = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

  retiring.addEventListener("install", (event) => event.waitUntil(retiring.skipWaiting()));
  retiring.addEventListener("activate", (event) => event.waitUntil(retire()));

  async function retire() {
    for (const name of await caches.keys()) if (name.startsWith("fa-shell-")) await caches.delete(name);
    await retiring.registration.unregister();
    for (const client of await retiring.clients.matchAll({ type: "window" })) await client.navigate(client.url);
  }
}
