import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { allRows } from "../../static/app/store/outbox.js";
import { record } from "../../static/app/sync/record.js";
import { decisions, documents, queue, setSeen, strip } from "../../static/app/sync/watch.js";
import { stripText } from "../../static/app/ui/strip-text.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;
const visit = uuid7();
const LEAD = uuid7();

beforeEach(async () => {
  ({ server } = await newPhone());
  server.show(visit, "visit", { premises_id: "p" });
  server.show(LEAD, "person", { name: "M. Visser" });
  server.outcomeOf = () => ({ outcome: "held", code: "visit.closed" });
  await settled();
  await record("visit.note", visit, { zaak_id: "Z-1" });
  await settled();
});

/** The office decides on everything that is held. */
async function decide(change) {
  for (const [operation, outcome] of Object.entries(server.outcomes)) {
    server.outcomes[operation] = { ...outcome, ...change, position: (server.position += 1) };
  }
  const [row] = await allRows();
  server.safe = { [row.stream]: [row.n, row.h.slice(0, 8)] };
  await settled();
}

const CLOSED = { outcome: "closed", code: "visit.closed", decided: { by: LEAD, reason: "dubbel" } };
const TAKEN_IN = { outcome: "applied", code: null, decided: { by: LEAD, override: true } };

test("what the office closed is told with who and why, and what it said is not lost from the screen", async () => {
  await decide(CLOSED);
  const [told] = decisions.value;
  assert.deepEqual([told?.state, told?.code, told?.by, told?.reason], ["closed", "visit.closed", LEAD, "dubbel"]);
  assert.deepEqual(told?.op.body, { zaak_id: "Z-1" });
  assert.equal(documents.get(visit)?.fields.zaak_id, undefined, "the file does not have it");
  assert.equal(queue.value[0]?.state, "closed");
});

test("what the office closed counts in the strip until its maker has seen it", async () => {
  await decide(CLOSED);
  assert.deepEqual([strip.value.state, strip.value.closed], ["closed", 1]);
  assert.equal(stripText(strip.value).long, "Kantoor sloot 1 wijziging. Tik om te kijken");
  await setSeen(decisions.value);
  assert.equal(strip.value.state, "sent");
  assert.equal(queue.value[0]?.state, "closed", "it never passes for received");
});

test("what the office closed stays on the phone until its maker has seen it, also over a restart", async () => {
  await decide(CLOSED);
  assert.equal((await allRows()).length, 1);
  await setSeen(decisions.value);
  await settled();
  assert.equal((await allRows()).length, 0);
});

test("what the office took in says so, and stays until its maker has seen it", async () => {
  await decide(TAKEN_IN);
  assert.equal(decisions.value[0]?.state, "taken_in");
  assert.equal(queue.value[0]?.state, "taken_in");
  assert.equal(strip.value.state, "sent");
  assert.equal((await allRows()).length, 1);
  await setSeen(decisions.value);
  await settled();
  assert.equal((await allRows()).length, 0);
});

test("work of which the dossier was erased meanwhile is told too, without a name", async () => {
  await decide({ outcome: "closed", code: "erased" });
  assert.deepEqual([decisions.value[0]?.state, decisions.value[0]?.by, decisions.value[0]?.code], ["closed", undefined, "erased"]);
});

const said = (state) => stripText({ unsent: 0, choices: 0, failed: 0, closed: 0, ...state });

test("the strip gives every number when several things ask for attention", () => {
  assert.equal(said({ state: "choice", choices: 1 }).long, "1 keuze nodig voor verzenden");
  assert.equal(said({ state: "failed", failed: 2 }).long, "2 wijzigingen zijn niet aangekomen. Tik om te kijken");
  const all = said({ state: "choice", choices: 2, failed: 1, closed: 1, unsent: 3 });
  assert.equal(all.long, "2 keuzes nodig, 1 niet aangekomen, 1 door kantoor gesloten, 3 alleen op dit toestel");
  assert.equal(all.outside, "choice");
  assert.equal(said({ state: "failed", failed: 1, unsent: 3 }).long, "1 niet aangekomen, 3 alleen op dit toestel");
});
