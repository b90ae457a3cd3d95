/**
 * Marks outside the databases: that this browser held an enrolment, with the last contact, and which enrolment ended here
 * last. A browser that throws its storage away keeps its cookies, so the loss can be said, and keys that were destroyed are
 * not put back. They name nobody, and go to no page but the app's own.
 */
const DAYS = 400;

/** @param {string} name @param {string | number} value */
function leave(name, value) {
  if (globalThis.document) document.cookie = `${name}=${value}; path=/app; max-age=${DAYS * 86_400}; samesite=strict; secure`;
}

/** @param {string} name @returns {string | undefined} */
const found = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(globalThis.document?.cookie ?? "")?.[1];

/** @param {number} contactMs when the server was reached last */
export const leaveMarker = (contactMs) => leave("fa_phone", Math.round(contactMs));

/** The last contact of an enrolment that was here, ms; null when there never was one. */
export function markedMs() {
  const at = found("fa_phone");
  return at && /^\d+$/.test(at) ? Number(at) : null;
}

/** @param {string} phone whose keys are destroyed @param {string} state */
export const markEnded = (phone, state) => leave("fa_ended", `${state}.${phone}`);

/** How this enrolment ended here; null: it did not, as far as this browser knows. @param {string} phone @returns {"destroyed" | "revoked" | null} */
export function endOf(phone) {
  const [state, ended] = (found("fa_ended") ?? "").split(".");
  if (ended !== phone) return null;
  return state === "destroyed" ? "destroyed" : "revoked";
}
