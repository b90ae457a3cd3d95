/** What an inspector does in most tests of a phone: begin a visit, answer a point, and lose the page. */
import { uuid7 } from "../../../static/app/lib/ids.js";
import * as life from "../../../static/app/sync/phone.js";
import { record } from "../../../static/app/sync/record.js";

/** A page that was killed and opened again: nothing is left in memory. */
export function kill() {
  life.lockNow();
}

export const visit = uuid7();
export const open = (id = visit) => record("visit.open", id, { premises_id: "p", visit_kind: "licensed_premises", reason: "routine" });
export const answer = (item, value, id = visit, options = {}) => record("visit.answer", id, { [`answers.${item}`]: { value } }, options);
