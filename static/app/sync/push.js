/**
 * Sends the outbox: oldest first, in batches, sealed as it lies there; possible while locked. Only `kept` acknowledges.
 * What the server turns out not to have, or to have with other bytes, waits again.
 */
import { isOlder } from "../lib/ages.js";
import { concat, sha256, toHex, u32, utf8 } from "../lib/bytes.js";
import { Problem } from "../lib/problem.js";
import { acknowledged, changeRows, markDamaged, takeAnswer } from "../store/answers.js";
import { allBlobs, allRows, readX } from "../store/outbox.js";
import { read as readEntry, strike } from "../store/journal.js";
import { askAs, BUILD, good } from "./api.js";
import { sending, sentAt } from "./contact.js";
import { isDecided, isLaidOver, operationId } from "./overlay.js";
import { takeReceipts } from "./receipts.js";

/** @typedef {import("../types.js").OutboxRow & {seq: number}} Row */
/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {[number, number]} Gap first and last number */
/** @typedef {Record<string, Gap[]>} Holes numbers that the server never got, per stream */
/** @typedef {[number, ...string[]]} Mark number and the first eight hex digits of each digest known under it */

const MOST_ROWS = 200;
const MOST_BYTES = 500 * 1024;
const MOST_REFUSED = 3;
const SAFE_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Pushes everything that waits. Answers what was acknowledged. With rows that all were acknowledged it asks once all the
 * same: only a push tells that a restored server has less than it had.
 * Throws Problem `offline`, or what the server said.
 * @param {PhoneRecord} phone
 * @param {ReadonlyMap<string, Outcome> | null} included outcomes that the documents on this phone contain; null: nobody can unlock this enrolment any more, so none will come
 * @param {(rows: Row[]) => unknown} [onMissed] called with rows that the server had and has no more
 * @param {string} [owner] the enrolment whose rows they are, when its own keys are no longer on this phone
 */
export async function pushAll(phone, included, onMissed = () => {}, owner = phone.phone) {
  let most = MOST_ROWS;
  let sent = 0;
  let isAnswered = false;
  /** Places of whole rows that the server will not take: they wait for another day. @type {Set<number>} */
  const refused = new Set();
  try {
    for (;;) {
      const rows = await soundRows(owner);
      const waiting = rows.filter((row) => !row.acked && !row.damaged && !refused.has(row.seq));
      if (rows.length === 0 || (isAnswered && waiting.length === 0)) break;
      if (waiting.length > 0) sending.value = { done: sent, total: sent + waiting.length };
      const batch = batchOf(waiting, most);
      const result = await pushOnce(phone, owner, { rows, batch, refused }, included, onMissed);
      isAnswered = typeof result === "number";
      if (result === "refused") leaveOut(batch, refused);
      else if (result === "smaller") most = Math.max(1, Math.floor(batch.length / 2));
      else if (result === 0 && waiting.length > 0) throw new Problem("server_error");
      else sent += result === "again" ? 0 : result;
      if (typeof result === "number" && result > 0) most = Math.min(MOST_ROWS, most * 2);
    }
  } finally {
    sending.value = null;
  }
  if (refused.size > 0) throw new Problem("one_refused");
  return sent;
}

/** Some may be refused for what they are; more than a few means that the matter is not with them. @param {Row[]} batch @param {Set<number>} refused */
function leaveOut(batch, refused) {
  if (refused.size >= MOST_REFUSED) throw new Problem("server_error");
  for (const { seq } of batch) refused.add(seq);
}

/** Bytes that are no longer what was recorded are mended from the journal, or marked, before a server or a neighbour suffers from them. @param {string} phone @returns {Promise<Row[]>} */
async function soundRows(phone) {
  const rows = await rowsOf(phone);
  const waiting = rows.filter((row) => !row.acked && !row.damaged && !whole.has(operationId(row)));
  const areWhole = await Promise.all(waiting.map(isWhole));
  const damaged = waiting.filter((_, i) => !areWhole[i]);
  for (const [i, row] of waiting.entries()) if (areWhole[i]) whole.add(operationId(row));
  if (damaged.length === 0) return rows;
  for (const row of damaged) {
    const noted = await readEntry(row);
    const mended = noted !== null && noted.h === row.h && (await isWhole(noted)) ? noted.envelope : null;
    await changeRows(new Set([row.seq]), (now) => (mended ? { ...now, envelope: mended } : markDamaged(now)));
  }
  return rowsOf(phone);
}

/** Operations of which the bytes were compared in this page. @type {Set<string>} */
const whole = new Set();

/** @param {Pick<Row, "envelope" | "h">} row */
async function isWhole({ envelope, h }) {
  return envelope instanceof Uint8Array && toHex(await sha256(envelope)) === h;
}

/** @param {string} phone @returns {Promise<Row[]>} */
const rowsOf = async (phone) => (await allRows()).filter((row) => row.phone === phone);

