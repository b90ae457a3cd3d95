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

/**
 * Addresses that would name premises. A browser writes addresses in its history, in the clear, and the id of premises can be
 * worked out from public data: so they bear a name by chance, that only this phone can tell.
 */
const NAMES_PREMISES = /^(#\/(?:pand|twee-versies)\/)([\w-]+)/;
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const NAMES_AT_MOST = 100;

/** What the names stand for. @type {Map<string, string>} */
const names = new Map();

/** The names of the last premises that were opened, to be kept sealed. */
export const knownNames = () => [...names].slice(-NAMES_AT_MOST);

/** @param {[string, string][]} known as they were kept */
export function learnNames(known) {
  for (const [name, id] of known) names.set(name, id);
}

/** Who locked the phone leaves nothing in memory of which premises were opened; what was kept sealed tells it again. */
export function forgetNames() {
  names.clear();
  if (isLost(route.value.hash)) route.value = parse("");
}

/** The same address as a browser may write it down. @param {string} hash @returns {string} */
export const hidden = (hash) => hash.replace(NAMES_PREMISES, (_, path, id) => path + (ID.test(id) ? nameOf(id) : id));

/** @param {string} id */
function nameOf(id) {
  const known = [...names].find(([, one]) => one === id)?.[0];
  const name = known ?? `p${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  names.delete(name); // the last one opened comes last
  names.set(name, id);
  return name;
}

/** Whether nobody here can tell what this address is about. @param {string} hash */
export function isLost(hash) {
  const id = NAMES_PREMISES.exec(hash)?.[2];
  return id !== undefined && !ID.test(id) && !names.has(id);
}

/** @param {string} hash @returns {Route} */
export function parse(hash) {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  for (const [pattern, screen] of isLost(hash) ? [] : PATTERNS) {
    const [, id = "", part = ""] = pattern.exec(path) ?? [];
    if (pattern.test(path)) return { screen, id: names.get(id) ?? id, part, query: new URLSearchParams(query), hash };
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
  location.hash = hidden(hash);
}

/** @param {Event} event */
const linkIn = (event) => /** @type {Element} */ (event.target).closest?.("a[href^='#/']");

/** Before a long press or another button can open it in a new tab, whose first address the browser writes down. @param {Event} event */
export function veilLink(event) {
  const link = linkIn(event);
  const hash = link?.getAttribute("href") ?? "";
  if (hidden(hash) !== hash) link?.setAttribute("href", hidden(hash));
}

/** A link to premises is followed under another name than the one it bears. @param {MouseEvent} event */
export function followLink(event) {
  const link = linkIn(event);
  const hash = link?.getAttribute("href") ?? "";
  if (event.defaultPrevented || hidden(hash) === hash) return;
  event.preventDefault();
  go(hash);
}

/** The same, without a new step in the history. @param {string} hash */
export function goInstead(hash) {
  history.replaceState(null, "", hidden(hash));
  follow();
}

/** Take over what the address bar says. */
export function follow() {
  if (hidden(location.hash) !== location.hash) history.replaceState(null, "", hidden(location.hash));
  const next = parse(location.hash);
  if (next.hash === route.value.hash && next.id === route.value.id) return;
  const sameScreen = next.screen === route.value.screen && next.id === route.value.id && next.part === route.value.part;
  route.value = next;
  if (!sameScreen) scrollTo(0, 0);
}
