/**
 * One process for many browsers, one after another: starting Node and warming its own code up is most of what a short phone
 * costs. Each browser is all modules of `phone-life.js` read anew, with globals of its own; of the one before it nothing is left
 * but what its disk holds. One command a line on standard input:
 *
 *   {"do": "begin", "address", "folder", "cut"}   a new browser; anything else is its command, answered by one line
 *   {"do": "fuse", "after"}   it dies at this passage to its disk, to or from the network, or to who gave a command;
 *       then it says {"burnt": true}
 *   {"do": "die"}   it dies at once, whatever it is doing; answered with {"died": true}
 *
 * node phone-host.js FILE   (`phone-life.js` and all that it imports as one CommonJS file, bare globals written as `globalThis.name`)
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";
import vm from "node:vm";

const [file = ""] = process.argv.slice(2);
const read = vm.compileFunction(readFileSync(file, "utf8"), ["module", "exports", "require", "globalThis", "global"], { filename: file });
const require = createRequire(import.meta.url);
const never = new Promise(() => {});
/** Read one by one: many of them are made when they are first asked for, and know their owner. */
const REAL = /** @type {typeof globalThis} */ (Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, /** @type {any} */ (globalThis)[name]])));

/** A browser that can end between any two of its steps: none of its timers, answers and writes goes on after that. */
class Life {
  isDead = false;
  /** Passages that are left of it. */
  left = Infinity;
  /** @type {Set<any>} what is to be ended with it */
  open = new Set();

  /** @param {string} address @param {string} folder @param {string} cut */
  constructor(address, folder, cut) {
    const world = this.world();
    const module = { exports: /** @type {any} */ ({}) };
    read(module, module.exports, require, world, world);
    /** @type {Promise<(said: any) => Promise<any>>} */
    this.begun = module.exports.begin(address, folder, cut);
    this.begun.catch(() => {});
  }

  die() {
    this.isDead = true;
    for (const one of this.open) one.end();
    this.open.clear();
  }

  /** Whether it still lives here; each time may be the last one. */
  passes() {
    if (!this.isDead && this.left-- <= 0) {
      this.die();
      say({ burnt: true });
    }
    return !this.isDead;
  }

  world() {
    const began = performance.now();
    const world = { ...REAL, ...this.timers(), passes: () => this.passes(), fetch: this.fetching(), BroadcastChannel: this.channels() };
    return Object.assign(world, { globalThis: world, global: world, performance: { now: () => performance.now() - began } });
  }

  timers() {
    const whileAlive = (/** @type {Function} */ work) => (/** @type {any[]} */ ...given) => this.isDead || work(...given);
    const kept = (/** @type {NodeJS.Timeout} */ timer) => (this.open.add({ end: () => clearTimeout(timer) }), timer);
    return {
      setImmediate: (/** @type {Function} */ work, /** @type {any[]} */ ...given) => setImmediate(whileAlive(work), ...given),
      setTimeout: (/** @type {Function} */ work, /** @type {number} */ ms, /** @type {any[]} */ ...given) => kept(setTimeout(whileAlive(work), ms, ...given)),
      setInterval: (/** @type {Function} */ work, /** @type {number} */ ms, /** @type {any[]} */ ...given) => kept(setInterval(whileAlive(work), ms, ...given)),
    };
  }

  /** A request of a dead browser is broken off and never answered. */
  fetching() {
    return async (/** @type {any} */ address, /** @type {RequestInit} */ init = {}) => {
      if (!this.passes()) return never;
      const control = new AbortController();
      this.open.add({ end: () => control.abort() });
      const signal = init.signal ? AbortSignal.any([init.signal, control.signal]) : control.signal;
      try {
        const answer = await fetch(address, { ...init, signal });
        return this.passes() ? answer : never;
      } catch (error) {
        if (this.isDead) return never;
        throw error;
      }
    };
  }

  /** Each browser has its own: those of others are on other phones. */
  channels() {
    const life = this;
    const name = `${process.pid} ${Math.random()}`;
    return class extends BroadcastChannel {
      constructor(/** @type {string} */ given) {
        super(`${given} ${name}`);
        life.open.add({ end: () => this.close() });
      }
    };
  }

  /** @param {any} said */
  async answer(said) {
    const answer = await this.begun.then((commands) => commands(said)).catch((error) => ({ error: String(error?.stack ?? error) }));
    if (this.passes()) say(answer);
  }
}

const say = (/** @type {any} */ answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
/** @type {Life | null} */
let life = null;
let last = Promise.resolve();

/** @type {Record<string, (said: any) => void>} */
const COMMANDS = {
  begin({ address, folder, cut }) {
    life?.die();
    life = new Life(address, folder, cut);
    last = Promise.resolve();
  },
  fuse({ after }) {
    if (life) life.left = after;
  },
  die() {
    life?.die();
    life = null;
    say({ died: true });
  },
};

process.on("unhandledRejection", (/** @type {any} */ why) => {
  if (why?.name === "AbortError") return; // of a request that ended with its browser
  console.error("not handled:", why);
  process.exit(1);
});
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const said = JSON.parse(line);
  if (COMMANDS[said.do]) return /** @type {any} */ (COMMANDS[said.do])(said);
  const mine = life;
  last = last.then(() => mine?.answer(said));
}).on("close", () => process.exit(0));
