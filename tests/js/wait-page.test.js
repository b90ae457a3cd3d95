/** Screens that need all documents, while these are read, cannot be read, and can again. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { document, Node, until } from "./rig/dom.js";
import { newPhone } from "./rig/phone.js";
import { html, render } from "../../static/app/lib/html.js";
import { closeAll } from "../../static/app/store/db.js";
import { reachable } from "../../static/app/sync/contact.js";
import { isWhole } from "../../static/app/sync/state.js";

hurry();

const { WaitPage } = await import("../../static/app/ui/wait-page.js");
const { open } = globalThis.IDBFactory.prototype;

beforeEach(newPhone);
afterEach(() => {
  globalThis.IDBFactory.prototype.open = open;
});

test("documents that cannot be read are tried again by who waits, who is told that the work is safe", async (t) => {
  isWhole.value = false;
  await closeAll();
  globalThis.IDBFactory.prototype.open = function (...given) {
    if (given[0] === "fa-cache") throw new DOMException("Internal error opening backing store", "UnknownError");
    return open.apply(this, given);
  };
  reachable.value = false;
  t.after(() => (reachable.value = null));
  const root = new Node("div");
  root.ownerDocument = document;
  render(html`<${WaitPage} />`, root);
  t.after(() => render(null, root));
  await until(() => root.find("button"));
  assert.match(root.text, /Wat u vastlegde, is bewaard/);
  assert.match(root.text, /Geen verbinding/);
  assert.doesNotMatch(root.text, /U kunt gewoon werken/, "not here");
  assert.equal(isWhole.value, false);
  globalThis.IDBFactory.prototype.open = open;
  root.find("button").fire("click");
  await until(() => isWhole.value);
});
