/** Kies wat klopt: only the fields that differ, newest not preferred, nothing chosen beforehand. */
import { clock } from "../lib/dates.js";
import { html, useState } from "../lib/html.js";
import { documents, me, people } from "../sync/watch.js";
import { addressOf, checklistOf, premisesOf } from "./facts.js";
import { Icon } from "./icon.js";
import { go, toast } from "./navigation.js";
import { progressOf } from "./progress.js";
import { labelOf, valueWords } from "./said.js";
import { useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";

/** @param {{id: string}} props */
export function VersionsPage({ id }) {
  const { save, notSaved } = useSaving();
  const [chosen, setChosen] = useState(/** @type {Record<string, number>} */ ({}));
  const [problem, setProblem] = useState("");
  const shown = documents.get(id);
  if (!shown) return html`<${NotHere} name="twee-versies" text="Deze controle staat niet op dit toestel." />`;
  const rivalling = Object.entries(shown.rivals ?? {}).filter(([, rivals]) => rivals.length > 0);
  const differences = rivalling.filter(([, rivals]) => rivals.some((rival) => rival.by === me.value?.id));
  const list = shown.kind === "visit" ? checklistOf(shown) : null;
  const address = addressOf(shown.kind === "premises" ? shown : premisesOf(shown));
  const other = differences.flatMap(([field, rivals]) => [shown.writers?.[field]?.by, ...rivals.map((rival) => rival.by)]).find((one) => one && one !== me.value?.id);
  const { total } = list ? progressOf(shown, list) : { total: 0 };

  const keep = async () => {
    if (differences.some(([field]) => chosen[field] === undefined)) return setProblem("Kies bij elk verschil wat klopt.");
    const body = Object.fromEntries(differences.map(([field, rivals]) => [field, versionsOf(shown, field, rivals)[chosen[field] ?? 0]?.value]));
    if (await save(`${shown.kind}.pick`, id, body)) {
      toast.value = "Uw keuze is bewaard.";
      go("#/verzenden");
    }
  };
  if (differences.length === 0) {
    return html`<${Screen} name="twee-versies" title="Kies wat klopt" subtitle=${address} back="#/verzenden" tab="verzenden">
      <p class="th-card">${rivalling.length > 0 ? "Er zijn twee versies. Uw collega of uw teamleider kiest wat klopt. Er is niets weg." : "Er is niets meer te kiezen."}</p>
    <//>`;
  }
  return html`<${Screen}
    name="twee-versies"
    title="Kies wat klopt"
    subtitle=${address}
    back="#/verzenden"
    menu=${{}}
    actions=${html`<a class="utrecht-button utrecht-button--secondary-action" href="#/verzenden">Later</a>
      <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${keep}><${Icon} name="check" />Bewaar mijn keuze</button>`}
  >
    ${notSaved}
    <p class="th-lead">
      U en ${other ? people(other) : "een collega"} vulden hetzelfde in.
      ${total > 0 && ` ${Math.max(0, total - differences.length)} van ${total} punten zijn gelijk.`}
      <strong> Er is niets weg.</strong>
    </p>
    <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
    ${differences.map(
      ([field, rivals], index) =>
        html`<fieldset key=${field} class="th-card th-stack">
          <legend class="th-only-read">Verschil ${index + 1} van ${differences.length}: ${labelOf(field, list)}</legend>
          <div aria-hidden="true">
            <p class="th-quiet">Verschil ${index + 1} van ${differences.length}</p>
            <h2>${labelOf(field, list)}</h2>
          </div>
          ${versionsOf(shown, field, rivals).map(
            (version, at) =>
              html`<label key=${at} class="th-choice" data-boxed data-chosen=${chosen[field] === at ? "true" : undefined}>
                <input
                  type="radio"
                  name=${field}
                  checked=${chosen[field] === at}
                  onChange=${() => {
                    setProblem("");
                    setChosen({ ...chosen, [field]: at });
                  }}
                />
                <span class="th-choice__text">
                  <strong class="th-version" data-tone=${TONES[/** @type {any} */ (version.value)?.value]?.tone}>
                    ${TONES[/** @type {any} */ (version.value)?.value] && html`<${Icon} name=${TONES[/** @type {any} */ (version.value)?.value]?.icon} />`}${valueWords(version.value, field, list)}
                  </strong>
                  <span class="th-quiet">${[version.by && (version.by === me.value?.id ? "U" : people(version.by)), version.made_at && clock(version.made_at)].filter(Boolean).join(" · ")}</span>
                </span>
              </label>`,
          )}
        </fieldset>`,
    )}
    <p class="th-quiet">Beide versies blijven in het dossier staan. De teamleider ziet wat u koos.</p>
  <//>`;
}

/** The value that stands and its rivals, by moment: not by rank. @param {any} shown @param {string} field @param {any[]} rivals @returns {{value: unknown, by: string, made_at: string}[]} */
function versionsOf(shown, field, rivals) {
  const [collection, key] = field.split(".");
  const value = key === undefined ? shown.fields[field] : shown.fields[collection ?? ""]?.[key];
  const all = [{ value: value ?? null, ...(shown.writers?.[field] ?? { by: "", made_at: "" }) }, ...rivals];
  return all.sort((a, b) => (a.made_at < b.made_at ? -1 : 1));
}

/** @type {Record<string, {tone: string, icon: string}>} */
const TONES = { in_orde: { tone: "ok", icon: "check" }, niet_in_orde: { tone: "bad", icon: "x" } };