/** @param {Row[]} waiting @param {number} most */
export function batchOf(waiting, most) {
  let bytes = 0;
  const batch = waiting.slice(0, most).filter((row) => (bytes += row.envelope.length + 4) <= MOST_BYTES);
  return batch.length > 0 ? batch : waiting.slice(0, 1);
}

/**
 * @param {PhoneRecord} phone @param {string} owner @param {{rows: Row[], batch: Row[], refused: Set<number>}} what @param {ReadonlyMap<string, Outcome> | null} included
 * @param {(rows: Row[]) => unknown} onMissed
 * @returns {Promise<number | "again" | "smaller" | "refused">} how many were acknowledged
 */
async function pushOnce(phone, owner, { rows, batch, refused }, included, onMissed) {
  const x = await readX();
  const holds = holdsOf(rows, refused).map((hold) => (owner === phone.phone ? hold : { ...hold, phone: owner }));
  const header = { p: 1, build: BUILD, x, holds, unsent: await unsentOf(rows) };
  const answer = await askAs(phone, "push", "push", { bytes: requestBytes(header, batch) });
  if (batch.length > 0 && (answer.status === 413 || answer.status === 400)) return batch.length > 1 ? "smaller" : "refused";
  if (answer.status === 409 && answer.json?.type === "behind") {
    let missed = 0;
    const isTaken = await takeAnswer(x, owner, (now) => {
      const changed = unacked(now, answer.json.have ?? {}, answer.json.holes);
      missed = changed.length;
      onMissed(changed);
      return { changed, removed: [] };
    });
    if (isTaken && missed === 0) throw new Problem("server_error"); // the same question would get the same answer for ever
    return "again";
  }
  const json = good(answer).json;
  let kept = 0;
  /** @type {Row[]} */
  let gone = [];
  const taken = await takeAnswer(x, owner, (now) => {
    const after = afterAnswer(now, json);
    kept = after.kept;
    onMissed(after.changed.filter((row) => !row.acked));
    const removed = purgeable(after.rows, json.safe, included, Date.parse(json.server_time), Date.now());
    gone = after.rows.filter(({ seq }) => removed.includes(seq));
    return { changed: after.changed, removed };
  });
  if (!taken) return "again";
  void strike(gone);
  if (owner === phone.phone) await takeReceipts(phone, json.receipts, rows).catch(() => {}); // it costs a line on a screen, no more
  if (kept > 0) sentAt.value = json.server_time;
  return kept;
}

/** @param {object} header @param {Row[]} batch */
export function requestBytes(header, batch) {
  const json = utf8(JSON.stringify(header));
  return concat(u32(json.length), json, ...batch.flatMap((row) => [u32(row.envelope.length), row.envelope]));
}

/**
 * Per stream the lowest and the last number held, the highest acknowledged with its digest, and which numbers between cannot be sent.
 * @param {Row[]} rows @param {Set<number>} [refused] places of rows that are left out
 */
export function holdsOf(rows, refused = new Set()) {
  /** @type {Map<string, {stream: string, from: number, last: number, acked: number, h: string | null, gaps?: Gap[]}>} */
  const holds = new Map();
  for (const { stream, n, acked, h } of rows) {
    const hold = holds.get(stream) ?? { stream, from: n, last: n, acked: 0, h: null };
    hold.from = Math.min(hold.from, n);
    hold.last = Math.max(hold.last, n);
    if (acked && n > hold.acked) Object.assign(hold, { acked: n, h });
    holds.set(stream, hold);
  }
  for (const hold of holds.values()) {
    const gaps = gapsOf(rows.filter((row) => row.stream === hold.stream), refused);
    if (gaps.length > 0) hold.gaps = gaps;
  }
  return [...holds.values()];
}

/** Numbers of one stream that are missing, damaged or left out. @param {Row[]} rows @param {Set<number>} refused @returns {Gap[]} */
function gapsOf(rows, refused) {
  /** @type {Gap[]} */
  const gaps = [];
  let last = null;
  for (const row of rows.sort((a, b) => a.n - b.n)) {
    if (last !== null && row.n > last + 1) lengthen(gaps, last + 1, row.n - 1);
    if (row.damaged || (!row.acked && refused.has(row.seq))) lengthen(gaps, row.n, row.n);
    last = row.n;
  }
  return gaps;
}

/** @param {Gap[]} gaps @param {number} first @param {number} last */
function lengthen(gaps, first, last) {
  const before = gaps.at(-1);
  if (before && before[1] === first - 1) before[1] = last;
  else gaps.push([first, last]);
}

