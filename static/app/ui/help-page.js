/** Hulpkaart: shown to a person, asks nothing, keeps nothing. Inside a visit only how often help was offered counts. */
import { html, useEffect, useState } from "../lib/html.js";
import { documents, policy } from "../sync/watch.js";
import { helpCount, isClosed, myHelp, placeOf } from "./facts.js";
import { Icon } from "./icon.js";
import { go } from "./navigation.js";
import { useSaving } from "./saving.js";
import { Screen } from "./screen.js";
import { Stepper } from "./stepper.js";

/** The delivered texts; other languages come from a certified translator. @type {Record<string, any>} */
const TEXTS = {
  nl: {
    name: "Nederlands",
    headline: "Hulp is gratis. U hoeft uw naam niet te zeggen.",
    talk: "Praten",
    talkText: "Met iemand die luistert en de weg weet.",
    health: "Gezondheid",
    healthText: "Vragen en een test, gratis en zonder naam.",
    work: "Ander werk, wonen, lessen",
    workText: "Ook als u zonder vergunning werkt.",
    danger: "Gevaar? Bel 112",
    dangerText: "De politie helpt u.",
  },
  en: {
    name: "English",
    headline: "Help is free. You do not have to give your name.",
    talk: "Talk to someone",
    talkText: "With someone who listens and knows the way.",
    health: "Health",
    healthText: "Questions and a test, free and without your name.",
    work: "Other work, a home, lessons",
    workText: "Also when you work without a permit.",
    danger: "In danger? Call 112",
    dangerText: "The police will help you. You can speak English.",
  },
};
const BLOCKS = [
  { key: "talk", icon: "message-2", functions: ["praten"] },
  { key: "health", icon: "shield-check", functions: ["gezondheid"] },
  { key: "work", icon: "home", functions: ["ander_werk", "wonen"] },
  { key: "danger", icon: "phone", functions: [] },
];

/** @param {{id?: string}} props `id`: the visit during which the card is shown */
export function HelpPage({ id = "" }) {
  const { save, notSaved } = useSaving();
  const [language, setLanguage] = useState("nl");
  const visit = id ? documents.get(id) : null;
  const counts = visit && !isClosed(visit) ? visit : null;
  const mine = counts && myHelp(counts);
  const set = (/** @type {number} */ total) => {
    if (!counts || !mine) return;
    return save("visit.offer_help", counts.id, { [`help_offers.${mine.key}`]: { organisation: null, count: total - (helpCount(counts) - mine.count) } });
  };
  useEffect(() => {
    document.documentElement.classList.add("th-help-surface");
    if (counts && helpCount(counts) === 0) set(1);
    return () => document.documentElement.classList.remove("th-help-surface");
  }, []);
  const text = TEXTS[language];
  const dutch = TEXTS.nl;
  const organisations = /** @type {any[]} */ (policy.value?.directory?.help_organisations ?? []);

  return html`<${Screen}
    name="hulpkaart"
    title="Hulpkaart"
    subtitle="Laat dit scherm zien · wordt niet bewaard"
    back=${visit ? placeOf(visit) : undefined}
    strip=${false}
    menu=${visit ? { visitId: visit.id } : {}}
    tab=${visit ? undefined : "hulpkaart"}
    bar=${html`<div class="th-chips" role="group" aria-label="Taal">
      ${Object.entries(TEXTS).map(
        ([code, { name }]) =>
          html`<label key=${code} class="th-chip" lang=${code} data-chosen=${language === code ? "true" : undefined}>
            <input type="radio" name="taal" checked=${language === code} onChange=${() => setLanguage(code)} />
            ${language === code && html`<${Icon} name="check" size="s" />`}${name}
          </label>`,
      )}
    </div>`}
    actions=${counts &&
    html`<p class="th-row"><strong>Hulp aangeboden</strong><span class="th-quiet">alleen het aantal telt</span></p>
      <${Stepper} label="Hulp aangeboden" value=${helpCount(counts)} min=${helpCount(counts) - (mine?.count ?? 0)} onChange=${set} />
      <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${() => go(placeOf(counts))}><${Icon} name="check" />Klaar</button>`}
  >
    ${notSaved}
    <article class="th-help" lang=${language}>
      <h2>${text.headline}</h2>
      ${language !== "nl" && html`<p class="th-help__second" lang="nl">${dutch.headline}</p>`}
      <ul class="th-help__blocks" role="list">
        ${BLOCKS.map(
          ({ key, icon, functions }) =>
            html`<li key=${key}>
              <span class="th-help__mark"><${Icon} name=${icon} /></span>
              <div>
                <h3>${text[key]}</h3>
                <p>${text[`${key}Text`]}</p>
                ${organisations
                  .filter((one) => one.functions.some((/** @type {string} */ does) => functions.includes(does)))
                  .map(
                    (one) => html`<p key=${one.id} class="th-help__place" lang="nl"><strong>${one.name}</strong>${[one.region, one.opening_hours, one.phone].filter(Boolean).map((part) => ` · ${part}`)}</p>`,
                  )}
                ${language !== "nl" && html`<p class="th-help__second" lang="nl">${dutch[key]}</p>`}
              </div>
            </li>`,
        )}
      </ul>
    </article>
  <//>`;
}
