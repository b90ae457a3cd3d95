/** A phone of this version with a server of an older one: what that one really answered is in tests/data/protocol. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone } from "./rig/phone.js";
import { fromBase64, readU32, text } from "../../static/app/lib/bytes.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { allRows } from "../../static/app/store/outbox.js";
import { syncNow } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { record } from "../../static/app/sync/record.js";
import { documents } from "../../static/app/sync/watch.js";

hurry();

const folder = new URL("../data/protocol/", import.meta.url);
const recorded = readdirSync(folder).filter((name) => name.startsWith("phone-")).map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), "utf8"))]);

/** @type {import("./rig/server.js").Server} */
let server;

beforeEach(async () => {
  ({ server } = await newPhone());
});

/** Only what the older server said. @param {any} answer @param {any} known */
const asThen = (answer, known) => Object.fromEntries(Object.entries(answer).filter(([name]) => name in known || name === "status"));

for (const [name, { answers, push }] of recorded) {
  test(`work is sent, acknowledged and shown with the answers of the server of ${name}`, async () => {
    server.spoil = (path, answer) => (path in answers ? asThen(answer, answers[path]) : answer);
    server.show(uuid7(), "premises", { name: "een" });
    const visit = uuid7();
    await record("visit.answer", visit, { "answers.a": { value: "in_orde" } });
    for (let i = 0; i < 3; i += 1) await syncNow();
    assert.deepEqual((await allRows()).map(({ acked }) => acked), [1]);
    assert.equal(documents.byKind("premises").length, 1);
    assert.equal(life.phone.value.unsent, 0);
  });

  test(`the header that a phone sends now has all that the server of ${name} read in it`, async () => {
    const bytes = fromBase64(push);
    const then = JSON.parse(text(bytes.subarray(4, 4 + readU32(bytes, 0))));
    await record("visit.answer", uuid7(), { "answers.a": { value: "in_orde" } });
    for (let i = 0; i < 2; i += 1) await syncNow();
    for (const key of Object.keys(then)) assert.ok(key in server.lastHeader, key);
    for (const key of Object.keys(then.holds[0])) assert.ok(key in server.lastHeader.holds[0], key);
    assert.equal(server.lastHeader.p, then.p);
  });
}
