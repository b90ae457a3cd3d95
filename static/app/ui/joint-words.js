/** What can be chosen of a joint visit, as its page offers it and as it is read back: id and label. */
/** @typedef {[string, string][]} Options */

/** @type {Options} */
export const GROUNDS = [
  ["handhaving_samen", "Afspraak convenant"],
  ["sterke_arm", "Sterke arm"],
  ["eigen_taak_politie", "Eigen taak politie"],
  ["veiligheid", "Veiligheid"],
];
/** @type {Options} */
export const SHARED = [
  ["vergunning", "Vergunning"],
  ["maatregelen", "Maatregelen"],
  ["niets", "Niets"],
];
/** @type {Options} */
export const OUR_PURPOSE = [
  ["toezicht_vergunning", "Toezicht op de vergunning"],
  ["toezicht_woning", "Gebruik van een woning"],
  ["hercontrole", "Hercontrole"],
];
/** @type {Options} */
export const THEIR_PURPOSE = [
  ["bijstand", "Bijstand"],
  ["opsporing", "Eigen onderzoek"],
  ["openbare_orde", "Openbare orde"],
  ["veiligheid", "Veiligheid"],
];
