/** A tab that slept while another one learnt that this phone is out of use: it puts nothing back. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { probe, transact } from "../../static/app/store/db.js";
import { markEnded } from "../../static/app/store/marker.js";
import { activePhone, changePhone } from "../../static/app/store/phones.js";
import { dropCache } from "../../static/app/store/documents.js";
import { mendStorage } from "../../static/app/sync/emptied.js";
import { setQuickCode } from "../../static/app/sync/enrol.js";
import { dropForLock } from "../../static/app/sync/footprint.js";
import * as life from "../../static/app/sync/phone.js";
import { session } from "../../static/app/sync/session.js";
import { cache } from "../../static/app/sync/watch.js";

hurry();

const DATABASES = ["fa-outbox", "fa-keys", "fa-cache"];
/** The enrolments as another tab knows them. @type {typeof import("../../static/app/store/phones.js")} */
let other;
/** @type {any} */
let known;
/** @type {import("./rig/server.js").Server} */
let server;
let tab = 0;

beforeEach(async () => {
  ({ server } = await newPhone());
  server.show("p", "premises", { address: { text: "Lantaarnkade 12" } });
  await settled();
  const address = `../../static/app/store/phones.js?tab=${(tab += 1)}`;
  other = await import(address);
  known = await activePhone();
  const kept = new Map();
  const cookies = { get: () => [...kept].map(([name, value]) => `${name}=${value}`).join("; "), set: (/** @type {string} */ said) => kept.set(...said.split(";")[0].split("=")) };
  globalThis.document = /** @type {any} */ (Object.defineProperty({}, "cookie", cookies));
});

afterEach(() => void delete (/** @type {any} */ (globalThis).document));

/** @param {string} name */
const throwAway = (name) => new Promise((resolve) => (globalThis.indexedDB.deleteDatabase(name).onsuccess = resolve));
const packs = () => transact("fa-cache", "packs", "readonly", (tx) => tx.objectStore("packs").count());
/** @param {any} record */
const keysOf = ({ state, wraps, secrets }) => [state, wraps, secrets];

/** @param {"revoked" | "destroyed"} state */
async function endElsewhere(state) {
  await other.destroyWraps(known.phone, state);
  for (const name of DATABASES) await throwAway(name);
  await probe("fa-keys");
  return keysOf(await activePhone());
}

test("keys of a blocked phone do not come back when its databases are thrown away under a tab that slept", async () => {
  assert.deepEqual(await endElsewhere("revoked"), ["revoked", [], null]);
});

test("keys that ten wrong words destroyed do not come back so either", async () => {
  assert.deepEqual(await endElsewhere("destroyed"), ["destroyed", [], null]);
});

test("keys that are put back are not written over what another tab puts there at that moment", async () => {
  await throwAway("fa-keys");
  await probe("fa-keys");
  const raw = await new Promise((resolve) => (globalThis.indexedDB.open("fa-keys").onsuccess = ({ target }) => resolve(/** @type {any} */ (target).result)));
  const back = activePhone();
  for (let i = 0; i < 50; i += 1) await Promise.resolve(); // it has asked, and not heard
  const tx = raw.transaction(["phones", "meta"], "readwrite");
  tx.objectStore("phones").put({ ...known, wraps: [], secrets: null, state: "revoked" });
  tx.objectStore("meta").put(known.phone, "active");
  assert.deepEqual(keysOf(await back), ["revoked", [], null]);
  assert.deepEqual(keysOf(await activePhone()), ["revoked", [], null]);
  raw.close();
});

test("an enrolment that ended takes in no keys from a tab that slept", async () => {
  await other.destroyWraps(known.phone, "revoked");
  await assert.rejects(setQuickCode("271828"), { slug: "locked" });
  await changePhone(known.phone, (record) => void (record.wraps = known.wraps));
  assert.deepEqual(keysOf(await activePhone()), ["revoked", [], null]);
});

test("a tab that slept puts back no documents of an enrolment that ended", async () => {
  assert.ok((await packs()) > 0);
  const open = /** @type {any} */ (session.value);
  await other.changePhone(known.phone, (record) => void (record.keeps = "today"));
  await other.destroyWraps(known.phone, "revoked");
  await dropCache();
  await dropForLock(open, { ...cache }, new Set(["p"]));
  assert.equal(await packs(), 0, "as its screen is locked");
  await throwAway("fa-cache");
  await probe("fa-cache");
  await mendStorage(known);
  assert.equal(await packs(), 0, "as its storage is found thrown away");
});

test("a tab that slept forgets as soon as it is seen again, also without a connection", async () => {
  server.isUp = false;
  await other.destroyWraps(known.phone, "revoked", "blocked");
  globalThis.dispatchEvent(new Event("pageshow"));
  for (let i = 0; i < 50 && session.value; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(session.value, null);
  assert.equal(life.phone.value.state, "emptied");
});

test("an enrolment that begins after one that ended keeps its keys", async () => {
  markEnded("another", "revoked");
  for (const name of DATABASES) await throwAway(name);
  await probe("fa-keys");
  assert.equal((await activePhone())?.wraps.length, known.wraps.length);
});
