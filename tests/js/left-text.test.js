/** Text that was typed and not recorded when the visit was ended elsewhere. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { document, Node, until } from "./rig/dom.js";
import { newPhone, settled } from "./rig/phone.js";
import { html, render } from "../../static/app/lib/html.js";
import { loadDraft, saveDraft } from "../../static/app/store/drafts.js";

hurry();

const { LeftText } = await import("../../static/app/ui/left-text.js");
const visit = { id: "v", version: null, fields: { outcome: "afgebroken", findings: { f: { text: "de gang" }, g: { text: "de trap" } } } };
/** @type {Node} */
let root;
let moved = 0;

/** @type {import("./rig/server.js").Server} */
let server;

beforeEach(async () => {
  ({ server } = await newPhone());
});

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

test("a measure that was chosen and not proposed is shown in words, thrown away and taken back as it was", async (t) => {
  const chosen = { choice: { which: "other", measure_type: "last_onder_dwangsom", reason: "ernstiger", amount: 50_000, most: 200_000 }, owner: true };
  await saveDraft("v/maatregel/f", chosen);
  await saveDraft("v/maatregel/g", { choice: { which: "" }, owner: false });
  show(t);
  await until(() => root.find("q"));
  assert.match(root.find("q").text, /^Maatregel bij bevinding: last onder dwangsom, € 500 per keer, hoogstens € 2.000, reden: ernstiger dan de regel, ook de eigenaar informeren\.$/);
  const [, drop] = root.find("q").parentNode.parentNode.childNodes[1].childNodes;
  drop.fire("click");
  await until(() => /weggegooid/.test(root.text));
  assert.equal(await loadDraft("v/maatregel/f"), null);
  root.find("button").fire("click");
  await until(() => root.find("q"));
  assert.deepEqual(await loadDraft("v/maatregel/f"), chosen);
});

test("what is chosen for a proposal that came back is not called left", async (t) => {
  server.show("m", "measure", { visit_id: "v", finding_ids: ["f"], state: "teruggegeven" });
  await settled();
  await saveDraft("v/maatregel/f", { choice: { which: "advice" }, owner: false });
  await saveDraft("v/maatregel/g", { choice: { which: "advice" }, owner: false });
  show(t);
  await until(() => root.find("q"));
  assert.equal(root.text.match(/volgens het advies/g)?.length, 1);
});

test("a joint visit that was never begun is shown in words, and goes into an addition", async (t) => {
  server.show("police", "unit", { kind: "police", name: "Politie Centrum" });
  await settled();
  await saveDraft("v/samen", { id: "l", started_at: "2026-11-22T20:00:00Z", officers_count: 2, unit_id: "police", shared_on_the_spot: { direction: "geen", category: "niets" } });
  show(t);
  await until(() => root.find("q"));
  const said = "Samen met politie, 2 agenten; met: Politie Centrum; ter plekke gedeeld: niets.";
  assert.equal(root.find("q").text, said);
  root.find("button").fire("click");
  await until(() => moved === 1);
  assert.equal((await loadDraft("v/aanvulling")).text, said);
  assert.equal(await loadDraft("v/samen"), null);
});
