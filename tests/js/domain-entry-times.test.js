import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { outOfOrder } from "../../static/app/domain/entry-times.js";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/entry_times.json", import.meta.url), "utf8"));

for (const one of cases) {
  test(`the times of entering: ${one.name}`, () => assert.deepEqual(outOfOrder(one.entry), one.out_of_order));
}
