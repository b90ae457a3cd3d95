import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { advise, adviseFor, isInForce, operatorOf, premisesKindOf } from "../../static/app/domain/matrix.js";

/** @param {string} path @returns {any} */
const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const vectors = read("../vectors/matrix.json");
const matrix = read("../../fieldapp/data/matrix.json");

for (const one of vectors.vectors) {
  test(`the advice follows the matrix: ${one.why}`, () => {
    /** @type {Record<string, any>} */
    const advice = advise(matrix, one);
    const seen = Object.fromEntries(Object.keys(one.expect).map((key) => [key, advice[key]]));
    assert.deepEqual(seen, one.expect);
  });
}

for (const one of vectors.kinds) {
  test(`the kind of premises and its operator: ${one.why}`, () => {
    assert.equal(premisesKindOf(one.premises), one.kind);
    assert.equal(operatorOf(one.premises, one.on), one.operator);
  });
}

test("every advice has the same keys", () => {
  const shapes = new Set(vectors.vectors.map((/** @type {any} */ one) => Object.keys(advise(matrix, one)).sort().join()));
  assert.equal(shapes.size, 1);
});

test("advice for premises uses the history in their file", () => {
  const premises = {
    premises_type: "raamexploitatie",
    vergunningen: { "v-1": { status: "verleend", exploitant: { kvk_nummer: "10734211" } } },
    breaches: { b1: { rule_key: "apv.inrichtingseisen", found_on: "2026-05-10", sanction: "waarschuwing", sent_on: "2026-05-14" } },
  };
  const advice = adviseFor(matrix, premises, "apv.inrichtingseisen", "2026-11-20");
  assert.deepEqual([advice.measure_type, advice.step, advice.row], ["last_onder_dwangsom", 2, "L10"]);
});

test("a measure is in force from the day it was imposed until it ends", () => {
  const measure = { state: "bekendgemaakt", imposed_on: "2026-11-04" };
  assert.ok(isInForce(measure));
  assert.ok(isInForce(measure, "2026-11-04"));
  assert.ok(!isInForce(measure, "2026-11-03"));
  assert.ok(!isInForce({ ...measure, state: "opgeheven" }));
  assert.ok(!isInForce({ ...measure, imposed_on: null }));
});
