/**
 * The service worker: the shell from the cache, all files of one build or none, and notices. It holds no key and no data.
 * A new version waits until the page at its lock screen says so; the files of the build before stay, for pages still open.
 *
 * All of it stands in one block: what a network cut short cannot be parsed, and the browser then keeps the worker that it has.
 */
{
  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
  const BUILD = "__BUILD__";
  const PREFIX = "fa-shell-";
  const CACHE = PREFIX + BUILD;
  const SHELL = "/app";
  const MADE = "/__made";
  const AT_ONCE = 8;
  /** For a phone whose browser threw the shell away, without a connection. No script, no style: nothing else is here. */
  const NOT_HERE = `<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Toezicht</title>
<h1>De app staat niet meer op dit toestel</h1>
<p>De browser wiste de bestanden van de app, en er is geen verbinding. Zoek verbinding en probeer het opnieuw.</p>
<p>Wat u vastlegde, kan nog op dit toestel staan. Verwijder de app niet en wis geen gegevens in de browser.</p>
<p><a href="/app">Probeer opnieuw</a></p></html>`;

  /** @typedef {{path: string, digest: string}} ShellFile */

  /** Caches that were asked for already. @type {Map<string, Cache>} */
  const opened = new Map();

  worker.addEventListener("install", (event) => {
    event.waitUntil(keepIfGone()); // not anew under the one in use: it may be the same build, after an empty script
    event.waitUntil(routePast(event));
  });
  worker.addEventListener("activate", (event) => event.waitUntil(begin()));
  worker.addEventListener("fetch", (event) => {
    const answer = answerFor(event.request);
    if (answer) event.respondWith(answer);
  });
  worker.addEventListener("message", (event) => {
    const said = typeof event.data === "string" ? event.data : event.data?.type;
    if (said === "SKIP_WAITING" || said === "update") event.waitUntil(worker.skipWaiting());
    if (said === "keep") event.waitUntil(keepAgain());
    if (said === "who") event.ports[0]?.postMessage(BUILD); // by which a page knows that this is a worker, and no empty script
  });
  worker.addEventListener("push", (event) => event.waitUntil(tell(linkIn(event.data))));
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(event.notification.data?.link ? openLink(event.notification.data.link) : openApp());
  });

  /** All files or none: a cache that is not whole is thrown away, and this version is not installed. */
  async function keepShell() {
    try {
      const list = await fetch(`/s/${BUILD}/files.json`, { cache: "no-store", redirect: "error" });
      if (!list.ok) throw new Error(`the list of files: ${list.status}`);
      /** @type {{build: string, files: ShellFile[]}} */
      const { build, files } = await list.json();
      if (build !== BUILD) throw new Error("the list is of another build");
      const cache = await caches.open(CACHE);
      for (let at = 0; at < files.length; at += AT_ONCE) {
        await Promise.all(files.slice(at, at + AT_ONCE).map((file) => keepFile(cache, file)));
      }
      await cache.put(MADE, new Response(String(Date.now())));
    } catch (error) {
      await caches.delete(CACHE);
      throw error;
    }
  }

  /** A browser may throw the shell away and leave this worker: then it is kept anew, one going at a time. @type {Promise<void> | null} */
  let keeping = null;

  function keepAgain() {
    keeping ??= keepIfGone()
      .catch(() => {}) // no connection, or a newer build is on its way
      .finally(() => (keeping = null));
    return keeping;
  }

  async function keepIfGone() {
    if ((await caches.has(CACHE)) && (await madeAt(CACHE)) > 0) return;
    opened.delete(CACHE);
    await keepShell();
  }

  /**
   * Where the browser can, it takes the shell from the cache itself: a phone then reaches its lock screen without starting
   * this worker. What it does not find there the browser asks the server for; all other builds still come by `answerFor`.
   * @param {any} event
   */
  async function routePast(event) {
    const source = { cacheName: CACHE };
    const routes = [
      { condition: { urlPattern: { pathname: SHELL }, requestMethod: "get", requestMode: "navigate" }, source },
      { condition: { urlPattern: { pathname: `/s/${BUILD}/*` }, requestMethod: "get" }, source },
    ];
    await event.addRoutes?.(routes)?.catch?.(() => {});
  }

  /** The browser itself compares the digest. @param {Cache} cache @param {ShellFile} file */
  async function keepFile(cache, { path, digest }) {
    const response = await fetch(path, { integrity: digest, cache: "no-cache", credentials: "omit", redirect: "error" });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await cache.put(path, response);
  }

  /** Pages that are open come under this worker. Of older builds only the last one's files stay. */
  async function begin() {
    const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    const made = await Promise.all(others.map(async (name) => ({ name, at: await madeAt(name) })));
    made.sort((a, b) => b.at - a.at);
    await Promise.all(
      made.slice(1).map(({ name }) => {
        opened.delete(name);
        return caches.delete(name);
      }),
    );
    await worker.clients.claim();
  }

  /** @param {string} name of a cache; one that is not whole counts as the oldest */
  async function madeAt(name) {
    const marker = await (await caches.open(name)).match(MADE);
    return marker ? Number(await marker.text()) : 0;
  }

  /** Undefined: not ours, the browser asks the server itself. @param {Request} request @returns {Promise<Response> | undefined} */
  function answerFor(request) {
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return undefined;
    if (request.mode === "navigate" && (url.pathname === SHELL || url.pathname.startsWith(`${SHELL}/`))) return shellFor(request);
    const build = /^\/s\/([^/]+)\//.exec(url.pathname)?.[1];
    if (build && !url.pathname.endsWith("/files.json")) return fromCache(PREFIX + build, url.pathname, request);
    return undefined;
  }

  /** @param {Request} request */
  const shellFor = (request) => fromCache(CACHE, SHELL, request).catch(notHere);

  function notHere() {
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'" };
    return new Response(NOT_HERE, { status: 503, headers });
  }

  /** @param {string} name @param {string} path @param {Request} request */
  async function fromCache(name, path, request) {
    return (await kept(name, path)) ?? fetch(request);
  }

  /** @param {string} name @param {string} path */
  async function kept(name, path) {
    try {
      const cache = opened.get(name) ?? (await openWhole(name));
      return await cache?.match(path);
    } catch {
      opened.delete(name); // thrown away under this worker
      return undefined;
    }
  }

  /** Opened once: asking for it again for each of fifty files is a good part of a cold start. @param {string} name */
  async function openWhole(name) {
    if (!(await caches.has(name))) return undefined;
    const cache = await caches.open(name);
    opened.set(name, cache);
    return cache;
  }

  /** Where the server says it is to be seen: a page of the field app or of the office here, never anything else.
   * @param {PushMessageData | null} data @returns {string | null} */
  function linkIn(data) {
    try {
      const url = new URL(String(data?.json()?.link), worker.location.origin);
      const isOurs = url.origin === worker.location.origin && /^\/(app|kantoor)(\/|$)/.test(url.pathname);
      return isOurs ? url.pathname + url.search + url.hash : null;
    } catch {
      return null;
    }
  }

  /** Says that something changed, never what. @param {string | null} link opened by a tap, not shown */
  async function tell(link) {
    for (const client of await worker.clients.matchAll({ type: "window" })) client.postMessage({ type: "news" });
    await worker.registration.showNotification("Toezicht", {
      body: "Er is iets gewijzigd. Open de app om het te zien.",
      lang: "nl",
      tag: "news",
      data: { link },
      icon: `/s/${BUILD}/app-icons/icon-192.png`,
    });
  }

  /** A field app that is open comes forward as it stands: somebody may be typing in it. @param {string} link */
  async function openLink(link) {
    const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    const wanted = new URL(link, worker.location.origin).pathname;
    const open = windows.find((client) => new URL(client.url).pathname === wanted);
    if (open) await open.focus();
    else await worker.clients.openWindow(link);
  }

  /** The field app that is open, else the desk's page that is open, else a new field app. */
  async function openApp() {
    const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = windows.find((client) => new URL(client.url).pathname.startsWith(SHELL)) ?? windows[0];
    if (open) await open.focus();
    else await worker.clients.openWindow(SHELL);
  }
}
