/** What the phone makes of a measure after its approval: still a yes, and a reason to come by. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decided } from "../../static/app/ui/decision.js";
import { reasonAt } from "../../static/app/ui/facts.js";

/** @param {string | null} from */
const premises = (from) =>
  /** @type {any} */ ({
    fields: { open_measures: { m: { measure_type: "last_onder_dwangsom", state: "actief", term_ends_on: "2026-12-10", hercontrole_on: from } } },
  });

test("whatever follows a yes is still a yes, and only leaving it is a no", () => {
  for (const state of ["voornemen_klaar", "voornemen_verzonden", "ondertekend", "in_begunstiging", "verbeurd_deels", "afgesloten"])
    assert.equal(decided(state), "yes", state);
  assert.equal(decided("afgezien"), "no");
  for (const state of ["voorgesteld", "teruggegeven", "ingetrokken_voorstel", undefined]) assert.equal(decided(state), "", state);
});

test("from the day after the term a visit is a hercontrole", () => {
  assert.equal(reasonAt(premises("2026-12-11"), "2026-12-11"), "hercontrole");
  assert.equal(reasonAt(premises("2026-12-11"), "2026-12-10"), "ad_hoc");
  assert.equal(reasonAt(premises(null), "2027-01-01"), "ad_hoc");
  assert.equal(reasonAt(null, "2026-12-11"), "ad_hoc");
});
