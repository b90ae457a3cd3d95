/** Why something is held, in Dutch: the sentences that come with this build, so that they are there without a connection. */
import { signal } from "@preact/signals-core";

/** @typedef {{reasons: Record<string, string>, unknown_reason: string, labels?: Record<string, Record<string, string>>}} Texts */
/** @type {import("@preact/signals-core").Signal<Texts | null>} */
const texts = signal(null);

/** Read the sentences once; without them a general sentence stands. */
export async function readReasons() {
  if (texts.value) return;
  const answer = await fetch(new URL("../texts.json", import.meta.url)).catch(() => null);
  if (answer?.ok) texts.value = await answer.json().catch(() => null);
}

/** @param {string | null | undefined} code a slug @returns {string} */
export function reasonText(code) {
  const known = texts.value;
  return (code && known?.reasons[code]) || known?.unknown_reason || "De gemeente kon dit nog niet verwerken.";
}

/** Why something is held, and what becomes of it where the reason itself does not say so. @param {string | null | undefined} code @returns {string} */
export function heldText(code) {
  const reason = reasonText(code);
  return /bewaard|bij kantoor/.test(reason) ? reason : `${reason} Uw werk is bewaard. Uw teamleider kijkt ernaar.`;
}

/** What an operation is called: "antwoord in een controle". @param {string} kind */
export const operationText = (kind) => texts.value?.labels?.operation?.[kind] ?? "wijziging";
