import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshStorage, hurry } from "./rig/browser.js";
import { document, Node, until } from "./rig/dom.js";
import { Server } from "./rig/server.js";
import { html, render, useEffect } from "../../static/app/lib/html.js";
import { loadDraft, saveDraft } from "../../static/app/store/drafts.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";

hurry();

const { GuardedText } = await import("../../static/app/ui/guarded-text.js");

const KEY = "visit/note";
const draftSays = (/** @type {string} */ text) => until(async () => (await loadDraft(KEY))?.text === text);
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
  await new Promise((resolve) => {
    const Begun = () => useEffect(resolve, []); // effects begin in order: those of the field have begun
    render(html`<${GuardedText} id="t" label="" value="" documentId="d" draftKey=${KEY} saved onSave=${save} flush=${flush} ...${more} /><${Begun} />`, root);
  });
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
    await draftSays("de keuken is schoon");
    return true;
  };
  assert.equal(await flush.current(), false);
  await draftSays("de keuken is schoon");
  onSave = async () => true;
  assert.equal(await flush.current(), true);
  assert.deepEqual(saves.at(-1)[0], "de keuken is schoon");
  assert.equal(await loadDraft(KEY), null);
});

test("a draft that comes back keeps the version it was typed over, also after a focus, and is recorded soon", async (t) => {
  await saveDraft(KEY, { text: "de keuken", base: "7.aaaa", kept: ["name:keuken"] });
  const field = await shown(t);
  await until(() => field.value === "de keuken");
  field.fire("focus");
  await until(async () => (await loadDraft(KEY)) === null);
  assert.deepEqual(saves, [["de keuken", true, "7.aaaa"]]);
});

test("a draft says over which version it was typed", async (t) => {
  const field = await shown(t, { onDemand: true });
  field.fire("focus");
  type(field, "de keuken");
  await until(() => loadDraft(KEY));
  assert.deepEqual(await loadDraft(KEY), { text: "de keuken", base: null, kept: [] });
});
