import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshStorage, hurry } from "./rig/browser.js";
import { Server } from "./rig/server.js";
import { html, render } from "../../static/app/lib/html.js";
import { loadDraft, saveDraft } from "../../static/app/store/drafts.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";

hurry();

/** As much of an element as preact asks for. */
class Node {
  constructor(name) {
    Object.assign(this, { nodeName: name, localName: name, nodeType: name === "#text" ? 3 : 1, childNodes: [], attributes: [], style: {}, value: "", parentNode: null });
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get nextSibling() {
    const all = this.parentNode?.childNodes ?? [];
    return all[all.indexOf(this) + 1] ?? null;
  }
  insertBefore(child, before) {
    child.parentNode?.removeChild(child);
    const at = before ? this.childNodes.indexOf(before) : this.childNodes.length;
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }
  appendChild(child) {
    return this.insertBefore(child, null);
  }
  removeChild(child) {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
  }
  remove() {
    this.parentNode?.removeChild(this);
  }
  contains() {
    return false;
  }
  setAttribute() {}
  removeAttribute() {}
  addEventListener(name, handler) {
    this[`on-${name.toLowerCase()}`] = handler;
  }
  removeEventListener() {}
  focus() {}
  fire(type, more = {}) {
    this[`on-${type}`].call(this, { type, target: this, ...more });
  }
  find(name) {
    return this.localName === name ? this : this.childNodes.map((one) => one.find(name)).find(Boolean);
  }
}

const document = /** @type {any} */ ({
  createElement: (name) => new Node(name),
  createElementNS: (_, name) => new Node(name),
  createTextNode: () => new Node("#text"),
  documentElement: { dataset: {} },
  addEventListener() {},
});
globalThis.document = document;
const { GuardedText } = await import("../../static/app/ui/guarded-text.js");

const KEY = "visit/note";
const pause = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));
/** @type {Node} */
let root;
let saves = [];
let onSave = async () => true;
let flush = { current: null };

beforeEach(async () => {
  life.lockNow();
  await syncNow();
  await freshStorage();
  await new Server().start();
  await life.confirmWords((await life.enrol("ABCD-2345")).words);
  await life.setQuickCode("314159");
  await life.finish();
  saves = [];
  onSave = async () => true;
  flush = { current: null };
});

/** The field as it comes on the screen; it is taken off again after the test. @param {import("node:test").TestContext} t */
async function shown(t, more = {}) {
  root = new Node("div");
  root.ownerDocument = document;
  const save = (...given) => (saves.push(given), onSave(...given));
  render(html`<${GuardedText} id="t" label="" value="" documentId="d" draftKey=${KEY} saved onSave=${save} flush=${flush} ...${more} />`, root);
  await pause(200);
  t.after(() => render(null, root));
  return root.find("textarea");
}

function type(field, text) {
  field.value = text;
  field.fire("input");
}

test("what is typed while a save is under way stays a draft until it is saved too", async (t) => {
  const field = await shown(t, { onDemand: true });
  type(field, "de keuken");
  onSave = async () => {
    onSave = async () => false;
    type(field, "de keuken is schoon");
    await pause();
    return true;
  };
  assert.equal(await flush.current(), false);
  await pause();
  assert.equal((await loadDraft(KEY))?.text, "de keuken is schoon");
  onSave = async () => true;
  assert.equal(await flush.current(), true);
  assert.deepEqual(saves.at(-1)[0], "de keuken is schoon");
  assert.equal(await loadDraft(KEY), null);
});

test("a draft that comes back keeps the version it was typed over, also after a focus, and is recorded soon", async (t) => {
  await saveDraft(KEY, { text: "de keuken", base: "7.aaaa", kept: ["name:keuken"] });
  const field = await shown(t);
  assert.equal(field.value, "de keuken");
  field.fire("focus");
  await pause(1900);
  assert.deepEqual(saves, [["de keuken", true, "7.aaaa"]]);
  assert.equal(await loadDraft(KEY), null);
});

test("a draft says over which version it was typed", async (t) => {
  const field = await shown(t, { onDemand: true });
  field.fire("focus");
  type(field, "de keuken");
  await pause();
  assert.deepEqual(await loadDraft(KEY), { text: "de keuken", base: null, kept: [] });
});
