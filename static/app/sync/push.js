/**
 * Sends the outbox: oldest first, in batches, sealed as it lies there; possible while locked. Only `kept` acknowledges.
 * What the server turns out not to have, or to have with other bytes, waits again.
 */
import { concat, u32, utf8 } from "../lib/bytes.js";
import { Problem } from "../lib/problem.js";
import { acknowledged, allBlobs, allRows, readX, takeAnswer } from "../store/outbox.js";
import { askAs, BUILD, good } from "./api.js";
import { sending, sentAt } from "./contact.js";
import { isDecided, isLaidOver, operationId } from "./overlay.js";

/** @typedef {import("../types.js").OutboxRow & {seq: number}} Row */
/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */
/** @typedef {[number, ...string[]]} Mark number and the first eight hex digits of each digest known under it */

const MOST_ROWS = 200;
const MOST_BYTES = 500 * 1024;
const SAFE_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Pushes everything that waits. Answers what was acknowledged. With rows that all were acknowledged it asks once all the
 * same: only a push tells that a restored server has less than it had.
 * Throws Problem `offline`, or what the server said.
 * @param {PhoneRecord} phone
 * @param {ReadonlyMap<string, Outcome>} included outcomes that the documents on this phone contain
 * @param {(rows: Row[]) => unknown} [onMissed] called with rows that the server had and has no more
 */
