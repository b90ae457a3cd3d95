/** Start of the field app: open the phone and draw. What the lock screen does not need is fetched when it has been drawn. */
import { effect, html, render, untracked } from "./lib/html.js";
import { lockNow, phone, start } from "./sync/phone.js";
import { App, fetchAhead } from "./ui/app.js";
import { follow, followLink, veilLink } from "./ui/navigation.js";

const FETCH_MS = 1000;
const begun = start(); // the databases open while the page is made
const root = /** @type {HTMLElement} */ (document.getElementById("app"));
render(html`<${App} />`, root);
addEventListener("hashchange", follow);
addEventListener("click", followLink);
for (const pressed of ["pointerdown", "contextmenu"]) addEventListener(pressed, veilLink);
effect(() => {
  if (phone.value.state !== "open" && phone.value.state !== "record_only") return;
  untracked(() => import("./inside.js").then(({ opened }) => opened(), lockNow)); // an app that cannot lock itself does not stay open
});
await begun;
const whenIdle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, FETCH_MS / 2));
whenIdle(
  () => {
    fetchAhead();
    import("./inside.js").catch(() => {}); // asked for again at the unlock
    import("./ui/update.js").then(({ watchShell }) => watchShell());
  },
  { timeout: FETCH_MS },
);
