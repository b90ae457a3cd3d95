/**
 * Storage that the browser threw away, whole or in part: it is found out, what can come back comes back, and it is said.
 * Databases come back from the journal, the copies of photos and the memory of this page; the journal from the databases.
 */
import { isEmptied, isMadeNow, noteMended, onShaken, probe } from "../store/db.js";
import { apply } from "../store/documents.js";
import * as journal from "../store/journal.js";
import { allBlobs, claimX, readX } from "../store/outbox.js";
import { activePhone, changePhone, isLinked } from "../store/phones.js";
import { serverNow } from "./contact.js";
import { compareAgain, compareJournal } from "./journal.js";
import { copyPhotos } from "./photo-copies.js";
import { session } from "./session.js";
import { hasLetGo, isShaken, setPhone } from "./state.js";
import { cache, readAgain } from "./watch.js";

/** @typedef {import("../store/vault.js").PhoneRecord} PhoneRecord */

/** Until what can come back is back nothing is called sent. @param {() => void} look begins an exchange */
export function watchStorage(look) {
  onShaken(() => {
    if (isEmptied("fa-outbox") || isEmptied("fa-keys")) isShaken.value = true;
    look();
  });
}

/** Looks whether storage was thrown away and puts back what can be; under the lock of the exchange. @param {PhoneRecord | null} active */
export async function mendStorage(active) {
  await probe("fa-outbox");
  const isGone = isEmptied("fa-outbox");
  const hasJournal = await journal.isHere();
  if (!hasJournal) compareAgain();
  const back = await compareJournal(isGone);
  if (active && (isGone || back.rows > 0)) await say(active, { ...back, sure: await isSure() });
  if (isGone) noteMended("fa-outbox"); // what is thrown away while this looks is for the next time
  isShaken.value = isEmptied("fa-outbox");
  if (isGone || isEmptied("fa-cache")) await keepDocuments(active).catch((error) => console.error("documents:", error)); // a pull brings them too
  if (isGone || back.rows > 0) await readAgain();
  if (isGone || !hasJournal) void copyPhotos();
}

/** Whether this page knew what waited, and nothing of it is known to be lost. */
const isSure = async () => !isMadeNow("fa-outbox") && !(await allBlobs()).some(({ damaged, seen }) => damaged && !seen);

/** What this page read goes back on the disk: without a connection there is nothing else to work with after a restart. @param {PhoneRecord | null} active */
async function keepDocuments(active) {
  const open = session.value;
  noteMended("fa-cache");
  if (!open || cache.isPart || hasLetGo(active)) return;
  const documents = new Map([...cache.documents.values()].map((document) => [document.id, document]));
  const x = await claimX(await readX());
  if (!(await isLinked(open.phone.phone))) return; // asked after the claim: what ends it meanwhile is later, and drops this too
  const all = { reset: true, documents, gone: [], outcomes: new Map(cache.included), since: null, cursor: null };
  if (x !== null) await apply(open.vault, open.phone.phone, cache, all, x);
}

/** It stands on the screen until it was seen, also after a restart. @param {PhoneRecord} active @param {{rows: number, photos: number, sure: boolean}} back */
async function say(active, back) {
  const { emptied } = await changePhone(active.phone, (record) => {
    const { rows, photos, sure } = record.emptied ?? { rows: 0, photos: 0, sure: true }; // said by another tab, or before, and not seen yet
    record.emptied = { at_ms: serverNow() ?? Date.now(), rows: Math.max(rows, back.rows), photos: Math.max(photos, back.photos), sure: sure && back.sure };
  });
  setPhone({ emptied });
}

/** Somebody read it. */
export async function setEmptiedSeen() {
  const active = await activePhone();
  if (active) await changePhone(active.phone, (record) => void delete record.emptied);
  setPhone({ emptied: undefined });
}
