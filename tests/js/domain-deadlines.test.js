import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { endOfTerm, proposalDates, publicHolidays, dayText } from "../../static/app/domain/deadlines.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/deadlines.json", import.meta.url), "utf8"));

for (const one of vectors.terms) {
  test(`a period ends as the law says: ${one.id} ${one.why}`, () => {
    const term = endOfTerm(one.event, one.n, one.unit, {
      statutory: one.statutory ?? true,
      excludedFromAtw: one.excluded_from_atw ?? false,
      houseRule: one.house_rule ?? false,
      equated: vectors.equated,
    });
    assert.deepEqual([term.plain_end, term.last_day], [one.plain_end, one.last_day]);
    if (one.steps) assert.deepEqual(term.steps, one.steps);
    assert.ok(term.steps.join(" ").includes(dayText(term.last_day)));
  });
}

for (const one of vectors.proposals) {
  test(`a proposal has real dates: ${one.why}`, () => {
    const dates = proposalDates(one.decided_on, one.advice, { equated: vectors.equated, zienswijzeDays: one.zienswijze_days });
    for (const key of /** @type {const} */ (["zienswijze_until_on", "herstel_until_on", "hercontrole_on"])) {
      assert.equal(dates[key], one[key], key);
    }
  });
}

test("5 May and both Kerstdagen are holidays in every year, and there are nine", () => {
  for (let year = 2020; year <= 2040; year += 1) {
    const holidays = publicHolidays(year);
    assert.equal(holidays.size, 9, String(year));
    for (const day of ["05-05", "12-25", "12-26"]) assert.ok(holidays.has(`${year}-${day}`));
  }
});
