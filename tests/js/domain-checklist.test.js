import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as rules from "../../static/app/domain/checklist.js";

/** @param {string} path @returns {any} */
const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const vectors = read("../vectors/checklist.json");
/** @type {Map<string, rules.Checklist>} */
const lists = new Map();
for (const one of read("../../fieldapp/data/checklists.json").checklists) lists.set(`${one.id}@${one.version}`, one);

/** @param {string} name @returns {rules.Checklist} */
function list(name) {
  const found = lists.get(name);
  assert.ok(found, name);
  return found;
}

for (const one of vectors.answers) {
  test(`an answer fits its item or is refused: ${one.why}`, () => {
    assert.equal(rules.checkAnswer(list(one.checklist), one.item, one.answer), one.reason);
  });
}

for (const one of vectors.findings) {
  test(`a finding fits its item or is refused: ${one.why}`, () => {
    assert.equal(rules.checkFinding(list(one.checklist), one.finding), one.reason);
  });
}

for (const one of vectors.photos) {
  test(`an item takes a photo or not: ${one.why}`, () => {
    assert.equal(rules.checkPhoto(list(one.checklist), one.item), one.reason);
  });
}

for (const one of vectors.may_photograph) {
  test(`the municipality says where photos are made: ${one.why}`, () => {
    const item = rules.findItem(list(one.checklist), one.item);
    assert.ok(item);
    assert.equal(rules.mayPhotograph(one.photos, item, one.visit_kind, one.is_dwelling), one.may);
  });
}

for (const one of vectors.asked) {
  test(`a visit asks what belongs to it: ${one.why}`, () => {
    const options = { on: one.on, switches: one.switches, more: one.more };
    assert.deepEqual(rules.askedItems(list(one.checklist), one.premises, options).map((item) => item.id), one.asked);
  });
}

for (const one of vectors.rest) {
  test(`the rest in order fills only what it may: ${one.why}`, () => {
    const options = { on: one.on };
    const rest = rules.restInOrder(list(one.checklist), one.part, one.answers, one.premises, options);
    assert.deepEqual(rest.map((item) => item.id), one.rest);
    const open = rules.openItems(list(one.checklist), one.answers, one.premises, options);
    assert.deepEqual(open.map((item) => item.id), one.open);
  });
}

test("no answer and no finding gets text into an item about people", () => {
  for (const one of lists.values()) {
    for (const item of one.items.filter((each) => each.privacy !== "Z")) {
      assert.notEqual(rules.checkAnswer(one, item.id, { value: "in_orde", text: "x" }), null, item.id);
      assert.notEqual(rules.checkFinding(one, { item: item.id, chips: [], text: "x" }), null, item.id);
      assert.notEqual(rules.checkPhoto(one, item.id), null, item.id);
    }
  }
});

test("what stays unanswered is recorded as not checked", () => {
  const one = list("chk-lp@1");
  const unchecked = rules.uncheckedItems(one, { nooduitgang_vrij: { value: "in_orde" }, werkplekken_in_gebruik: { number: 0 } });
  assert.ok(!unchecked.includes("nooduitgang_vrij"));
  assert.ok(!unchecked.includes("werkplekken_in_gebruik"));
  assert.ok(!unchecked.includes("hulp_aangeboden"));
  assert.ok(unchecked.includes("rookmelders_werken"));
  for (const id of unchecked) assert.equal(rules.checkAnswer(one, id, { value: rules.NOT_CHECKED }), null, id);
});
