import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const source = (name) => readFileSync(new URL(`../../static/sw/${name}`, import.meta.url), "utf8");

/** The caches of one origin, over versions of the worker. */
class Caches {
  constructor() {
    this.all = new Map();
  }
  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new Map());
    const kept = this.all.get(name);
    return {
      put: async (path, response) => void kept.set(path, await response.text()),
      match: async (path) => (kept.has(path) ? new Response(kept.get(path)) : undefined),
    };
  }
  async has(name) {
    return this.all.has(name);
  }
  async delete(name) {
    return this.all.delete(name);
  }
  async keys() {
    return [...this.all.keys()];
  }
}

/** One version of the worker with its world; `files` is what the server gives. */
function worker(build, caches, files, name = "sw.js") {
  const listeners = {};
  const said = { skipped: 0, shown: [], opened: [], posted: [], unregistered: 0, fetched: [] };
  const client = { url: "https://toezicht.test/app#/vandaag", postMessage: (message) => said.posted.push(message), focus: async () => said.opened.push("focus"), navigate: async () => {} };
  const self = {
    addEventListener: (type, listener) => (listeners[type] = listener),
    location: { origin: "https://toezicht.test" },
    skipWaiting: async () => (said.skipped += 1),
    clients: { claim: async () => {}, matchAll: async () => said.windows ?? [client], openWindow: async (url) => said.opened.push(url) },
    registration: { showNotification: async (...shown) => said.shown.push(shown), unregister: async () => (said.unregistered += 1) },
  };
  const fetch = async (request, init) => {
    const path = typeof request === "string" ? request : new URL(request.url).pathname;
    said.fetched.push([path, init?.integrity]);
    const body = files[path];
    if (body instanceof Error) throw body;
    return body === undefined ? new Response("", { status: 404 }) : new Response(body);
  };
  vm.runInNewContext(source(name).replace("__BUILD__", build), { self, caches, fetch, Response, URL, console, Number, Promise, Date, Map, Error });
  const run = async (type, event = {}) => {
    const waits = [];
    let answer;
    listeners[type]({ ...event, waitUntil: (promise) => waits.push(promise), respondWith: (promise) => (answer = promise) });
    await Promise.all(waits);
    return answer;
  };
  return { run, said };
}

const listOf = (build, paths) => JSON.stringify({ build, files: paths.map((path) => ({ path, digest: `sha256-${path}` })) });
const filesOf = (build) => ({
  [`/s/${build}/files.json`]: listOf(build, ["/app", `/s/${build}/app/main.js`]),
  "/app": `shell of ${build}`,
  [`/s/${build}/app/main.js`]: `main of ${build}`,
});
const get = (path, mode = "navigate") => ({ request: { url: `https://toezicht.test${path}`, method: "GET", mode } });
const textOf = async (answer) => (await answer).text();

/** @param {string} script */
function isScript(script) {
  try {
    return Boolean(new vm.Script(script));
  } catch {
    return false;
  }
}

test("a worker that is cut short anywhere cannot be parsed, so that the browser keeps the one it has", () => {
  for (const name of ["sw.js", "off.js"]) {
    const whole = source(name).trimEnd();
    const lengths = Array.from({ length: whole.length }, (_, i) => i + 1);
    const parsed = lengths.filter((length) => isScript(whole.slice(0, length)));
    const comment = whole.indexOf("*/") + 2; // by itself it is an empty script
    assert.deepEqual(parsed, [comment, comment + 1, whole.length], name);
  }
});

test("the shell is kept whole, each file compared with its digest, and nothing takes over by itself", async () => {
  const caches = new Caches();
  const { run, said } = worker("b1", caches, filesOf("b1"));
  await run("install");
  assert.equal(said.skipped, 0);
  assert.deepEqual(said.fetched.filter(([, integrity]) => integrity).length, 2);
  assert.equal(await textOf(await run("fetch", get("/app"))), "shell of b1");
  assert.equal(await textOf(await run("fetch", get("/app/bezoek/1"))), "shell of b1");
});

test("a browser that can takes the shell of this version past the worker, from the worker's own cache", async () => {
  const routes = [];
  const { run } = worker("b1", new Caches(), filesOf("b1"));
  await run("install", { addRoutes: async (given) => void routes.push(...given) });
  assert.deepEqual(JSON.parse(JSON.stringify(routes.map(({ condition, source }) => [condition.urlPattern.pathname, source.cacheName]))), [
    ["/app", "fa-shell-b1"],
    ["/s/b1/*", "fa-shell-b1"],
  ]);
});

