/** Opening a visit: from a stop, from a premises, or at a door that nobody had on a list. */
import { uuid5, uuid7 } from "../lib/ids.js";
import { phone } from "../sync/phone.js";
import { isWhole } from "../sync/state.js";
import { documents, me, readAgain } from "../sync/watch.js";
import { currentChecklist, isHome, placeOf, todaysList } from "./facts.js";

/** @typedef {import("./saving.js").Save} Save */
/** @typedef {import("../types.js").Address} Address */

/**
 * Records `visit.open` and returns the screen to go on with, or null when it was not saved.
 * @param {Save} save
 * @param {{premises_id: string, visit_id?: string, reason?: string, is_home?: boolean}} stop `is_home`: as the inspector said, for premises that are not on this phone
 * @param {string | null} listId
 * @returns {Promise<string | null>}
 */
export async function startVisit(save, stop, listId) {
  if (!isWhole.value) await readAgain(); // whether it is a home decides what is asked at the door
  const premises = documents.get(stop.premises_id);
  const person = me.value;
  if (!person) return null;
  const id = stop.visit_id && !documents.get(stop.visit_id) ? stop.visit_id : uuid7(); // there is one already when it lapsed
  const isHomeHere = premises ? isHome(premises) : (stop.is_home ?? true); // where nobody knows, consent is asked
  const kind = isHomeHere ? "home_address" : "licensed_premises";
  const checklist = currentChecklist(kind, premises?.fields.premises_type ?? "overig");
  const body = {
    premises_id: stop.premises_id,
    team_id: person.team_ids[0] ?? premises?.fields.team_id,
    visit_kind: kind,
    reason: stop.reason ?? "ad_hoc",
    leader_id: person.id,
    co_visitor_ids: companions(listId),
    checklist,
    opened_at: new Date().toISOString(),
    day_list_id: listId,
  };
  if (!(await save("visit.open", id, body, { base: null }))) return null;
  const visit = documents.get(id);
  return visit ? placeOf(visit) : null;
}

/** The other one of the pair of tonight. @param {string | null} listId @returns {string[]} */
function companions(listId) {
  const list = listId ? documents.get(listId) : todaysList();
  return (list?.fields.person_ids ?? []).filter((/** @type {string} */ id) => id !== me.value?.id);
}

/**
 * The premises at an address of the pack, made when nobody has it yet. Returns its id, or null when it was not saved.
 * @param {Save} save @param {Address} address @param {boolean} isHomeAddress
 */
export async function premisesAt(save, address, isHomeAddress) {
  const id = address.bag_object_id
    ? await uuid5(String(phone.value.installation), `premises:${address.bag_object_id}`)
    : uuid7();
  if (!isWhole.value) await readAgain();
  if (documents.get(id)) return id;
  const body = {
    address,
    premises_type: isHomeAddress ? "woning" : "overig",
    is_dwelling: isHomeAddress,
    is_verified: address.bag_object_id !== null,
    team_id: me.value?.team_ids[0],
  };
  return (await save("premises.add", id, body, { base: null })) ? id : null;
}

/**
 * Put an address on the list of tonight as the last stop.
 * @param {Save} save @param {any} list @param {string} premisesId @param {string} text
 */
export async function addStop(save, list, premisesId, text) {
  const stop = {
    premises_id: premisesId,
    address_text: text,
    visit_id: uuid7(),
    order: 1 + Math.max(0, ...Object.values(list.fields.stops ?? {}).map((/** @type {any} */ one) => one?.order ?? 0)),
    reason: "ad_hoc",
    appointment: null,
    added_by: me.value?.id,
  };
  return save("day_list.set_stop", list.id, { [`stops.${uuid7()}`]: stop });
}
