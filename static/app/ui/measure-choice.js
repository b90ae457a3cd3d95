/** Something else than the advice: which measure, and why, from a list. */
import { html, useState } from "../lib/html.js";
import { Sheet } from "./dialog.js";
import { DEVIATIONS, MEASURE_TYPES } from "./words.js";

const OFFERED = ["waarschuwing", "last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting", "informeren_eigenaar", "geen_maatregel"];

/** @param {{advice: any, choice: any, matrix: any, onChoose: (choice: any) => void, onClose: () => void}} props */
export function OtherChoice({ advice, choice, matrix, onChoose, onClose }) {
  const [type, setType] = useState(choice.measure_type ?? "");
  const [reason, setReason] = useState(choice.reason ?? "");
  const row = matrix?.rows?.find((/** @type {any} */ one) => one.id === advice.row);
  const step = row?.steps.find((/** @type {any} */ one) => one.measure_type === "last_onder_dwangsom");
  const [amount, setAmount] = useState(eurosOf(choice.amount ?? step?.amount_eur_cents));
  const [most, setMost] = useState(eurosOf(choice.most ?? step?.max_eur_cents));
  const needsReason = advice.result !== "geen_regel";
  const money = type === "last_onder_dwangsom";
  const ready = type && (reason || !needsReason);
  const offered = OFFERED.filter((one) => advice.result !== "maatregel" || one !== advice.measure_type);

  const done = () =>
    ready &&
    onChoose({
      which: "other",
      measure_type: type,
      reason: reason || "andere_omstandigheid",
      ...(money ? { amount: Math.round(Number(amount) * 100) || null, most: Math.round(Number(most) * 100) || null } : {}),
    });

  return html`<${Sheet} title="Iets anders kiezen" onClose=${onClose}>
    <div class="th-stack">
      <${Radios} legend="Welke maatregel?" name="andere" options=${offered.map((id) => [id, MEASURE_TYPES[id]])} value=${type} onChange=${setType} />
      ${money &&
      html`<div class="th-row">
        <${Euros} id="bedrag" label="Bedrag per keer, in euro" value=${amount} onChange=${setAmount} />
        <${Euros} id="maximum" label="Hoogstens, in euro" value=${most} onChange=${setMost} />
      </div>`}
      ${needsReason && html`<${Radios} legend="Waarom?" name="reden" options=${Object.entries(DEVIATIONS)} value=${reason} onChange=${setReason} />`}
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="button" aria-disabled=${ready ? undefined : "true"} onClick=${done}>Kies dit</button>
    </div>
  <//>`;
}

/** @param {number | null | undefined} cents */
const eurosOf = (cents) => (cents ? String(cents / 100) : "");

/** @param {{legend: string, name: string, options: (string | undefined)[][], value: string, onChange: (id: string) => void}} props */
function Radios({ legend, name, options, value, onChange }) {
  return html`<fieldset class="th-choices">
    <legend><strong>${legend}</strong></legend>
    ${options.map(
      ([id, label]) =>
        html`<label key=${id} class="th-choice">
          <input type="radio" name=${name} value=${id} checked=${value === id} onChange=${() => onChange(id ?? "")} />
          <span class="th-choice__text">${label}</span>
        </label>`,
    )}
  </fieldset>`;
}

/** @param {{id: string, label: string, value: string, onChange: (text: string) => void}} props */
function Euros({ id, label, value, onChange }) {
  return html`<div class="utrecht-form-field">
    <label class="utrecht-form-label" for=${id}>${label}</label>
    <input
      class="utrecht-textbox"
      id=${id}
      type="number"
      inputmode="numeric"
      min="1"
      step="1"
      autocomplete="off"
      value=${value}
      onInput=${(/** @type {any} */ event) => onChange(event.target.value)}
    />
  </div>`;
}
