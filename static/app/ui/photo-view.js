/** One photo large, with what may still be done with it. */
import { html, useEffect, useState } from "../lib/html.js";
import { openPhoto } from "../sync/photos.js";
import { Sheet } from "./dialog.js";
import { Icon } from "./icon.js";
import { useThumbnail } from "./photos.js";

/** @param {{photoId: string, label: string, isLost: boolean, onBlur: () => void, onRemove: () => void, onClose: () => void}} props */
export function PhotoView({ photoId, label, isLost, onBlur, onRemove, onClose }) {
  const small = useThumbnail(photoId);
  const large = useFull(photoId);
  return html`<${Sheet} title="Foto" onClose=${onClose}>
    <div class="th-stack">
      ${(large || small) && html`<img class="th-photo-large" src=${large || small} alt=${label} />`}
      <p class="th-quiet">${label}</p>
      ${isLost && html`<p class="utrecht-alert utrecht-alert--warning">Deze foto is niet goed bewaard op dit toestel. Wis de foto en maak een nieuwe.</p>`}
      <div class="th-buttons">
        ${!isLost && html`<button class="utrecht-button utrecht-button--secondary-action" type="button" onClick=${onBlur}><${Icon} name="eye-off" />Vervaag</button>`}
        <button class="utrecht-button utrecht-button--danger" type="button" onClick=${onRemove}><${Icon} name="trash" />Wis foto</button>
      </div>
    </div>
  <//>`;
}

/** The photo itself while it is on this phone. @param {string} photoId */
function useFull(photoId) {
  const [url, setUrl] = useState("");
  useEffect(() => {
    let made = "";
    openPhoto(photoId).then(
      (blob) => {
        if (!blob) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      },
      () => {},
    );
    return () => {
      if (made) URL.revokeObjectURL(made);
    };
  }, [photoId]);
  return url;
}
