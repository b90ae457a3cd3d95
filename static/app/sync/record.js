/**
 * The door in. What a person does becomes one sealed operation on the disk; only then it may be shown as done.
 */
import { signal } from "@preact/signals-core";

import { randomHex } from "../lib/ids.js";
import { Problem } from "../lib/problem.js";
import { utf8 } from "../lib/bytes.js";
import { transact } from "../store/db.js";
import { dropCache } from "../store/documents.js";
import { note } from "../store/journal.js";
import { lastTail, putRow, remember } from "../store/outbox.js";
import { dropCopies } from "../store/photo-copies.js";
import { dropSafeBlobs } from "../store/photos.js";
import { isOvertaken } from "../store/row-order.js";
import { isFull, isTight, keepReserve } from "../store/reserve.js";
import { seal } from "../store/seal.js";
import { fieldOf, inheritedBase, operationId } from "./overlay.js";
import { copyPhotos } from "./photo-copies.js";
import { endStream, isStill, sealNext, session } from "./session.js";
import { addEntry, cache, documents, entries, localBound, ownOf, tellOtherTabs } from "./watch.js";

/** @typedef {import("../types.js").OperationBody} OperationBody */
/** @typedef {import("../types.js").OutboxEntry} OutboxEntry */
/** @typedef {import("../types.js").OutboxRow} OutboxRow */
/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {import("../store/db.js").Transaction} Transaction */
/** @typedef {import("../store/outbox.js").Tail} Tail */

/** The version of a document as it is shown now: take it at focus or first tap. @param {string} documentId @returns {string | null} */
export const baseOf = (documentId) => documents.get(documentId)?.version ?? null;

/** @type {Map<string, import("@preact/signals-core").Signal<boolean>>} */
const savedSignals = new Map();

/**
 * Whether an operation, a document or a field of it is on the disk; false from the moment that a save begins.
 * @param {string} id operation or document
 * @param {string} [field]
 */
export function saved(id, field) {
  const key = field === undefined ? id : `${id}/${field}`;
  let known = savedSignals.get(key);
  if (!known) {
    known = signal(isThere(id, field));
    savedSignals.set(key, known);
  }
  return known;
}

/** @param {string} id @param {string} [field] */
function isThere(id, field) {
  const shown = documents.get(id);
  return shown !== null && (field === undefined || fieldOf(shown.fields, field) !== undefined);
}

/** @param {string} documentId @param {string[]} fields @param {boolean} value */
function mark(documentId, fields, value) {
  saved(documentId).value = value;
  for (const field of fields) saved(documentId, field).value = value;
}

/** One operation after another: each envelope holds the digest of the one before. @type {Promise<unknown>} */
let last = Promise.resolve();
/** @type {Set<() => void>} */
const listeners = new Set();

/** Called after each save. @param {() => void} listener */
export const onRecorded = (listener) => void listeners.add(listener);

/**
 * @typedef {object} Together what else goes into the same transaction (photos)
 * @property {string[]} stores
 * @property {(tx: Transaction, row: OutboxRow) => Promise<unknown>} write
 * @property {(row: OutboxRow) => BlobRow[]} blobs
 */

/**
 * Records an operation. Resolves when it is on the disk for good; rejects with Problem `not_saved` or `locked`, and then
 * nothing of it exists.
 * @param {string} kind
 * @param {string} documentId
 * @param {Record<string, any>} body flat keys for a new or an edit, plain facts for an act
 * @param {{base?: string | null, together?: Together}} [options] base: what `baseOf` said when the edit began
 * @returns {Promise<{operation: string}>}
 */
export function record(kind, documentId, body, options = {}) {
  const base = options.base === undefined ? baseOf(documentId) : options.base;
  const fields = Object.keys(body);
  mark(documentId, fields, false);
  const work = last.then(() => recordNow(kind, documentId, body, base, options.together));
  last = work.catch(() => {});
  return work.then((operation) => {
    mark(documentId, fields, true);
    saved(operation).value = true;
    for (const listener of listeners) listener();
    tellOtherTabs();
    return { operation };
  });
}

/**
 * @param {string} kind @param {string} documentId @param {Record<string, any>} body
 * @param {string | null} base @param {Together} [together]
 */
async function recordNow(kind, documentId, body, base, together) {
  const open = session.value;
  if (!open) throw new Problem("locked");
  const { phone } = open.phone;
  /** @type {OperationBody} */
  const op = { kind, document: documentId, body, base: base ?? inherited(documentId, body), made_at: new Date().toISOString(), mono: Math.round(performance.now()) };
  const bytes = utf8(JSON.stringify(op));
  /** @param {unknown} cause @returns {never} */
  const notSaved = (cause) => {
    endStream(); // the number may be used up, and a gap would hold back all that follows it
    throw cause instanceof Problem ? cause : new Problem("not_saved", undefined, { cause });
  };
  for (;;) {
    const { sealed, follows } = await sealNext(bytes, () => lastTail(phone)).catch(notSaved);
    const local = await seal(open.vault.local, localBound(sealed), bytes).catch(notSaved);
    /** @type {OutboxRow} */
    const row = { phone, ...sealed, local, acked: 0, ...numbersOf(op) };
    const seq = await save(row, follows, together);
    if (seq !== null) return shown(open, row, seq, op, together);
    endStream(); // another tab wrote meanwhile: a stream that begins now comes after that
  }
}

