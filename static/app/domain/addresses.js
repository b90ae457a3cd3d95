// Search by street and number in the addresses of the municipality, without a network. The file is made by
// fieldapp/imports/pack.py: "FAP1" | u32 length of header | header (JSON) | numbers of each street, gzipped.
// Streets are read at once, the numbers of a street when it is searched.

/** @typedef {{bag_object_id: string, bag_address_id: string, text: string, lat: number, lon: number}} Address */
/** @typedef {{version: string, municipality: string, count: number, suffixes: string[], prefixes: [string, string][], streets: [string, string, number, number][]}} Header */
/** @typedef {{name: string, place: string, normal: string, pieces: number, count: number, at: number, isTwice: boolean}} Street */
/** @typedef {{street: string, number: string, suffix: string, least: number}} Query `least`: how like a street must be */
/** @typedef {{number: number, suffix: string, objectId: string, addressId: string, lat: number, lon: number}} House */
/** @typedef {{version: string, count: number, search: (text: string, limit?: number) => Address[]}} Addresses */

const MAGIC = "FAP1";
const DEGREE_PARTS = 100_000;
const MOST_STREETS = 8;
const LEAST_LIKENESS = 0.34;
const STARTS_A_WORD = 2;

/**
 * Opens the file with all addresses. Rejects when it is none.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Addresses>}
 */
export async function openAddresses(bytes) {
  const raw = bytes[0] === 0x1f && bytes[1] === 0x8b ? await gunzip(bytes) : bytes;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  if (raw.length < 8 || text(raw.subarray(0, 4)) !== MAGIC) throw new TypeError("no pack of addresses");
  const size = view.getUint32(4);
  /** @type {Header} */
  const header = JSON.parse(text(raw.subarray(8, 8 + size)));
  const streets = readStreets(header, 8 + size);
  /** @type {Map<string, number[]>|null} made at the first search */
  let trigrams = null;
  return {
    version: header.version,
    count: header.count,
    search: (said, limit = 10) => {
      trigrams ??= indexTrigrams(streets);
      return search(said, limit, raw, header, streets, trigrams);
    },
  };
}

/**
 * Small letters without accents, with single spaces for all else: what two spellings share.
 * @param {string} said
 * @returns {string}
 */
export function normalised(said) {
  return said.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
}

/**
 * The ways to read what was typed: the whole as a street, and its end as a house number.
 * @param {string} said
 * @returns {Query[]}
 */
export function queries(said) {
  const normal = normalised(said);
  if (normal === "") return [];
  const found = [];
  for (const { index } of normal.matchAll(/(?<![0-9])[0-9]/g)) {
    const street = normal.slice(0, index).trim();
    const house = /^([0-9]{1,5})(?: ?([a-z])(?![a-z]))?(?: ([a-z0-9]{1,4}))?$/.exec(normal.slice(index));
    if (!house || !/[a-z]/.test(street)) continue;
    found.push({ street, number: house[1] ?? "", suffix: `${house[2] ?? ""}${house[3] ?? ""}`, least: LEAST_LIKENESS });
  }
  return [...found, { street: normal, number: "", suffix: "", least: found.length > 0 ? STARTS_A_WORD : LEAST_LIKENESS }];
}

/**
 * @param {string} said
 * @param {number} limit
 * @param {Uint8Array<ArrayBuffer>} raw
 * @param {Header} header
 * @param {Street[]} streets
 * @param {Map<string, number[]>} trigrams
 * @returns {Address[]}
 */
function search(said, limit, raw, header, streets, trigrams) {
  /** @type {{score: number, address: Address}[]} */
  const found = [];
  const seen = new Set();
  for (const query of queries(said)) {
    for (const { street, score } of likeStreets(query, streets, trigrams)) {
      for (const { house, fit } of fittingHouses(query, street, raw, header, limit)) {
        if (seen.has(house.objectId)) continue;
        seen.add(house.objectId);
        found.push({ score: score + fit, address: asAddress(street, house) });
      }
    }
  }
  found.sort((a, b) => b.score - a.score);
  return found.slice(0, limit).map(({ address }) => address);
}

/**
 * The streets that are most like what was typed: same start, start of a word, or most trigrams in common.
 * @param {Query} query
 * @param {Street[]} streets
 * @param {Map<string, number[]>} trigrams
 * @returns {{street: Street, score: number}[]}
 */
