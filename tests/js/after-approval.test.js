/** What the phone makes of a measure after its approval: still a yes, and a reason to come by. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decided } from "../../static/app/ui/decision.js";
import { complyUntil, lookFrom, reasonAt } from "../../static/app/ui/facts.js";
import { termsText, whyAdvised } from "../../static/app/ui/words.js";

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

test("a day to comply presses only while its hercontrole is to come", () => {
  const last = { measure_type: "last_onder_dwangsom", state: "actief", term_ends_on: "2026-12-10", imposed_on: "2026-11-20", hercontrole_on: "2026-12-11" };
  const until = (/** @type {object} */ changed) => complyUntil(/** @type {any} */ ({ ...last, ...changed }));
  assert.equal(until({}), "2026-12-10");
  assert.equal(until({ state: "opgelegd", hercontrole_on: undefined }), "2026-12-10", "noted from elsewhere");
  assert.equal(until({ state: "opgeheven", hercontrole_on: null }), null);
  assert.equal(until({ state: "voorgesteld", imposed_on: null }), null, "only proposed");
  assert.equal(until({ measure_type: "sluiting", hercontrole_on: undefined }), null, "a closure is no term to comply");
});

test("a last in force is looked at again, though its day to comply is long past", () => {
  const last = { measure_type: "last_onder_dwangsom", state: "actief", term_ends_on: "2026-12-10", imposed_on: "2026-11-20", hercontrole_on: "2026-12-18" };
  const once = /** @type {any} */ (last);
  assert.equal(lookFrom(once), "2026-12-18");
  assert.equal(complyUntil(once), null, "the first look was made");
  assert.equal(lookFrom({ ...once, term_ends_on: null }), "2026-12-18", "a last without a term to comply");
  assert.equal(complyUntil({ ...once, term_ends_on: null }), null);
});

test("how often an amount falls due is said only where it is known", () => {
  const amounts = { amount_eur_cents: 250_000, max_eur_cents: 1_000_000 };
  assert.doesNotMatch(termsText(amounts), /ineens|per keer/, "a measure in the file of an address has no mode");
  assert.match(termsText({ ...amounts, mode: "ineens" }), /ineens/);
  assert.match(termsText({ ...amounts, mode: "per_overtreding" }), /per keer/);
});

test("an advice says why, and that there is none is said once", () => {
  const why = [{ text: "Eerste overtreding." }, { text: "Binnen 24 maanden." }];
  assert.equal(whyAdvised({ result: "maatregel", why }), "Eerste overtreding. Binnen 24 maanden.");
  assert.equal(whyAdvised({ result: "geen_regel", why: [{ text: "Geen advies in de matrix." }] }), "");
});
