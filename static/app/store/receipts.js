/** What the server signed to have: per enrolment, for the newest streams, and the sum of the others. */
import { transact } from "./db.js";

/** @typedef {{n: number, h: string, at_ms: number, signature: string}} Receipt */
/** @typedef {{streams: Record<string, Receipt>, before: number}} Receipts before: what streams no longer listed had */

const MOST_STREAMS = 50;

/** As this page saw them last: the browser may throw their database away. @type {Map<string, Receipts>} */
const seen = new Map();

/** @param {string} phone */
const keyOf = (phone) => `receipts/${phone}`;

/** @param {string} phone @returns {Promise<Receipts>} */
export async function readReceipts(phone) {
  return noted(phone, await transact("fa-keys", "meta", "readonly", (tx) => tx.objectStore("meta").get(keyOf(phone))));
}

/** @param {string} phone @param {Receipts | undefined} onDisk @returns {Receipts} */
function noted(phone, onDisk) {
  const receipts = onDisk ?? seen.get(phone) ?? { streams: {}, before: 0 };
  seen.set(phone, structuredClone(receipts));
  return receipts;
}

/** Keeps what is new; a receipt for less than one that is there changes nothing. @param {string} phone @param {Record<string, Receipt>} verified */
export async function keepReceipts(phone, verified) {
  const kept = await transact("fa-keys", "meta", "readwrite", async (tx) => {
    const meta = tx.objectStore("meta");
    const kept = noted(phone, await meta.get(keyOf(phone)));
    for (const [stream, receipt] of Object.entries(verified)) {
      const old = kept.streams[stream];
      if (!old || receipt.n > old.n) kept.streams[stream] = receipt;
    }
    const inOrder = Object.entries(kept.streams).sort(([, a], [, b]) => a.at_ms - b.at_ms);
    for (const [stream, { n }] of inOrder.slice(0, Math.max(0, inOrder.length - MOST_STREAMS))) {
      kept.before += n;
      delete kept.streams[stream];
    }
    await meta.put(kept, keyOf(phone));
    return kept;
  });
  return noted(phone, kept);
}
