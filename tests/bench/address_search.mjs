// How long a keystroke takes: node tests/bench/address_search.mjs FILE.pack [--slow 4]
// Types streets and numbers letter by letter and prints the slowest search, in processor time (of the best of
// five runs, so that a busy machine does not count). `--slow` multiplies it: a phone is slower than this machine.
import { readFileSync } from "node:fs";
import { openAddresses } from "../../static/app/domain/addresses.js";

const [file = "", , slow = "4"] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const cpu = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
let opened = Infinity;
let addresses = await openAddresses(bytes);
for (let run = 0; run < 5; run += 1) {
  const started = cpu();
  addresses = await openAddresses(bytes);
  opened = Math.min(opened, cpu() - started);
}
const before = cpu();
addresses.search("x", 1);
const first = cpu() - before;

const typed = ["lantaarnkade 12", "molenstraat 131-3", "lantarnkade 12", "nieuwevelddijk 101", "kerkzichtlaan 7a", "koningin", "st 1", "e 2"];
/** @type {{said: string, ms: number}[]} */
const times = [];
for (const whole of typed) {
  for (let length = 1; length <= whole.length; length += 1) {
    const said = whole.slice(0, length);
    let ms = Infinity;
    for (let run = 0; run < 5; run += 1) {
      const started = cpu();
      addresses.search(said, 10);
      ms = Math.min(ms, cpu() - started);
    }
    times.push({ said, ms });
  }
}
times.sort((a, b) => b.ms - a.ms);
const factor = Number(slow);
const at = (/** @type {number} */ part) => (times[Math.floor(times.length * part)]?.ms ?? 0) * factor;
console.log(`${addresses.count} addresses, ${bytes.length} bytes, opened in ${(opened * factor).toFixed(0)} ms, first key ${(first * factor).toFixed(0)} ms (x${factor})`);
console.log(`a keystroke: median ${at(0.5).toFixed(1)} ms, 95% ${at(0.05).toFixed(1)} ms, slowest ${at(0).toFixed(1)} ms ("${times[0]?.said}")`);
if (at(0) > 100) process.exitCode = 1;
