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
