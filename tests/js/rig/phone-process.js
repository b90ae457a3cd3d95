/**
 * One phone as a process of its own: killing the process is killing the browser. Takes one command a line on standard
 * input, answers one line each.
 *
 * node phone-process.js ADDRESS FOLDER [names of databases that lost what was not flushed, with commas]
 */
import readline from "node:readline";

import { begin } from "./phone-life.js";

const [address = "", folder = "", cut = ""] = process.argv.slice(2);
const answer = await begin(address, folder, cut);
for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
process.exit(0);
