/** The order of recording: over the tabs of a phone, and after a loss. */
import { transact } from "./db.js";
import { putRow } from "./outbox.js";

/** @typedef {import("../types.js").OutboxRow} OutboxRow */
/** @typedef {import("./outbox.js").Tail} Tail */
/** @typedef {import("./db.js").Transaction} Transaction */

/**
 * Whether another tab of this phone wrote since the stream of this row began: a row of it would then not come after that, and
 * what one person said first in one tab and then otherwise in another would be two versions.
 * @param {Transaction} tx @param {OutboxRow} row @param {Tail | null} follows what its stream follows
 */
export async function isOvertaken(tx, row, follows) {
  /** @type {Tail | undefined} */
  const tail = await tx.objectStore("tail").get(row.phone);
  if (!tail || tail.stream === row.stream || (tail.stream === follows?.stream && tail.n === follows.n)) return false;
  return (await tx.objectStore("rows").index("operation").getKey([row.stream, row.n])) === undefined;
}

/**
 * Rows that were lost and found again; what was written last on these phones stays what it was, if that is still known.
 * @param {OutboxRow[]} rows in order @param {boolean} areOlder than all that is there: they come before it
 */
export function restoreRows(rows, areOlder) {
  return transact("fa-outbox", ["rows", "tail", "x"], "readwrite", async (tx) => {
    const tails = tx.objectStore("tail");
    const phones = [...new Set(rows.map(({ phone }) => phone))];
    const before = await Promise.all(phones.map((phone) => tails.get(phone)));
    const first = areOlder ? (await tx.objectStore("rows").openKeyCursor())?.key : undefined;
    for (const [i, row] of rows.entries()) await putRow(tx, typeof first === "number" ? { ...row, seq: first - rows.length + i } : row);
    for (const [i, phone] of phones.entries()) if (before[i]) await tails.put(before[i], phone);
  }, { strict: true });
}