/** What the office may know about what waits here: numbers only. @param {Row[]} rows */
async function unsentOf(rows) {
  const phones = new Set(rows.map((row) => row.phone));
  const parts = (await allBlobs()).filter((blob) => phones.has(blob.phone) && !blob.done && !blob.damaged);
  const waiting = rows.filter((row) => !row.acked && !row.damaged);
  const changes = new Set([...waiting, ...parts].map((row) => row.unsent));
  const bytes = [...waiting.map((row) => row.envelope.length), ...parts.map((blob) => blob.bytes)];
  return { ops: waiting.length, blobs: parts.length, changes: changes.size, bytes: bytes.reduce((sum, one) => sum + one, 0) };
}

/**
 * Rows after an answer: what was kept is acknowledged; rows above `have` or in a hole, and all of a stream whose own
 * digest is not among those of its mark, wait again.
 * @param {Row[]} rows
 * @param {{kept: [string, number, string][], have: Record<string, Mark>, holes?: Holes, server_time: string}} answer
 */
export function afterAnswer(rows, answer) {
  const kept = new Map(answer.kept.map(([stream, n, h8]) => [`${stream}:${n}`, h8]));
  const strange = strangeStreams(rows, answer.have);
  /** @type {Row[]} */
  const changed = [];
  let news = 0;
  const after = rows.map((row) => {
    const next = judged(row, kept, answer, strange);
    if (next !== row) changed.push(next);
    if (next.acked && !row.acked) news += 1;
    return next;
  });
  return { rows: after, changed, kept: news };
}

/** @param {Row} row @param {Map<string, string>} kept @param {{have: Record<string, Mark>, holes?: Holes, server_time: string}} answer @param {Set<string>} strange */
function judged(row, kept, answer, strange) {
  const h8 = kept.get(operationId(row));
  if (h8 !== undefined && row.h.startsWith(h8)) return row.acked ? row : acknowledged(row, answer.server_time);
  const mark = answer.have[row.stream];
  const isMissing = isInHole(row, answer.holes) || (mark !== undefined && (row.n > mark[0] || strange.has(row.stream)));
  return isMissing && row.acked ? acknowledged(row, null) : row;
}

/** @param {Row} row @param {Holes} [holes] */
const isInHole = ({ stream, n }, holes) => (holes?.[stream] ?? []).some(([first, last]) => first <= n && n <= last);

/** Streams of which the marked number bears other bytes than ours; a mark without a digest is at a hole. @param {Row[]} rows @param {Record<string, Mark>} marks */
function strangeStreams(rows, marks) {
  const strange = rows.filter((row) => {
    const [n, ...digests] = marks[row.stream] ?? [0];
    return row.n === n && digests.length > 0 && !digests.some((h8) => row.h.startsWith(h8));
  });
  return new Set(strange.map((row) => row.stream));
}

/** A restored server: what it misses waits again, in order. @param {Row[]} rows @param {Record<string, Mark>} have @param {Holes} [holes] */
export function unacked(rows, have, holes) {
  const strange = strangeStreams(rows, have);
  return rows
    .filter((row) => row.acked && (row.n > (have[row.stream]?.[0] ?? 0) || strange.has(row.stream) || isInHole(row, holes)))
    .map((row) => acknowledged(row, null));
}

/**
 * Rows that may go: acknowledged, their outcome on this phone and not held, seen by their maker when the office decided
 * on them, all earlier of the stream gone too, and the mark of `safe` bears our digest. Without `safe`: thirty days after the answer.
 * Where nobody can unlock the enrolment any more, no outcome can come and none is waited for.
 * @param {Row[]} rows @param {Record<string, Mark> | undefined} safe
 * @param {ReadonlyMap<string, Outcome> | null} included null: none can come @param {number} nowMs by the server's clock @param {number} hereMs by this one
 * @returns {number[]} their places
 */
export function purgeable(rows, safe, included, nowMs, hereMs = nowMs) {
  const strange = strangeStreams(rows, safe ?? {});
  const own = new Set(rows.map(operationId));
  /** @type {Set<string>} */
  const stays = new Set();
  return rows.filter((row) => {
    if (row.damaged && row.seen) return true;
    const [mark, ...digests] = safe?.[row.stream] ?? [0];
    const isSafe = mark > 0 && digests.length > 0 ? row.n <= mark && own.has(`${row.stream}:${mark}`) && !strange.has(row.stream) : isOld(row, nowMs, hereMs);
    const outcome = included?.get(operationId(row));
    const isDone = included === null || (!isLaidOver(outcome) && (!isDecided(outcome) || row.seen === 1));
    const goes = row.acked === 1 && isDone && isSafe && !stays.has(row.stream);
    if (!goes) stays.add(row.stream);
    return goes;
  }).map((row) => row.seq);
}

/** @param {Row} row @param {number} nowMs @param {number} hereMs */
const isOld = ({ acked_at, acked_here }, nowMs, hereMs) => isOlder(SAFE_DAYS * DAY_MS, [acked_at, nowMs], [acked_here, hereMs]);
