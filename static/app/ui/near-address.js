/** Wrong address? The phone looks once where it is, says how far that is, and keeps only ja, nee or onbekend. */
import { distanceText, metresBetween, nearness } from "../domain/near.js";
import { html, useEffect, useState } from "../lib/html.js";
import { saved } from "../sync/record.js";
import { me } from "../sync/watch.js";
import { premisesOf } from "./facts.js";
import { Icon } from "./icon.js";
import { useSaving } from "./saving.js";

const WAIT_MS = 10_000;

/** Only who leads the visit answers: a second telephone would be a rival. @param {{visit: any}} props */
export function NearAddress({ visit }) {
  const { save, notSaved } = useSaving();
  const [state, setState] = useState("");
  const [metres, setMetres] = useState(0);
  const place = premisesOf(visit)?.fields.address;
  const isAsked = visit.fields.near_address === undefined && visit.fields.leader_id === me.value?.id && Number.isFinite(place?.lat) && "geolocation" in navigator;

  const look = async () => {
    setState("looking");
    const found = await position();
    if (!found) return setState("off");
    const { latitude: lat, longitude: lon, accuracy } = found.coords;
    const far = metresBetween(place, { lat, lon });
    const answer = nearness(far, accuracy);
    setMetres(far);
    if (await save("visit.note", visit.id, { near_address: answer })) setState(answer === "nee" ? "far" : "done");
  };
  useEffect(() => {
    if (isAsked) permission().then((allowed) => (allowed === "granted" ? look() : setState(allowed === "denied" ? "off" : "ask")));
  }, [visit.id]);

  if (state === "far") return html`<${Far} metres=${metres} visitId=${visit.id} onRight=${() => setState("done")} />`;
  if (notSaved) return notSaved;
  if (state === "off") return html`<p class="th-note"><${Icon} name="map-pin" /><span>Uw plek staat uit. De controle werkt gewoon.</span></p>`;
  if (state !== "ask" || !isAsked) return null;
  return html`<button class="utrecht-button utrecht-button--subtle" data-wide type="button" onClick=${look}>
    <${Icon} name="current-location" />Kijk of dit het adres is
  </button>`;
}

/** @param {{metres: number, visitId: string, onRight: () => void}} props */
function Far({ metres, visitId, onRight }) {
  return html`<div class="utrecht-alert utrecht-alert--warning" role="alert" data-saved=${saved(visitId, "near_address").value ? "true" : undefined}>
    <${Icon} name="map-pin" />
    <div>
      <p><strong>U bent ${distanceText(metres)} van dit adres.</strong> Klopt het adres?</p>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${onRight}>Ja</button>
        <a class="utrecht-button utrecht-button--subtle" href="#/panden">Kies ander adres</a>
      </div>
    </div>
  </div>`;
}

/** Whether the telephone may be asked; browsers that do not say count as not asked yet. @returns {Promise<string>} */
async function permission() {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state;
  } catch {
    return "prompt";
  }
}

/** One look, and null when there is none to be had. @returns {Promise<GeolocationPosition | null>} */
function position() {
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(done, () => done(null), { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 });
  });
}
