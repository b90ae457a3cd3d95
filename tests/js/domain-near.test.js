import assert from "node:assert/strict";
import { test } from "node:test";

import { distanceText, metresBetween, nearness } from "../../static/app/domain/near.js";

const DOM = { lat: 52.0907, lon: 5.1214 };

test("a thousandth of a degree to the north is 111 metres", () => {
  const metres = metresBetween(DOM, { lat: DOM.lat + 0.001, lon: DOM.lon });
  assert.ok(Math.abs(metres - 111.2) < 0.5, String(metres));
  assert.equal(metresBetween(DOM, DOM), 0);
});

test("a degree to the east is shorter than one to the north, by the cosine of the latitude", () => {
  const east = metresBetween(DOM, { lat: DOM.lat, lon: DOM.lon + 0.01 });
  assert.ok(Math.abs(east - 1112 * Math.cos((DOM.lat * Math.PI) / 180)) < 2, String(east));
});

test("a position that is known too roughly says neither yes nor no", () => {
  assert.equal(nearness(20, 30), "ja");
  assert.equal(nearness(90, 60), "ja");
  assert.equal(nearness(400, 30), "nee");
  assert.equal(nearness(400, 350), "onbekend");
  assert.equal(nearness(20, 2000), "onbekend");
  assert.equal(nearness(120, 15), "nee");
});

test("a distance is said as roughly as it is known", () => {
  assert.deepEqual([3, 404, 949, 1240, 15_300].map(distanceText), ["10 m", "400 m", "950 m", "1,2 km", "15 km"]);
});
