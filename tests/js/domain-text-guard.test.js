import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkText, messageFor, passesElevenTest, replaceByRole } from "../../static/app/domain/text-guard.js";

/** @param {string} path @returns {any} */
const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const vectors = read("../vectors/text_guard.json");
const rules = read("../../fieldapp/data/guard.json");

for (const one of vectors.texts) {
  test(`the guard finds what may not be kept: ${one.why}`, () => {
    const hits = checkText(one.text, rules, one.allowed);
    assert.deepEqual(hits.map(({ kind, word }) => ({ kind, word })), one.hits);
    for (const hit of hits) {
      assert.equal(one.text.slice(hit.start, hit.end), hit.word);
      assert.equal(hit.blocks, !["name", "sensitive_word"].includes(hit.kind));
      assert.ok(messageFor(hit, rules).title.length > 0);
    }
  });
}

for (const one of vectors.replace) {
  test(`what is taken out becomes the role: ${one.why}`, () => {
    const [hit] = checkText(one.text, rules);
    assert.ok(hit);
    assert.equal(replaceByRole(one.text, hit), one.after);
  });
}

test("nine zeros are no BSN and a known test number is one", () => {
  assert.ok(!passesElevenTest("000000000"));
  assert.ok(passesElevenTest("111222333"));
  assert.ok(!passesElevenTest("123456789"));
});
