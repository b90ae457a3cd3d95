/** Acute danger, recorded afterwards: never offered as a way in. It demands a verslag van binnentreden. */
import { clock, lastInstantOf } from "../lib/dates.js";
import { html, useRef, useState } from "../lib/html.js";
import { uuid7 } from "../lib/ids.js";
import { documents, me } from "../sync/watch.js";
import { Sheet } from "./dialog.js";
import { Time, timesWords } from "./entry-times.js";
import { GuardedText } from "./guarded-text.js";
import { go } from "./navigation.js";
import { useOnce, useSaving } from "./saving.js";

/** @param {{visit: any, onClose: () => void}} props */
export function DangerSheet({ visit, onClose }) {
  const { save, notSaved } = useSaving();
  const { busy, once } = useOnce();
  const flush = useRef(/** @type {(() => Promise<boolean>) | null} */ (null));
  const recorded = useRef(false);
  const [entered, setEntered] = useState("");
  const [left, setLeft] = useState(clock(Date.now()));
  const [problem, setProblem] = useState("");
  const there = [visit.fields.leader_id, ...(visit.fields.co_visitor_ids ?? [])].filter((person) => person !== me.value?.id);
  const [colleague, setColleague] = useState(there.length === 1 ? there[0] : "");

  const finish = () =>
    once(async () => {
      if (there.length > 0 && !colleague) return setProblem("Kies welke collega erbij was.");
      if (!entered || !left) return setProblem("Vul in hoe laat u naar binnen en naar buiten ging.");
      const faults = timesWords({ entered_at: lastInstantOf(entered), left_at: lastInstantOf(left) });
      if (faults) return setProblem(`${faults} Pas de tijd aan.`);
      recorded.current = false;
      if (!(await flush.current?.())) return;
      if (!recorded.current) return setProblem("Schrijf op welk gevaar er was.");
      onClose();
      go(`#/bezoek/${visit.id}/geen-toestemming`);
    });
  const keep = async (/** @type {string} */ reason) => {
    const [from, to] = [lastInstantOf(entered), lastInstantOf(left)];
    const item = {
      basis: "acuut_gevaar",
      told_identified: false,
      told_purpose: false,
      told_may_refuse: false,
      understood: false,
      how_explained: null,
      interpreter: null,
      consent: null,
      asked_at: null,
      decided_at: null,
      entered_at: from,
      left_at: to,
      withdrawn_at: null,
      companions: [],
      danger_reason: reason,
      colleague_id: colleague || null,
      purpose: null,
      corrects: null,
    };
    recorded.current = await save("visit.enter", visit.id, { [`binnentreden.${uuid7()}`]: item });
    return recorded.current;
  };
  return html`<${Sheet} title="Wij gingen naar binnen wegens acuut gevaar" onClose=${onClose}>
    <div class="th-stack">
      ${notSaved}
      <p>Alleen achteraf. Bij gevaar belt u eerst 112. Hierna vraagt uw teamleider om het verslag.</p>
      <div class="th-row">
        <${Time} id="gevaar-in" label="Naar binnen om" value=${entered} onChange=${setEntered} />
        <${Time} id="gevaar-uit" label="Naar buiten om" value=${left} onChange=${setLeft} />
      </div>
      ${there.length > 0 &&
      html`<fieldset class="th-chips">
        <legend class="utrecht-form-label">Welke collega was erbij?</legend>
        ${there.map(
          (person) =>
            html`<label key=${person} class="th-chip" data-chosen=${colleague === person ? "true" : undefined}>
              <input type="radio" name="gevaar-collega" checked=${colleague === person} onChange=${() => setColleague(person)} />
              ${documents.get(person)?.fields.name ?? "collega"}
            </label>`,
        )}
      </fieldset>`}
      <${GuardedText}
        id="gevaar-reden"
        label="Welk gevaar was er?"
        value=""
        documentId=${visit.id}
        draftKey="${visit.id}/gevaar"
        saved=${false}
        onDemand=${true}
        onSave=${keep}
        flush=${flush}
      />
      <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="button" onClick=${finish}>${busy ? "Bezig" : "Leg vast"}</button>
    </div>
  <//>`;
}
