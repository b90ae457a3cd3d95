/** Start of the field app: open the phone, draw, follow the address bar, keep the shell fresh. */
import { effect, html, render, untracked } from "./lib/html.js";
import { returnToPlace, startRouter } from "./router.js";
import { phone, start } from "./sync/phone.js";
import { App, fetchAhead } from "./ui/app.js";
import { watchIdle } from "./ui/idle-lock.js";
import { rememberTheme } from "./ui/theme.js";
import { watchShell } from "./ui/update.js";

const begun = start(); // the databases open while the page is made
const root = /** @type {HTMLElement} */ (document.getElementById("app"));
render(html`<${App} />`, root);
startRouter();
effect(() => {
  if (phone.value.state !== "open" && phone.value.state !== "record_only") return;
  untracked(() => {
    returnToPlace();
    rememberTheme();
  });
});
watchIdle();
await begun;
watchShell();
fetchAhead();
