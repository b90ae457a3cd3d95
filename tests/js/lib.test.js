import assert from "node:assert/strict";
import { test } from "node:test";

import { concat, equal, fromBase64, fromHex, readU64, text, toBase64, toHex, u32, u64, utf8 } from "../../static/app/lib/bytes.js";
import { addDays, clock, dayShort, lastInstantOf, momentText, todayOn } from "../../static/app/lib/dates.js";
import { firstOf } from "../../static/app/lib/first.js";
import { uuid5, uuid7 } from "../../static/app/lib/ids.js";
import { chooseWords, WORDS } from "../../static/app/lib/words.js";
import { composePolicy } from "../../static/app/sync/policy.js";

test("a version 5 UUID is the one of the standard's example", async () => {
  assert.equal(await uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  assert.equal(await uuid5("6ba7b8109dad11d180b400c04fd430c8", "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

test("a version 7 UUID bears its moment, version and variant", () => {
  const id = uuid7(0x0192_3456_789a);
  assert.match(id, /^01923456-789a-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(uuid7(1), uuid7(1));
});

test("bytes become text and come back", () => {
  const bytes = concat(utf8("één"), u32(0xdeadbeef), u64(2 ** 40 + 5));
  assert.ok(equal(fromHex(toHex(bytes)), bytes));
  assert.ok(equal(fromBase64(toBase64(bytes)), bytes));
  assert.equal(readU64(bytes, bytes.length - 8), 2 ** 40 + 5);
  assert.equal(text(bytes.subarray(0, 5)), "één");
  assert.equal(equal(utf8("ab"), utf8("ac")), false);
  assert.equal(equal(utf8("ab"), utf8("abc")), false);
});

test("moments read as Dutch people say them, in the time of Amsterdam", () => {
  assert.equal(clock("2026-11-21T20:14:00Z"), "21:14");
  assert.equal(dayShort("2026-12-04"), "vr 4 december");
  assert.equal(momentText("2026-11-20T21:58:00Z", "2026-11-21T20:14:00Z"), "gisteren 22:58");
  assert.equal(momentText("2026-11-21T20:00:00Z", "2026-11-21T20:14:00Z"), "21:00");
  assert.equal(momentText("2026-11-18T21:58:00Z", "2026-11-21T20:14:00Z"), "wo 18 november 22:58");
});

test("a day begins at midnight in Amsterdam, also in summer", () => {
  assert.equal(todayOn(Date.parse("2026-11-20T23:30:00Z")), "2026-11-21");
  assert.equal(todayOn(Date.parse("2026-06-20T22:30:00Z")), "2026-06-21");
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addDays("2026-03-29", -1), "2026-03-28");
});

test("a time of the clock is the last moment at which Amsterdam showed it", () => {
  const at = (/** @type {string} */ said, /** @type {string} */ now) => lastInstantOf(said, Date.parse(now));
  assert.equal(at("21:40", "2026-11-20T21:00:20Z"), "2026-11-20T20:40:00.000Z");
  assert.equal(at("23:50", "2026-11-20T23:15:00Z"), "2026-11-20T22:50:00.000Z"); // a quarter past midnight
  assert.equal(at("22:01", "2026-11-20T21:00:20Z"), "2026-11-19T21:01:00.000Z"); // later than now: yesterday
  assert.equal(at("23:50", "2026-10-25T02:10:00Z"), "2026-10-24T21:50:00.000Z"); // the clock went back at three
});

test("there are 7,776 different words of four to eight plain letters", () => {
  assert.equal(new Set(WORDS).size, 7776);
  assert.ok(WORDS.every((word) => /^[a-z]{4,8}$/.test(word)));
});

test("no slip of one letter turns a word of the list into another one", () => {
  const shorter = new Set();
  for (const word of WORDS) {
    const without = new Set([...word].map((_, i) => word.slice(0, i) + word.slice(i + 1)));
    assert.ok(!shorter.has(word) && ![...without].some((one) => shorter.has(one)), word);
    for (const one of [word, ...without]) shorter.add(one);
  }
});

test("words are drawn at random, as many as asked", () => {
  const drawn = chooseWords(400);
  assert.equal(drawn.length, 400);
  assert.ok(new Set(drawn).size > 300);
  assert.ok(drawn.every((word) => WORDS.includes(word)));
});

test("policy is what is in force today, and every version of a checklist by its name", () => {
  const document = (name, policy_kind, effective_from_on, content) => ({ fields: { name, policy_kind, effective_from_on, content } });
  const policy = composePolicy(
    /** @type {any} */ ([
      document("matrix@2", "matrix", "2027-01-01", { v: 2 }),
      document("matrix@1", "matrix", "2026-01-01", { v: 1 }),
      document("chk-lp@1", "checklist", "2026-01-01", { v: 1 }),
      document("chk-lp@2", "checklist", "2026-06-01", { v: 2 }),
      document("keuzes@1", "switches", "2026-01-01", { photos: "geen" }),
    ]),
    "2026-11-21",
  );
  assert.deepEqual(policy?.matrix, { v: 1 });
  assert.deepEqual(Object.keys(policy?.checklists), ["chk-lp@1", "chk-lp@2"]);
  assert.equal(policy?.photos, "geen");
  assert.equal(composePolicy([]), null);
});

test("the first of many are those that putting all in order would give, equals in the order in which they came", () => {
  for (let length = 0; length < 60; length += 1) {
    const items = Array.from({ length }, (_, at) => ({ key: (at * 7919) % 23, at }));
    const byKey = (/** @type {{key: number}} */ a, /** @type {{key: number}} */ b) => a.key - b.key;
    for (const count of [0, 1, 7, 60]) assert.deepEqual(firstOf(items, count, byKey), [...items].sort(byKey).slice(0, count));
  }
});
