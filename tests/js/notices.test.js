import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { hurry } from "./rig/browser.js";
import { newPhone, settled } from "./rig/phone.js";
import { fromBase64 } from "../../static/app/lib/bytes.js";
import { activePhone } from "../../static/app/store/phones.js";
import { startLoop } from "../../static/app/sync/loop.js";
import { askNotices, renewNotices } from "../../static/app/sync/notices.js";

hurry();

const OTHER = `${"BB".padEnd(86, "B")}A`;

/** What a browser does with subscriptions, as W3C Push API 8.1 says: one for a worker, bound to one key. */
class Manager {
  /** @type {any} */ now = null;
  made = 0;
  async getSubscription() {
    return this.now;
  }
  async subscribe({ applicationServerKey }) {
    const same = this.now && String(new Uint8Array(this.now.options.applicationServerKey)) === String(applicationServerKey);
    if (this.now && !same) throw new DOMException("another key", "InvalidStateError");
    this.made += same ? 0 : 1;
    const endpoint = `https://push.example/${this.made}`;
    const keys = { p256dh: "p", auth: "a" };
    this.now ??= { endpoint, options: { applicationServerKey: applicationServerKey.buffer }, toJSON: () => ({ endpoint, keys }), unsubscribe: async () => ((this.now = null), true) };
    return this.now;
  }
}

/** @type {import("./rig/server.js").Server} */
let server;
/** @type {Manager} */
let manager;

beforeEach(async () => {
  ({ server } = await newPhone());
  manager = new Manager();
  const registration = { pushManager: manager };
  const serviceWorker = { ready: Promise.resolve(registration), getRegistration: async () => registration, addEventListener() {} };
  Object.defineProperty(globalThis, "navigator", { value: { ...globalThis.navigator, serviceWorker }, configurable: true });
  Object.assign(globalThis, { Notification: { permission: "granted", requestPermission: async () => "granted" } });
});

const said = () => server.subscriptions.map(({ endpoint, instead_of, key }) => [endpoint.at(-1), instead_of?.at(-1), key]);

test("the server hears under which key of web push a browser subscribed", async () => {
  assert.equal(await askNotices(), "on");
  assert.deepEqual(said(), [["1", undefined, server.vapid]]);
  await renewNotices();
  assert.equal(server.subscriptions.length, 1, "the same key is not said again");
});

test("a browser under an older key of web push takes the present one and says which address it had", async () => {
  await askNotices();
  server.vapid = OTHER;
  await renewNotices();
  assert.deepEqual(said().at(-1), ["2", "1", OTHER]);
  assert.deepEqual(new Uint8Array(manager.now.options.applicationServerKey), fromBase64(OTHER));
  assert.equal((await activePhone()).notices, manager.now.endpoint);
});

test("one that was cut off between the old address and the new one goes on at the next visit", async () => {
  await askNotices();
  server.vapid = OTHER;
  server.cut = (path) => path === "subscription";
  await assert.rejects(renewNotices());
  assert.equal((await activePhone()).notices.at(-1), "1", "what waits there is not forgotten");
  server.cut = null;
  await renewNotices();
  assert.deepEqual(said().at(-1), ["2", "1", OTHER]);
});

test("a subscription that the browser dropped is made again", async () => {
  await askNotices();
  manager.now = null;
  await renewNotices();
  assert.deepEqual(said().at(-1), ["2", "1", server.vapid]);
});

test("who never asked for notices gets none, whatever the browser allows", async () => {
  await renewNotices();
  assert.deepEqual([manager.made, server.subscriptions.length], [0, 0]);
});

test("a server that was put back hears the address again, without a tap and once", async () => {
  startLoop();
  await askNotices();
  server.subscriptions.length = 0;
  server.restoredAt = "2026-11-22T03:00:00+00:00";
  globalThis.dispatchEvent(new Event("online"));
  await settled();
  assert.deepEqual(said(), [["1", "1", server.vapid]]);
  globalThis.dispatchEvent(new Event("online"));
  await settled();
  assert.equal(server.subscriptions.length, 1);
});
