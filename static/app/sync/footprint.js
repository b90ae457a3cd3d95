/**
 * Where the municipality wants phones to hold as little as can be (`keeps: today`): what a locked phone drops. Own unsent
 * work stays, and what is on today's list; the manifest brings the rest back after an unlock with a connection.
 */
import { todayOn } from "../lib/dates.js";
import { apply } from "../store/documents.js";
import { claimX, readX } from "../store/outbox.js";
import { activePhone, isLinked } from "../store/phones.js";
import { dropSafeBlobs } from "../store/photos.js";

/** @typedef {import("../types.js").ServerDocument} ServerDocument */
/** @typedef {import("../store/documents.js").Cache} Cache */
/** @typedef {import("./session.js").Session} Session */

/** Without a dossier in them, and needed to work at all. */
const ALWAYS = new Set(["policy", "unit", "person", "device"]);

/**
 * @param {Session} open the session that is being locked
 * @param {Cache} cache as it was read; it is not changed
 * @param {Set<string>} own documents with operations that wait on this phone
 */
export async function dropForLock(open, cache, own) {
  const record = await activePhone();
  if (record?.phone !== open.phone.phone || record.keeps !== "today") return;
  await dropSafeBlobs();
  const kept = keptToday([...cache.documents.values()], open.secrets.person.id, own, todayOn());
  const documents = new Map(kept.map((document) => [document.id, document]));
  if (!cache.isPart && documents.size === cache.documents.size) return;
  const right = await claimX(await readX());
  if (!(await isLinked(open.phone.phone))) return; // asked after the claim, as in emptied.js
  const copy = { ...cache, included: new Map(cache.included), revs: new Map(cache.revs) };
  const change = { reset: true, since: null, documents, gone: [], outcomes: cache.included, cursor: null };
  if (right !== null) await apply(open.vault, open.phone.phone, copy, change, right);
}

/** @param {ServerDocument[]} all @param {string} person @param {Set<string>} own @param {string} today */
export function keptToday(all, person, own, today) {
  const lists = all.filter(({ kind, fields }) => kind === "day_list" && fields.on === today && fields.person_ids?.includes(person));
  const stops = lists.flatMap(({ fields }) => Object.values(fields.stops ?? {}));
  const near = new Set([...lists.map(({ id }) => id), ...stops.flatMap((stop) => [stop.premises_id, stop.visit_id])]);
  for (const { id, fields } of all) if (own.has(id) && fields.premises_id) near.add(fields.premises_id);
  return all.filter(({ id, kind, fields }) => ALWAYS.has(kind) || own.has(id) || near.has(id) || (kind === "measure" && near.has(fields.premises_id)));
}
