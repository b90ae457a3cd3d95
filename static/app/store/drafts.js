/**
 * What is being typed, and the place where the person was: encrypted, replaced in place, never sent.
 * Keys are `<visit>/<field>`, or `place`; on the disk they lie under a name that tells nothing.
 */
import { transact } from "./db.js";
import { hiddenName, openJson, sealJson } from "./seal.js";

/** @type {{vault: import("./vault.js").Vault, phone: string} | null} */
let opened = null;

/** Called at unlock, and with null at lock. @param {typeof opened} keys */
export function openDrafts(keys) {
  opened = keys;
}

/** @param {string} key */
async function place(key) {
  if (!opened) throw new Error("locked");
  return { ...opened, name: await hiddenName(opened.vault, `${opened.phone}/${key}`) };
}

/** @param {string} key @param {unknown} value anything that JSON can hold */
export async function saveDraft(key, value) {
  const { vault, name } = await place(key);
  const sealed = await sealJson(vault.draft, `fieldapp/draft/1/${name}`, value);
  await transact("fa-outbox", "drafts", "readwrite", (tx) => tx.objectStore("drafts").put(sealed, name), { strict: true });
}

/** What was saved, or null. @param {string} key @returns {Promise<any>} */
export async function loadDraft(key) {
  const { vault, name } = await place(key);
  const sealed = await transact("fa-outbox", "drafts", "readonly", (tx) => tx.objectStore("drafts").get(name));
  if (!sealed) return null;
  return openJson(vault.draft, `fieldapp/draft/1/${name}`, sealed).catch(() => null);
}

/** @param {string} key */
export async function dropDraft(key) {
  const { name } = await place(key);
  await transact("fa-outbox", "drafts", "readwrite", (tx) => tx.objectStore("drafts").delete(name));
}
