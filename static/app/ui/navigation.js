/** Where the app is: the route of the address bar as a signal, and the ways to go elsewhere. */
import { signal } from "../lib/html.js";

/**
 * @typedef {{screen: string, id: string, part: string, query: URLSearchParams, hash: string}} Route
 *   `id` is the document, `part` what follows it (an item, a finding, an outcome).
 */

/** Patterns in order; the groups are the document and what follows it. @type {[RegExp, string][]} */
const PATTERNS = [
  [/^\/vandaag$/, "vandaag"],
  [/^\/panden$/, "panden"],
  [/^\/pand\/([\w-]+)$/, "pand"],
  [/^\/bezoek\/([\w-]+)$/, "bezoek"],
  [/^\/bezoek\/([\w-]+)\/start$/, "start"],
  [/^\/bezoek\/([\w-]+)\/toestemming$/, "toestemming"],
  [/^\/bezoek\/([\w-]+)\/machtiging$/, "machtiging"],
  [/^\/bezoek\/([\w-]+)\/geen-toestemming$/, "geen-toestemming"],
  [/^\/bezoek\/([\w-]+)\/bevinding\/([\w-]+)$/, "bevinding"],
  [/^\/bezoek\/([\w-]+)\/maatregel\/([\w-]+)$/, "maatregel"],
  [/^\/bezoek\/([\w-]+)\/samen$/, "samen"],
  [/^\/bezoek\/([\w-]+)\/afronden(?:\/([\w-]+))?$/, "afronden"],
  [/^\/bezoek\/([\w-]+)\/hulpkaart$/, "hulpkaart"],
  [/^\/twee-versies\/([\w-]+)$/, "twee-versies"],
  [/^\/verzenden$/, "verzenden"],
  [/^\/voorstel\/([\w-]+)$/, "teruggestuurd"],
  [/^\/hulpkaart$/, "hulpkaart"],
  [/^\/koppelen(?:\/([\w-]+))?$/, "koppelen"],
];

/** @param {string} hash @returns {Route} */
export function parse(hash) {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  for (const [pattern, screen] of PATTERNS) {
    const found = pattern.exec(path);
    if (found) {
      return { screen, id: found[1] ?? "", part: found[2] ?? "", query: new URLSearchParams(query), hash };
    }
  }
  return { screen: "vandaag", id: "", part: "", query: new URLSearchParams(), hash: "#/vandaag" };
}

export const route = signal(parse(location.hash));

/** Whether the menu is open, and for which visit; the sheet itself is loaded when first opened. */
export const menuOpen = signal(/** @type {{visitId?: string} | null} */ (null));

/** What the next screen says once, for example that something was kept. */
export const toast = signal("");

/** @param {string} hash */
export function go(hash) {
  location.hash = hash;
}

/** The same, without a new step in the history. @param {string} hash */
export function goInstead(hash) {
  history.replaceState(null, "", hash);
  follow();
}

/** Take over what the address bar says. */
export function follow() {
  const next = parse(location.hash);
  if (next.hash === route.value.hash) return;
  const sameScreen = next.screen === route.value.screen && next.id === route.value.id && next.part === route.value.part;
  route.value = next;
  if (!sameScreen) scrollTo(0, 0);
}