export async function pushAll(phone, included, onMissed = () => {}) {
  let most = MOST_ROWS;
  let sent = 0;
  let isAnswered = false;
  try {
    for (;;) {
      const rows = await rowsOf(phone.phone);
      const waiting = rows.filter((row) => !row.acked);
      if (rows.length === 0 || (isAnswered && waiting.length === 0)) return sent;
      if (waiting.length > 0) sending.value = { done: sent, total: sent + waiting.length };
      const result = await pushOnce(phone, rows, batchOf(waiting, most), included, onMissed);
      isAnswered = typeof result === "number";
      if (result === "smaller") {
        if (most === 1) throw new Problem("server_error");
        most = Math.max(1, Math.floor(Math.min(most, waiting.length) / 2));
      } else if (result === 0 && waiting.length > 0) throw new Problem("server_error");
      else sent += result === "again" ? 0 : result;
    }
  } finally {
    sending.value = null;
  }
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
 * @param {PhoneRecord} phone @param {Row[]} rows @param {Row[]} batch @param {ReadonlyMap<string, Outcome>} included
 * @param {(rows: Row[]) => unknown} onMissed
 * @returns {Promise<number | "again" | "smaller">} how many were acknowledged
 */
async function pushOnce(phone, rows, batch, included, onMissed) {
  const x = await readX();
  const header = { p: 1, build: BUILD, x, holds: holdsOf(rows), unsent: await unsentOf(rows) };
  const answer = await askAs(phone, "push", "push", { bytes: requestBytes(header, batch) });
  if (answer.status === 413 || (answer.status === 400 && batch.length > 1)) return "smaller";
  if (answer.status === 409 && answer.json?.type === "behind") {
    let missed = 0;
    const isTaken = await takeAnswer(x, phone.phone, (now) => {
      const changed = unacked(now, answer.json.have ?? {});
      missed = changed.length;
      onMissed(changed);
      return { changed, removed: [] };
    });
    if (isTaken && missed === 0) throw new Problem("server_error"); // the same question would get the same answer for ever
    return "again";
  }
  const json = good(answer).json;
  let kept = 0;
  const taken = await takeAnswer(x, phone.phone, (now) => {
    const after = afterAnswer(now, json);
    kept = after.kept;
    onMissed(after.changed.filter((row) => !row.acked));
    return { changed: after.changed, removed: purgeable(after.rows, json.safe, included, Date.parse(json.server_time)) };
  });
  if (!taken) return "again";
  if (kept > 0) sentAt.value = json.server_time;
  return kept;
}

/** @param {object} header @param {Row[]} batch */
export function requestBytes(header, batch) {
  const json = utf8(JSON.stringify(header));
  return concat(u32(json.length), json, ...batch.flatMap((row) => [u32(row.envelope.length), row.envelope]));
}

/** Per stream the lowest number held, and the highest acknowledged with its digest. @param {Row[]} rows */
export function holdsOf(rows) {
  /** @type {Map<string, {stream: string, from: number, acked: number, h: string | null}>} */
  const holds = new Map();
  for (const { stream, n, acked, h } of rows) {
    const hold = holds.get(stream) ?? { stream, from: n, acked: 0, h: null };
    hold.from = Math.min(hold.from, n);
    if (acked && n > hold.acked) Object.assign(hold, { acked: n, h });
    holds.set(stream, hold);
  }
  return [...holds.values()];
}

/** What the office may know about what waits here: numbers only. @param {Row[]} rows */
async function unsentOf(rows) {
  const phones = new Set(rows.map((row) => row.phone));
  const parts = (await allBlobs()).filter((blob) => phones.has(blob.phone) && !blob.done);
  const waiting = rows.filter((row) => !row.acked);
  const groups = new Set([...waiting, ...parts].map((row) => row.group));
  const bytes = [...waiting.map((row) => row.envelope.length), ...parts.map((blob) => blob.bytes)];
  return { ops: waiting.length, blobs: parts.length, changes: groups.size, bytes: bytes.reduce((sum, one) => sum + one, 0) };
}

/**
 * Rows after an answer: what was kept is acknowledged; rows above `have`, and all of a stream whose own digest is not
 * among those of its mark, wait again.
 * @param {Row[]} rows
 * @param {{kept: [string, number, string][], have: Record<string, Mark>, server_time: string}} answer
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

/** @param {Row} row @param {Map<string, string>} kept @param {{have: Record<string, Mark>, server_time: string}} answer @param {Set<string>} strange */
function judged(row, kept, answer, strange) {
  const h8 = kept.get(operationId(row));
  if (h8 !== undefined && row.h.startsWith(h8)) return row.acked ? row : acknowledged(row, answer.server_time);
  const mark = answer.have[row.stream];
  const isMissing = mark !== undefined && (row.n > mark[0] || strange.has(row.stream));
  return isMissing && row.acked ? acknowledged(row, null) : row;
}

/** Streams of which the marked number bears other bytes than ours. @param {Row[]} rows @param {Record<string, Mark>} marks */
function strangeStreams(rows, marks) {
  const strange = rows.filter((row) => {
    const [n, ...digests] = marks[row.stream] ?? [0];
    return row.n === n && !digests.some((h8) => row.h.startsWith(h8));
  });
  return new Set(strange.map((row) => row.stream));
}

/** A restored server: what it misses waits again, in order. @param {Row[]} rows @param {Record<string, Mark>} have */
export function unacked(rows, have) {
  const strange = strangeStreams(rows, have);
  return rows
    .filter((row) => row.acked && (row.n > (have[row.stream]?.[0] ?? 0) || strange.has(row.stream)))
    .map((row) => acknowledged(row, null));
}

/**
 * Rows that may go: acknowledged, their outcome on this phone and not held, seen by their maker when the office decided
 * on them, all earlier of the stream gone too, and the mark of `safe` bears our digest. Without `safe`: thirty days after the answer.
 * @param {Row[]} rows @param {Record<string, Mark> | undefined} safe
 * @param {ReadonlyMap<string, Outcome>} included @param {number} nowMs the server's time
 * @returns {number[]} their places
 */
export function purgeable(rows, safe, included, nowMs) {
  const strange = strangeStreams(rows, safe ?? {});
  const own = new Set(rows.map(operationId));
  /** @type {Set<string>} */
  const stays = new Set();
  return rows.filter((row) => {
    const [mark] = safe?.[row.stream] ?? [0];
    const isSafe = mark > 0 ? row.n <= mark && own.has(`${row.stream}:${mark}`) && !strange.has(row.stream) : isOld(row, nowMs);
    const outcome = included.get(operationId(row));
    const isDone = !isLaidOver(outcome) && (!isDecided(outcome) || row.seen === 1);
    const goes = row.acked === 1 && isDone && isSafe && !stays.has(row.stream);
    if (!goes) stays.add(row.stream);
    return goes;
  }).map((row) => row.seq);
}

/** @param {Row} row @param {number} nowMs */
const isOld = (row, nowMs) => row.acked_at !== undefined && nowMs - Date.parse(row.acked_at) > SAFE_DAYS * DAY_MS;
