// The guard on free text: nothing that could say who works or lives at an address; the twin of
// fieldapp/domain/text_guard.py. Patterns, names and words come from the policy; both read
// tests/vectors/text_guard.json. The text itself never leaves the phone to be checked.

/**
 * @typedef {object} Hit
 * @property {string} kind bsn, phone, email, iban, document_number, licence_plate, birth_date, url, name, sensitive_word
 * @property {number} start
 * @property {number} end
 * @property {boolean} blocks it cannot be saved; else the maker is asked
 * @property {string} word as written
 * @property {string} replacement what "Haal weg" puts in its place
 */
/** @typedef {{kind: string, title: string, text: string, remove: string, keep: string|null}} Message */
/** @typedef {Record<string, any>} Rules the content of the guard policy */
/** @typedef {(word: string, rules: Rules) => number} Check how many characters of a match count; 0: none */
/** @typedef {{patterns: {kind: string, check: Check, regex: RegExp}[], names: {why: string, regex: RegExp}[], known: Set<string>, anyCase: Set<string>, notNames: Set<string>, words: RegExp, stems: string[], notSensitive: Set<string>}} Compiled */

/** @type {Record<string, Check>} */
const CHECKS = { bsn: checkBsn, iban: checkIban, phone: checkPhone, document: checkDocument, plate: checkPlate };

/** Characters: shorter words in capitals are abbreviations. */
const SHORTEST_IN_CAPITALS = 4;

/** @type {WeakMap<Rules, Compiled>} */
const compiledRules = new WeakMap();

/**
 * What in this text may not, or perhaps should not, be kept, in reading order.
 * @param {string} text
 * @param {Rules} rules
 * @param {readonly string[]} [allowed] numbers and names that belong here, such as the zaaknummer of the visit
 * @returns {Hit[]}
 */
export function checkText(text, rules, allowed = []) {
  const folded = text.split("").map((char) => rules.fold[char] ?? char).join("");
  const free = freeSpans(folded, allowed);
  const permitted = new Set(allowed.map(bare));
  const found = candidates(folded, rules)
    .filter(({ start, end }) => !free.some(([first, last]) => first <= start && end <= last))
    .map(({ kind, start, end }) => ({
      kind,
      start,
      end,
      blocks: Boolean(rules.blocks[kind]),
      word: text.slice(start, end),
      replacement: String(rules.replacement[kind]),
    }))
    .filter((hit) => !permitted.has(bare(hit.word)));
  return withoutOverlap(found);
}

/**
 * The text with what was hit replaced by the role; the sentence stays.
 * @param {string} text
 * @param {Hit} hit
 * @returns {string}
 */
export function replaceByRole(text, hit) {
  const before = text.slice(0, hit.start);
  const isStart = before.trim() === "" || /[.!?]\s+$/.test(before);
  const role = isStart ? hit.replacement.charAt(0).toUpperCase() + hit.replacement.slice(1) : hit.replacement;
  return before + role + text.slice(hit.end);
}

/**
 * The words to show for a hit.
 * @param {Hit} hit
 * @param {Rules} rules
 * @returns {Message}
 */
export function messageFor(hit, rules) {
  return rules.messages.find((/** @type {Message} */ message) => message.kind === hit.kind);
}

/**
 * Whether nine digits can be a BSN.
 * @param {string} digits
 * @returns {boolean}
 */
export function passesElevenTest(digits) {
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  const total = weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
  return total % 11 === 0 && digits !== "000000000";
}

