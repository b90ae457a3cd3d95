/** A newer version that waits, and a tap on it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { document, Node, until } from "./rig/dom.js";
import "./rig/browser.js";
import { html, render } from "../../static/app/lib/html.js";

/** A worker of this build; null: one that has no script. */
function worker(build) {
  const made = Object.assign(new EventTarget(), { state: "installed", build, heard: [] });
  made.postMessage = (said, [port] = []) => {
    made.heard.push(said);
    if (said === "who" && made.build) port.postMessage(made.build);
  };
  return made;
}

const waiting = worker("b2");
const registration = Object.assign(new EventTarget(), { waiting, installing: null, active: worker("b1"), update: async () => {} });
const container = Object.assign(new EventTarget(), { controller: registration.active, register: async () => registration, getRegistration: async () => registration });
Object.defineProperty(globalThis, "navigator", { value: { onLine: true, serviceWorker: container }, configurable: true });
document.documentElement ??= {};
document.documentElement.dataset = { build: "b1" };

const { startsOnlineOnly, updateReady, watchShell } = await import("../../static/app/ui/update.js");
const { UpdateNotice } = await import("../../static/app/ui/update-notice.js");
watchShell();
await until(() => updateReady.value);

/** A tap on the notice, and what it shows while and after. */
function tapped(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const root = new Node("div");
  root.ownerDocument = document;
  render(html`<${UpdateNotice} />`, root);
  t.after(() => render(null, root));
  root.find("button").fire("click");
  return root;
}

test("the page is drawn with the new version as soon as that holds it", async (t) => {
  let reloads = 0;
  globalThis.location.reload = () => (reloads += 1);
  tapped(t);
  await until(() => waiting.heard.includes("update"));
  assert.equal(reloads, 0);
  container.dispatchEvent(new Event("controllerchange"));
  assert.equal(reloads, 1);
});

test("a version that the browser lets wait is said, with what to do", async (t) => {
  const root = tapped(t);
  for (let second = 0; second < 20 && !root.text.includes("Sluit"); second += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(1000);
  }
  assert.match(root.text, /start nog niet.*Sluit de app helemaal af en open hem dan opnieuw/);
  assert.ok(root.text.includes("Werk nu bij"), "and can be asked again");
  let reloads = 0;
  globalThis.location.reload = () => (reloads += 1);
  container.dispatchEvent(new Event("controllerchange"));
  assert.equal(reloads, 0, "minutes later nobody's work is drawn anew");
});

/** The app is seen again, as after a minute in a pocket; all that this asks is answered or given up. */
async function seenAgain(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.dispatchEvent(new Event("online"));
  for (let second = 0; second < 40; second += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(1000);
  }
  t.mock.timers.reset();
}

/** What the server gives as the worker; null: it cannot be reached. @param {string | null} script */
function serve(t, script) {
  t.mock.method(globalThis, "fetch", async () => {
    if (script === null) throw new TypeError("Failed to fetch");
    return new Response(script);
  });
}

/** @param {import("node:test").TestContext} t @param {any} active @param {any} waits @param {() => void} [update] */
function standing(t, active, waits, update = () => {}) {
  const before = { ...registration };
  Object.assign(registration, { active, waiting: waits, update: async () => update() });
  t.after(() => Object.assign(registration, before));
}

test("a worker of which nothing came is not offered, and the server is asked again for one", async (t) => {
  const [mute, whole] = [worker(null), worker("b2")];
  serve(t, "work();");
  standing(t, worker("b1"), mute, () => (registration.waiting = whole));
  await seenAgain(t);
  assert.equal(registration.waiting, whole);
  await seenAgain(t);
  assert.equal(updateReady.value, true, "that one is");
});

for (const [why, script] of [
  ["there is no connection", null],
  ["again nothing comes", ""],
  ["only its first comment comes", "/** The worker. */"],
]) {
  test(`a worker of which nothing came is not offered while ${why}`, async (t) => {
    serve(t, script);
    standing(t, worker("b1"), worker(null));
    await seenAgain(t);
    assert.equal(updateReady.value, false);
  });
}

test("a version that is older than the question who it is, is offered: the server has no other", async (t) => {
  serve(t, "work();");
  standing(t, worker("b1"), worker(null));
  await seenAgain(t);
  assert.equal(updateReady.value, true);
});

test("the build that runs already is not offered as a new version", async (t) => {
  standing(t, worker("b1"), worker("b1"));
  await seenAgain(t);
  assert.equal(updateReady.value, false);
});

test("a mute worker that took over makes place at once for one that speaks", async (t) => {
  const whole = worker("b1");
  serve(t, "work();");
  standing(t, worker(null), null, () => (registration.waiting = whole));
  await seenAgain(t);
  assert.ok(whole.heard.includes("update"));
  assert.equal(startsOnlineOnly.value, false);
});

test("while nothing takes the place of a mute worker it is said, and until then only", async (t) => {
  serve(t, "");
  standing(t, worker(null), null);
  await seenAgain(t);
  assert.equal(startsOnlineOnly.value, true);
  const root = new Node("div");
  root.ownerDocument = document;
  render(html`<${UpdateNotice} />`, root);
  t.after(() => render(null, root));
  assert.match(root.text, /Zonder verbinding start deze app nu misschien niet/);
  registration.active = worker("b1");
  await seenAgain(t);
  assert.equal(startsOnlineOnly.value, false);
});

test("the emergency exit, which says nothing, is left alone", async (t) => {
  const exit = worker(null);
  serve(t, "retire();");
  standing(t, exit, null);
  await seenAgain(t);
  assert.equal(startsOnlineOnly.value, false);
  assert.ok(!exit.heard.includes("update"));
});
