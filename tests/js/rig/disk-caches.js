/**
 * Cache Storage with a disk under it, as far as the journal uses it: an entry is one file, there whole or not at all, and a
 * killed process leaves what was written before. Nothing in a browser says when a cache is flushed, so after a power cut a
 * cache may be what it was when the page began: what was put since is gone, what was deleted since is back.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import v8 from "node:v8";

import { passes } from "./disk.js";

/** A kill may fall between the asking and the doing. */
const turn = () => new Promise((resolve) => setImmediate(() => passes() && resolve(undefined)));

export class DiskCaches {
  /** @param {string} folder of this phone @param {boolean} isCut whether the power failed since the page before began */
  constructor(folder, isCut) {
    this.place = path.join(folder, "caches");
    const flushed = path.join(folder, "caches-flushed");
    const [from, to] = isCut ? [flushed, this.place] : [this.place, flushed];
    for (const one of [from, to]) mkdirSync(one, { recursive: true });
    rmSync(to, { recursive: true });
    cpSync(from, to, { recursive: true });
  }

  /** @param {string} name */
  async delete(name) {
    const isThere = existsSync(path.join(this.place, name));
    rmSync(path.join(this.place, name), { recursive: true, force: true });
    return isThere;
  }

  /** @param {string} name */
  async open(name) {
    const place = path.join(this.place, name);
    mkdirSync(place, { recursive: true });
    let last = 0;
    /** @type {Map<string, string>} address -> file */
    const files = new Map();
    for (const file of readdirSync(place).filter((one) => !one.endsWith(".new")).sort()) {
      const [number, address] = file.split(" ");
      last = Number(number);
      files.set(decodeURIComponent(/** @type {string} */ (address)), path.join(place, file));
    }
    const remove = (/** @type {string} */ address) => rmSync(files.get(address) ?? "", { force: true });
    return {
      put: async (/** @type {string} */ address, /** @type {Response} */ response) => {
        const bytes = v8.serialize({ body: new Uint8Array(await response.arrayBuffer()), headers: [...response.headers] });
        await turn();
        const file = path.join(place, `${String(last + 1).padStart(9, "0")} ${encodeURIComponent(address)}`);
        writeFileSync(`${file}.new`, bytes);
        renameSync(`${file}.new`, file);
        if (files.has(address)) remove(address);
      },
      match: async (/** @type {string} */ address) => {
        const file = files.get(address);
        if (!file) return undefined;
        const { body, headers } = v8.deserialize(readFileSync(file));
        return new Response(new Uint8Array(body), { headers });
      },
      delete: async (/** @type {string} */ address) => {
        await turn();
        if (files.has(address)) remove(address);
        return files.delete(address);
      },
      keys: async () => [...files.keys()].map((url) => ({ url })),
    };
  }
}
