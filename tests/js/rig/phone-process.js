/**
 * One phone as a process of its own: the real modules of the field app over an IndexedDB in memory, with a network that
 * fails by a seed. Takes one command a line on standard input, answers one line each.
 *
 * node phone-process.js ADDRESS SEED
 */
import readline from "node:readline";

import { freshStorage, hurry } from "./browser.js";

const [address, seed] = /** @type {[string, string]} */ (process.argv.slice(2));
globalThis.location = /** @type {any} */ ({ origin: address, hash: "" });
hurry();
await freshStorage();

const { syncNow } = await import("../../../static/app/sync/loop.js");
const life = await import("../../../static/app/sync/phone.js");
const { record } = await import("../../../static/app/sync/record.js");
const { allRows } = await import("../../../static/app/store/outbox.js");
const { activePhone } = await import("../../../static/app/store/phones.js");
const { operationId } = await import("../../../static/app/sync/overlay.js");
const watch = await import("../../../static/app/sync/watch.js");
const { closeAll } = await import("../../../static/app/store/db.js");

/** Mulberry32: the same seed, the same faults. */
let dice = Number(seed) >>> 0;
function random() {
  dice = (dice + 0x6d2b79f5) >>> 0;
  let t = dice;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const real = globalThis.fetch;
let isFaulty = false;
/** Requests that a box on the way kept, to be sent once more much later. @type {[string, RequestInit][]} */
const kept = [];
const again = (url, init) => real(url, { ...init, signal: AbortSignal.timeout(8000) });
const page = (status) => new Response("<html>Log in</html>", { status, headers: { "Content-Type": "text/html" } });
const ours = (text) => new Response(text, { headers: { "X-Fieldapp": "1", "Content-Type": "application/json" } });
const gone = () => {
  throw new TypeError("Failed to fetch");
};

/** What a network does to one request. @type {Record<string, (url: string, init: RequestInit) => Promise<Response>>} */
const FAULTS = {
  before: async () => gone(),
  after: async (url, init) => (await again(url, init), gone()),
  truncated: async (url, init) => {
    const text = await (await again(url, init)).text();
    return ours(text.slice(0, Math.floor(text.length * random())));
  },
  twice: async (url, init) => (await again(url, init), again(url, init)),
  late: async (url, init) => (kept.push([url, init]), again(url, init)),
  badGateway: async (url, init) => (await again(url, init), page(502)),
  portal: async () => page(200),
  otherJson: async (url, init) => (await again(url, init), ours("{}")),
  slow: async (url, init) => (await new Promise((resolve) => setTimeout(resolve, 200 * random())), again(url, init)),
};

globalThis.fetch = async (url, init) => {
  const place = String(url);
  if (!isFaulty) return real(place, init);
  if (kept.length > 0 && random() < 0.2) {
    const [oldUrl, oldInit] = /** @type {[string, RequestInit]} */ (kept.shift());
    await again(oldUrl, oldInit).catch(() => {});
  }
  const names = Object.keys(FAULTS);
  const fault = random() < 0.35 ? FAULTS[names[Math.floor(random() * names.length)] ?? ""] : undefined;
  return fault ? fault(place, init ?? {}) : real(place, init);
};

let words = "";

/** @type {Record<string, (said: any) => Promise<any>>} */
const COMMANDS = {
  async enrol({ code }) {
    const given = await life.enrol(code);
    words = given.words.join(" ");
    await life.confirmWords(given.words);
    await life.setQuickCode("314159");
    await life.finish();
    return { person: watch.me.value, phone: (await activePhone())?.phone };
  },
  async faults({ on }) {
    isFaulty = on;
    return {};
  },
  sync: async () => ({ said: await syncNow() }),
  record: async ({ kind, document, body }) => record(kind, document, body).catch((error) => ({ refused: error.slug ?? String(error) })),
  async restart() {
    life.lockNow();
    await syncNow();
    await closeAll();
    return { said: await life.unlock(words) };
  },
  async state() {
    const rows = (await allRows()).map((row) => ({ operation: operationId(row), acked: row.acked, outcome: watch.cache.included.get(operationId(row))?.outcome }));
    const documents = Object.fromEntries([...watch.cache.documents.values()].map(({ id, version }) => [id, version]));
    return { state: life.phone.value.state, unsent: life.phone.value.unsent, rows, documents };
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const said = JSON.parse(line);
  const answer = await /** @type {(said: any) => Promise<any>} */ (COMMANDS[said.do])(said).catch((error) => ({ error: String(error?.stack ?? error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
