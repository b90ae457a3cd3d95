/** The place: after a kill the same screen returns, scrolled to where it was. */
import { effect } from "./lib/html.js";
import { loadDraft, saveDraft } from "./sync/drafts.js";
import { goInstead, parse, route } from "./ui/navigation.js";

export function watchPlace() {
  addEventListener("scroll", keepScroll, { passive: true });
  effect(() => {
    if (route.value) keepPlace(0); // at once: the battery may die in the next tenth of a second
  });
}

let scrollTimer = 0;

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
  saveDraft("place", { hash, scroll }).catch(() => {
    // Locked meanwhile, or no room: the place is a comfort, never a reason to trouble anyone.
  });
}

let returned = false;

/** After an unlock: go to where this person was, unless the address bar says where to be. */
export async function returnToPlace() {
  if (returned) return;
  const place = await loadDraft("place").catch(() => null);
  returned = true;
  const asked = location.hash !== "" && !location.hash.startsWith("#/koppelen");
  if (place && (!asked || place.hash === location.hash)) {
    goInstead(place.hash);
    scrollWhenTall(place.scroll, 40);
  } else if (!asked) {
    goInstead("#/vandaag");
  }
}

/** The screen is drawn a moment later, so the page may not be tall enough yet. @param {number} top @param {number} tries */
function scrollWhenTall(top, tries) {
  if (!top || parse(location.hash).hash !== route.value.hash) return;
  if (document.documentElement.scrollHeight - innerHeight >= top || tries === 0) scrollTo(0, top);
  else setTimeout(() => scrollWhenTall(top, tries - 1), 50);
}
