/** What the phone makes of the stops of a list: which visit belongs to each, and how one begins. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { PERSON } from "./rig/server.js";
import { todayOn } from "../../static/app/lib/dates.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { documents } from "../../static/app/sync/watch.js";
import { isClosed, stopsOf } from "../../static/app/ui/facts.js";
import { startVisit } from "../../static/app/ui/visit-start.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
const [premises, elsewhere, first, second, list] = [uuid7(), uuid7(), uuid7(), uuid7(), uuid7()];

beforeEach(async () => {
  ({ server } = await newPhone());
  server.show(premises, "premises", { name: "Kade 4", premises_type: "raamverhuur", is_dwelling: false });
  server.show(list, "day_list", { on: todayOn(), state: "verstuurd", person_ids: [PERSON.id], stops: { s1: { premises_id: premises, visit_id: first, order: 1 } } });
  await settled();
});

/** @param {string} id @param {Record<string, any>} more */
async function visit(id, more) {
  server.show(id, "visit", { leader_id: PERSON.id, co_visitor_ids: [], premises_id: premises, day_list_id: list, opened_at: "2026-11-20T19:00:00Z", ...more });
  await settled();
}

const stop = () => /** @type {any} */ (stopsOf(documents.get(list))[0]);

/** The first operation that a start records. @param {any} at */
async function begun(at) {
  /** @type {any[]} */
  const asked = [];
  await startVisit(async (...given) => asked.push(given) > 1, at, list);
  const [kind, id, body] = asked[0];
  return { kind, id, body };
}

test("a stop has the visit that was begun there", async () => {
  assert.equal(stop().visit, null);
  assert.equal((await begun(stop())).id, first);
  await visit(first, {});
  assert.equal(stop().visit.id, first);
});

test("a stop whose visit lapsed is still to be done, and begins anew with a visit of its own", async () => {
  await visit(first, { outcome: "vervallen" });
  assert.equal(isClosed(stop().visit), false);
  const again = await begun(stop());
  assert.notEqual(again.id, first);
  assert.equal(again.body.day_list_id, list);
});

test("the visit that was begun after one lapsed is that of the stop", async () => {
  await visit(first, { outcome: "vervallen" });
  await visit(second, { outcome: "afgerond" });
  assert.equal(stop().visit.id, second);
  assert.equal(isClosed(stop().visit), true);
});

test("at premises that are not on this phone consent is asked, unless the inspector said that nobody lives there", async () => {
  assert.equal((await begun({ premises_id: elsewhere })).body.visit_kind, "home_address");
  assert.equal((await begun({ premises_id: elsewhere, is_home: false })).body.visit_kind, "licensed_premises");
  assert.equal((await begun({ premises_id: premises })).body.visit_kind, "licensed_premises");
});
