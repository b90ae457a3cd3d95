/**
 * Room that is kept for text: some mebibytes that say nothing, given up when the disk is full, so that an answer can still
 * be kept when photos cannot. Browsers no longer tell a page how full the disk is; a reserve that cannot be made does.
 */
import { random } from "../lib/bytes.js";

const CACHE = "fa-reserve";
const BLOCK = 1 << 16;
const BLOCKS = 128;

let tight = false;
/** @type {Set<(isTight: boolean) => void>} */
const listeners = new Set();

/** Whether the disk was found full: the reserve was given up, or cannot be made. */
export const isTight = () => tight;

/** Called when that changes. @param {(isTight: boolean) => void} listener */
export const onTight = (listener) => void listeners.add(listener);

/** @param {boolean} now */
function setTight(now) {
  tight = now;
  for (const listener of listeners) listener(now);
}

const place = () => `${globalThis.location.origin}/__reserve`;

/** Makes the reserve when it does not stand. Where there is no Cache Storage there is none to make. */
export async function keepReserve() {
  if (!globalThis.caches) return;
  try {
    const cache = await caches.open(CACHE);
    if ((await cache.keys()).length === 0) await cache.put(place(), new Response(new Blob(Array(BLOCKS).fill(random(BLOCK)))));
    setTight(false);
  } catch {
    setTight(true);
  }
}

/** Its room is free for what has to be written now. @returns {Promise<boolean>} false: there was none */
export async function giveUpReserve() {
  setTight(true);
  return remove(CACHE);
}

/** @param {string} name */
const remove = async (name) => (await globalThis.caches?.delete(name).catch(() => false)) ?? false;

/** @param {unknown} error */
export const isFull = (error) => error instanceof Error && error.name === "QuotaExceededError";
