/** Maatregel voorstellen: advice is shown, not chosen; the inspector proposes and somebody else decides. */
import { proposalDates } from "../domain/deadlines.js";
import { adviseFor } from "../domain/matrix.js";
import { dayOn, dayShort, todayOn } from "../lib/dates.js";
import { html, useEffect, useState } from "../lib/html.js";
import { uuid7 } from "../lib/ids.js";
import { dropDraft, loadDraft, saveDraft } from "../sync/drafts.js";
import { phone } from "../sync/phone.js";
import { saved } from "../sync/record.js";
import { documents, policy, strip } from "../sync/watch.js";
import { addressOf, checklistOf, measuresOf, premisesOf } from "./facts.js";
import { Icon } from "./icon.js";
import { OtherChoice } from "./measure-choice.js";
import { go } from "./navigation.js";
import { useOnce, useSaving } from "./saving.js";
import { NotHere, Screen } from "./screen.js";
import { DEVIATIONS, findingTitle, MEASURE_TYPES, small, termsText, whyAdvised } from "./words.js";

/** Advice after which there is nothing new to impose. @type {Record<string, string>} */
const RUNNING = {
  hersteltermijn_loopt: "Hersteltermijn loopt nog",
  dwangsom_verbeurd: "Dwangsom verbeurd",
  bestuursdwang_toepassen: "Bestuursdwang toepassen",
};
const ADVISED = ["measure_type", "mode", "time_unit", "amount_eur_cents", "max_eur_cents", "term_days", "duration"];
const MATRIX_OLD_DAYS = 30;

/** @param {{id: string, part: string, query: URLSearchParams}} props */
export function MeasurePage({ id, part, query }) {
  const visit = documents.get(id);
  const finding = visit?.fields.findings?.[part];
  if (!visit || !finding) return html`<${NotHere} name="maatregel" text="Leg eerst vast wat u zag." />`;
  const again = query.get("opnieuw") ?? "";
  return html`<${Measure} visit=${visit} findingId=${part} finding=${finding} again=${again ? documents.get(again) : null} />`;
}

/**
 * @typedef {object} Choice
 * @property {"" | "advice" | "other"} which
 * @property {string} [measure_type] @property {string} [reason] @property {number | null} [amount] @property {number | null} [most]
 */

