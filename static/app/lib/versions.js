/** Versions of documents: the position in the log and what tells two logs apart, as "5512.9f3c2a01". */

/** The position in a version. @param {string} version */
export const positionOf = (version) => Number.parseInt(version, 10);

/** The version with the highest position. @param {Iterable<{version: string}>} documents @param {string | null} [known] a version that counts too @returns {string | null} */
export function highest(documents, known = null) {
  let [top, position] = [known, known === null ? -1 : positionOf(known)];
  for (const { version } of documents) {
    const at = positionOf(version);
    if (at > position) [top, position] = [version, at];
  }
  return top;
}