/** @param {string} folded @param {Rules} rules @returns {{kind: string, start: number, end: number}[]} */
function candidates(folded, rules) {
  const compiled = compile(rules);
  const found = [];
  for (const { kind, check, regex } of compiled.patterns) {
    found.push(...matches(regex, folded, (word) => check(word, rules)).map((span) => ({ kind, ...span })));
  }
  for (const { why, regex } of compiled.names) {
    const accept = (/** @type {string} */ said) => (isName(why, said, compiled) ? said.length : 0);
    found.push(...matches(regex, folded, accept).map((span) => ({ kind: "name", ...span })));
  }
  const isSensitive = (/** @type {string} */ said) => (hasSensitiveStem(said.toLowerCase(), compiled) ? said.length : 0);
  for (const match of folded.matchAll(compiled.words)) {
    if (isSensitive(match[0])) found.push({ kind: "sensitive_word", start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/**
 * Each match that its check accepts; after a refusal the search goes on at the next character.
 * @param {RegExp} regex
 * @param {string} folded
 * @param {(word: string) => number} accept
 * @returns {{start: number, end: number}[]}
 */
function matches(regex, folded, accept) {
  const found = [];
  regex.lastIndex = 0;
  for (let match = regex.exec(folded); match; match = regex.exec(folded)) {
    const length = accept(match[0]);
    if (length > 0) found.push({ start: match.index, end: match.index + length });
    regex.lastIndex = match.index + Math.max(length, 1);
  }
  return found;
}

/** @param {Rules} rules @returns {Compiled} */
function compile(rules) {
  const kept = compiledRules.get(rules);
  if (kept) return kept;
  /** @type {string[]} */
  const names = rules.names;
  /** @type {Compiled} */
  const compiled = {
    patterns: rules.patterns.map((/** @type {Record<string, any>} */ rule) => ({
      kind: rule.kind,
      check: rule.check ? CHECKS[rule.check] : (/** @type {string} */ word) => word.length,
      regex: new RegExp(rule.pattern, `g${rule.flags}`),
    })),
    names: rules.name_patterns.map((/** @type {Record<string, any>} */ rule) => ({ why: rule.why, regex: new RegExp(rule.pattern, "g") })),
    known: new Set(names),
    anyCase: new Set(names.filter((name) => name.length >= 6).map((name) => name.toLowerCase())),
    notNames: new Set(rules.not_names),
    words: new RegExp(`[${rules.letters}]+(?:-[${rules.letters}]+)*`, "g"),
    stems: Object.values(rules.sensitive_stems).flat(),
    notSensitive: new Set(rules.not_sensitive),
  };
  compiledRules.set(rules, compiled);
  return compiled;
}

/** @type {Check} */
function checkBsn(word) {
  if (/^(?:19|20)[0-9]{2}[ .\-/][0-9]{5}$/.test(word)) return 0;
  return passesElevenTest(word.replace(/[^0-9]/g, "")) ? word.length : 0;
}

/** @type {Check} */
function checkIban(word, rules) {
  const size = rules.iban_lengths[word.slice(0, 2).toUpperCase()] ?? 0;
  const places = [...word.matchAll(/[A-Za-z0-9]/g)].map((match) => match.index);
  const last = places[size - 1];
  if (size === 0 || last === undefined) return 0;
  const plain = places.slice(0, size).map((index) => word.charAt(index)).join("").toUpperCase();
  let remainder = 0;
  for (const char of plain.slice(4) + plain.slice(0, 4)) {
    for (const digit of String(parseInt(char, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1 ? last + 1 : 0;
}

/** @type {Check} */
function checkPhone(word) {
  const isDateOrHours = /^(?:[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)[0-9]{2}|[0-9]{2}\.[0-9]{2} ?- ?[0-9]{2}\.[0-9]{2})/.test(word);
  return isDateOrHours ? 0 : word.length;
}

/** @type {Check} */
function checkDocument(word) {
  return /(?<![0-9])[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)[0-9]{2}$/.test(word) ? 0 : word.length;
}

/** @type {Check} */
function checkPlate(word) {
  const plate = word.toLowerCase().replace(/^kenteken[^a-z0-9]*(?:is |van |nummer )?/, "").replace(/[^a-z0-9]/g, "");
  const fits = plate.length >= 6 && plate.length <= 8 && /[0-9]/.test(plate) && /[a-z]/.test(plate);
  return fits ? word.length : 0;
}

/** @param {string} why @param {string} said @param {Compiled} compiled @returns {boolean} */
function isName(why, said, { known, anyCase, notNames }) {
  const words = said.split(" ");
  const first = words[0] ?? "";
  const last = words.at(-1) ?? "";
  if (why === "title" || why === "called") return true;
  if (why === "initials") return !notNames.has(first) && !notNames.has(last.split(".").at(-1) ?? "");
  if (why === "two_words") return !notNames.has(first) && !notNames.has(last);
  const name = said.length >= SHORTEST_IN_CAPITALS && said === said.toUpperCase() ? said.charAt(0) + said.slice(1).toLowerCase() : said;
  return !notNames.has(name) && (known.has(name) || anyCase.has(name.toLowerCase()));
}

/** @param {string} word @param {Compiled} compiled @returns {boolean} */
function hasSensitiveStem(word, { stems, notSensitive }) {
  if (notSensitive.has(word)) return false;
  return stems.some((stem) => (stem.length <= 4 ? word.split("-").includes(stem) : word.startsWith(stem)));
}

/** @param {string} folded @param {readonly string[]} allowed @returns {[number, number][]} */
function freeSpans(folded, allowed) {
  const text = folded.toLowerCase();
  /** @type {[number, number][]} */
  const spans = [];
  for (const one of allowed.filter(Boolean).map((word) => word.toLowerCase())) {
    for (let at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) spans.push([at, at + one.length]);
  }
  return spans;
}

/** @param {string} word @returns {string} */
function bare(word) {
  return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** @param {Hit[]} hits @returns {Hit[]} */
function withoutOverlap(hits) {
  /** @type {Hit[]} */
  const kept = [];
  const order = (/** @type {Hit} */ a, /** @type {Hit} */ b) =>
    Number(b.blocks) - Number(a.blocks) || b.end - b.start - (a.end - a.start) || a.start - b.start || (a.kind < b.kind ? -1 : Number(a.kind > b.kind));
  for (const hit of [...hits].sort(order)) {
    if (kept.every((other) => hit.end <= other.start || other.end <= hit.start)) kept.push(hit);
  }
  return kept.sort((a, b) => a.start - b.start);
}
