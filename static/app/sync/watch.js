/**
 * The door out: documents with the phone's own unsent work laid over, and what is to be said about sending.
 * Reading a signal inside a component subscribes it.
 */
import { batch, computed, signal } from "@preact/signals-core";

import * as disk from "../store/documents.js";
import { changeRows, markSeen } from "../store/answers.js";
import { allBlobs, allRows } from "../store/outbox.js";
import { changeBlob, markSeen as markPhotoSeen } from "../store/photos.js";
import { openJson } from "../store/seal.js";
import { clockOffMinutes, contactMs, isOld, reachable, sending, sentAt } from "./contact.js";
import { documentKind, isDecided, isLaidOver, operationId, shownOf } from "./overlay.js";
import { composePolicy } from "./policy.js";
import { isStill, session } from "./session.js";
import { blocked, isShaken, isWhole } from "./state.js";

/** @typedef {import("../types.js").Shown} Shown */
/** @typedef {import("../types.js").Person} Person */
/** @typedef {import("../types.js").OutboxEntry} OutboxEntry */
/** @typedef {import("../types.js").OperationBody} OperationBody */
/** @typedef {import("../types.js").BlobRow} BlobRow */
/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {OutboxEntry & {op: OperationBody}} OwnEntry */

/** Kinds without a dossier in them: they stay readable when the phone may only record. */
const ALWAYS_READABLE = new Set(["policy", "unit", "person"]);
const OLD_AFTER_MS = 24 * 3600 * 1000;

/** The server's documents as they lie in the cache. */
export let cache = disk.emptyCache();

const version = signal(0);
/** Rows of the outbox in memory, in order. @type {import("@preact/signals-core").Signal<OutboxEntry[]>} */
export const entries = signal([]);
/** @type {import("@preact/signals-core").Signal<BlobRow[]>} */
export const blobs = signal([]);
/** Documents with own work laid over them, as they were last asked for. @type {Map<string, Shown | null>} */
const drawn = new Map();
/** Of all others the same form as long as the server's document is the same. @type {WeakMap<import("../types.js").ServerDocument, Shown>} */
const plain = new WeakMap();
/** @type {Map<string, OwnEntry[]>} */
let ownByDocument = new Map();
export const documents = {
  version,
  /** @param {string} id @returns {Shown | null} */
  get(id) {
    version.value;
    const document = cache.documents.get(id);
    if (!mayRead(document?.kind)) return null;
    return ownByDocument.has(id) ? withOwn(id) : document ? plainOf(document) : null;
  },
  /** @param {string} kind @returns {Shown[]} */
  byKind(kind) {
    const { packs, own } = documents.packsOf(kind);
    const here = packs.flat().map((document) => own.get(document.id) ?? plainOf(document));
    return [...here, ...[...own.values()].filter(({ id }) => !cache.documents.has(id))];
  },
  /**
   * What is many, to go through in slices: lists of the server's documents, each the same one as long as nothing in it
   * changed, and by id those with own work laid over them, in the place of the server's.
   * @param {string} kind
   */
  packsOf(kind) {
    version.value;
    const own = [...ownByDocument.keys()].filter((id) => kindOf(id) === kind).flatMap((id) => documents.get(id) ?? []);
    return { packs: mayRead(kind) ? cache.documents.packsOf(kind) : [], own: new Map(own.map((shown) => [shown.id, shown])) };
  },
  /** Another number once a document of this kind may have changed. @param {string} kind */
  stampOf(kind) {
    version.value;
    return `${redrawn}/${changes.get(kind) ?? 0}`;
  },
};

/** @param {string} [kind] of a document of the server; none: made here */
function mayRead(kind) {
  if (!session.value) return false;
  return !session.value.recordOnly || kind === undefined || ALWAYS_READABLE.has(kind);
}

/** @param {import("../types.js").ServerDocument} document @returns {Shown} */
function plainOf(document) {
  const known = plain.get(document) ?? /** @type {Shown} */ (shownOf(document, []));
  plain.set(document, known);
  return known;
}

/** @param {string} id */
function withOwn(id) {
  let shown = drawn.get(id);
  if (shown === undefined) {
    shown = shownOf(cache.documents.get(id) ?? null, ownOf(id));
    drawn.set(id, shown);
  }
  return shown;
}

