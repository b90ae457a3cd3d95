/** The photos of one finding: thumbnails, the camera or a file, use, take again, blur, remove. */
import { clock } from "../lib/dates.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { capture, dropPhoto, openPhoto, pendingCaptures, reopenCapture, takeFile, thumbnail, usePhoto } from "../sync/photos.js";
import { saved } from "../sync/record.js";
import { hasLittleRoom, hasNoRoomForPhotos, measureStorage, photosThatFit } from "../sync/room.js";
import { isPhotoLost } from "../sync/watch.js";
import { BlurEditor } from "./blur-editor.js";
import { Camera } from "./camera.js";
import { Decision } from "./dialog.js";
import { photosOf } from "./facts.js";
import { Icon } from "./icon.js";
import { PhotoView } from "./photo-view.js";
import { count } from "./words.js";

const MOST = 8;

/** @typedef {{photoId: string, preview: any, replaces?: string}} Taken */

/** @param {{visit: any, item: any, findingId: string, open: boolean}} props */
export function Photos({ visit, item, findingId, open }) {
  const [camera, setCamera] = useState(false);
  const [taken, setTaken] = useState(/** @type {Taken | null} */ (null));
  const [shown, setShown] = useState("");
  const [removing, setRemoving] = useState("");
  const [problem, setProblem] = useState("");
  const file = useRef(/** @type {HTMLInputElement | null} */ (null));
  const photos = photosOf(visit, findingId);
  const where = { visitId: visit.id, findingId };
  const full = hasNoRoomForPhotos.value;

  useEffect(() => {
    void measureStorage();
    pickUp(findingId).then(
      (waiting) => {
        if (waiting.taken) setTaken(waiting.taken);
        else if (waiting.lost) setProblem("1 foto is niet goed bewaard. Maak hem opnieuw.");
        else if (open) start();
      },
      (error) => setProblem(/** @type {any} */ (error).text ?? ""),
    );
  }, []);

  async function guarded(/** @type {() => Promise<unknown>} */ work) {
    setProblem("");
    try {
      await work();
    } catch (error) {
      const known = /** @type {{slug?: string, text?: string}} */ (error);
      if (!known.slug) console.error(error);
      setProblem(known.text ?? "De foto is niet bewaard. Maak hem opnieuw.");
    }
  }
  async function start() {
    setProblem("");
    if (full) return setProblem("Bijna vol. U kunt nog invullen, maar geen foto’s meer maken.");
    if (typeof navigator.mediaDevices?.getUserMedia === "function") setCamera(true);
    else fromFile();
  }
  async function fromFile() {
    setCamera(false);
    await guarded(() => capture(visit.id, findingId));
    file.current?.click();
  }
  const take = (/** @type {Blob} */ blob, /** @type {string | undefined} */ replaces = undefined) =>
    guarded(async () => {
      const { photoId, preview } = await takeFile(blob, where);
      setCamera(false);
      setTaken({ photoId, preview, replaces });
    });
  const use = (/** @type {any[]} */ blocks) =>
    guarded(async () => {
      if (!taken) return;
      await usePhoto(taken.photoId, { blocks });
      if (taken.replaces) await dropPhoto(taken.replaces);
      setTaken(null);
      void measureStorage();
    });
  const again = () =>
    guarded(async () => {
      if (taken) await dropPhoto(taken.photoId);
      const replaced = taken?.replaces;
      setTaken(null);
      if (!replaced) await start();
    });
  const blurAgain = (/** @type {string} */ photoId) =>
    guarded(async () => {
      setShown("");
      const blob = await openPhoto(photoId);
      if (!blob) return setProblem("Deze foto is al verzonden. Wis de foto en maak een nieuwe.");
      await take(blob, photoId);
    });
  const remove = () =>
    guarded(async () => {
      const gone = removing;
      setRemoving("");
      setShown("");
      await dropPhoto(gone);
    });

  return html`<section aria-label="Foto’s" class="th-stack">
    <div class="th-photos">
      ${photos.map(([photoId, photo], index) => html`<${Thumb} key=${photoId} visit=${visit} item=${item} photoId=${photoId} photo=${photo} at=${index + 1} of=${photos.length} onOpen=${() => setShown(photoId)} />`)}
      ${photos.length < MOST &&
      html`<button class="utrecht-button utrecht-button--secondary-action th-photo-add" type="button" disabled=${full} onClick=${start}>
        <${Icon} name="camera" />${photos.length > 0 ? "Foto erbij" : "Maak een foto"}
      </button>`}
    </div>
    <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--warning">${problem}</p>`}</div>
    ${full && html`<p class="utrecht-alert utrecht-alert--warning"><span><strong>Bijna vol.</strong> U kunt nog invullen, maar geen foto’s meer maken. Verzend, en maak ruimte op uw telefoon.</span></p>`}
    ${!full && hasLittleRoom.value && html`<p class="utrecht-alert utrecht-alert--warning"><span><strong>Opslag raakt vol.</strong> Plaats voor ongeveer ${photosThatFit.value} foto’s. Verzend eerst, of maak ruimte op uw telefoon.</span></p>`}
    <p class="th-note" data-tone="text">
      <${Icon} name="eye-off" />
      <span>Geen mensen op de foto. Toch iemand in beeld? Tik op de foto en kies <strong>Vervaag</strong>.</span>
    </p>
    <input
      ref=${file}
      class="th-only-read"
      type="file"
      accept="image/*"
      capture="environment"
      tabindex="-1"
      aria-label="Kies een foto"
      onChange=${(/** @type {any} */ event) => {
        const [chosen] = event.target.files;
        event.target.value = "";
        if (chosen) take(chosen);
      }}
    />
    ${camera && html`<${Camera} onShot=${take} onFile=${fromFile} onClose=${() => setCamera(false)} />`}
    ${taken && html`<${BlurEditor} preview=${taken.preview} blurFirst=${Boolean(taken.replaces)} onUse=${use} onAgain=${again} problem=${problem} />`}
    ${shown && html`<${PhotoView} photoId=${shown} label=${labelOf(photos, shown, item)} isLost=${photos.some(([id, photo]) => id === shown && isPhotoLost(photo.blob))} onBlur=${() => blurAgain(shown)} onRemove=${() => setRemoving(shown)} onClose=${() => setShown("")} />`}
    ${removing &&
    html`<${Decision} title="Foto wissen? Dat kan niet terug." onSafe=${() => setRemoving("")}>
      <div class="th-buttons">
        <button class="utrecht-button utrecht-button--danger" type="button" onClick=${remove}>Wis foto</button>
        <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${() => setRemoving("")}>Behoud</button>
      </div>
    <//>`}
  </section>`;
}

/** What was photographed before the page was killed. @param {string} findingId @returns {Promise<{taken?: Taken, lost?: boolean}>} */
async function pickUp(findingId) {
  const mine = (await pendingCaptures()).filter((one) => one.findingId === findingId);
  const waiting = mine.find((one) => one.state === "taken");
  if (waiting) return { taken: await reopenCapture(waiting.photoId) };
  for (const { photoId } of mine) await dropPhoto(photoId);
  return { lost: mine.length > 0 };
}

/** @param {[string, any][]} photos @param {string} photoId @param {any} item */
function labelOf(photos, photoId, item) {
  const at = photos.findIndex(([id]) => id === photoId);
  const photo = photos[at]?.[1];
  return `Foto ${at + 1} van ${photos.length}, ${photo ? clock(photo.taken_at) : ""}, ${(item.short ?? item.statement).toLowerCase()}`;
}

/** @param {{visit: any, item: any, photoId: string, photo: any, at: number, of: number, onOpen: () => void}} props */
function Thumb({ visit, item, photoId, photo, at, of, onOpen }) {
  const url = useThumbnail(photoId);
  const lost = isPhotoLost(photo.blob);
  const words = `Foto ${at} van ${of}, ${clock(photo.taken_at)}, ${(item.short ?? item.statement).toLowerCase()}${lost ? ", niet goed bewaard" : ""}`;
  return html`<button class="th-photo" type="button" onClick=${onOpen} data-saved=${!lost && saved(visit.id, `photos.${photoId}`).value ? "true" : undefined}>
    ${url ? html`<img src=${url} alt=${words} />` : html`<span class="th-only-read">${words}</span>`}
    <span class="th-photo__bar" aria-hidden="true">
      ${lost ? html`<${Icon} name="alert-triangle" size="s" />Niet goed bewaard · ` : html`<${Icon} name="circle-check" size="s" />`}${clock(photo.taken_at)}${photo.blurred > 0 ? ` · ${count(photo.blurred, "vlak", "vlakken")} vervaagd` : ""}
    </span>
  </button>`;
}

/** @param {string} photoId */
export function useThumbnail(photoId) {
  const [url, setUrl] = useState("");
  useEffect(() => {
    let made = "";
    let wanted = true;
    thumbnail(photoId).then(
      (address) => {
        made = address ?? "";
        if (wanted) setUrl(made);
        else if (made) URL.revokeObjectURL(made);
      },
      () => {},
    );
    return () => {
      wanted = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [photoId]);
  return url;
}
