import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const ID = "0b7e4d5c-9a1f-5e2b-8c3d-1a2b3c4d5e6f";
/** Every address that the browser was told, as it would write it in its history. @type {string[]} */
const written = [];
let hash = "#/vandaag";

/** @type {any} */ (globalThis).location = {
  get hash() {
    return hash;
  },
  set hash(next) {
    hash = next;
    written.push(next);
  },
};
/** @type {any} */ (globalThis).history = { replaceState: (/** @type {unknown} */ _state, /** @type {unknown} */ _title, /** @type {string} */ next) => (globalThis.location.hash = next) };
globalThis.scrollTo = () => {};

const { follow, followLink, forgetNames, go, goInstead, hidden, isLost, knownNames, learnNames, parse, route, veilLink } = await import("../../static/app/ui/navigation.js");

beforeEach(() => {
  written.length = 0;
});

/** A tap on a link with this address. @param {string} href */
function tap(href) {
  let isStopped = false;
  const target = { closest: () => ({ getAttribute: () => href }) };
  followLink(/** @type {any} */ ({ target, defaultPrevented: false, preventDefault: () => (isStopped = true) }));
  return isStopped;
}

test("an address never says which premises are looked at, and the screen is about them all the same", () => {
  assert.ok(tap(`#/pand/${ID}`));
  follow();
  assert.deepEqual([route.value.screen, route.value.id], ["pand", ID]);
  go(`#/twee-versies/${ID}`);
  follow();
  assert.deepEqual([route.value.screen, route.value.id], ["twee-versies", ID]);
  goInstead(`#/pand/${ID}`);
  assert.equal(route.value.id, ID);
  assert.ok(written.length >= 3 && written.every((address) => !address.includes(ID)));
});

test("a link that is pressed names nothing before a menu or another button can open it in a new tab", () => {
  let href = `#/pand/${ID}`;
  const link = { getAttribute: () => href, setAttribute: (/** @type {string} */ _, /** @type {string} */ next) => (href = next) };
  veilLink(/** @type {any} */ ({ target: { closest: () => link } }));
  assert.equal(href, hidden(`#/pand/${ID}`));
  assert.ok(!href.includes(ID));
  href = "#/vandaag";
  veilLink(/** @type {any} */ ({ target: { closest: () => link } }));
  assert.equal(href, "#/vandaag");
  veilLink(/** @type {any} */ ({ target: { closest: () => null } }));
});

test("a tap on a link that was pressed before leads to the same premises", () => {
  assert.ok(!tap(hidden(`#/pand/${ID}`)), "the browser follows it by itself");
  hash = hidden(`#/pand/${ID}`);
  follow();
  assert.deepEqual([route.value.screen, route.value.id], ["pand", ID]);
});

test("an address with an id that was typed or kept from before finds its screen and is written over", () => {
  hash = `#/pand/${ID}`;
  follow();
  assert.deepEqual([route.value.screen, route.value.id], ["pand", ID]);
  assert.ok(!globalThis.location.hash.includes(ID));
});

test("the same premises keep their name, others get another, and it comes from chance alone", () => {
  const other = ID.replace("0b7e", "0b7f");
  assert.equal(hidden(`#/pand/${ID}`), hidden(`#/pand/${ID}`));
  assert.notEqual(hidden(`#/pand/${ID}`), hidden(`#/pand/${other}`));
  assert.match(hidden(`#/pand/${ID}`), /^#\/pand\/p[\da-f]{16}$/);
});

test("a name that was kept sealed is known again, and one that nobody knows leads to Vandaag", () => {
  const kept = "#/pand/p00112233445566aa";
  assert.ok(isLost(kept));
  assert.equal(parse(kept).screen, "vandaag");
  learnNames([["p00112233445566aa", ID]]);
  assert.ok(!isLost(kept));
  assert.deepEqual([parse(kept).screen, parse(kept).id], ["pand", ID]);
  assert.ok(knownNames().some(([name, id]) => name === "p00112233445566aa" && id === ID));
});

test("premises that are opened again are among those that are kept, however many came between", () => {
  const others = [...Array(100).keys()].map((i) => `${String(i).padStart(8, "0")}${ID.slice(8)}`);
  go(`#/pand/${ID}`);
  for (const other of others.slice(1)) go(`#/pand/${other}`);
  go(`#/pand/${ID}`);
  go(`#/pand/${others[0]}`);
  assert.ok(knownNames().some(([, id]) => id === ID));
});

test("a locked phone remembers of no premises that they were opened, and finds the place again once it is told", () => {
  go(`#/pand/${ID}`);
  follow();
  const kept = knownNames();
  forgetNames();
  assert.deepEqual(knownNames(), []);
  assert.deepEqual([route.value.screen, route.value.id], ["vandaag", ""]);
  learnNames(kept);
  follow();
  assert.deepEqual([route.value.screen, route.value.id], ["pand", ID]);
});

test("a screen that names no premises stays where it was when the phone is locked", () => {
  go("#/bezoek/019a5f00-0000-7000-8000-000000000001");
  follow();
  forgetNames();
  assert.equal(route.value.screen, "bezoek");
});

test("other addresses stay as they are", () => {
  for (const address of ["#/vandaag", "#/bezoek/019a5f00-0000-7000-8000-000000000001/start", "#/koppelen/ABCD2345", "https://example.org/#/pand/x"]) {
    assert.equal(hidden(address), address);
    assert.equal(tap(address), false);
  }
});
