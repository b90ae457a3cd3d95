/**
 * A mark outside the databases that this browser held an enrolment, with the last contact: a browser that throws its storage
 * away keeps its cookies, so the loss can be said. It names nobody, and goes to no page but the app's own.
 */
const NAME = "fa_phone";
const DAYS = 400;

/** @param {number} contactMs when the server was reached last */
export function leaveMarker(contactMs) {
  if (!globalThis.document) return;
  document.cookie = `${NAME}=${Math.round(contactMs)}; path=/app; max-age=${DAYS * 86_400}; samesite=strict; secure`;
}

/** The last contact of an enrolment that was here, ms; null when there never was one. */
export function markedMs() {
  const found = /(?:^|; )fa_phone=(\d+)/.exec(globalThis.document?.cookie ?? "");
  return found ? Number(found[1]) : null;
}
