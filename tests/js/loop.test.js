/** When the loop exchanges of itself: it is started here as a page starts it. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { recordPhoto } from "./rig/photo.js";
import { uuid7 } from "../../static/app/lib/ids.js";
import { countUnsent } from "../../static/app/store/outbox.js";
import { startLoop } from "../../static/app/sync/loop.js";
import * as life from "../../static/app/sync/phone.js";
import { record } from "../../static/app/sync/record.js";

hurry();

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {() => unknown} isSo */
async function until(isSo) {
  for (let i = 0; i < 100 && !(await isSo()); i += 1) await pause(50);
  assert.ok(await isSo());
}

/** The server answers nothing on this path until it is let. @param {import("./rig/server.js").Server} server @param {string} at */
function hold(server, at) {
  let goOn = () => {};
  const let_ = new Promise((resolve) => (goOn = () => resolve(undefined)));
  const held = { is: false, goOn };
  server.spoil = async (path, said) => {
    if (path.startsWith(at) && !held.is) {
      held.is = true;
      await let_;
    }
    return said;
  };
  return held;
}

test("what is saved while an exchange runs goes right after it, not a minute later", async () => {
  const { server } = await newPhone();
  const visit = uuid7();
  const answer = (/** @type {string} */ item) => record("visit.answer", visit, { [`answers.${item}`]: { value: "in_orde" } });
  startLoop();
  await settled();
  const held = hold(server, "pull");
  await answer("a");
  await until(() => held.is);
  await answer("b");
  await pause(400); // the exchange that it asks for finds one running
  held.goOn();
  await until(async () => (await countUnsent()) === 0);
  assert.equal(server.count(), 2);
});

test("who unlocks while an exchange of the locked page runs gets what is new right after it, and then it rests", async () => {
  const { server, words } = await newPhone();
  startLoop();
  await settled();
  const held = hold(server, "blobs/");
  await recordPhoto(uuid7(), uuid7(), 500);
  life.lockNow();
  await until(() => held.is);
  assert.equal(await life.unlock(words), "open");
  server.requests = [];
  held.goOn();
  await until(() => server.requests.includes("pull"));
  await pause(1000);
  assert.ok(server.requests.filter((path) => path === "pull").length <= 2);
});

test("what is saved while another tab is at it goes right after that one, and then it rests", async () => {
  const { server } = await newPhone();
  startLoop();
  await settled();
  const [locks, release] = heldElsewhere();
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
  try {
    await record("visit.note", uuid7(), { zaak_id: "Z-1" });
    await until(() => locks.asked > 0);
    assert.equal(await countUnsent(), 1);
    server.requests = [];
    release();
    await until(async () => (await countUnsent()) === 0);
    await pause(1000);
    assert.ok(server.requests.filter((path) => path === "push").length <= 2);
  } finally {
    if (before) Object.defineProperty(globalThis, "navigator", before);
    else delete (/** @type {any} */ (globalThis).navigator);
  }
});

/** Locks of a browser in which another tab has the one that is asked for. @returns {[{asked: number, request: Function}, () => void]} */
function heldElsewhere() {
  let release = () => {};
  let isFree = false;
  const freed = new Promise((resolve) => (release = () => resolve((isFree = true))));
  const locks = {
    asked: 0,
    async request(/** @type {string} */ _name, /** @type {any[]} */ ...rest) {
      locks.asked += 1;
      const work = rest.at(-1);
      if (rest[0].ifAvailable && !isFree) return work(null);
      await freed;
      return work({});
    },
  };
  return [locks, release];
}
