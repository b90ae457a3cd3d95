/** A phone that was linked in somebody's name: whoever did not do that must hear it, and know what to do. */
import { linkedLately, linker, mayConfirm } from "../domain/linked-devices.js";
import { momentText } from "../lib/dates.js";
import { html, useEffect, useState } from "../lib/html.js";
import { loadDraft, saveDraft } from "../sync/drafts.js";
import { phone } from "../sync/phone.js";
import { documents, me, people } from "../sync/watch.js";
import { Icon } from "./icon.js";
import { useSaving } from "./saving.js";

/** @typedef {import("../types.js").Shown} Shown */

const SEEN = "linked-phones";

export function LinkedPhones() {
  const { save, notSaved } = useSaving();
  const [seen, setSeen] = useState(/** @type {string[] | null} */ (null));
  useEffect(() => void loadDraft(SEEN).then((known) => setSeen(known ?? []), () => setSeen([])), []);
  if (!seen) return null;
  const mine = documents.byKind("device").find(({ fields }) => fields.number === phone.value.phone_number);
  const known = async (/** @type {Shown} */ device) => {
    if (mayConfirm(device, mine, me.value?.id) && !(await save("device.confirm", device.id, {}))) return;
    const now = [...seen, device.id];
    await saveDraft(SEEN, now).catch(() => {});
    setSeen(now);
  };
  const lines = linkedLately(documents.byKind("device"), phone.value.phone_number, seen, Date.now()).map((device) => {
    const { id, fields } = device;
    const elsewhere = linker(device, me.value?.id) && !mayConfirm(device, mine, me.value?.id);
    return html`<div key=${id} class="utrecht-alert utrecht-alert--warning" role="alert" data-linked=${fields.number}>
      <${Icon} name="device-mobile" />
      <div>
        <p><strong>Er is een toestel op uw naam gekoppeld</strong>: toestel ${String(fields.number).padStart(2, "0")}, ${momentText(fields.enrolled_at)}.${codeBy(fields.issued_by)}</p>
        <p>Deed u dit niet? Bel meteen uw teamleider. Die blokkeert het toestel.</p>
        ${elsewhere && html`<p>Was u het wel? Log dan ook in op kantoor en kies bij Start voor ‘Dit was ik’.</p>`}
        <div class="th-buttons">
          <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => known(device)}>Dit was ik</button>
        </div>
      </div>
    </div>`;
  });
  return html`${lines}${notSaved}`;
}

/** @param {string | undefined} by */
const codeBy = (by) => (by ? ` De code is gemaakt door ${by === "system" ? "de server" : people(by)}.` : "");
