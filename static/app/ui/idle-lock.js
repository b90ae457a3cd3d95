/** Covers what is shown when the app goes out of sight, and locks the screen after a while without a touch: 5 minutes, 15 in a visit, 2 in the background. */
import { signal } from "../lib/html.js";
import { lockScreen, phone } from "../sync/phone.js";
import { route } from "./navigation.js";

const MINUTE = 60_000;
const IDLE_MS = 5 * MINUTE;
const IN_VISIT_MS = 15 * MINUTE;
const HIDDEN_MS = 2 * MINUTE;

/** The app locks within a minute. */
export const locksSoon = signal(false);

let touchedAt = Date.now();
let hiddenAt = 0;
let unlockedAt = 0;

/** Milliseconds since the last unlock. */
export const sinceUnlock = () => Date.now() - unlockedAt;

export function watchIdle() {
  for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", seen);
  phone.subscribe(({ state }) => {
    if (state !== "open" && state !== "record_only") unlockedAt = 0;
    else if (unlockedAt === 0) unlockedAt = touchedAt = Date.now();
  });
  setInterval(check, 10_000);
}

function touch() {
  touchedAt = Date.now();
  locksSoon.value = false;
}

function seen() {
  document.documentElement.toggleAttribute("data-covered", document.visibilityState === "hidden");
  if (document.visibilityState === "hidden") hiddenAt = Date.now();
  else check();
  if (document.visibilityState === "visible") hiddenAt = 0;
}

function check() {
  if (unlockedAt === 0) return;
  const limit = /^(start|bezoek|bevinding|maatregel|samen|afronden|toestemming|geen-toestemming)$/.test(route.value.screen) ? IN_VISIT_MS : IDLE_MS;
  const idle = Date.now() - touchedAt;
  const hidden = hiddenAt ? Date.now() - hiddenAt : 0;
  if (idle >= limit || hidden >= HIDDEN_MS) {
    locksSoon.value = false;
    lockScreen();
  } else {
    locksSoon.value = idle >= limit - MINUTE;
  }
}
