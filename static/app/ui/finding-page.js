/** Bevinding: photos of the thing, chips for what is wrong, and text about the premises if need be. */
import { html, useEffect, useRef } from "../lib/html.js";
import { saved } from "../sync/record.js";
import { documents } from "../sync/watch.js";
import { addressOf, checklistOf, consentOf, findingOf, isClosed, photosAllowed, premisesOf } from "./facts.js";
import { GuardedText } from "./guarded-text.js";
import { Icon } from "./icon.js";
import { go } from "./navigation.js";
import { Photos } from "./photos.js";
import { useOnce, useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";
import { Stepper } from "./stepper.js";
import { makeFinding } from "./visit-answers.js";

/** @param {{id: string, part: string, query: URLSearchParams}} props */
export function FindingPage({ id, part, query }) {
  const visit = documents.get(id);
  const list = visit && checklistOf(visit);
  const item = list?.items.find((one) => one.id === part);
  const failed = visit?.fields.answers?.[part]?.value === "niet_in_orde" || (visit && findingOf(visit, part));
  if (!visit || !item || isClosed(visit) || !failed) return html`<${NotHere} name="bevinding" text="Deze controle is afgerond, staat niet op dit toestel, of dit punt is in orde." />`;
  return html`<${Finding} visit=${visit} item=${item} camera=${query.get("foto") === "1"} />`;
}

/** @param {{visit: any, item: any, camera: boolean}} props */
function Finding({ visit, item, camera }) {
  const { save, notSaved } = useSaving();
  const flush = useRef(/** @type {(() => Promise<boolean>) | null} */ (null));
  const { once } = useOnce();
  const found = findingOf(visit, item.id);
  useEffect(() => {
    if (!found) makeFinding(save, visit.id, item.id);
  }, []);
  const back = `#/bezoek/${visit.id}?deel=${item.part}`;
  const address = addressOf(premisesOf(visit));
  const [findingId, finding] = found ?? ["", { item: item.id, chips: [], text: null, not_a_name: false, number: null }];
  const field = `findings.${findingId}`;

  const change = async (/** @type {Record<string, unknown>} */ change, /** @type {string | null | undefined} */ base = undefined) => {
    const now = documents.get(visit.id)?.fields.findings?.[findingId] ?? finding;
    const { item: itemId, chips, text, not_a_name, number } = now;
    const next = { item: itemId, chips: chips ?? [], text: text ?? null, not_a_name: not_a_name ?? false, number: number ?? null, ...change };
    return findingId !== "" && save("visit.find", visit.id, { [field]: next }, base === undefined ? undefined : { base });
  };
  const toggle = (/** @type {string} */ chip) => {
    const chips = finding.chips ?? [];
    return change({ chips: chips.includes(chip) ? chips.filter((/** @type {string} */ one) => one !== chip) : [...chips, chip] });
  };
  const leave = (/** @type {string} */ to) =>
    once(async () => {
      if (!flush.current || (await flush.current())) go(to);
    });
  const withPhotos = photosAllowed(visit, item) && consentOf(visit)?.item.consent !== "ingetrokken";

  return html`<${Screen}
    name="bevinding"
    title="Bevinding"
    subtitle=${`${item.short ?? item.statement} · ${address}`}
    back=${back}
    menu=${{ visitId: visit.id }}
    ready=${Boolean(found)}
    actions=${html`<button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${() => leave(back)}>
      <${Icon} name="check" />Bewaar bevinding
    </button>`}
  >
    ${notSaved}
    ${withPhotos && found && html`<${Photos} visit=${visit} item=${item} findingId=${findingId} open=${camera} />`}
    <fieldset class="th-stack" data-saved=${saved(visit.id, field).value ? "true" : undefined}>
      <legend class="th-only-read">Wat ziet u?</legend>
      <h2 aria-hidden="true">Wat ziet u?</h2>
      <div class="th-chips">
        ${item.chips.map((/** @type {any} */ chip) => {
          const chosen = (finding.chips ?? []).includes(chip.id);
          return html`<label key=${chip.id} class="th-chip" data-chosen=${chosen ? "true" : undefined}>
            <input
              type="checkbox"
              checked=${chosen}
              onClick=${(/** @type {Event} */ event) => {
                event.preventDefault();
                toggle(chip.id);
              }}
            />
            ${chosen && html`<${Icon} name="check" size="s" />`}${chip.label}
          </label>`;
        })}
      </div>
    </fieldset>
    ${item.number &&
    html`<div class="th-card th-row">
      <span>${item.number.label}</span>
      <${Stepper} label=${item.number.label} value=${finding.number ?? 0} max=${item.number.max} onChange=${(/** @type {number} */ number) => change({ number })} />
    </div>`}
    ${item.allows_text && found
      ? html`<${GuardedText}
          id="toelichting"
          label="Toelichting"
          optional=${true}
          value=${finding.text ?? ""}
          notAName=${finding.not_a_name}
          documentId=${visit.id}
          draftKey="${visit.id}/${field}"
          saved=${saved(visit.id, field).value}
          onSave=${(/** @type {string} */ text, /** @type {boolean} */ notAName, /** @type {string | null} */ base) =>
            change({ text: text || null, not_a_name: notAName }, base)}
          flush=${flush}
        />`
      : html`<p class="th-note"><${Icon} name="shield-lock" /><span>Bij dit punt kruist u alleen aan. Geen tekst en geen foto.</span></p>`}
    ${item.then?.do === "bel_zorgcoordinator" &&
    html`<p class="th-note"><${Icon} name="phone" /><span>Een signaal is geen overtreding van het pand. <strong>Bel de zorgcoördinator mensenhandel.</strong> Leg hier niets vast over personen.</span></p>`}
    ${found &&
    item.then?.do !== "bel_zorgcoordinator" &&
    html`<button class="th-card th-list-row" type="button" onClick=${() => leave(`#/bezoek/${visit.id}/maatregel/${findingId}`)}>
      <${Icon} name="gavel" tone="warn" />
      <span class="th-list-row__text"><strong>Stel maatregel voor</strong></span>
      <${Icon} name="chevron-right" />
    </button>`}
  <//>`;
}
