/** What went wrong, as a stable slug and a Dutch sentence that says what to do. */

/** @type {Record<string, string>} */
const TEXTS = {
  offline: "Geen verbinding met de gemeente. Uw werk staat veilig op dit toestel.",
  first_time_online: "Voor de eerste keer hebt u verbinding nodig.",
  code_unknown: "Deze code klopt niet of is verlopen. Vraag uw teamleider om een nieuwe.",
  too_many_tries: "Te veel pogingen. Wacht een paar minuten en probeer het opnieuw.",
  not_saved:
    "Niet bewaard. Uw laatste antwoord staat niet op dit toestel. Maak ruimte en tik op Probeer opnieuw.",
  storage_full: "Bijna vol. U kunt nog invullen, maar geen foto's meer maken.",
  passkey_failed: "Dat lukte niet met vinger of gezicht. Vul uw vier woorden in.",
  locked: "De app is vergrendeld. Ontgrendel eerst.",
  record_only: "Dit toestel had 7 dagen geen verbinding. U kunt nog vastleggen, maar geen dossiers openen.",
  one_refused: "De server neemt 1 wijziging nog niet aan. De rest is verzonden. Uw werk staat veilig op dit toestel.",
  photo_unreadable: "1 foto is niet goed bewaard. Maak hem opnieuw.",
  photo_too_large: "Deze foto is te groot. Maak hem opnieuw met de camera van de app.",
  server_untrusted: "Dit is niet de server van uw gemeente. Bel uw teamleider.",
  unsupported: "Deze browser kan uw werk niet veilig bewaren.",
};

/** Why a browser cannot be used, by the reasons of store/self-test.js. @type {Record<string, string>} */
const UNSUPPORTED = {
  ios_tab: "Zet de app op uw beginscherm en open hem daar. Anders kan de telefoon uw werk na 7 dagen wissen.",
  no_storage: "Deze browser bewaart niets. Staat hij in de privéstand? Open de app in een gewoon venster.",
  bytes_not_kept: "Deze browser bewaart niet wat u invult. Staat hij in de privéstand? Open de app in een gewoon venster.",
  key_not_kept: "Deze browser kan de sleutel van uw werk niet bewaren. Staat de isolatiemodus of de privéstand aan? Zet die uit.",
};

/** @param {string} [reason] */
export const whyNot = (reason = "") =>
  UNSUPPORTED[reason] ?? "Deze browser kan uw werk niet veilig bewaren. Gebruik de browser die uw gemeente op dit toestel zette.";

export class Problem extends Error {
  /**
   * @param {string} slug stable, as in the documentation
   * @param {string} [text] Dutch; by default the sentence of the slug
   * @param {{cause?: unknown, status?: number}} [more]
   */
  constructor(slug, text, more = {}) {
    super(slug, { cause: more.cause });
    this.name = "Problem";
    this.slug = slug;
    this.text = text ?? TEXTS[slug] ?? "Er ging iets mis in de app. Uw werk is bewaard.";
    this.status = more.status ?? 0;
  }
}