function likeStreets({ street: wanted, least }, streets, trigrams) {
  const pieces = trigramsOf(wanted);
  /** @type {Map<number, number>} */
  const shared = new Map();
  for (const piece of pieces) {
    for (const index of trigrams.get(piece) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
  }
  const scored = [];
  for (const [index, count] of shared) {
    const street = /** @type {Street} */ (streets[index]);
    const score = likeness(wanted, street, count, pieces.length);
    if (score >= least) scored.push({ street, score });
  }
  scored.sort((a, b) => b.score - a.score || (a.street.normal < b.street.normal ? -1 : 1));
  return scored.slice(0, MOST_STREETS);
}

/** @param {string} wanted @param {Street} street @param {number} shared trigrams in common @param {number} count trigrams of `wanted` @returns {number} */
function likeness(wanted, street, shared, count) {
  const covered = shared / count;
  const dice = (2 * shared) / (count + street.pieces);
  if (street.normal === wanted) return 4;
  if (street.normal.startsWith(wanted)) return 3 + dice;
  if (` ${street.normal}`.includes(` ${wanted}`)) return 2 + dice;
  return 0.5 * covered + 0.5 * dice;
}

/**
 * The numbers in a street that fit: the same number first, then those that begin with what was typed.
 * @param {Query} query
 * @param {Street} street
 * @param {Uint8Array<ArrayBuffer>} raw
 * @param {Header} header
 * @param {number} limit
 * @returns {{house: House, fit: number}[]}
 */
function fittingHouses(query, street, raw, header, limit) {
  const found = [];
  for (const house of readHouses(street, raw, header)) {
    const fit = fitOf(query, house);
    if (fit > 0) found.push({ house, fit: fit - found.length * 1e-6 });
    if (query.number === "" && found.length >= limit) break;
  }
  found.sort((a, b) => b.fit - a.fit);
  return found.slice(0, limit);
}

/** @param {Query} query @param {House} house @returns {number} 0: it does not fit */
function fitOf(query, house) {
  if (query.number === "") return 0.01;
  const number = String(house.number);
  const suffix = normalised(house.suffix).replaceAll(" ", "");
  if (number === query.number) {
    if (suffix === query.suffix) return 0.9;
    return suffix.startsWith(query.suffix) ? 0.8 : 0.1;
  }
  return query.suffix === "" && number.startsWith(query.number) ? 0.5 : 0;
}

/** @param {Street} street @param {House} house @returns {Address} */
function asAddress(street, house) {
  const place = street.isTwice ? `, ${street.place}` : "";
  return {
    bag_object_id: house.objectId,
    bag_address_id: house.addressId,
    text: `${street.name} ${house.number}${house.suffix}${place}`,
    lat: house.lat,
    lon: house.lon,
  };
}

/** @param {Header} header @param {number} start @returns {Street[]} */
function readStreets(header, start) {
  const times = new Map();
  for (const [name] of header.streets) times.set(name, (times.get(name) ?? 0) + 1);
  let at = start;
  return header.streets.map(([name, place, count, bytes]) => {
    const street = { name, place, normal: normalised(name), pieces: 0, count, at, isTwice: times.get(name) > 1 };
    at += bytes;
    return street;
  });
}

/** @param {Street} street @param {Uint8Array<ArrayBuffer>} raw @param {Header} header @returns {Generator<House>} */
function* readHouses(street, raw, header) {
  let at = street.at;
  const next = () => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = raw[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  const signed = () => {
    const value = next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  let number = 0;
  let [object, address, lat, lon] = [0, 0, 0, 0];
  for (let index = 0; index < street.count; index += 1) {
    number += next();
    const suffix = header.suffixes[next()] ?? "";
    const [objectPrefix, addressPrefix] = header.prefixes[next()] ?? ["", ""];
    object += signed();
    address += signed();
    lat += signed();
    lon += signed();
    yield {
      number,
      suffix,
      objectId: objectPrefix + String(object).padStart(10, "0"),
      addressId: addressPrefix + String(address).padStart(10, "0"),
      lat: lat / DEGREE_PARTS,
      lon: lon / DEGREE_PARTS,
    };
  }
}

/** @param {Street[]} streets @returns {Map<string, number[]>} */
function indexTrigrams(streets) {
  /** @type {Map<string, number[]>} */
  const index = new Map();
  streets.forEach((street, number) => {
    const pieces = trigramsOf(street.normal);
    street.pieces = pieces.length;
    for (const piece of pieces) {
      const there = index.get(piece);
      if (there) there.push(number);
      else index.set(piece, [number]);
    }
  });
  return index;
}

/** @param {string} normal @returns {string[]} each once; the start of a word counts as a piece too */
function trigramsOf(normal) {
  const pieces = new Set();
  for (const word of normal.split(" ")) {
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) pieces.add(padded.slice(at, at + 3));
    pieces.add(padded.slice(0, 2));
  }
  return [...pieces];
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function gunzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {string} */
function text(bytes) {
  return new TextDecoder().decode(bytes);
}
