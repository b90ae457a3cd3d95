/** What a row that is held says: its reason, and once what becomes of the work. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { heldText, readReasons } from "../../static/app/sync/reasons.js";

const reasons = {
  "visit.not_yours": "U was niet bij deze controle. Alleen wie erbij was, vult in.",
  shape: "Deze wijziging is niet goed ingevuld. Uw werk is bewaard. Vraag uw teamleider om te kijken.",
};
const answer = () => Promise.resolve(/** @type {any} */ ({ ok: true, json: () => Promise.resolve({ reasons, unknown_reason: "" }) }));

test("a held row says once that the work is kept", async (t) => {
  t.mock.method(globalThis, "fetch", answer);
  await readReasons();
  assert.equal(heldText("visit.not_yours"), `${reasons["visit.not_yours"]} Uw werk is bewaard. Uw teamleider kijkt ernaar.`);
  assert.equal(heldText("shape"), reasons.shape);
});
