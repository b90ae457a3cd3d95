/** A visit that was begun by mistake lapses, or a colleague leads it from here. What was recorded stays on it. */
import { html, useRef, useState } from "../lib/html.js";
import { me, people } from "../sync/watch.js";
import { Sheet } from "./dialog.js";
import { consentOf, measuresOf } from "./facts.js";
import { GuardedText } from "./guarded-text.js";
import { go, toast } from "./navigation.js";
import { useOnce, useSaving } from "./saving.js";
import { HANDOVER_REASONS, VOID_REASONS } from "./words.js";

const LEAST_TEXT = 10;

/** Why this visit cannot lapse, as the server says it too; "" when it can. @param {any} visit */
export function whyNotVoid(visit) {
  if (consentOf(visit)?.item.entered_at) return "Er is een woning binnengegaan. Dan kan dit bezoek niet vervallen. Rond het af.";
  return measuresOf(visit.id).length > 0 ? "Bij deze controle is een maatregel voorgesteld. Trek eerst het voorstel in." : "";
}

/** @param {{visit: any, onClose: () => void}} props */
export function VoidSheet({ visit, onClose }) {
  const { save, notSaved } = useSaving();
  const { busy, once } = useOnce();
  const flush = useRef(/** @type {(() => Promise<boolean>) | null} */ (null));
  const written = useRef("");
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");
  const refused = whyNotVoid(visit);
  const mustExplain = reason === "anders" || Object.values(visit.fields.findings ?? {}).some(Boolean);
  const finish = () =>
    once(async () => {
      if (!reason) return setProblem("Kies waarom deze controle vervalt.");
      written.current = "";
      if (!(await flush.current?.())) return;
      const text = written.current.trim();
      if (mustExplain && text.length < LEAST_TEXT) return setProblem("Schrijf in ten minste 10 tekens op waarom.");
      if (!(await save("visit.void", visit.id, { void_reason: reason, text: text || null, made_at: new Date().toISOString() }))) return;
      toast.value = "De controle is vervallen. Staat op dit toestel.";
      onClose();
      go("#/vandaag");
    });
  if (refused) return html`<${Sheet} title="Laat controle vervallen" onClose=${onClose}><p class="utrecht-alert utrecht-alert--warning">${refused}</p><//>`;
  return html`<${Sheet} title="Laat controle vervallen" onClose=${onClose}>
    <div class="th-stack">
      ${notSaved}
      <p>Alleen als u deze controle niet had moeten beginnen. Wat u vastlegde, blijft bewaard in het dossier. De controle telt niet mee.</p>
      <${Reasons} name="vervallen" legend="Waarom vervalt deze controle?" reasons=${VOID_REASONS} value=${reason} onChange=${setReason} />
      <${GuardedText}
        id="vervallen-uitleg"
        label="Uitleg"
        optional=${!mustExplain}
        value=""
        documentId=${visit.id}
        draftKey="${visit.id}/vervallen"
        saved=${false}
        onDemand=${true}
        onSave=${async (/** @type {string} */ text) => {
          written.current = text;
          return true;
        }}
        flush=${flush}
      />
      <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
      <button class="utrecht-button utrecht-button--danger" data-wide type="button" onClick=${finish}>${busy ? "Bezig" : "Laat vervallen"}</button>
    </div>
  <//>`;
}

/** @param {{visit: any, onClose: () => void}} props */
export function TakeOverSheet({ visit, onClose }) {
  const { save, notSaved } = useSaving();
  const { busy, once } = useOnce();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");
  const finish = () =>
    once(async () => {
      if (!reason) return setProblem("Kies waarom u deze controle overneemt.");
      const body = { leader_id: me.value?.id, handover_reason: reason, made_at: new Date().toISOString() };
      if (!(await save("visit.take_over", visit.id, body))) return;
      onClose();
    });
  return html`<${Sheet} title="Neem controle over" onClose=${onClose}>
    <div class="th-stack">
      ${notSaved}
      <p>U leidt deze controle dan in plaats van ${people(visit.fields.leader_id)}. Wie erbij was, blijft in het dossier staan.</p>
      <${Reasons} name="overnemen" legend="Waarom neemt u over?" reasons=${HANDOVER_REASONS} value=${reason} onChange=${setReason} />
      <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="button" onClick=${finish}>${busy ? "Bezig" : "Neem over"}</button>
    </div>
  <//>`;
}

/** @param {{name: string, legend: string, reasons: Record<string, string>, value: string, onChange: (reason: string) => void}} props */
function Reasons({ name, legend, reasons, value, onChange }) {
  return html`<fieldset class="th-chips">
    <legend class="utrecht-form-label">${legend}</legend>
    ${Object.entries(reasons).map(
      ([reason, words]) =>
        html`<label key=${reason} class="th-chip" data-chosen=${value === reason ? "true" : undefined}>
          <input type="radio" name=${name} checked=${value === reason} onChange=${() => onChange(reason)} />
          ${words}
        </label>`,
    )}
  </fieldset>`;
}