/**
 * It is on the disk.
 * @param {import("./session.js").Session} open @param {OutboxRow} row @param {number} seq @param {OperationBody} op @param {Together} [together]
 */
function shown(open, row, seq, op, together) {
  remember(row);
  void note(row); // a second place, not waited for: it is saved already
  if (together) void copyPhotos();
  const { envelope, local: _local, ...rest } = row;
  if (isStill(open)) addEntry({ ...rest, seq, bytes: envelope.length, op: JSON.parse(JSON.stringify(op)) }, together?.blobs(row) ?? []);
  return operationId(row);
}

/** @param {string} documentId @param {Record<string, any>} body */
function inherited(documentId, body) {
  return cache.documents.has(documentId) ? null : inheritedBase(ownOf(documentId), Object.keys(body));
}

/**
 * The same bytes are tried again; when they are given up the stream ends, so that their number is never used again.
 * A full disk first costs the cache, which can be had again.
 * @param {OutboxRow} row @param {Tail | null} follows @param {Together} [together]
 */
async function save(row, follows, together) {
  try {
    return await withRoom(() => write(row, follows, together), { isPhoto: Boolean(together) });
  } catch (error) {
    endStream();
    throw new Problem(together && isFull(error) ? "storage_full" : "not_saved", undefined, { cause: error });
  }
}

/**
 * Tries again after a full disk: first that costs copies of photos, then the cache, which can be had again; then photos that two backups of the
 * server hold. Nothing else is ever let go. On a disk that is full to the last byte even letting go may fail.
 * A photo is refused as soon as the room that is kept for text would have to go for it.
 * @template T @param {() => Promise<T>} work @param {{isPhoto?: boolean}} [options] @returns {Promise<T>}
 */
export async function withRoom(work, { isPhoto = false } = {}) {
  if (isPhoto) await leaveRoomForText();
  for (const makeRoom of [dropCopies, forgetDocuments, dropSafeBlobs]) {
    try {
      return await work();
    } catch (error) {
      if (!isFull(error)) throw error;
      await makeRoom(isPhoto).catch((stays) => {
        if (!isFull(stays)) throw stays;
      });
      if (isPhoto) await leaveRoomForText();
    }
  }
  return work();
}

/** Throws when what is left of the disk is kept for text. */
async function leaveRoomForText() {
  await keepReserve();
  if (isTight()) throw new DOMException("What is left is for text", "QuotaExceededError");
}

/** @param {boolean} leavesReserve */
async function forgetDocuments(leavesReserve) {
  try {
    await dropCache({ leavesReserve });
  } finally {
    Object.assign(cache, { cursor: null, revs: new Map() });
  }
}

/** @param {OutboxRow} row @param {Tail | null} follows @param {Together} [together] @returns {Promise<number | null>} null: nothing of it, for another tab wrote */
function write(row, follows, together) {
  const stores = ["rows", "tail", "x", ...(together?.stores ?? [])];
  return transact(
    "fa-outbox",
    stores,
    "readwrite",
    async (tx) => {
      if (await isOvertaken(tx, row, follows)) return null;
      await together?.write(tx, row);
      return putRow(tx, row);
    },
    { strict: true, leavesReserve: Boolean(together) },
  );
}

/**
 * The random numbers of an operation: of its line, and of the wijziging that it belongs to, which is a visit, photo, measure
 * or joint visit with something unsent. What was sent of it is of the same wijziging, for a restored server may ask for it
 * again; but what came back from the office has a line of its own. What leads up to a visit (an address added at the door, a
 * stop put on the list) is of that visit while it waits.
 * @param {OperationBody} op
 */
function numbersOf(op) {
  const [own = "", ...others] = subjectOf(op);
  const its = (/** @type {OutboxEntry} */ entry) => (entry.op ? subjectOf(entry.op) : []);
  const same = entries.value.filter((entry) => its(entry)[0] === own);
  const leading = entries.value.find((entry) => entry.unsent && (others.includes(its(entry)[0] ?? "") || its(entry).slice(1).includes(own)));
  const group = (same.find(isOnItsWay) ?? leading)?.group ?? randomHex(8);
  const whole = same[0] ?? leading;
  const change = whole?.change ?? whole?.group ?? group;
  return { group, change, unsent: change };
}

/** Whether nobody sent it back. @param {OutboxEntry} entry */
const isOnItsWay = (entry) => entry.unsent !== undefined || (cache.included.get(operationId(entry))?.outcome ?? "applied") === "applied";

/** What it is about, first; then what counts with it. @param {OperationBody} op @returns {string[]} */
function subjectOf({ kind, document, body }) {
  if (kind === "visit.add_photo" || kind === "visit.remove_photo") return Object.keys(body);
  if (kind === "visit.open") return [document, body.premises_id];
  if (kind === "day_list.set_stop") return Object.values(body).map((stop) => stop?.visit_id ?? document);
  return [document];
}
