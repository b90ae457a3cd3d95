/** The sentences of consent on the whole screen, for when saying them aloud is not enough. Nothing about the reader is kept. */
import { html, useState } from "../lib/html.js";
import { useModal } from "./dialog.js";

const MAY_REFUSE = {
  nl: "U mag nee zeggen. Dan gaan wij niet naar binnen. U mag ook later nog stop zeggen.",
  en: "You may say no. Then we will not come in. You may also say stop later.",
};
const PURPOSE = {
  nl: "Wij kijken of hier een seksbedrijf is zonder vergunning.",
  en: "We check whether there is a sex business here without a permit.",
};
const AGAIN = {
  nl: "Wij kijken of hier nog een seksbedrijf is zonder vergunning.",
  en: "We check whether there is still a sex business here without a permit.",
};
const CARRYING_OUT = {
  nl: "Wij komen een besluit van de gemeente uitvoeren.",
  en: "We come to carry out a decision of the municipality.",
};
const MAY_REFUSE_THAT = {
  nl: "U mag nee zeggen. Dan gaan wij alleen naar binnen met een machtiging. U mag ook later nog stop zeggen.",
  en: "You may say no. Then we will only come in with a warrant. You may also say stop later.",
};
const WHO = { nl: "Wij zijn toezichthouders van de gemeente.", en: "We are inspectors of the municipality." };
const ASK = { nl: "Mogen wij binnenkomen?", en: "May we come in?" };

/** What is said: purpose, then that no is an answer. @param {string} reason of the visit */
export function sentencesOf(reason) {
  const [purpose, mayRefuse] = reason === "uitvoering" ? [CARRYING_OUT, MAY_REFUSE_THAT] : [reason === "hercontrole" ? AGAIN : PURPOSE, MAY_REFUSE];
  return { nl: [purpose.nl, mayRefuse.nl], en: [purpose.en, mayRefuse.en] };
}

const LANGUAGES = [
  { id: "nl", name: "Nederlands" },
  { id: "en", name: "English" },
];

/** @param {{reason: string, onClose: (wasShown: boolean) => void}} props */
export function ConsentText({ reason, onClose }) {
  const dialog = useModal();
  const [language, setLanguage] = useState(/** @type {"nl" | "en"} */ ("en"));
  const lines = [WHO[language], ...sentencesOf(reason)[language], ASK[language]];
  return html`<dialog
    ref=${dialog}
    class="th-full"
    aria-label="Tekst voor de bewoner"
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      onClose(false);
    }}
  >
    <div class="th-app">
      <div class="th-main">
        <div class="th-chips" role="group" aria-label="Taal">
          ${LANGUAGES.map(
            ({ id, name }) =>
              html`<label key=${id} class="th-chip" lang=${id} data-chosen=${language === id ? "true" : undefined}>
                <input type="radio" name="taal" checked=${language === id} onChange=${() => setLanguage(/** @type {"nl" | "en"} */ (id))} />${name}
              </label>`,
          )}
        </div>
        <div class="th-card th-consent-text" lang=${language}>${lines.map((line) => html`<p key=${line}>${line}</p>`)}</div>
      </div>
      <div class="th-bottom">
        <div class="th-actions">
          <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => onClose(false)}>Terug</button>
          <button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${() => onClose(true)}>Ik liet de tekst zien</button>
        </div>
      </div>
    </div>
  </dialog>`;
}
