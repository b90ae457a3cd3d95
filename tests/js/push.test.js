import assert from "node:assert/strict";
import { test } from "node:test";

import { readU32, text } from "../../static/app/lib/bytes.js";
import { afterAnswer, batchOf, holdsOf, purgeable, requestBytes, unacked } from "../../static/app/sync/push.js";

const H = (n) => String(n).padStart(8, "0").repeat(8);
const row = (stream, n, more = {}) => ({
  seq: n + (stream === "b" ? 100 : 0),
  phone: "p",
  stream,
  n,
  h: H(n),
  envelope: new Uint8Array(689),
  local: new Uint8Array(),
  acked: 0,
  group: "g",
  unsent: "g",
  ...more,
});
const acked = (stream, n, more = {}) => row(stream, n, { acked: 1, unsent: undefined, acked_at: "2026-11-01T00:00:00Z", ...more });
const NOW = Date.parse("2026-11-21T00:00:00Z");
const included = (...operations) => new Map(operations.map((one) => [one, { outcome: "applied", code: null, position: 1 }]));
const h8 = (n) => H(n).slice(0, 8);

test("the header says per stream the lowest number held and the highest acknowledged with its digest", () => {
  assert.deepEqual(holdsOf([acked("a", 3), acked("a", 4), row("a", 5), row("b", 1)]), [
    { stream: "a", from: 3, last: 5, acked: 4, h: H(4) },
    { stream: "b", from: 1, last: 1, acked: 0, h: null },
  ]);
});

test("the header says which numbers are missing or cannot be sent, so that they hold up nothing", () => {
  const rows = [acked("a", 1), row("a", 2, { damaged: true }), row("a", 4), row("a", 5), row("a", 6)];
  assert.deepEqual(holdsOf(rows, new Set([5])), [{ stream: "a", from: 1, last: 6, acked: 1, h: H(1), gaps: [[2, 3], [5, 5]] }]);
});

test("what the server never got waits again, also below what it has", () => {
  const answer = { kept: [], have: { a: [3, h8(3)] }, holes: { a: [[2, 2]] }, server_time: "" };
  assert.deepEqual(afterAnswer([acked("a", 1), acked("a", 2), acked("a", 3)], answer).rows.map((one) => one.acked), [1, 0, 1]);
  assert.deepEqual(unacked([acked("a", 1), acked("a", 2), acked("a", 3)], { a: [3, h8(3)] }, { a: [[2, 2]] }).map(({ n }) => n), [2]);
});

test("a mark at a hole bears no digest and says nothing of our bytes", () => {
  const answer = { kept: [], have: { a: [2] }, server_time: "" };
  assert.deepEqual(afterAnswer([acked("a", 1), acked("a", 2)], answer).rows.map((one) => one.acked), [1, 1]);
});

test("a damaged row goes when its maker has seen it, and holds up no other", () => {
  const rows = [acked("a", 1), row("a", 2, { damaged: true }), acked("a", 3)];
  const safe = { a: [3, h8(3)] };
  assert.deepEqual(purgeable(rows, safe, included("a:1", "a:3"), NOW), [1]);
  assert.deepEqual(purgeable([rows[0], { ...rows[1], seen: 1 }, rows[2]], safe, included("a:1", "a:3"), NOW), [1, 2, 3]);
});

test("a request is the header and the envelopes, each behind its length", () => {
  const bytes = requestBytes({ p: 1 }, [row("a", 1), row("a", 2)]);
  assert.equal(text(bytes.subarray(4, 4 + readU32(bytes, 0))), '{"p":1}');
  assert.equal(bytes.length, 4 + 7 + 2 * (4 + 689));
  assert.equal(readU32(bytes, 11), 689);
});

test("a batch holds at most 200 rows and 500 KiB, and always one", () => {
  const many = Array.from({ length: 300 }, (_, i) => row("a", i + 1));
  assert.equal(batchOf(many, 200).length, 200);
  const large = [row("a", 1, { envelope: new Uint8Array(300 * 1024) }), row("a", 2, { envelope: new Uint8Array(300 * 1024) })];
  assert.equal(batchOf(large, 200).length, 1);
  assert.equal(batchOf([row("a", 1, { envelope: new Uint8Array(900 * 1024) })], 200).length, 1);
});

