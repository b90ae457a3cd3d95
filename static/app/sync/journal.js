/** What the journal is for: an outbox that is found empty is filled again, and one that cannot be opened is sent from here. */
import { sha256, toHex } from "../lib/bytes.js";
import { forgetCursor, raiseLostCounter } from "../store/documents.js";
import * as journal from "../store/journal.js";
import { purgedIn } from "../store/answers.js";
import { allRows, remembered } from "../store/outbox.js";
import { restoreRows } from "../store/row-order.js";
import { askAs, BUILD, good } from "./api.js";
import { operationId } from "./overlay.js";
import { restorePhotos, sendCopies } from "./photo-copies.js";
import { batchOf, holdsOf, requestBytes } from "./push.js";

/** @typedef {import("../types.js").OutboxRow} OutboxRow */
/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

const MOST_ROWS = 200;

let isCompared = false;

/**
 * Journal and outbox hold the same from here on; once a page, under the lock of the exchange. What neither holds comes from
 * the memory of this page when the outbox was thrown away under it.
 * @param {boolean} [isGone] it was
 * @returns {Promise<{rows: number, photos: number}>} how many came back
 */
export async function compareJournal(isGone = false) {
  if (isCompared && !isGone) return { rows: 0, photos: 0 };
  const noted = await journal.places(); // before the rows: what is recorded meanwhile is in both
  const rows = await allRows();
  const there = new Set(rows.map(operationId));
  const missing = noted.filter((place) => !there.has(operationId(place)));
  const seen = isGone ? remembered().rows : [];
  const purged = await purgedIn(new Set([...noted, ...rows, ...seen].map(({ stream }) => stream)));
  const wasPurged = (/** @type {journal.Place} */ { stream, n }) => n <= (purged.get(stream) ?? 0);
  await journal.strike(missing.filter(wasPurged)); // cut off when their rows went
  const lost = await readWhole(missing.filter((place) => !wasPurged(place)));
  const found = new Set([...there, ...lost.map(operationId)]);
  lost.push(...seen.filter((row) => !found.has(operationId(row)) && !wasPurged(row)));
  await raiseLostCounter();
  if (lost.length > 0) {
    await forgetCursor(); // their outcomes may be older than it: the manifest brings them
    await restoreRows(lost, isAfter(rows, lost, noted));
  }
  const photos = await restorePhotos(isGone);
  const known = new Set(noted.map(operationId));
  for (const row of rows) if (!row.damaged && !known.has(operationId(row))) await journal.note(row);
  for (const row of lost) if (!known.has(operationId(row))) await journal.note(row);
  isCompared = true;
  return { rows: lost.length, photos };
}

/**
 * Whether all rows that are there were recorded after those that were lost; what the journal does not know yet was.
 * @param {OutboxRow[]} rows @param {OutboxRow[]} lost @param {journal.Place[]} noted in order
 */
function isAfter(rows, lost, noted) {
  const order = new Map(noted.map((place, i) => [operationId(place), i]));
  const last = Math.max(...lost.map((row) => order.get(operationId(row)) ?? -1));
  return rows.every((row) => (order.get(operationId(row)) ?? Infinity) > last);
}

/** What went from the journal since this page began. @type {Set<string>} */
const sent = new Set();

/**
 * The outbox cannot be opened: what the journal holds of this phone goes with the keys that are in memory. Nothing is marked;
 * when the outbox opens again all of it is sent once more, and twice is once. Answers how many the server kept.
 * Throws Problem `offline`, or what the server said.
 * @param {PhoneRecord} phone
 */
export async function sendJournal(phone) {
  const rows = (await journalRows()).filter((row) => row.phone === phone.phone).map((row, seq) => ({ ...row, seq }));
  const count = await sendRows(phone, rows);
  await sendCopies(phone);
  return count;
}

/** @param {PhoneRecord} phone @param {(OutboxRow & {seq: number})[]} rows */
async function sendRows(phone, rows) {
  let count = 0;
  for (;;) {
    const batch = batchOf(rows.filter((row) => !sent.has(operationId(row))), MOST_ROWS);
    if (batch.length === 0) return count;
    const header = { p: 1, build: BUILD, x: 0, holds: holdsOf(rows), unsent: {} };
    const { kept } = good(await askAs(phone, "push", "push", { bytes: requestBytes(header, batch) })).json;
    for (const [stream, n] of kept) sent.add(`${stream}:${n}`);
    if (kept.length === 0) return count;
    count += kept.length;
  }
}

/** The page is seen again: the next exchange compares once more. */
export const compareAgain = () => void (isCompared = false);

/** What the journal holds, as rows that wait; entries that are not what was recorded are left out. */
export const journalRows = async () => readWhole(await journal.places());

/** @param {journal.Place[]} places @returns {Promise<OutboxRow[]>} */
async function readWhole(places) {
  const rows = await Promise.all(places.map(journal.read));
  const sound = await Promise.all(rows.map(async (row) => row !== null && toHex(await sha256(row.envelope)) === row.h));
  return rows.filter((row, i) => row !== null && sound[i]).map((row) => /** @type {OutboxRow} */ (row));
}
