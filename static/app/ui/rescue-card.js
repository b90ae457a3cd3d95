/** *Reddingsbestand maken*: for a phone that cannot send. Needs no unlocking and shows nothing of what is in it. */
import { html, useState } from "../lib/html.js";
import { Icon } from "./icon.js";
import { count } from "./words.js";

/** @typedef {{file: File, changes: number, photos: number}} Made */

/** @type {Record<string, string>} */
const SAID = {
  shared: "Het bestand is gedeeld. Kijk of kantoor het heeft.",
  downloaded: "Het bestand staat bij de downloads van uw telefoon. Geef het aan kantoor.",
  stopped: "Het bestand is nog niet gedeeld.",
  again: "Het bestand is klaar. Tik nog een keer om het te delen.",
  empty: "Er is niets om te redden. Alles is bij de gemeente.",
  failed: "Dat lukte niet. Maak ruimte op uw telefoon en probeer het nog eens.",
};

export function RescueCard() {
  const [said, setSaid] = useState("");
  const [made, setMade] = useState(/** @type {Made | null} */ (null));
  const [busy, setBusy] = useState(false);
  const give = async () => {
    if (busy) return;
    setBusy(true);
    setSaid(await giveOut(made, setMade).catch(() => "failed"));
    setBusy(false);
  };
  return html`<section class="th-card th-stack" data-rescue=${said || "none"}>
    <h2>Lukt verzenden niet?</h2>
    <p>Maak een reddingsbestand en geef het aan kantoor. Wat erin staat, is versleuteld. Alleen kantoor kan het lezen. Uw werk blijft ook op dit toestel staan.</p>
    ${made && html`<p>In het bestand: ${count(made.changes, "wijziging", "wijzigingen")}${made.photos > 0 ? ` en ${count(made.photos, "foto", "foto’s")}` : ""}.</p>`}
    <p role="status">${SAID[said] ?? ""}</p>
    <button class="utrecht-button utrecht-button--secondary-action" data-wide type="button" onClick=${give}>
      <${Icon} name="upload" />${busy ? "Bezig" : made && said !== "empty" ? "Deel het bestand" : "Reddingsbestand maken"}
    </button>
  </section>`;
}

/** What is to be said. @param {Made | null} made before @param {(made: Made) => void} setMade @returns {Promise<string>} */
async function giveOut(made, setMade) {
  const rescue = await import("../sync/rescue.js");
  const file = made ?? (await rescue.makeRescueFile());
  if (file.changes === 0) return "empty";
  setMade(file);
  return rescue.handOver(file.file);
}
