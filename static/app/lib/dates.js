/** Days and moments as people read them: Dutch, in the time of Europe/Amsterdam. */

const ZONE = "Europe/Amsterdam";

/** A slow phone needs some milliseconds to make a formatter, so each is made when first used. @param {string} locale @param {Intl.DateTimeFormatOptions} options */
function formatter(locale, options) {
  /** @type {Intl.DateTimeFormat | undefined} */
  let made;
  return (/** @type {Date} */ day) => (made ??= new Intl.DateTimeFormat(locale, options)).format(day);
}

const time = formatter("nl-NL", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const isoDay = formatter("sv-SE", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const weekday = formatter("nl-NL", { timeZone: "UTC", weekday: "short" });
const weekdayLong = formatter("nl-NL", { timeZone: "UTC", weekday: "long" });
const monthDay = formatter("nl-NL", { timeZone: "UTC", day: "numeric", month: "long" });
const monthDayYear = formatter("nl-NL", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });

/** "21:14" of an instant. @param {string | number | Date} iso */
export const clock = (iso) => time(new Date(iso));

/** The calendar day of an instant, "2026-11-21". @param {string | number | Date} iso */
export const dayOn = (iso) => isoDay(new Date(iso));

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MINUTES = 1440;

/** The last instant at which the clock in Amsterdam said so, over a change to summer time too. @param {string} said "21:40" @param {number} [now] ms @returns {string} */
export function lastInstantOf(said, now = Date.now()) {
  const minutes = (/** @type {string} */ at) => Number(at.slice(0, 2)) * 60 + Number(at.slice(3, 5));
  const back = (minutes(clock(now)) - minutes(said) + DAY_MINUTES) % DAY_MINUTES;
  const near = Math.floor(now / MINUTE_MS) * MINUTE_MS - back * MINUTE_MS;
  const moved = [0, HOUR_MS, -HOUR_MS].find((move) => near + move <= now && clock(near + move) === said) ?? 0;
  return new Date(near + moved).toISOString();
}

/** Today, "2026-11-21". @param {number} [now] ms */
export const todayOn = (now = Date.now()) => dayOn(now);

/** @param {string} on a day, or an instant of which the day is taken */
function noon(on) {
  return new Date(`${on.length > 10 ? dayOn(on) : on}T12:00:00Z`);
}

/** "vr 4 december". @param {string} on */
export const dayShort = (on) => `${weekday(noon(on)).replace(".", "")} ${monthDay(noon(on))}`;

/** "vrijdag 4 december". @param {string} on */
export const dayLong = (on) => `${weekdayLong(noon(on))} ${monthDay(noon(on))}`;

/** "4 december 2026". @param {string} on */
export const dayFull = (on) => monthDayYear(noon(on));

/** The day `days` later, "2026-11-28". @param {string} on @param {number} days */
export function addDays(on, days) {
  const day = noon(on);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/**
 * "21:14" today, "gisteren 22:58", else "vr 4 december 21:14".
 * @param {string | number} iso an instant
 * @param {string | number} [now] an instant
 */
export function momentText(iso, now = Date.now()) {
  const day = dayOn(iso);
  if (day === dayOn(now)) return clock(iso);
  if (day === addDays(dayOn(now), -1)) return `gisteren ${clock(iso)}`;
  return `${dayShort(day)} ${clock(iso)}`;
}

/** Makes the formatters while nobody waits: the first screen after an unlock asks for most of them. */
export function makeReady() {
  momentText(0);
  dayLong(todayOn());
}
