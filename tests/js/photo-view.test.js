/** What a photo says when it is opened large. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { document, Node } from "./rig/dom.js";
import "./rig/browser.js";
import { html, render } from "../../static/app/lib/html.js";

const { PhotoView } = await import("../../static/app/ui/photo-view.js");
const nothing = () => {};

/** @param {boolean} isLost @returns {string} */
function words(isLost) {
  const root = new Node("div");
  root.ownerDocument = document;
  render(html`<${PhotoView} photoId="p" label="Foto 1 van 1" isLost=${isLost} onBlur=${nothing} onRemove=${nothing} onClose=${nothing} />`, root);
  const { text } = root;
  render(null, root);
  return text;
}

test("a photo whose bytes were lost says so and offers nothing that needs them", () => {
  assert.match(words(true), /niet goed bewaard/);
  assert.doesNotMatch(words(true), /Vervaag/);
  assert.match(words(true), /Wis foto/);
});

test("a photo that is there can be blurred", () => {
  assert.match(words(false), /Vervaag/);
  assert.doesNotMatch(words(false), /niet goed bewaard/);
});
