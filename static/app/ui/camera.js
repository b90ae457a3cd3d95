/** The camera inside the app: a frame to aim with, one button, and the light when there is one. Nothing leaves the page. */
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { useModal } from "./dialog.js";
import { Icon } from "./icon.js";

/** @param {{onShot: (photo: Blob) => void, onFile: () => void, onClose: () => void}} props */
export function Camera({ onShot, onFile, onClose }) {
  const dialog = useModal();
  const video = useRef(/** @type {HTMLVideoElement | null} */ (null));
  const stream = useRef(/** @type {MediaStream | null} */ (null));
  const [ready, setReady] = useState(false);
  const [off, setOff] = useState(false);
  const [torch, setTorch] = useState(/** @type {boolean | null} */ (null));
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let wanted = true;
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1440 } }, audio: false }).then(
      async (opened) => {
        stream.current = opened;
        if (!wanted || !video.current) return stop();
        video.current.srcObject = opened;
        await video.current.play().catch(() => {});
        setReady(true);
        const abilities = /** @type {any} */ (opened.getVideoTracks()[0]?.getCapabilities?.() ?? {});
        if (abilities.torch) setTorch(false);
      },
      () => wanted && setOff(true),
    );
    return () => {
      wanted = false;
      stop();
    };
  }, []);
  function stop() {
    stream.current?.getTracks().forEach((track) => track.stop());
    stream.current = null;
  }
  async function light() {
    const on = !torch;
    await stream.current?.getVideoTracks()[0]?.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: on }] }));
    setTorch(on);
  }
  async function shoot() {
    if (busy || !video.current) return;
    setBusy(true);
    const photo = await frameOf(video.current);
    if (photo) onShot(photo);
    setBusy(false);
  }
  return html`<dialog
    ref=${dialog}
    class="th-full th-camera"
    aria-label="Camera"
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      onClose();
    }}
  >
    <div class="th-camera__view">
      ${off
        ? html`<p class="utrecht-alert utrecht-alert--warning" role="alert">
            De camera staat uit. Zet hem aan in de instellingen van uw telefoon, of beschrijf wat u ziet.
          </p>`
        : html`<video ref=${video} muted playsinline aria-label="Beeld van de camera"></video>
            <div class="th-camera__frame"><span class="th-camera__hint">Richt op het gebrek</span></div>`}
    </div>
    <div class="th-camera__bar">
      <button class="th-text-button" type="button" onClick=${onClose}>Terug</button>
      ${!off && html`<button class="th-shutter" type="button" aria-label="Maak foto" disabled=${!ready || busy} onClick=${shoot}></button>`}
      ${torch === null
        ? html`<button class="th-text-button" type="button" onClick=${onFile}>Kies foto</button>`
        : html`<button class="th-icon-button" type="button" aria-label="Lamp" aria-pressed=${torch ? "true" : "false"} onClick=${light}><${Icon} name="sun" /></button>`}
    </div>
  </dialog>`;
}

/** One frame as a JPEG. @param {HTMLVideoElement} video @returns {Promise<Blob | null>} */
function frameOf(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
}
