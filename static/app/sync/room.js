/** How much room there is for photos and text, as far as the browser tells or a try shows. */
import { computed, signal } from "@preact/signals-core";

import { isTight, keepReserve, onTight } from "../store/reserve.js";
import { persisted } from "./phone.js";
import { session } from "./session.js";

const NEARLY_FULL = 50_000_000;
const LITTLE = 200_000_000;
/** What one photo takes: 1600 px and its copies. */
const PHOTO_BYTES = 400_000;
const GIBIBYTE = 1 << 30;

/** Bytes that are free; null when this browser does not say. @type {import("@preact/signals-core").Signal<number | null>} */
export const free = signal(null);

const tight = signal(isTight());
onTight((now) => void (tight.value = now));

/** There is room for text only. */
export const hasNoRoomForPhotos = computed(() => tight.value || (free.value !== null && free.value < NEARLY_FULL));
/** Some photos still fit. */
export const hasLittleRoom = computed(() => free.value !== null && free.value < LITTLE);
/** About how many photos still fit; 0 when the browser does not say how much is free. */
export const photosThatFit = computed(() => Math.floor((free.value ?? 0) / PHOTO_BYTES));

/** Looks how much room there is now; on an open phone the reserve for text is made when it lacks. */
export async function measureStorage() {
  const manager = globalThis.navigator?.storage;
  if (manager?.estimate) free.value = freeIn(await manager.estimate());
  persisted.value = (await manager?.persisted?.()) ?? persisted.value;
  if (session.value) await keepReserve();
}

/**
 * Chromium says whole gibibytes beside what is used, however full the disk is: that tells nothing.
 * @param {StorageEstimate} estimate
 */
export function freeIn({ usage = 0, quota = 0 }) {
  const left = Math.max(0, quota - usage);
  return left > 0 && left % GIBIBYTE === 0 ? null : left;
}
