/** A newer version that waits, and a tap on it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { document, Node, until } from "./rig/dom.js";
import "./rig/browser.js";
import { html, render } from "../../static/app/lib/html.js";

const waiting = Object.assign(new EventTarget(), { state: "installed", heard: [], postMessage: (said) => waiting.heard.push(said) });
const registration = Object.assign(new EventTarget(), { waiting, installing: null, active: new EventTarget() });
const container = Object.assign(new EventTarget(), { controller: registration.active, register: async () => registration, getRegistration: async () => registration });
Object.defineProperty(globalThis, "navigator", { value: { onLine: true, serviceWorker: container }, configurable: true });
globalThis.addEventListener ??= () => {};

const { updateReady, watchShell } = await import("../../static/app/ui/update.js");
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
