import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fieldOf, inheritedBase, setField, shownOf } from "../../static/app/sync/overlay.js";

const { vectors } = JSON.parse(readFileSync(new URL("../vectors/merge.json", import.meta.url), "utf8"));
const KIND = { edit: "note.write", new: "note.open", pick: "note.pick", act: "visit.close" };

let seq = 0;
const own = (kind, body, more = {}) => {
  seq += 1;
  const op = { kind, document: "d", body, base: more.base ?? null, made_at: "", mono: 0 };
  return { entry: { seq, phone: "", stream: "aa", n: seq, h: "", acked: more.acked ?? 0, group: "", bytes: 0, op }, outcome: more.outcome };
};
const server = (fields, more = {}) => ({ id: "d", kind: "note", version: "7.aaaaaaaa", fields, ...more });

for (const vector of vectors.filter(({ operation }) => operation.form !== "act")) {
  test(`the phone shows what the vector says: ${vector.why}`, () => {
    const { form, changes } = vector.operation;
    const shown = shownOf(server(vector.document?.fields ?? {}), [own(KIND[form], changes)]);
    assert.deepEqual(shown?.fields, vector.overlay);
  });
}

test("what an act will change is the server's rule to say: it only shows as waiting", () => {
  const shown = shownOf(server({ a: 1 }), [own("visit.close", { outcome: "afgerond" })]);
  assert.deepEqual(shown?.fields, { a: 1 });
  assert.deepEqual(shown?.waiting_acts, ["visit.close"]);
});

test("the server's document is not changed by what is laid over it", () => {
  const document = server({ answers: { a: { value: "in_orde" } } });
  const before = structuredClone(document);
  shownOf(document, [own("visit.answer", { "answers.a": { value: "niet_in_orde" }, "answers.b": null })]);
  assert.deepEqual(document, before);
});

test("operations are laid over in the order of the outbox", () => {
  const shown = shownOf(server({}), [own("visit.note", { a: 1 }), own("visit.note", { a: 2 })]);
  assert.equal(shown?.fields.a, 2);
});

for (const outcome of ["applied", "conflict", "closed"]) {
  test(`what the document has or the office closed is not laid over again: ${outcome}`, () => {
    const shown = shownOf(server({ a: 1 }), [own("visit.note", { a: 2 }, { outcome: { outcome, code: null, position: 3 }, acked: 1 })]);
    assert.equal(shown?.fields.a, 1);
    assert.equal(shown?.unsent, false);
    assert.deepEqual(shown?.held, []);
  });
}

test("a held operation stays, marked with its reason", () => {
  const shown = shownOf(server({ a: 1 }), [own("visit.note", { a: 2 }, { outcome: { outcome: "held", code: "no_permission", position: 3 }, acked: 1 })]);
  assert.equal(shown?.fields.a, 2);
  assert.equal(shown?.held[0]?.code, "no_permission");
});

test("a document that exists only here has the kind of its operation and no version", () => {
  const shown = shownOf(null, [own("joint_visit.open", { unit_id: "u" })]);
  assert.deepEqual([shown?.kind, shown?.version, shown?.fields.unit_id], ["joint_visit", null, "u"]);
});

test("a document with nothing of ours and nothing of the server is none", () => {
  assert.equal(shownOf(null, []), null);
  assert.equal(shownOf(null, [own("visit.open", { a: 1 }, { outcome: { outcome: "applied", code: null, position: 1 } })]), null);
});

test("a pick takes the rivals of its field off the screen and leaves the others", () => {
  const rivals = { a: [{ operation: "bb:1", value: 2, by: "p", made_at: "" }], b: [{ operation: "bb:2", value: 3, by: "p", made_at: "" }] };
  const shown = shownOf(server({ a: 1, b: 1 }, { rivals }), [own("visit.pick", { a: 2 })]);
  assert.equal(shown?.fields.a, 2);
  assert.deepEqual(Object.keys(shown?.rivals ?? {}), ["b"]);
});

test("without the document in the cache an edit inherits the base of the last own edit of that field", () => {
  const before = [own("visit.answer", { "answers.a": 1 }, { base: "9.aaaaaaaa" }), own("visit.answer", { "answers.a": 2 }, { base: "12.bbbbbbbb" })];
  assert.equal(inheritedBase(before, ["answers.a"]), "12.bbbbbbbb");
  assert.equal(inheritedBase(before, ["answers.b"]), null);
});

test("for several fields the lowest base is inherited, none before all", () => {
  const before = [own("visit.note", { a: 1 }, { base: "100.aaaaaaaa" }), own("visit.note", { b: 2 }, { base: "12.bbbbbbbb" })];
  assert.equal(inheritedBase(before, ["a", "b"]), "12.bbbbbbbb");
  assert.equal(inheritedBase(before, ["a", "c"]), null);
});

test("null and undefined take a field away, at the top and in a collection", () => {
  const fields = { a: 1, photos: { p: {}, q: {} } };
  setField(fields, "a", null);
  setField(fields, "photos.p", null);
  assert.deepEqual(fields, { photos: { q: {} } });
  assert.equal(fieldOf(fields, "photos.p"), undefined);
});
