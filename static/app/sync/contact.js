/** What this page knows about the connection: said only after the server itself answered. */
import { signal } from "@preact/signals-core";

/** Null: not asked yet since the page began. @type {import("@preact/signals-core").Signal<boolean | null>} */
export const reachable = signal(null);

/** When the server last answered, ms of this clock. @type {import("@preact/signals-core").Signal<number | null>} */
export const contactMs = signal(null);

/** When the server last confirmed something we sent, ISO. @type {import("@preact/signals-core").Signal<string | null>} */
export const sentAt = signal(null);

/** @type {import("@preact/signals-core").Signal<{done: number, total: number} | null>} */
export const sending = signal(null);

/** How far the clock of the phone is ahead of the server's. */
export const clockOffMinutes = signal(0);

/** A build that is too old to pull. */
export const isOld = signal(false);

/** When the loop tries again, ms of this clock. @type {import("@preact/signals-core").Signal<number | null>} */
export const nextTryMs = signal(null);

/** What kept the last exchange from being whole. @type {import("@preact/signals-core").Signal<{slug: string, text: string} | null>} */
export const trouble = signal(null);

/** What the server's clock said last, and when on the clock that nobody can turn. @type {{at: number, mono: number} | null} */
let told = null;

/** The server's time now, ms; null when it never told it to this page. The clock of the phone may be years off. */
export const serverNow = () => told && told.at + performance.now() - told.mono;

/** The server answered. @param {string | undefined} serverTime ISO */
export function heard(serverTime) {
  reachable.value = true;
  contactMs.value = Date.now();
  if (serverTime) told = { at: Date.parse(serverTime), mono: performance.now() };
  const ahead = serverTime ? Math.round((Date.now() - Date.parse(serverTime)) / 60_000) : 0;
  if (serverTime) clockOffMinutes.value = Math.abs(ahead) >= 2 ? ahead : 0;
}

/**
 * Enrolments of which every delivered photo was asked after. A server that was put back may have lost photos of which it
 * still has the operation: so they are asked after when a page begins, and again when the server shows that it was put back.
 * @type {Set<string>}
 */
export const checkedPhotos = new Set();

/** The last restore that the server told this page of; undefined: it told nothing yet. @type {string | null | undefined} */
let restoredAt;

/** When the server was put back last, as it said with its last answer; empty: never. */
export const lastRestored = () => restoredAt ?? "";

/** With each answer the server says when it was put back last: then photos may be gone of which it misses no operation. @param {string | null} at */
export function heardRestored(at) {
  if (restoredAt !== undefined && at !== restoredAt) checkedPhotos.clear();
  restoredAt = at;
}