/** @param {{visit: any, findingId: string, finding: any, again: any}} props `again`: a returned proposal that is sent once more */
function Measure({ visit, findingId, finding, again }) {
  const { save, notSaved } = useSaving();
  const draftKey = `${visit.id}/maatregel/${findingId}`;
  const [{ choice, owner }, setChosen] = useChosen(draftKey, Boolean(again?.fields.inform_owner));
  const setChoice = (/** @type {Choice} */ next) => setChosen({ choice: next, owner });
  const [choosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState("");
  const [sentId, setSentId] = useState("");
  const premises = premisesOf(visit);
  const item = checklistOf(visit)?.items.find((one) => one.id === finding.item);
  const foundOn = dayOn(visit.fields.opened_at);
  const ruleKey = item?.rule_key ?? "";
  const advice = /** @type {any} */ (adviseFor(policy.value?.matrix, premises?.fields ?? {}, ruleKey, foundOn));
  const proposed = proposedOf(choice, advice, policy.value?.matrix);
  const dates = datesOf(proposed ?? (advice.result === "maatregel" ? advice : null));
  const address = addressOf(premises);
  const earlier = measuresOf(visit.id).find((measure) => measure.fields.finding_ids?.includes(findingId) && measure.id !== again?.id && measure.id !== sentId);

  const { once } = useOnce();
  const send = () => once(sendNow);
  const sendNow = async () => {
    const wrong = problemOf(choice, proposed, advice);
    setProblem(wrong);
    if (wrong || !proposed || sentId) return;
    const id = again?.id ?? uuid7();
    const body = bodyOf({ visit, premises, findingId, ruleKey, advice, choice, proposed, dates, owner });
    const done = again
      ? await save("measure.propose_again", id, { ...body, text: null })
      : await save("measure.propose", id, { premises_id: visit.fields.premises_id, visit_id: visit.id, team_id: visit.fields.team_id, ...body }, { base: null });
    if (!done) return;
    await dropDraft(draftKey).catch(() => {});
    setSentId(id);
    go(again ? `#/voorstel/${id}` : `#/bezoek/${visit.id}?deel=${item?.part ?? ""}`);
  };

  return html`<${Screen}
    name="maatregel"
    title="Maatregel voorstellen"
    subtitle=${`${findingTitle(item, finding)} · ${address}`}
    back=${again ? `#/voorstel/${again.id}` : `#/bezoek/${visit.id}/bevinding/${finding.item}`}
    menu=${{ visitId: visit.id }}
    actions=${html`<button class="utrecht-button utrecht-button--primary-action" type="button" data-saved=${sentId && saved(sentId).value ? "true" : undefined} onClick=${send}>
        <${Icon} name="send" />${again ? "Stuur opnieuw" : "Stuur voorstel"}
      </button>
      ${phone.value.is_online === false && html`<p class="th-quiet">Gaat weg zodra u verbinding hebt.</p>`}`}
  >
    ${notSaved}
    ${earlier &&
    html`<p class="utrecht-alert utrecht-alert--info">
      <${Icon} name="info-circle" /><span>U stelde voor deze bevinding al voor: ${small(MEASURE_TYPES[earlier.fields.measure_type] ?? "")}.</span>
    </p>`}
    <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
    <${AdviceCard} advice=${advice} chosen=${choice.which === "advice"} onChoose=${() => {
      setProblem("");
      setChoice({ which: "advice" });
    }} />
    <section class="th-card th-choices">
      <label class="th-choice">
        <input
          type="radio"
          name="maatregel"
          checked=${choice.which === "other"}
          onClick=${(/** @type {Event} */ event) => {
            event.preventDefault();
            setChoosing(true);
          }}
        />
        <span class="th-choice__text">
          <strong>${choice.which === "other" ? MEASURE_TYPES[choice.measure_type ?? ""] : "Iets anders kiezen, met reden"}</strong>
          ${choice.which === "other" && html`<span>${[termsText(proposed ?? {}), DEVIATIONS[choice.reason ?? ""]].filter(Boolean).join(" · ")}</span>`}
        </span>
        <${Icon} name="chevron-right" />
      </label>
      <label class="th-choice">
        <input type="checkbox" checked=${owner} onClick=${(/** @type {Event} */ event) => {
            event.preventDefault();
            setChosen({ choice, owner: !owner });
          }} />
        <span class="th-choice__text"><strong>Ook de eigenaar van het pand informeren</strong></span>
      </label>
    </section>
    <${Dates} dates=${dates} />
    ${matrixAge() > MATRIX_OLD_DAYS &&
    html`<p class="th-note"><${Icon} name="info-circle" /><span>De matrix is van ${dayShort(matrixOn())}. Uw teamleider controleert het advies.</span></p>`}
    ${(!premises || phone.value.is_online === false) &&
    html`<p class="th-note"><${Icon} name="info-circle" /><span>Eerdere maatregelen zijn misschien niet volledig.</span></p>`}
    ${choosing &&
    html`<${OtherChoice}
      advice=${advice}
      choice=${choice}
      matrix=${policy.value?.matrix}
      onClose=${() => setChoosing(false)}
      onChoose=${(/** @type {Choice} */ next) => {
        setProblem("");
        setChoice(next);
        setChoosing(false);
      }}
    />`}
  <//>`;
}

/**
 * What is chosen but not sent: on the disk before it shows, so that a kill loses no tap.
 * @param {string} key @param {boolean} owner
 * @returns {[{choice: Choice, owner: boolean}, (next: {choice: Choice, owner: boolean}) => Promise<void>]}
 */
function useChosen(key, owner) {
  const [chosen, setChosen] = useState(/** @type {{choice: Choice, owner: boolean}} */ ({ choice: { which: "" }, owner }));
  useEffect(() => {
    loadDraft(key).then(
      (draft) => draft && setChosen(draft),
      () => {},
    );
  }, [key]);
  return [
    chosen,
    async (next) => {
      await saveDraft(key, next);
      setChosen(next);
    },
  ];
}

/** @param {{advice: any, chosen: boolean, onChoose: () => void}} props */
function AdviceCard({ advice, chosen, onChoose }) {
  const mayChoose = advice.result === "maatregel";
  const running = RUNNING[advice.result];
  const why = whyAdvised(advice);
  const name = mayChoose ? MEASURE_TYPES[advice.measure_type] : (running ?? "Geen advies in de matrix");
  const terms = mayChoose ? termsText(advice) : "";
  const text = html`<span class="th-choice__text"><strong>${name}</strong>${terms && html`<span>${terms}</span>`}</span>`;
  return html`<section class="th-card th-advice" data-chosen=${chosen ? "true" : undefined}>
    <div class="th-advice__head">
      <div class="th-row">
        <span class="th-advice__eyebrow">Advies uit de sanctiematrix</span>
        ${advice.row && html`<span class="th-advice__eyebrow">Regel ${advice.row}${advice.step ? `.${advice.step}` : ""}</span>`}
      </div>
      ${mayChoose
        ? html`<label class="th-choice">
            <input
              type="radio"
              name="maatregel"
              checked=${chosen}
              onClick=${(/** @type {Event} */ event) => {
                event.preventDefault();
                onChoose();
              }}
            />
            ${text}
          </label>`
        : html`<p class="th-choice">${text}</p>`}
    </div>
    ${why && html`<p class="th-advice__why"><strong>Waarom:</strong> ${small(why)}</p>`}
  </section>`;
}

/** @param {{dates: any}} props */
function Dates({ dates }) {
  const rows = [
    ["vandaag", "Uw teamleider beslist"],
    [dates?.zienswijze_until_on && dayShort(dates.zienswijze_until_on), "Einde zienswijze"],
    [dates?.herstel_until_on && dayShort(dates.herstel_until_on), "Einde hersteltermijn"],
    [dates?.hercontrole_on && dayShort(dates.hercontrole_on), "Hercontrole op de daglijst"],
  ].filter(([on]) => on);
  return html`<section class="th-card">
    <h2>Wat gebeurt er daarna?</h2>
    <dl class="th-facts" data-dates>${rows.map(([on, what]) => html`<div key=${what}><dt>${on}</dt><dd>${what}</dd></div>`)}</dl>
    ${rows.length > 1 && html`<p class="th-quiet">Voorlopig, tot de brief is verstuurd.</p>`}
  </section>`;
}

/** @param {any} proposed */
function datesOf(proposed) {
  if (!proposed) return null;
  const equated = (policy.value?.holidays?.equated_days ?? []).map((/** @type {any} */ day) => day.on);
  return proposalDates(todayOn(), proposed, { equated });
}

/** What is proposed by this choice, with its terms; null while nothing is chosen. @param {Choice} choice @param {any} advice @param {any} matrix */
function proposedOf(choice, advice, matrix) {
  if (choice.which === "advice") return Object.fromEntries(ADVISED.map((key) => [key, advice[key] ?? null]));
  if (choice.which !== "other") return null;
  const row = matrix?.rows?.find((/** @type {any} */ one) => one.id === advice.row);
  const step = row?.steps.find((/** @type {any} */ one) => one.measure_type === choice.measure_type) ?? {};
  const proposed = Object.fromEntries(ADVISED.map((key) => [key, step[key] ?? null]));
  const money = choice.measure_type === "last_onder_dwangsom" ? { amount_eur_cents: choice.amount, max_eur_cents: choice.most, mode: step.mode ?? "per_overtreding" } : {};
  return { ...proposed, measure_type: choice.measure_type, ...money };
}

/** @param {Choice} choice @param {any} proposed @param {any} advice */
function problemOf(choice, proposed, advice) {
  if (!proposed) return RUNNING[advice.result] ? "Er loopt al een sanctie voor deze regel. Kies zo nodig iets anders, met reden." : "Kies eerst een maatregel.";
  if (proposed.measure_type === "last_onder_dwangsom" && !(proposed.amount_eur_cents > 0 && proposed.max_eur_cents >= proposed.amount_eur_cents)) {
    return "Vul een bedrag en een maximum in. Het maximum is minstens het bedrag.";
  }
  return choice.which === "other" && !choice.reason && advice.result !== "geen_regel" ? "Kies een reden." : "";
}

/** The body of a proposal. @param {any} all */
function bodyOf({ visit, premises, findingId, ruleKey, advice, choice, proposed, dates, owner }) {
  const permit = /** @type {any} */ (Object.values(premises?.fields.vergunningen ?? {}).find((/** @type {any} */ one) => one.exploitant));
  const exploitant = permit?.exploitant;
  const role = visit.fields.visit_kind === "home_address" ? (advice.addressee === "bewoner" ? "bewoner" : "eigenaar") : (advice.addressee ?? "exploitant");
  const operator = role === "exploitant" && exploitant ? { name: exploitant.name, kvk_nummer: exploitant.kvk_nummer ?? null } : null;
  return {
    finding_ids: [findingId],
    rule_key: ruleKey,
    matrix: advice.matrix,
    advice,
    ...proposed,
    deviation: choice.which === "other" ? { reason: choice.reason ?? "andere_omstandigheid", text: null } : null,
    inform_owner: owner,
    addressee: { role, operator, zaak_ref: null },
    dates: {
      zienswijze_until_on: dates?.zienswijze_until_on ?? null,
      herstel_until_on: dates?.herstel_until_on ?? null,
      hercontrole_on: dates?.hercontrole_on ?? null,
    },
  };
}

const matrixOn = () => policy.value?.matrix?.effective_from_on ?? todayOn();

/** Days since this phone last heard from the office about its policy. */
function matrixAge() {
  const contact = strip.value.contact_at;
  return contact ? (Date.now() - Date.parse(contact)) / 86_400_000 : 0;
}
