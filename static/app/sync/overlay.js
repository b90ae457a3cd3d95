/**
 * A document as the person sees it: what the server showed last, with this phone's own waiting work laid over it in the
 * order of recording. An operation is laid over until `included` says applied or conflict; a held one stays, marked.
 * What an act does is for the server to say: it only shows as waiting.
 */
import { positionOf } from "../lib/versions.js";

/** @typedef {import("../types.js").Shown} Shown */
/** @typedef {import("../types.js").ServerDocument} ServerDocument */
/** @typedef {import("../types.js").OutboxEntry} OutboxEntry */
/** @typedef {import("../types.js").OperationBody} OperationBody */
/** @typedef {import("../types.js").Outcome} Outcome */

const ACTS = new Set([
  "visit.close",
  "visit.void",
  "visit.take_over",
  "measure.propose_again",
  "measure.withdraw",
  "measure.approve",
  "measure.return",
  "measure.decline",
  "joint_visit.close",
  "day_list.send",
  "device.confirm",
]);

/** @param {{stream: string, n: number}} row */
export const operationId = ({ stream, n }) => `${stream}:${n}`;

/** @param {string} kind "joint_visit.enter" is about a "joint_visit" */
export const documentKind = (kind) => kind.slice(0, kind.indexOf("."));

/** @param {string} kind */
export const isAct = (kind) => ACTS.has(kind);

/** Whether the server's document does not have it yet. @param {Outcome | undefined} outcome */
export const isLaidOver = (outcome) => outcome === undefined || outcome.outcome === "held";

/** Whether its maker has to hear what people at the office did with it. @param {Outcome | undefined} outcome */
export const isDecided = (outcome) => outcome?.outcome === "closed" || (outcome?.decided !== undefined && outcome.outcome !== "held");

/**
 * @param {ServerDocument | null} document
 * @param {{entry: OutboxEntry & {op: OperationBody}, outcome: Outcome | undefined}[]} own operations on it in order of the outbox
 * @returns {Shown | null}
 */
export function shownOf(document, own) {
  const laid = own.filter(({ entry, outcome }) => !entry.damaged && isLaidOver(outcome));
  const shown = begin(document, laid);
  if (!shown) return null;
  shown.unsent = own.some(({ entry }) => !entry.acked && !entry.damaged);
  for (const { entry, outcome } of laid) lay(shown, entry, outcome);
  return shown;
}

/** @param {ServerDocument | null} document @param {{entry: OutboxEntry & {op: OperationBody}}[]} laid @returns {Shown | null} */
function begin(document, laid) {
  const extra = { unsent: false, held: [], waiting_acts: [] };
  if (document) return { ...document, fields: { ...document.fields }, ...extra };
  const first = laid[0];
  if (!first) return null;
  return { id: first.entry.op.document, kind: documentKind(first.entry.op.kind), version: null, fields: {}, ...extra };
}

/** @param {Shown} shown @param {OutboxEntry & {op: OperationBody}} entry @param {Outcome | undefined} outcome */
function lay(shown, entry, outcome) {
  const { kind, body } = entry.op;
  if (outcome) shown.held.push({ operation: operationId(entry), code: outcome.code, kind });
  if (isAct(kind)) {
    shown.waiting_acts.push(kind);
    if (kind === "visit.close") shown.signed_as = body.outcome;
    return;
  }
  for (const [field, value] of Object.entries(body)) setField(shown.fields, field, value);
  if (kind.endsWith(".pick")) shown.rivals = without(shown.rivals, Object.keys(body));
}

/**
 * A field is a top-level name or `collection.key`; its value is replaced whole, null removes it. Copies what it changes.
 * @param {Record<string, any>} fields @param {string} field @param {unknown} value
 */
export function setField(fields, field, value) {
  const dot = field.indexOf(".");
  if (dot < 0) {
    if (value === null || value === undefined) delete fields[field];
    else fields[field] = value;
    return;
  }
  const [collection, key] = [field.slice(0, dot), field.slice(dot + 1)];
  const items = { ...fields[collection] };
  if (value === null || value === undefined) delete items[key];
  else items[key] = value;
  if (Object.keys(items).length > 0) fields[collection] = items;
  else delete fields[collection];
}

/** The value of a field, or undefined. @param {Record<string, any>} fields @param {string} field */
export function fieldOf(fields, field) {
  const dot = field.indexOf(".");
  return dot < 0 ? fields[field] : fields[field.slice(0, dot)]?.[field.slice(dot + 1)];
}

/** @template T @param {Record<string, T> | undefined} items @param {string[]} keys */
function without(items, keys) {
  return Object.fromEntries(Object.entries(items ?? {}).filter(([key]) => !keys.includes(key)));
}

/**
 * The base for an edit of a document that is not in the cache: that of this phone's last waiting operation on the same
 * field; for several fields the lowest of these, null before all.
 * @param {{entry: OutboxEntry & {op: OperationBody}, outcome: Outcome | undefined}[]} own
 * @param {string[]} fields
 * @returns {string | null}
 */
export function inheritedBase(own, fields) {
  const bases = fields.map((field) => {
    const last = own.filter(({ entry, outcome }) => !entry.damaged && isLaidOver(outcome) && field in entry.op.body).at(-1);
    return last?.entry.op.base ?? null;
  });
  return bases.reduce((low, base) => (low === null || base === null ? null : older(low, base)), bases[0] ?? null);
}

/** @param {string} a @param {string} b */
const older = (a, b) => (positionOf(a) <= positionOf(b) ? a : b);