/** Of a document with own work on it. @param {string} id */
const kindOf = (id) => cache.documents.get(id)?.kind ?? documentKind(ownByDocument.get(id)?.[0]?.op.kind ?? "");

/** @template T @param {Map<string, T[]>} lists @param {string} key @param {T} value */
function put(lists, key, value) {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Own operations on a document with the outcomes that its shown form contains. @param {string} id */
export function ownOf(id) {
  return (ownByDocument.get(id) ?? []).map((entry) => ({ entry, outcome: cache.included.get(operationId(entry)) }));
}

/** @type {import("@preact/signals-core").ReadonlySignal<Person | null>} */
export const me = computed(() => {
  version.value;
  const person = session.value?.secrets.person;
  if (!person) return null;
  const card = cache.documents.get(person.id)?.fields;
  return { ...person, name: card?.name ?? person.name, roles: card?.roles ?? person.roles, team_ids: card?.team_ids ?? person.team_ids };
});

/** The policy of today, and every version that a running visit names; null before the first pull. */
export const policy = computed(() => composePolicy(documents.byKind("policy")));

/** The name on the card of a colleague. @param {string} id */
export function people(id) {
  return documents.get(id)?.fields.name ?? (id === me.value?.id ? me.value.name : "collega");
}

export const units = computed(() => documents.byKind("unit"));

/** How many addresses were added to the own list since it was looked at. @type {import("@preact/signals-core").Signal<{added: number} | null>} */
export const listChanged = signal(null);

/** Wijzigingen of which something has not reached the server. */
export const unsent = computed(() => {
  const groups = [...entries.value, ...blobs.value].map((row) => row.unsent).filter(Boolean);
  return new Set(groups).size;
});

/** Own operations that wait for a choice between versions. */
const choices = computed(() => {
  version.value;
  const mine = me.value?.id;
  return cache.documents.rivalled().filter(({ rivals }) => Object.values(rivals ?? {}).some((all) => all.some(({ by }) => by === mine))).length;
});

const failures = computed(() => {
  version.value;
  const held = entries.value.filter((entry) => entry.op && cache.included.get(operationId(entry))?.outcome === "held");
  return held.length + decisions.value.filter(({ state }) => state === "damaged").length;
});

/**
 * Work that ended another way than sent and applied, until its maker has seen it: what people at the office did with it,
 * or that its bytes were lost here.
 * @typedef {object} Decision
 * @property {number | null} seq its place in the outbox; null: it is a photo
 * @property {string} group
 * @property {BlobRow["size"]} [lost] of a photo: what of it was lost
 * @property {"closed" | "taken_in" | "damaged"} state
 * @property {OperationBody | null} op what it said; null when that cannot be read either
 * @property {string | undefined} title the address, when it is known
 * @property {string | null} code why it was held
 * @property {string | undefined} by person; nobody when the server itself put it away
 * @property {string | undefined} reason in the words of that person
 */
/** Oldest first. @type {import("@preact/signals-core").ReadonlySignal<Decision[]>} */
export const decisions = computed(() => {
  version.value;
  const ended = entries.value.flatMap((entry) => {
    const outcome = cache.included.get(operationId(entry));
    const state = entry.seen || entry.phone !== session.value?.phone.phone ? null : endOf(entry, outcome);
    const { op, seq, group } = entry;
    const told = { code: outcome?.code ?? null, by: outcome?.decided?.by, reason: outcome?.decided?.reason };
    return state ? [{ seq, group, state, op, title: op ? titleOf(op) : undefined, ...told }] : [];
  });
  return [...ended, ...lostPhotos()];
});

/** @param {BlobRow} blob */
const isLost = (blob) => blob.damaged && !blob.seen;

/** Photos of which the bytes were lost here, also of an enrolment that came before: nobody else can be told. @returns {Decision[]} */
function lostPhotos() {
  const thumbsFirst = blobs.value.filter(isLost).sort((a, b) => (a.size < b.size ? 1 : -1));
  const lost = new Map(thumbsFirst.map((blob) => [blob.group, blob]));
  return [...lost].map(([group, { operation, size }]) => {
    const op = entries.value.find((entry) => operationId(entry) === operation)?.op ?? null;
    return { seq: null, group, lost: size, state: "damaged", op, title: op ? titleOf(op) : undefined, code: null, by: undefined, reason: undefined };
  });
}

/** @param {OutboxEntry} entry @param {Outcome | undefined} outcome @returns {Decision["state"] | null} */
function endOf(entry, outcome) {
  if (!outcome) return entry.damaged ? "damaged" : null;
  if (!entry.op || !isDecided(outcome)) return null;
  return outcome.outcome === "closed" ? "closed" : "taken_in";
}

/** Own work on its way that this phone itself can no longer read. */
export const unreadable = computed(
  () => entries.value.filter((one) => one.op === null && one.unsent && one.phone === session.value?.phone.phone).length,
);

/** The maker has seen these. @param {Decision[]} seen */
export async function setSeen(seen) {
  await changeRows(new Set(seen.flatMap(({ seq }) => seq ?? [])), markSeen);
  const groups = new Set(seen.filter(({ seq }) => seq === null).map(({ group }) => group));
  for (const { id } of blobs.value.filter((blob) => isLost(blob) && groups.has(blob.group))) await changeBlob(id, markPhotoSeen);
  tellOtherTabs();
  await readAgain();
}

/** Unsent since: the moment of the oldest row that waits. */
const waitingSince = computed(() => {
  const waiting = entries.value.filter((entry) => entry.unsent && entry.op);
  return waiting.length > 0 ? Math.min(...waiting.map((entry) => Date.parse(/** @type {OperationBody} */ (entry.op).made_at))) : null;
});

/**
 * @typedef {object} Strip
 * @property {"local" | "busy" | "sent" | "sent-offline" | "choice" | "failed" | "closed" | "blocked" | "unknown" | "old"} state
 * @property {number} unsent
 * @property {number} choices documents with versions to choose between
 * @property {number} failed operations that wait on the office, and photos that were lost here
 * @property {number} closed operations that the office put away, until their maker has seen it
 * @property {number} [done] @property {number} [total]
 * @property {string | null} sent_at when the server confirmed the last item
 * @property {string | null} contact_at
 * @property {number} clock_off_minutes how far this clock is ahead; 0 when right
 * @property {boolean} is_old this build is too old to receive
 */
/** @type {import("@preact/signals-core").ReadonlySignal<Strip>} */
export const strip = computed(() => ({
  state: stripState(),
  unsent: unsent.value,
  choices: choices.value,
  failed: failures.value,
  closed: decisions.value.filter(({ state }) => state === "closed").length,
  done: sending.value?.done,
  total: sending.value?.total,
  sent_at: sentAt.value,
  contact_at: contactMs.value === null ? null : new Date(contactMs.value).toISOString(),
  clock_off_minutes: clockOffMinutes.value,
  is_old: isOld.value,
}));

/** @returns {Strip["state"]} */
function stripState() {
  if (blocked.value) return "blocked";
  if (isShaken.value) return "unknown";
  if (choices.value > 0) return "choice";
  if (failures.value > 0) return "failed";
  if (decisions.value.some(({ state }) => state === "closed")) return "closed";
  if (unsent.value > 0) return unsentState();
  if (reachable.value === null) return "unknown";
  return reachable.value ? "sent" : sentAt.value === null ? "unknown" : "sent-offline";
}

/** @returns {Strip["state"]} */
function unsentState() {
  if (sending.value !== null) return "busy";
  return waitingSince.value !== null && Date.now() - waitingSince.value > OLD_AFTER_MS ? "old" : "local";
}

/**
 * One line of Verzenden: a wijziging that waits, goes, arrived, or came back.
 * @typedef {object} QueueRow
 * @property {string} group
 * @property {string} [title] the address, when it is known
 * @property {string} kind of the first operation in it
 * @property {string} document
 * @property {string} at when it was last touched, by this clock; empty when that is no longer known
 * @property {number} bytes still to go
 * @property {"waiting" | "sending" | "sent" | "held" | "conflict" | "closed" | "taken_in" | "damaged"} state
 * @property {string | null} [code] why it is held
 * @property {string} [text] the Dutch sentence of the code
 * @property {string} [sent_at] when the server confirmed it
 * @property {boolean} [damaged] the bytes of this photo were lost on the phone
 */
/** Newest first. @type {import("@preact/signals-core").ReadonlySignal<QueueRow[]>} */
export const queue = computed(() => {
  version.value;
  /** @type {Map<string, OwnEntry[]>} */
  const groups = new Map();
  for (const entry of entries.value) if (isOwn(entry)) put(groups, entry.group, entry);
  const lines = [...groups].map(([group, rows]) => queueRow(group, rows));
  return [...lines, ...photosAlone()].sort((a, b) => (a.at < b.at ? 1 : -1));
});

/** Photos that a restored server lost, when their words are safe there and no longer here. @returns {QueueRow[]} */
function photosAlone() {
  const named = new Set(entries.value.map(({ group }) => group));
  /** @type {Map<string, BlobRow[]>} */
  const alone = new Map();
  for (const blob of blobs.value) if ((blob.unsent || isLost(blob)) && !named.has(blob.group)) put(alone, blob.group, blob);
  return [...alone].map(([group, parts]) => ({
    group,
    kind: "visit.add_photo",
    document: "",
    at: "",
    bytes: parts.filter((blob) => blob.unsent).reduce((sum, { bytes }) => sum + bytes, 0),
    state: parts.some((blob) => blob.unsent) ? queueState(true, undefined, []) : "damaged",
    damaged: parts.some(isLostPhoto),
  }));
}

/** @param {OutboxEntry} entry @returns {entry is OwnEntry} */
const isOwn = (entry) => entry.op !== null;

/** @param {string} group @param {OwnEntry[]} rows @returns {QueueRow} */
function queueRow(group, rows) {
  const [first, last] = [/** @type {OwnEntry} */ (rows[0]), /** @type {OwnEntry} */ (rows.at(-1))];
  const parts = blobs.value.filter((blob) => blob.group === group);
  const outcomes = rows.map((row) => cache.included.get(operationId(row)));
  const held = outcomes.find((outcome) => outcome?.outcome === "held");
  const waits = [...rows, ...parts].some((row) => row.unsent);
  return {
    group,
    title: titleOf(first.op),
    kind: first.op.kind,
    document: first.op.document,
    at: last.op.made_at,
    bytes: [...rows, ...parts].filter((row) => row.unsent).reduce((sum, row) => sum + row.bytes, 0),
    state: rows.some((row, i) => row.damaged && !outcomes[i]) || (!waits && !held && parts.some(isLostPhoto)) ? "damaged" : queueState(waits, held, outcomes),
    code: held?.code ?? null,
    sent_at: waits ? undefined : newest([...rows.map((row) => row.acked_at), ...parts.map((blob) => blob.done_at)]),
    damaged: parts.some(isLostPhoto),
  };
}

/** @param {BlobRow} blob */
const isLostPhoto = ({ damaged, size }) => damaged === true && size === "full";

/** Whether the bytes of this photo were lost on this phone before they arrived. @param {string} blob as its visit names it */
export const isPhotoLost = (blob) => blobs.value.some((one) => one.id === blob && isLostPhoto(one));

/** @param {boolean} waits @param {Outcome | undefined} held @param {(Outcome | undefined)[]} outcomes @returns {QueueRow["state"]} */
function queueState(waits, held, outcomes) {
  if (held) return "held";
  if (waits) return sending.value === null ? "waiting" : "sending";
  if (outcomes.some((outcome) => outcome?.outcome === "closed")) return "closed";
  if (outcomes.some((outcome) => outcome?.outcome === "conflict")) return "conflict";
  return outcomes.some(isDecided) ? "taken_in" : "sent";
}

/** @param {(string | undefined)[]} moments */
const newest = (moments) => moments.filter((at) => at !== undefined).sort().at(-1);

/** The address that an operation is about. @param {OperationBody} op @returns {string | undefined} */
function titleOf(op) {
  const shown = documents.get(op.document);
  const premises = shown?.kind === "premises" ? shown : documents.get(shown?.fields.premises_id ?? "");
  return premises?.fields.address?.text ?? shown?.fields.premises_text;
}

/** How often all was drawn again, and single documents by kind. */
let redrawn = 0;
/** @type {Map<string, number>} */
const changes = new Map();

/** Something changed: draw again. @param {string} [id] only this document */
export function redraw(id) {
  if (id === undefined) {
    drawn.clear();
    redrawn += 1;
  } else {
    drawn.delete(id);
    const kind = documents.get(id)?.kind ?? "";
    changes.set(kind, (changes.get(kind) ?? 0) + 1);
  }
  version.value += 1;
}

/** What was drawn last: most exchanges bring nothing new, and then nothing is drawn again. @type {unknown[]} */
let lastDrawn = [];

/** @param {OutboxEntry[]} rows @param {BlobRow[]} parts */
function isNews(rows, parts) {
  const now = [cache.documents, cache.included, session.value, JSON.stringify([rows.map(({ op, ...row }) => [row, op !== null]), parts])];
  const isNew = now.some((one, i) => one !== lastDrawn[i]);
  lastDrawn = now;
  return isNew;
}

/** How many rows this page added: what was read before the last of them is not the whole any more. */
let added = 0;
/** @type {Promise<void>} */
let lastReading = Promise.resolve();

/** Reads outbox and cache as they lie on the disk; used after an answer, and news from another tab. */
export const readAgain = () => inOrder(() => readNow(true));

/** After an unlock: first what the first screens need, when that is here; else all. @param {ReturnType<typeof disk.readAhead>} reading */
export async function readFirst(reading) {
  const open = session.value;
  const near = open && (await disk.openAhead(open.vault, open.phone.phone, await reading.catch(() => null)));
  if (!near || !isStill(open) || cache.revs.size > 0) return readAgain(); // an exchange or another tab had it all read meanwhile
  cache = near;
  isWhole.value = false;
  await inOrder(() => readNow(false));
}

/** @param {() => Promise<void>} work */
function inOrder(work) {
  const reading = lastReading.then(work);
  lastReading = reading.catch(() => {});
  return reading;
}

/** @param {boolean} withCache or the outbox alone @returns {Promise<void>} */
async function readNow(withCache) {
  const open = session.value;
  if (!open) return;
  const [before, read] = [added, cache];
  const [rows, parts] = await Promise.all([allRows(), allBlobs(), withCache && disk.refresh(open.vault, open.phone.phone, cache)]);
  const known = new Map(entries.value.map((entry) => [operationId(entry), entry.op]));
  const next = await Promise.all(rows.map((row) => entryOf(row, known.get(operationId(row)))));
  if (!isStill(open)) return;
  if (added !== before || cache !== read) return readNow(withCache);
  batch(() => {
    if (withCache) isWhole.value = true;
    if (!isNews(next, parts)) return;
    setEntries(next);
    blobs.value = parts;
    redraw();
  });
}

/** @param {import("../types.js").OutboxRow & {seq: number}} row @param {OperationBody | null} [op] @returns {Promise<OutboxEntry>} */
async function entryOf(row, op) {
  const { envelope, local: _local, ...rest } = row;
  return { ...rest, bytes: envelope.length, op: op ?? (await opened(row)) };
}

/** @param {import("../types.js").OutboxRow} row @returns {Promise<OperationBody | null>} */
async function opened(row) {
  const open = session.value;
  if (!open || row.phone !== open.phone.phone) return null;
  return openJson(open.vault.local, localBound(row), row.local).catch(() => null);
}

/** @param {{stream: string, n: number}} row */
export const localBound = ({ stream, n }) => `fieldapp/local/1/${stream}/${n}`;

/** A row that was just saved. @param {OwnEntry} entry @param {BlobRow[]} parts */
export function addEntry(entry, parts) {
  added += 1;
  batch(() => {
    setEntries([...entries.value.filter(({ seq }) => seq !== entry.seq), entry]);
    if (parts.length > 0) blobs.value = [...blobs.value, ...parts];
    redraw(entry.op.document);
  });
}

/** @param {OutboxEntry[]} next */
function setEntries(next) {
  entries.value = next;
  ownByDocument = new Map();
  for (const entry of next) if (isOwn(entry)) put(ownByDocument, entry.op.document, entry);
}

/** Own operations that the server's documents do not contain yet. */
export const waitingOperations = () =>
  entries.value.filter((entry) => isOwn(entry) && isLaidOver(cache.included.get(operationId(entry))));

/** Nothing of it stays in memory. */
export function forget() {
  lastDrawn = [];
  batch(() => {
    cache = disk.emptyCache();
    isWhole.value = true;
    setEntries([]);
    blobs.value = [];
    listChanged.value = null;
    redraw();
  });
}

/** News between the tabs of this phone; it says nothing but that there is some. */
export const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("fieldapp");
if (channel && "unref" in channel) /** @type {any} */ (channel).unref();

/** Other tabs read again. */
export const tellOtherTabs = () => channel?.postMessage("changed");
channel?.addEventListener("message", () => void readAgain().catch(() => {}));
