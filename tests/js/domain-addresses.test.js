import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { normalised, openAddresses } from "../../static/app/domain/addresses.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/addresses.json", import.meta.url), "utf8"));
const bytes = new Uint8Array(readFileSync(new URL("../data/adressen-voorbeeld.pack", import.meta.url)));
const addresses = await openAddresses(bytes);

for (const one of vectors.normalised) {
  test(`two spellings share what is left: ${one.why}`, () => assert.equal(normalised(one.in), one.out));
}

for (const one of vectors.searches) {
  test(`search by street and number: ${one.why}`, () => {
    const found = addresses.search(one.text, 20).map((address) => address.text);
    if (one.first) assert.equal(found[0], one.first);
    if (one.some) for (const text of one.some) assert.ok(found.includes(text), `${text} in ${found}`);
    if (one.some?.length === 0) assert.deepEqual(found, []);
  });
}

for (const one of vectors.absent) {
  test(`not found on a phone: ${one.why}`, () => {
    assert.ok(!addresses.search(one.text, 50).some((address) => address.text === one.text));
  });
}

test("a found address has its ids and its place", () => {
  const [found] = addresses.search("lantaarnkade 18", 1);
  assert.ok(found);
  assert.equal(found.bag_object_id, "9998010000000019");
  assert.equal(found.bag_address_id, "9998200000000019");
  assert.ok(Math.abs(found.lat - 52.5776) < 0.01 && Math.abs(found.lon - 5.314) < 0.01);
});

test("no more than asked for, and each address once", () => {
  const found = addresses.search("lantaarnkade 1", 5);
  assert.equal(found.length, 5);
  assert.equal(new Set(found.map((address) => address.bag_object_id)).size, 5);
});

test("every address of the file is found by its own text", () => {
  const ids = new Set();
  for (const street of ["Lantaarnkade", "Singel", "Kerkpad", "Abelstraat"]) {
    for (let number = 1; number <= 400; number += 1) {
      for (const address of addresses.search(`${street} ${number}`, 40)) {
        const again = addresses.search(address.text, 3);
        assert.ok(again.some((one) => one.bag_object_id === address.bag_object_id), address.text);
        ids.add(address.bag_object_id);
      }
    }
  }
  assert.ok(ids.size > 600);
});

test("a file that a network already unpacked opens too, and anything else is refused", async () => {
  const raw = new Uint8Array(gunzipSync(bytes));
  assert.equal((await openAddresses(raw)).count, addresses.count);
  await assert.rejects(openAddresses(new TextEncoder().encode("<html>log in to this network</html>")));
  await assert.rejects(openAddresses(new Uint8Array(0)));
  await assert.rejects(openAddresses(bytes.slice(0, 200)));
});

test("a street that is in two places says which", async () => {
  const header = JSON.stringify({
    format: 1, municipality: "9998", version: "v", count: 2, suffixes: [""], prefixes: [["999801", "999820"]],
    streets: [["Dorpsstraat", "Noorddorp", 1, 7], ["Dorpsstraat", "Zuiddorp", 1, 7]],
  });
  const said = new TextEncoder().encode(header);
  const houses = [1, 0, 0, 2, 2, 0, 0, 1, 0, 0, 4, 4, 0, 0];
  const pack = new Uint8Array([...new TextEncoder().encode("FAP1"), 0, 0, said.length >> 8, said.length & 255, ...said, ...houses]);
  const found = (await openAddresses(pack)).search("dorpsstraat 1");
  assert.deepEqual(found.map((address) => address.text).sort(), ["Dorpsstraat 1, Noorddorp", "Dorpsstraat 1, Zuiddorp"]);
  assert.equal(found[0]?.bag_object_id, "9998010000000001");
});
