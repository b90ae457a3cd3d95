// The dates of a proposal, as the phone shows them while offline; the twin of fieldapp/domain/deadlines.py.
// Both read tests/vectors/deadlines.json. Days are texts "YYYY-MM-DD" in Europe/Amsterdam.

/** @typedef {"hours"|"days"|"weeks"|"months"|"years"} Unit */
/** @typedef {{event: string, plain_end: string, last_day: string, steps: string[]}} Term */
/**
 * @typedef {object} TermOptions
 * @property {boolean} [statutory] set in a statute or by-law (default); false: set by a decision
 * @property {boolean} [excludedFromAtw] the statute itself excludes the Algemene termijnenwet
 * @property {boolean} [houseRule] a period set by a decision still ends on a working day
 * @property {readonly string[]} [equated] days made equal to a holiday
 */
/** @typedef {{zienswijze_until_on: string|null, herstel_until_on: string|null, hercontrole_on: string|null, why: string[]}} ProposalDates */

export const ZIENSWIJZE_DAYS = 14;

const WEEKDAYS = ["zo", "ma", "di", "wo", "do", "vr", "za"];
const MONTHS = [
  "januari", "februari", "maart", "april", "mei", "juni",
  "juli", "augustus", "september", "oktober", "november", "december",
];
/** @type {Record<Unit, [string, string]>} */
const WORDS = { hours: ["uur", "uur"], days: ["dag", "dagen"], weeks: ["week", "weken"], months: ["maand", "maanden"], years: ["jaar", "jaar"] };
/** @type {Record<Unit, number>} */
const LONGEST_EXTENDED = { hours: 0, days: 90, weeks: 12, months: 3, years: 0 };
const WITH_ZIENSWIJZE = new Set(["last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting", "schorsing_vergunning", "intrekking_vergunning"]);
const WITHOUT_CHECK = new Set(["geen_maatregel", "informeren_eigenaar"]);

/**
 * The last day of a period of `n` units that starts the day after `event`.
 * Source: Atw art. 1 lid 1, art. 2, art. 3, art. 4; Awb art. 6:8 lid 1.
 * @param {string} event
 * @param {number} n
 * @param {Unit} unit
 * @param {TermOptions} [options]
 * @returns {Term}
 */
export function endOfTerm(event, n, unit, options = {}) {
  const { statutory = true, excludedFromAtw = false, houseRule = false, equated = [] } = options;
  const plain = add(event, n, unit);
  const steps = [
    `De dag zelf telt niet mee: de termijn begint op ${dayText(addDays(event, 1))}.`,
    `${n} ${WORDS[unit][n === 1 ? 0 : 1]}: de laatste dag is ${dayText(plain)}.`,
  ];
  if (!statutory) {
    const last = houseRule ? nextWorkingDay(plain, equated) : plain;
    return { event, plain_end: plain, last_day: last, steps: [...steps, byDecision(plain, last, equated)] };
  }
  const exempt = exemptBecause(n, unit, excludedFromAtw);
  if (exempt) return { event, plain_end: plain, last_day: plain, steps: [...steps, exempt] };
  const longer = withTwoWorkingDays(event, plain, n, unit, equated);
  if (longer !== plain) steps.push(`Er moeten twee werkdagen in zitten: ${dayText(longer)} (Atw art. 2).`);
  const last = nextWorkingDay(longer, equated);
  if (last !== longer) steps.push(`${whyNotWorking(longer, last, equated)}: door naar ${dayText(last)} (Atw art. 1 lid 1).`);
  return { event, plain_end: plain, last_day: last, steps };
}

/**
 * The provisional dates of a proposal if the team lead decides and writes on `decidedOn`.
 * Source: Awb art. 4:8, 4:11, 5:32a lid 2.
 * @param {string} decidedOn
 * @param {{measure_type: string|null, term_days?: number|null, variant?: string|null}} advice
 * @param {{equated?: readonly string[], zienswijzeDays?: number}} [options]
 * @returns {ProposalDates}
 */
export function proposalDates(decidedOn, advice, options = {}) {
  const { equated = [], zienswijzeDays = ZIENSWIJZE_DAYS } = options;
  const measure = advice.measure_type ?? "geen_maatregel";
  const why = [];
  let zienswijze = null;
  let decisionOn = decidedOn;
  if (WITH_ZIENSWIJZE.has(measure) && !advice.variant) {
    zienswijze = byDecisionOn(decidedOn, zienswijzeDays, equated);
    decisionOn = nextWorkingDay(addDays(zienswijze, 1), equated);
    why.push(`Zienswijze tot en met ${dayText(zienswijze)}; daarna het besluit, op zijn vroegst ${dayText(decisionOn)}.`);
  }
  let herstel = null;
  if (advice.term_days) {
    herstel = byDecisionOn(decisionOn, advice.term_days, equated);
    why.push(`Hersteltermijn van ${advice.term_days} dagen: tot en met ${dayText(herstel)}.`);
  }
  let checkOn = null;
  if (!WITHOUT_CHECK.has(measure)) {
    checkOn = nextWorkingDay(addDays(herstel ?? decisionOn, 1), equated);
    why.push(`Hercontrole op de eerste werkdag daarna: ${dayText(checkOn)}.`);
  }
  return { zienswijze_until_on: zienswijze, herstel_until_on: herstel, hercontrole_on: checkOn, why };
}

/**
 * The generally recognised holidays of a year by day, without the days equated by decree.
 * Source: Atw art. 3 lid 1 and 2.
 * @param {number} year
 * @returns {Map<string, string>}
 */