test("a browser that refuses such routes keeps the shell all the same", async () => {
  const { run } = worker("b1", new Caches(), filesOf("b1"));
  const refuse = async () => {
    throw new TypeError("not this pattern");
  };
  await run("install", { addRoutes: refuse });
  assert.equal(await textOf(await run("fetch", get("/app"))), "shell of b1");
});

for (const [why, spoil] of [
  ["a file is missing", (files) => delete files["/s/b2/app/main.js"]],
  ["the connection breaks", (files) => (files["/s/b2/app/main.js"] = new TypeError("Failed to fetch"))],
  ["the list is of another build", (files) => (files["/s/b2/files.json"] = listOf("b3", []))],
]) {
  test(`nothing of a version is kept when ${why}, and the one before goes on`, async () => {
    const caches = new Caches();
    await worker("b1", caches, filesOf("b1")).run("install");
    const files = filesOf("b2");
    spoil(files);
    await assert.rejects(worker("b2", caches, files).run("install"));
    assert.deepEqual(await caches.keys(), ["fa-shell-b1"]);
  });
}

test("a page of the version before still finds its own files after the new one took over", async () => {
  const caches = new Caches();
  const old = worker("b1", caches, filesOf("b1"));
  await old.run("install");
  const fresh = worker("b2", caches, filesOf("b2"));
  await fresh.run("install");
  await fresh.run("activate");
  assert.equal(await textOf(await fresh.run("fetch", get("/s/b1/app/main.js", "cors"))), "main of b1");
  assert.equal(await textOf(await fresh.run("fetch", get("/app"))), "shell of b2");
});

test("of older versions only the last stays", async () => {
  const caches = new Caches();
  for (const build of ["b1", "b2", "b3"]) {
    await worker(build, caches, filesOf(build)).run("install");
    caches.all.get(`fa-shell-${build}`).set("/__made", String(Number(build[1])));
  }
  caches.all.set("fa-packs", new Map());
  caches.all.set("fa-journal", new Map());
  await worker("b3", caches, filesOf("b3")).run("activate");
  assert.deepEqual((await caches.keys()).sort(), ["fa-journal", "fa-packs", "fa-shell-b2", "fa-shell-b3"]);
});

test("answers with data, other pages and other origins are never touched", async () => {
  const { run } = worker("b1", new Caches(), filesOf("b1"));
  for (const path of ["/api/v1/pull", "/kantoor/", "/packs/x.bin", "/inloggen", "/sw.js"]) assert.equal(await run("fetch", get(path)), undefined);
  assert.equal(await run("fetch", { request: { url: "https://elders.test/app", method: "GET", mode: "navigate" } }), undefined);
  assert.equal(await run("fetch", { request: { url: "https://toezicht.test/app", method: "POST", mode: "navigate" } }), undefined);
});

test("a new version starts when the lock screen says so", async () => {
  const { run, said } = worker("b1", new Caches(), filesOf("b1"));
  await run("message", { data: { type: "SKIP_WAITING" } });
  assert.equal(said.skipped, 1);
  await run("message", { data: { type: "something else" } });
  assert.equal(said.skipped, 1);
});

test("a worker says of which build it is", async () => {
  const { run } = worker("b1", new Caches(), filesOf("b1"));
  const heard = [];
  await run("message", { data: "who", ports: [{ postMessage: (build) => heard.push(build) }] });
  await run("message", { data: "who", ports: [] });
  assert.deepEqual(heard, ["b1"]);
});

test("a build that is installed once more leaves the shell that it has alone, whatever the connection", async () => {
  const caches = new Caches();
  await worker("b1", caches, filesOf("b1")).run("install");
  await worker("b1", caches, {}).run("install");
  assert.equal(await textOf(await worker("b1", caches, {}).run("fetch", get("/app"))), "shell of b1");
});

test("a notice says that something changed and never what, whatever was in the push", async () => {
  const { run, said } = worker("b1", new Caches(), filesOf("b1"));
  await run("push", { data: { text: () => "Lantaarnkade 12 is goedgekeurd" } });
  assert.equal(said.shown.length, 1);
  assert.ok(!JSON.stringify(said.shown).includes("Lantaarnkade"));
  assert.ok(JSON.stringify(said.shown).includes("Er is iets gewijzigd"));
  assert.equal(said.posted[0].type, "news");
  await run("notificationclick", { notification: { close: () => {} } });
  assert.deepEqual(said.opened, ["focus"]);
});

