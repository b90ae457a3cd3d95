/** The place: after a kill the same screen returns, scrolled to where it was. */
import { effect, untracked } from "./lib/html.js";
import { loadDraft, saveDraft } from "./sync/drafts.js";
import { phone } from "./sync/state.js";
import { follow, forgetNames, goInstead, isLost, knownNames, learnNames, parse, route } from "./ui/navigation.js";

/** The keys are in memory. */
const OPEN = new Set(["open", "record_only", "screen_locked"]);

export function watchPlace() {
  addEventListener("scroll", keepScroll, { passive: true });
  addEventListener("contextmenu", keepNames); // a link got its name just before: the new tab has it from the sealed place
  addEventListener("pointerdown", (event) => event.button === 1 && keepNames());
  effect(() => {
    if (route.value) keepPlace(0); // at once: the battery may die in the next tenth of a second
  });
  effect(() => {
    if (!OPEN.has(phone.value.state)) untracked(forgetPlace);
  });
}

/** Nothing of it stays in memory; the next unlock reads it again. */
function forgetPlace() {
  returned = false;
  clearTimeout(scrollTimer);
  forgetNames();
}

let scrollTimer = 0;

const keepNames = () => keepPlace(Math.round(scrollY));

/** Scrolling tells many times a second; where it ends is enough. */
function keepScroll() {
  clearTimeout(scrollTimer);
  scrollTimer = setTimeout(() => keepPlace(Math.round(scrollY)), 300);
}

/** Keep the route and the scroll position, encrypted. The first screen after an unlock may not overwrite the place.
 * @param {number} scroll */
function keepPlace(scroll) {
  const { hash, screen } = route.value;
  if (!returned || screen === "koppelen") return;
  clearTimeout(scrollTimer);
  saveDraft("place", { hash, scroll, names: knownNames() }).catch(() => {
    // Locked meanwhile, or no room: the place is a comfort, never a reason to trouble anyone.
  });
}

let returned = false;

/** After an unlock: go to where this person was, unless the address bar says where to be. */
export async function returnToPlace() {
  if (returned) return;
  const place = await loadDraft("place").catch(() => null);
  if (!OPEN.has(phone.value.state)) return; // locked meanwhile
  returned = true;
  learnNames(place?.names ?? []);
  const asked = location.hash !== "" && !isLost(location.hash) && !location.hash.startsWith("#/koppelen");
  if (place && (!asked || place.hash === location.hash)) {
    goInstead(place.hash);
    scrollWhenTall(place.scroll, 40);
  } else if (!asked) {
    goInstead("#/vandaag");
  } else follow();
}

/** The screen is drawn a moment later, so the page may not be tall enough yet. @param {number} top @param {number} tries */
function scrollWhenTall(top, tries) {
  if (!top || parse(location.hash).hash !== route.value.hash) return;
  if (document.documentElement.scrollHeight - innerHeight >= top || tries === 0) scrollTo(0, top);
  else setTimeout(() => scrollWhenTall(top, tries - 1), 50);
}
