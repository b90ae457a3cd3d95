import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { missing, validUntil } from "../../static/app/domain/machtiging.js";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/machtiging.json", import.meta.url), "utf8"));

for (const one of cases) {
  test(`a machtiging: ${one.name}`, () => assert.deepEqual(missing(one.known, one.entry), one.missing));
}

test("a machtiging ends on the third day, whatever day that is", () => {
  assert.equal(validUntil("2026-11-20"), "2026-11-23");
  assert.equal(validUntil("2026-12-30"), "2027-01-02");
});
