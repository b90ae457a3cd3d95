/** A phone that was linked in somebody's name: whoever did not do that must hear it, and know what to do. */
import { momentText } from "../lib/dates.js";
import { html, useEffect, useState } from "../lib/html.js";
import { loadDraft, saveDraft } from "../sync/drafts.js";
import { phone } from "../sync/phone.js";
import { documents, people } from "../sync/watch.js";
import { Icon } from "./icon.js";

/** @typedef {import("../types.js").Shown} Shown */

const SEEN = "linked-phones";
const LATELY_MS = 14 * 24 * 3600 * 1000;

/**
 * Phones in use that were linked after this one, in the last two weeks, the newest first.
 * @param {Shown[]} devices those of this person @param {number | undefined} own number of this phone
 * @param {string[]} seen ids @param {number} now ms
 */
export function linkedLately(devices, own, seen, now) {
  const at = (/** @type {Shown} */ device) => Date.parse(device.fields.enrolled_at ?? "");
  const mine = devices.find(({ fields }) => fields.number === own);
  const others = devices.filter((one) => one !== mine && one.fields.state === "enrolled" && !seen.includes(one.id));
  return others.filter((one) => now - at(one) <= LATELY_MS && !(mine && at(one) <= at(mine))).sort((a, b) => at(b) - at(a));
}

export function LinkedPhones() {
  const [seen, setSeen] = useState(/** @type {string[] | null} */ (null));
  useEffect(() => void loadDraft(SEEN).then((known) => setSeen(known ?? []), () => setSeen([])), []);
  if (!seen) return null;
  const known = async (/** @type {string} */ id) => {
    const now = [...seen, id];
    await saveDraft(SEEN, now).catch(() => {});
    setSeen(now);
  };
  return linkedLately(documents.byKind("device"), phone.value.phone_number, seen, Date.now()).map(
    ({ id, fields }) => html`<div key=${id} class="utrecht-alert utrecht-alert--warning" role="alert" data-linked=${fields.number}>
      <${Icon} name="device-mobile" />
      <div>
        <p><strong>Er is een toestel op uw naam gekoppeld</strong>: toestel ${String(fields.number).padStart(2, "0")}, ${momentText(fields.enrolled_at)}.${codeBy(fields.issued_by)}</p>
        <p>Deed u dit niet? Bel meteen uw teamleider. Die blokkeert het toestel.</p>
        <div class="th-buttons">
          <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => known(id)}>Dit was ik</button>
        </div>
      </div>
    </div>`,
  );
}

/** @param {string | undefined} by */
const codeBy = (by) => (by ? ` De code is gemaakt door ${by === "system" ? "de server" : people(by)}.` : "");
