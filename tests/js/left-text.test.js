/** Text that was typed and not recorded when the visit was ended elsewhere. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { document, Node, until } from "./rig/dom.js";
import { newPhone } from "./rig/phone.js";
import { html, render } from "../../static/app/lib/html.js";
import { loadDraft, saveDraft } from "../../static/app/store/drafts.js";

hurry();

const { LeftText } = await import("../../static/app/ui/left-text.js");
const visit = { id: "v", version: null, fields: { outcome: "afgebroken", findings: { f: { text: "de gang" }, g: { text: "de trap" } } } };
/** @type {Node} */
let root;
let moved = 0;

beforeEach(newPhone);

/** @param {import("node:test").TestContext} t */
function show(t) {
  moved = 0;
  root = new Node("div");
  root.ownerDocument = document;
  render(html`<${LeftText} visit=${visit} onMoved=${() => (moved += 1)} />`, root);
  t.after(() => render(null, root));
}

test("what was typed and not recorded is shown at the ended visit, and goes into an addition", async (t) => {
  await saveDraft("v/findings.f", { text: "de gang naast de keuken", base: null, kept: [] });
  await saveDraft("v/findings.g", { text: "de trap ", base: null, kept: [] });
  await saveDraft("v/aanvulling", { text: "eerst dit", base: null, kept: [] });
  show(t);
  await until(() => root.find("q"));
  assert.match(root.text, /de gang naast de keuken/);
  assert.doesNotMatch(root.text, /de trap/, "that is recorded");
  root.find("button").fire("click");
  await until(() => moved === 1);
  assert.equal((await loadDraft("v/aanvulling")).text, "eerst dit\nde gang naast de keuken");
  assert.equal(await loadDraft("v/findings.f"), null);
});

test("text that nobody needs any more is thrown away by who typed it, and nothing else is", async (t) => {
  await saveDraft("v/gevaar", { text: "rook", base: null, kept: [] });
  show(t);
  await until(() => root.find("q"));
  const [, drop] = root.find("q").parentNode.parentNode.childNodes[1].childNodes;
  drop.fire("click");
  await until(() => !root.find("q") && root.find("p") && /weggegooid/.test(root.text));
  assert.equal(await loadDraft("v/gevaar"), null);
  root.find("button").fire("click");
  await until(() => root.find("q"));
  assert.equal((await loadDraft("v/gevaar")).text, "rook", "a slip of the finger costs nothing");
});
