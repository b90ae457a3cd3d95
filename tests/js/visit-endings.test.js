/** What the phone says of a visit that was let lapse, before and after the office answered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { shownOf } from "../../static/app/sync/overlay.js";
import { endedOtherwise, heldEnd, isClosed, isVoided, outcomeOf } from "../../static/app/ui/facts.js";

const visit = (more = {}) => /** @type {any} */ ({ id: "v", kind: "visit", fields: { visit_kind: "licensed_premises" }, waiting_acts: [], held: [], ...more });

test("a visit that was let lapse here is over while it waits", () => {
  const waiting = visit({ waiting_acts: ["visit.void"] });
  assert.deepEqual([isClosed(waiting), isVoided(waiting), outcomeOf(waiting)], [true, true, "vervallen"]);
});

test("a visit that the office could not let lapse goes on, and says nothing else", () => {
  const held = [{ operation: "aa:1", code: "visit.was_entered", kind: "visit.void" }];
  const refused = visit({ waiting_acts: ["visit.void"], held });
  assert.deepEqual([isClosed(refused), isVoided(refused), outcomeOf(refused)], [false, false, ""]);
  const signed = visit({ waiting_acts: ["visit.void", "visit.close"], held });
  assert.deepEqual([isClosed(signed), isVoided(signed)], [true, false]);
});

test("a closing that is held for what its maker can mend lets the visit go on, and says why", () => {
  const held = [{ operation: "aa:1", code: "visit.items_open", kind: "visit.close" }];
  const refused = visit({ waiting_acts: ["visit.close"], held });
  assert.deepEqual([isClosed(refused), outcomeOf(refused), heldEnd(refused)?.code], [false, "", "visit.items_open"]);
  const again = visit({ waiting_acts: ["visit.close", "visit.close"], held });
  assert.deepEqual([isClosed(again), heldEnd(again)], [true, null]);
});

test("a closing that is held for what only the office can mend stays signed, and says so", () => {
  const held = [{ operation: "aa:1", code: "visit.not_yours", kind: "visit.close" }];
  const refused = visit({ waiting_acts: ["visit.close"], held, signed_as: "afgerond" });
  assert.deepEqual([isClosed(refused), outcomeOf(refused), heldEnd(refused)?.code], [true, "afgerond", "visit.not_yours"]);
  assert.equal(heldEnd(visit({ fields: { outcome: "afgerond" }, held })), null);
});

test("a visit that the office could not let lapse can be let lapse again", () => {
  const held = [{ operation: "aa:1", code: "visit.has_measure", kind: "visit.void" }];
  assert.equal(isVoided(visit({ waiting_acts: ["visit.void", "visit.void"], held })), true);
});

test("what the office says of it counts before what waits here", () => {
  const closed = visit({ fields: { outcome: "afgerond" }, waiting_acts: ["visit.void"] });
  assert.deepEqual([isClosed(closed), isVoided(closed), outcomeOf(closed)], [true, false, "afgerond"]);
  assert.equal(isVoided(visit({ fields: { outcome: "vervallen" } })), true);
});

test("what nobody who was there signed is not shown as finished", () => {
  for (const outcome of ["vervallen", "afgebroken"]) assert.equal(endedOtherwise(visit({ fields: { outcome } })), true, outcome);
  for (const outcome of ["afgerond", "niemand_thuis", undefined]) assert.equal(endedOtherwise(visit({ fields: { outcome } })), false, outcome);
});

test("how a visit ended is known here before it is sent: nobody in is no finished check", () => {
  const signed = (/** @type {string} */ outcome) => {
    const op = { kind: "visit.close", document: "v", base: null, body: { outcome, statement: true } };
    const waits = /** @type {any} */ ({ entry: { stream: "aa", n: 1, op }, outcome: undefined });
    const started = /** @type {any} */ ({ id: "v", kind: "visit", version: "1.a", fields: { visit_kind: "licensed_premises", answers: {} } });
    return outcomeOf(/** @type {any} */ (shownOf(started, [waits])));
  };
  for (const outcome of ["niemand_aanwezig", "geen_medewerking", "gesloten", "afgerond"]) assert.equal(signed(outcome), outcome);
});
