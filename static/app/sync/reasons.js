/** Why something is held, in Dutch: the sentences that come with this build, so that they are there without a connection. */
import { signal } from "@preact/signals-core";

/** @type {import("@preact/signals-core").Signal<{reasons: Record<string, string>, unknown_reason: string} | null>} */
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
