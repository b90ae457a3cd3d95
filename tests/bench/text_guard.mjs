// How long the guard of free text takes at a key press in a text of 2,000 characters: node tests/bench/text_guard.mjs [--slow 4]
// Processor time, the median of fifty; `--slow` multiplies it: a phone is slower than this machine.
import { readFileSync } from "node:fs";
import { checkText } from "../../static/app/domain/text-guard.js";

const [, slow = "4"] = process.argv.slice(2);
const rules = JSON.parse(readFileSync(new URL("../../fieldapp/data/guard.json", import.meta.url), "utf8"));
const text = "Dozen voor de nooduitgang, sleutel hangt bij de balie. ".repeat(40).slice(0, 2000);
const cpu = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
checkText(text, rules);
const took = Array.from({ length: 50 }, () => {
  const from = cpu();
  checkText(text, rules);
  return cpu() - from;
}).sort((a, b) => a - b);
console.log(`a key in ${text.length} characters: median ${((took[25] ?? 0) * Number(slow)).toFixed(1)} ms (x${slow})`);