test("at a desk a notice brings up the page that is open there, and the field app only when there is none", async () => {
  const { run, said } = worker("b1", new Caches(), filesOf("b1"));
  said.windows = [{ url: "https://toezicht.test/kantoor/", focus: async () => said.opened.push("kantoor") }];
  await run("notificationclick", { notification: { close: () => {} } });
  said.windows = [];
  await run("notificationclick", { notification: { close: () => {} } });
  assert.deepEqual(said.opened, ["kantoor", "/app"]);
});

/** What a tap on the notice opens when the push brought this text, with these addresses open. */
async function opensFor(text, ...open) {
  const { run, said } = worker("b1", new Caches(), filesOf("b1"));
  said.windows = open.map((path) => ({
    url: `https://toezicht.test${path}`,
    postMessage: () => {},
    focus: async () => said.opened.push(`focus ${path}`),
  }));
  const json = () => JSON.parse(text);
  await run("push", { data: { text: () => text, json } });
  const [title, options] = said.shown[0];
  assert.ok(!(title + options.body).includes("voorstel"), "the link is not shown");
  await run("notificationclick", { notification: { close: () => {}, data: options.data } });
  return said.opened;
}
const linking = (link) => JSON.stringify({ text: "Er is iets gewijzigd", link });

for (const link of ["/app", "/app#/voorstel/7", "/app#/vandaag", "/kantoor/", "/kantoor/goedkeuren/7"]) {
  test(`a notice with the link ${link} opens it`, async () => {
    assert.deepEqual(await opensFor(linking(link)), [link]);
  });
}

for (const [why, text] of [
  ["another site", linking("https://elders.test/app")],
  ["another site without a scheme", linking("//elders.test/app")],
  ["another site behind a backslash", linking("/\\elders.test/app")],
  ["a page outside app and office", linking("/uitloggen")],
  ["a page whose name only begins so", linking("/kantoorpand")],
  ["a way out of the office", linking("/kantoor/../api/v1/pull")],
  ["a script", linking("javascript:alert(1)")],
  ["no text", linking({ href: "/app" })],
  ["nothing", JSON.stringify(null)],
  ["no JSON", "Lantaarnkade 12"],
]) {
  test(`a notice never opens what it brings when that is ${why}`, async () => {
    assert.deepEqual(await opensFor(text), ["/app"]);
  });
}

test("a field app that is open comes forward as it stands, so that nothing half typed is lost", async () => {
  assert.deepEqual(await opensFor(linking("/app#/voorstel/7"), "/kantoor/", "/app#/bezoek/1"), ["focus /app#/bezoek/1"]);
});

test("an office page comes forward when it is the one that was meant; else a new one opens beside it", async () => {
  assert.deepEqual(await opensFor(linking("/kantoor/"), "/app", "/kantoor/"), ["focus /kantoor/"]);
  assert.deepEqual(await opensFor(linking("/kantoor/"), "/kantoor/planning"), ["/kantoor/"]);
});

test("a shell that the browser threw away is kept again when a page asks, and one that is whole is left alone", async () => {
  const caches = new Caches();
  const { run, said } = worker("b1", caches, filesOf("b1"));
  await run("install");
  const fetched = said.fetched.length;
  await run("message", { data: "keep" });
  assert.equal(said.fetched.length, fetched);
  caches.all.clear();
  await run("message", { data: "keep" });
  assert.equal(await textOf(await run("fetch", get("/app"))), "shell of b1");
});

test("without a shell and without a connection the worker itself says what is the matter", async () => {
  const caches = new Caches();
  const files = filesOf("b1");
  const { run } = worker("b1", caches, files);
  await run("install");
  caches.all.clear();
  for (const path of Object.keys(files)) files[path] = new TypeError("Failed to fetch");
  await run("message", { data: "keep" });
  assert.match(await textOf(await run("fetch", get("/app"))), /De app staat niet meer op dit toestel/);
  assert.deepEqual(await caches.keys(), []);
});

test("the emergency exit removes worker and shell, and no database and no journal", async () => {
  const caches = new Caches();
  caches.all.set("fa-journal", new Map());
  await worker("b1", caches, filesOf("b1")).run("install");
  const { run, said } = worker("b1", caches, {}, "off.js");
  await run("install");
  await run("activate");
  assert.equal(said.unregistered, 1);
  assert.deepEqual(await caches.keys(), ["fa-journal"]);
  assert.ok(!/indexedDB|deleteDatabase/.test(source("off.js")));
});
