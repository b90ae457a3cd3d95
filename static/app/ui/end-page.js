/** The end of a phone: blocked, taken in, emptied, or a browser that cannot keep work safely. */
import { html } from "../lib/html.js";
import { sending } from "../sync/contact.js";
import { phone } from "../sync/phone.js";
import { Gate } from "./gate.js";
import { Icon } from "./icon.js";
import { RescueCard } from "./rescue-card.js";
import { count } from "./words.js";

/** @param {number} noted */
const NOTED = (noted) => `Er ${noted === 1 ? "staat" : "staan"} nog ${count(noted, "handeling", "handelingen")} versleuteld op dit toestel. Alleen kantoor kan ze lezen.`;

/** @param {any} state */
function words(state) {
  const unsent = state.unsent ?? 0;
  if (state.state === "unsupported" && (state.noted > 0 || unsent > 0 || state.last_contact_ms !== undefined)) {
    const text = "Sluit de app helemaal en open hem opnieuw. Lukt het dan nog niet? Maak een reddingsbestand en bel uw teamleider. Verwijder de app niet.";
    return { title: "De opslag gaat niet open", text };
  }
  if (state.state === "unsupported") {
    return { title: "Deze browser is niet geschikt", text: "Deze browser kan uw werk niet veilig bewaren. Gebruik de browser die uw gemeente op dit toestel zette." };
  }
  if (state.state === "emptied" && state.damaged > 0) {
    const lost = count(state.damaged, "wijziging was beschadigd en kon", "wijzigingen waren beschadigd en konden");
    return { title: "De gegevens zijn gewist", text: `${lost} niet meer worden verzonden. De rest is ontvangen. Bel uw teamleider.` };
  }
  if (state.state === "taken_in") {
    const offline = state.is_online === false ? " Er is geen verbinding. Zoek verbinding en houd de app open." : " Houd de app open.";
    return { title: "Dit toestel wordt ingenomen", text: `Eerst verzenden we uw werk: ${leftWords(unsent)}. Daarna wissen we alles.${offline}` };
  }
  if (state.reason === "taken_in") return { title: "Dit toestel is ingenomen", text: "Klaar. Alles is ontvangen en gewist." };
  if (state.reason === "too_many_tries" || state.reason === "destroyed") {
    return {
      title: "Te veel pogingen",
      text: "De gegevens op dit toestel zijn gewist. Wat nog niet verzonden was, gaat versleuteld naar kantoor. Vraag uw teamleider om een nieuwe code.",
    };
  }
  if (state.state === "emptied" && state.reason === "blocked") {
    return { title: "Dit toestel is geblokkeerd", text: "De gegevens zijn gewist. Alles wat hier op verzenden wachtte, is ontvangen. Bel uw teamleider." };
  }
  if (state.state === "emptied") {
    return { title: "De opslag van dit toestel is leeg", text: "Meld het als u na het laatste contact nog iets invulde. Vraag uw teamleider om een nieuwe code." };
  }
  return {
    title: "Dit toestel is geblokkeerd",
    text: "De gegevens zijn gewist. Wat nog niet verzonden was, gaat versleuteld naar kantoor. Bel uw teamleider.",
  };
}

/** "3 van 8", or how much is left. @param {number} unsent */
function leftWords(unsent) {
  const now = sending.value;
  return now?.total ? `${now.done} van ${now.total}` : `nog ${count(unsent, "wijziging", "wijzigingen")}`;
}

export function EndPage() {
  const { title, text } = words(phone.value);
  const again = phone.value.state === "emptied";
  const kind = phone.value.reason === "taken_in" ? "info" : "error";
  return html`<${Gate} name="einde" title=${title}>
    <div class="utrecht-alert utrecht-alert--${kind}" role="alert" data-unsent=${phone.value.unsent ?? 0}>
      <${Icon} name="lock" />
      <p>${text}</p>
    </div>
    ${(phone.value.noted ?? 0) > 0 && html`<p>${NOTED(phone.value.noted ?? 0)}</p>`}
    ${((phone.value.noted ?? 0) > 0 || (phone.value.unsent ?? 0) > 0 || phone.value.last_contact_ms !== undefined) && html`<${RescueCard} />`}
    ${again && html`<a class="utrecht-button utrecht-button--secondary-action" data-wide href="#/koppelen">Koppel dit toestel opnieuw</a>`}
  <//>`;
}