test("only kept acknowledges, and only these bytes", () => {
  const answer = { kept: [["a", 1, h8(1)], ["a", 2, "ffffffff"]], have: { a: [3, h8(3)] }, server_time: "2026-11-21T20:00:00Z" };
  const after = afterAnswer([row("a", 1), row("a", 2), row("a", 3)], answer);
  assert.deepEqual(after.rows.map((one) => one.acked), [1, 0, 0]);
  assert.equal(after.kept, 1);
  assert.equal(after.rows[0]?.unsent, undefined);
  assert.equal(after.rows[0]?.acked_at, "2026-11-21T20:00:00Z");
});

test("what lies above have waits again", () => {
  const after = afterAnswer([acked("a", 1), acked("a", 2)], { kept: [], have: { a: [1, h8(1)] }, server_time: "" });
  assert.deepEqual(after.rows.map((one) => [one.acked, one.unsent]), [[1, undefined], [0, "g"]]);
});

test("a stream of which the mark bears other bytes than ours waits again as a whole", () => {
  const after = afterAnswer([acked("a", 1), acked("a", 2), acked("b", 1)], { kept: [], have: { a: [2, "ffffffff"], b: [1, h8(1)] }, server_time: "" });
  assert.deepEqual(after.rows.map((one) => one.acked), [0, 0, 1]);
});

test("one of several digests under a number may be ours", () => {
  const after = afterAnswer([acked("a", 1)], { kept: [], have: { a: [1, "ffffffff", h8(1)] }, server_time: "" });
  assert.equal(after.rows[0]?.acked, 1);
});

test("a server that is behind gets back everything it misses", () => {
  const rows = [acked("a", 1), acked("a", 2), acked("b", 1)];
  assert.deepEqual(unacked(rows, { a: [1, h8(1)] }).map((one) => [one.stream, one.n]), [["a", 2], ["b", 1]]);
});

test("a row goes when it is acknowledged, its outcome is here, and the mark of safe bears our digest", () => {
  const rows = [acked("a", 1), acked("a", 2), acked("a", 3)];
  assert.deepEqual(purgeable(rows, { a: [2, h8(2)] }, included("a:1", "a:2", "a:3"), NOW), [1, 2]);
});

test("a held row stays, and so does all of its stream behind it", () => {
  const seen = included("a:1", "a:3");
  seen.set("a:2", { outcome: "held", code: "dep", position: 2 });
  assert.deepEqual(purgeable([acked("a", 1), acked("a", 2), acked("a", 3)], { a: [3, h8(3)] }, seen, NOW), [1]);
});

test("a row without an outcome on this phone stays", () => {
  assert.deepEqual(purgeable([acked("a", 1)], { a: [1, h8(1)] }, included(), NOW), []);
});

test("a row of an enrolment that nobody can unlock waits for no outcome, but for safe like any other", () => {
  const rows = [acked("a", 1), acked("a", 2), row("a", 3)];
  assert.deepEqual(purgeable(rows, { a: [2, h8(2)] }, null, NOW), [1, 2]);
  assert.deepEqual(purgeable(rows, { a: [2, "ffffffff"] }, null, NOW), []);
  assert.deepEqual(purgeable(rows, {}, null, NOW), []);
});

test("a mark of safe with other bytes purges nothing", () => {
  assert.deepEqual(purgeable([acked("a", 1), acked("a", 2)], { a: [2, "ffffffff"] }, included("a:1", "a:2"), NOW), []);
});

test("a mark of safe on a number that is no longer here purges nothing", () => {
  assert.deepEqual(purgeable([acked("a", 2)], { a: [1, h8(1)] }, included("a:2"), NOW), []);
});

test("without safe a row goes thirty days after the answer and not before", () => {
  const old = acked("a", 1, { acked_at: "2026-10-01T00:00:00Z" });
  assert.deepEqual(purgeable([old], undefined, included("a:1"), NOW), [1]);
  assert.deepEqual(purgeable([acked("a", 1)], {}, included("a:1"), NOW), []);
  const wasBehind = { ...old, acked_here: "2026-11-20T00:00:00Z" };
  assert.deepEqual(purgeable([wasBehind], undefined, included("a:1"), NOW), [], "the server's clock was behind when it answered");
  assert.deepEqual(purgeable([wasBehind], undefined, included("a:1"), NOW, NOW + 40 * 86_400_000), [1], "thirty days by either clock");
  assert.deepEqual(purgeable([acked("a", 1, { acked_here: "2026-10-01T00:00:00Z" })], undefined, included("a:1"), NOW), [], "the phone's was");
});

test("a row that was never acknowledged is never purged", () => {
  assert.deepEqual(purgeable([row("a", 1)], { a: [1, h8(1)] }, included("a:1"), NOW), []);
});
