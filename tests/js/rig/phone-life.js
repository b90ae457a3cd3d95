/**
 * One browser with the app in it: the real modules of the field app over an IndexedDB and a Cache Storage with a disk under
 * them. What is made of it on the same folder finds what was committed. Its state is that of its modules: it is read anew for each browser.
 */
import { writeFileSync } from "node:fs";

import { freshStorage, hurry } from "./browser.js";
import { DiskCaches } from "./disk-caches.js";
import { keepIn, openFrom } from "./disk.js";

/**
 * @param {string} address of the server @param {string} folder its disk
 * @param {string} cut names of databases that lost what was not flushed, with commas
 * @returns {Promise<(said: any) => Promise<any>>} what answers a command
 */
export async function begin(address, folder, cut) {
  globalThis.location = /** @type {any} */ ({ origin: address, hash: "" });
  hurry();
  await freshStorage();
  const isCut = (/** @type {string} */ name) => cut.split(",").includes(name);
  await openFrom(folder, isCut);
  keepIn(folder);
  globalThis.caches = /** @type {any} */ (new DiskCaches(folder, isCut("fa-journal")));

  const { syncNow } = await import("../../../static/app/sync/loop.js");
  const life = await import("../../../static/app/sync/phone.js");
  const { record } = await import("../../../static/app/sync/record.js");
  const { recordPhoto } = await import("./photo.js");
  const { allBlobs, allRows, countUnsent } = await import("../../../static/app/store/outbox.js");
  const { dropCache } = await import("../../../static/app/store/documents.js");
  const { activePhone } = await import("../../../static/app/store/phones.js");
  const { operationId } = await import("../../../static/app/sync/overlay.js");
  const watch = await import("../../../static/app/sync/watch.js");
  const { closeAll } = await import("../../../static/app/store/db.js");
  const journal = await import("../../../static/app/store/journal.js");
  const { compareJournal } = await import("../../../static/app/sync/journal.js");
  const { readReceipts } = await import("../../../static/app/store/receipts.js");
  const { makeRescueFile } = await import("../../../static/app/sync/rescue.js");
  const { fetch: realFetch } = globalThis;

  const RealDate = Date;
  /** How far this phone's clock is off, ms. */
  let off = 0;
  globalThis.Date = /** @type {any} */ (
    class extends RealDate {
      constructor(/** @type {any[]} */ ...given) {
        super(...(given.length > 0 ? /** @type {[any]} */ (given) : [RealDate.now() + off]));
      }

      static now() {
        return RealDate.now() + off;
      }
    }
  );

  /** What was said to be on the disk; a refusal has its slug. @param {Promise<{operation: string}>} work */
  const recorded = (work) => work.then(({ operation }) => ({ operation })).catch((error) => ({ refused: error.slug ?? String(error) }));

  /** @type {Record<string, (said: any) => Promise<any>>} */
  const COMMANDS = {
    async enrol({ code }) {
      const given = await life.enrol(code);
      await life.confirmWords(given.words);
      await life.setQuickCode("314159");
      await life.finish().catch(() => {}); // a first pull over a bad network may come later
      return { person: watch.me.value, phone: (await activePhone())?.phone, words: given.words.join(" ") };
    },
    unlock: async ({ words }) => ({ said: await life.unlock(words) }),
    async lock() {
      life.lockNow();
      await syncNow();
      await closeAll();
      return {};
    },
    async clock({ ms }) {
      off = ms;
      return {};
    },
    sync: async () => ({ said: await syncNow() }),
    record: ({ kind, document, body }) => recorded(record(kind, document, body)),
    photo: ({ visit, finding, length }) => recorded(recordPhoto(visit, finding, length)),
    /** An app of a version that spoke another form; 0: this one. */
    async speak({ protocol }) {
      globalThis.fetch = (address, init) => realFetch(address, protocol ? { ...init, headers: { .../** @type {any} */ (init?.headers), "X-Fieldapp-Protocol": String(protocol) } } : init);
      return {};
    },
    /** Waits until all that was saved is in the journal too. */
    async noted() {
      await compareJournal();
      return { noted: (await journal.places()).length };
    },
    async rescue({ file }) {
      const made = await makeRescueFile();
      writeFileSync(file, new Uint8Array(await made.file.arrayBuffer()));
      return { changes: made.changes, photos: made.photos };
    },
    /** The person looks at what the office decided on his work. */
    async see() {
      await watch.setSeen(watch.decisions.value);
      return {};
    },
    async drop() {
      await dropCache();
      return {};
    },
    async state() {
      const subjects = new Map(watch.entries.value.map((entry) => [operationId(entry), entry.op && subjectOf(entry.op)]));
      const rows = (await allRows()).map((row) => ({
        operation: operationId(row),
        phone: row.phone,
        acked: row.acked,
        damaged: row.damaged ?? false,
        subject: subjects.get(operationId(row)) ?? null,
        outcome: watch.cache.included.get(operationId(row))?.outcome ?? null,
      }));
      const blobs = (await allBlobs()).map(({ id, phone, bytes, done, damaged, operation }) => ({ id, phone, bytes, done, damaged: damaged ?? false, operation }));
      const documents = Object.fromEntries([...watch.cache.documents.values()].map(({ id, version }) => [id, version]));
      const { state } = life.phone.value;
      const phone = (await activePhone())?.phone;
      const receipts = phone ? Object.entries((await readReceipts(phone)).streams).map(([stream, { n, h }]) => [stream, n, h]) : [];
      return { state, phone, receipts, unsent: await countUnsent(), shown: watch.unsent.value, rows, blobs, documents };
    },
  };

  /** What the person calls one wijziging. @param {import("../../../static/app/types.js").OperationBody} op */
  const subjectOf = ({ kind, document, body }) => (kind === "visit.add_photo" ? Object.keys(body)[0] : document);

  return (said) => /** @type {(said: any) => Promise<any>} */ (COMMANDS[said.do])(said).catch((error) => ({ error: String(error?.stack ?? error), slug: error?.slug }));
}
