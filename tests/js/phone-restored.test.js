import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { link, newPhone, settled } from "./rig/phone.js";
import { answer, kill, open } from "./rig/visits.js";
import { transact } from "../../static/app/store/db.js";
import { allRows } from "../../static/app/store/outbox.js";
import { activePhone, destroyWraps } from "../../static/app/store/phones.js";
import * as life from "../../static/app/sync/phone.js";

hurry();

/** @type {import("./rig/server.js").Server} */
let server;

beforeEach(async () => {
  ({ server } = await newPhone());
});

test("a restored server gets everything again in order", async () => {
  await open();
  await answer("a", "in_orde");
  await settled();
  assert.equal(life.phone.value.unsent, 0);
  server.restore();
  assert.equal(server.count(), 0);
  await answer("b", "in_orde");
  await settled();
  assert.equal(server.count(), 3);
  assert.equal(life.phone.value.unsent, 0);
});

test("a restored server gets everything again though nothing new was recorded, also from a locked phone", async () => {
  await open();
  await answer("a", "in_orde");
  await settled();
  server.restore();
  await settled();
  assert.equal(server.count(), 2);
  server.restore();
  life.lockNow();
  await settled();
  assert.equal(server.count(), 2);
  assert.equal(life.phone.value.unsent, 0);
});

test("a restored server gets the work of an older enrolment again", async () => {
  const dev = await linkedAgain();
  server.restore();
  server.dev = dev;
  await settled();
  assert.equal(server.count(), 1);
});

/** Ten wrong words ended an enrolment with work in it, and the phone was linked again; answers the keys of the one before. */
async function linkedAgain() {
  await open();
  await settled();
  const { phone } = /** @type {any} */ (await activePhone());
  const { dev } = server;
  await destroyWraps(phone, "destroyed", "tries");
  kill();
  await link();
  return dev;
}

/** Two backups hold all that came. */
const backedUp = async () => Object.fromEntries((await allRows()).map(({ stream, n, h }) => [stream, [n, h.slice(0, 8)]]));

test("work of an older enrolment goes from the phone once two backups hold it", async () => {
  const dev = await linkedAgain();
  server.dev = dev;
  await settled();
  assert.equal((await allRows()).length, 1, "no backup holds it");
  server.safe = await backedUp();
  await settled();
  assert.equal((await allRows()).length, 0);
});

test("work of an enrolment whose keys were lost goes once two backups hold it", async () => {
  await open();
  await settled();
  kill();
  await transact("fa-keys", ["phones", "meta"], "readwrite", async (tx) => {
    await tx.objectStore("phones").clear();
    await tx.objectStore("meta").clear();
  });
  await link();
  assert.equal((await allRows()).length, 1);
  server.safe = await backedUp();
  await settled();
  assert.equal((await allRows()).length, 0);
});

test("a blocked phone says that it is empty only when work of enrolments before it went too", async () => {
  await settled();
  kill();
  await transact("fa-keys", ["phones", "meta"], "readwrite", async (tx) => {
    await tx.objectStore("phones").clear();
    await tx.objectStore("meta").clear();
  });
  await link();
  await open();
  await transact("fa-outbox", "rows", "readwrite", async (tx) => {
    for (const row of await tx.objectStore("rows").getAll()) await tx.objectStore("rows").put({ ...row, phone: "0199e5f0-0000-7000-8000-000000000000", acked: 0, unsent: row.group });
  });
  server.cut = (path) => path === "push";
  server.deviceState = "blocked";
  await settled();
  assert.ok(!server.requests.includes("emptied"), "one row waits");
  server.cut = null;
  await settled();
  assert.ok(server.requests.includes("emptied"));
  assert.equal(life.phone.value.state, "emptied");
});

test("a server whose clock is a month ahead takes no delivered work from the phone", async () => {
  await open();
  await settled();
  server.spoil = (path, said) => (path === "push" ? { ...said, server_time: new Date(Date.now() + 31 * 86_400_000).toISOString() } : said);
  await settled();
  server.spoil = null;
  assert.equal((await allRows()).length, 1);
});
