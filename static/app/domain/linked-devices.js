/** Phones in somebody's name: which are news to her, and which she may call hers from here. */

/** @typedef {import("../types.js").Shown} Shown */

const LATELY_MS = 14 * 24 * 3600 * 1000;

/**
 * Phones in use that were linked after this one, in the last two weeks, the newest first.
 * @param {Shown[]} devices those of this person @param {number | undefined} own number of this phone
 * @param {string[]} seen ids @param {number} now ms
 */
export function linkedLately(devices, own, seen, now) {
  const at = (/** @type {Shown} */ device) => Date.parse(device.fields.enrolled_at ?? "");
  const mine = devices.find(({ fields }) => fields.number === own);
  const others = devices.filter((one) => one !== mine && one.fields.state === "enrolled" && !one.fields.confirmed_at && !seen.includes(one.id));
  return others.filter((one) => now - at(one) <= LATELY_MS && !(mine && at(one) <= at(mine))).sort((a, b) => at(b) - at(a));
}

/**
 * Who made the code of a device, as long as its owner did not say that it is hers: that person does not decide on what it wrote.
 * @param {Shown | undefined} device @param {string | undefined} owner
 */
export const linker = (device, owner) =>
  !device || device.fields.confirmed_at || ["system", owner].includes(device.fields.issued_by) ? undefined : device.fields.issued_by;

/**
 * Whether this phone may say so for another one: it came by another hand itself.
 * @param {Shown} device @param {Shown | undefined} mine @param {string | undefined} owner
 */
export const mayConfirm = (device, mine, owner) => {
  const by = linker(device, owner);
  return by !== undefined && linker(mine, owner) !== by;
};