export function publicHolidays(year) {
  const sunday = easter(year);
  const kingsDay = isoDay(year, 4, 27);
  return new Map([
    [isoDay(year, 1, 1), "Nieuwjaarsdag"],
    [addDays(sunday, -2), "Goede Vrijdag"],
    [addDays(sunday, 1), "tweede Paasdag"],
    [weekday(kingsDay) === 0 ? addDays(kingsDay, -1) : kingsDay, "Koningsdag"],
    [isoDay(year, 5, 5), "Bevrijdingsdag"],
    [addDays(sunday, 39), "Hemelvaartsdag"],
    [addDays(sunday, 50), "tweede Pinksterdag"],
    [isoDay(year, 12, 25), "eerste Kerstdag"],
    [isoDay(year, 12, 26), "tweede Kerstdag"],
  ]);
}

/**
 * Easter Sunday of a year (anonymous Gregorian computus).
 * @param {number} year
 * @returns {string}
 */
export function easter(year) {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const j = (((32 + 2 * e + 2 * i - h - k) % 7) + 7) % 7;
  const m = Math.floor((a + 11 * h + 22 * j) / 451);
  const n = h + j - 7 * m + 114;
  return isoDay(year, Math.floor(n / 31), (n % 31) + 1);
}

/**
 * @param {string} day
 * @param {readonly string[]} [equated]
 * @returns {boolean}
 */
export function isWorkingDay(day, equated = []) {
  return nameOfRest(day, equated) === null;
}

/**
 * `vr 20 november 2026`.
 * @param {string} day
 * @returns {string}
 */
export function dayText(day) {
  return `${WEEKDAYS[weekday(day)]} ${dateText(day)}`;
}

/**
 * `20 november 2026`.
 * @param {string} day
 * @returns {string}
 */
export function dateText(day) {
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

/**
 * The same date `n` months on, or the last day of that month when it has no such date.
 * @param {string} day
 * @param {number} n
 * @returns {string}
 */
export function addMonths(day, n) {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + n;
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  const lastDate = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return isoDay(year, month, Math.min(Number(day.slice(8)), lastDate));
}

/**
 * @param {string} day
 * @param {number} n
 * @returns {string}
 */
export function addDays(day, n) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

/** @param {string} event @param {number} n @param {Unit} unit @returns {string} */
function add(event, n, unit) {
  if (unit === "hours") return addDays(event, Math.ceil(n / 24));
  if (unit === "days") return addDays(event, n);
  if (unit === "weeks") return addDays(event, 7 * n);
  return addMonths(event, unit === "months" ? n : 12 * n);
}

/** @param {string} event @param {number} days @param {readonly string[]} equated @returns {string} */
function byDecisionOn(event, days, equated) {
  return endOfTerm(event, days, "days", { statutory: false, houseRule: true, equated }).last_day;
}

/** @param {number} n @param {Unit} unit @param {boolean} excluded @returns {string|null} */
function exemptBecause(n, unit, excluded) {
  if (excluded) return "De wet zelf sluit verlenging uit: de dag blijft staan.";
  if (n > LONGEST_EXTENDED[unit]) return "Een termijn van deze lengte wordt niet verlengd: de dag blijft staan (Atw art. 4).";
  return null;
}

/** @param {string} plain @param {string} last @param {readonly string[]} equated @returns {string} */
function byDecision(plain, last, equated) {
  if (last === plain) return "Het besluit bepaalt deze termijn: de Algemene termijnenwet verlengt hem niet.";
  return `${whyNotWorking(plain, last, equated)}: wij kiezen ${dayText(last)} (huisregel).`;
}

/** @param {string} event @param {string} plain @param {number} n @param {Unit} unit @param {readonly string[]} equated @returns {string} */
function withTwoWorkingDays(event, plain, n, unit, equated) {
  if (unit === "days" && n < 3) return plain;
  let end = plain;
  while (!hasTwoWorkingDays(event, end, equated)) end = addDays(end, 1);
  return end;
}

/** @param {string} event @param {string} end @param {readonly string[]} equated @returns {boolean} */
function hasTwoWorkingDays(event, end, equated) {
  let found = 0;
  for (let day = addDays(event, 1); day <= end && found < 2; day = addDays(day, 1)) {
    if (isWorkingDay(day, equated)) found += 1;
  }
  return found === 2;
}

/** @param {string} day @param {readonly string[]} equated @returns {string} */
function nextWorkingDay(day, equated) {
  let next = day;
  while (!isWorkingDay(next, equated)) next = addDays(next, 1);
  return next;
}

/** @param {string} first @param {string} until @param {readonly string[]} equated @returns {string} */
function whyNotWorking(first, until, equated) {
  const reasons = [];
  for (let day = first; day < until; day = addDays(day, 1)) reasons.push(`${dayText(day)} is ${nameOfRest(day, equated)}`);
  return reasons.join(", ");
}

/** @param {string} day @param {readonly string[]} equated @returns {string|null} */
function nameOfRest(day, equated) {
  const holiday = publicHolidays(Number(day.slice(0, 4))).get(day);
  if (holiday) return holiday;
  if (equated.includes(day)) return "gelijkgesteld met een feestdag";
  return { 6: "zaterdag", 0: "zondag" }[/** @type {0|6} */ (weekday(day))] ?? null;
}

/** @param {string} day @returns {number} */
function weekday(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`)).getUTCDay();
}

/** @param {number} year @param {number} month @param {number} day @returns {string} */
function isoDay(year, month, day) {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
