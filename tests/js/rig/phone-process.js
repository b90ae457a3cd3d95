/**
 * One phone as a process of its own: the real modules of the field app over an IndexedDB with a disk under it. Killing the
 * process is killing the browser; the next one on the same folder finds what was committed. Takes one command a line on
 * standard input, answers one line each.
 *
 * node phone-process.js ADDRESS FOLDER [names of databases that lost what was not flushed, with commas]
 */
import readline from "node:readline";

import { freshStorage, hurry } from "./browser.js";
import { keepIn, openFrom } from "./disk.js";

const [address = "", folder = "", cut = ""] = process.argv.slice(2);
globalThis.location = /** @type {any} */ ({ origin: address, hash: "" });
hurry();
await freshStorage();
await openFrom(folder, (name) => cut.split(",").includes(name));
keepIn(folder);

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
    return { state, phone: (await activePhone())?.phone, unsent: await countUnsent(), shown: watch.unsent.value, rows, blobs, documents };
  },
};

/** What the person calls one wijziging. @param {import("../../../static/app/types.js").OperationBody} op */
const subjectOf = ({ kind, document, body }) => (kind === "visit.add_photo" ? Object.keys(body)[0] : document);

for await (const line of readline.createInterface({ input: process.stdin })) {
  const said = JSON.parse(line);
  const answer = await /** @type {(said: any) => Promise<any>} */ (COMMANDS[said.do])(said).catch((error) => ({ error: String(error?.stack ?? error), slug: error?.slug }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
