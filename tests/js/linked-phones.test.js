/** Which phone in somebody's name may be confirmed from this one. */
import assert from "node:assert/strict";
import test from "node:test";

import { linkedLately, mayConfirm } from "../../static/app/domain/linked-devices.js";

const INES = "ines";
/** @param {number} number @param {Record<string, unknown>} more */
const device = (number, more) => ({ id: `d${number}`, kind: "device", fields: { number, state: "enrolled", enrolled_at: "2026-11-20T20:00:00Z", ...more } });

test("a phone that came by another hand is confirmed from a phone that did not", () => {
  const planted = device(2, { issued_by: "tom" });
  assert.equal(mayConfirm(planted, device(1, { issued_by: "system" }), INES), true);
  assert.equal(mayConfirm(planted, device(1, { issued_by: "tess" }), INES), true);
});

test("who made the code of both phones may hold both: neither confirms the other", () => {
  const planted = device(2, { issued_by: "tom" });
  assert.equal(mayConfirm(planted, device(1, { issued_by: "tom" }), INES), false);
  assert.equal(mayConfirm(planted, device(1, { issued_by: "tom", confirmed_at: "2026-11-20T21:00:00Z" }), INES), true);
});

test("a phone of the server's own code needs no word, and one that was confirmed is no news", () => {
  assert.equal(mayConfirm(device(2, { issued_by: "system" }), device(1, {}), INES), false);
  const confirmed = device(2, { issued_by: "tom", enrolled_at: "2026-11-20T21:00:00Z", confirmed_at: "2026-11-20T22:00:00Z" });
  assert.deepEqual(linkedLately([device(1, {}), confirmed], 1, [], Date.parse("2026-11-21T00:00:00Z")), []);
});
