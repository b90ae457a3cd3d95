/** The four tabs of the inspector. During a visit they give way to the action bar. */
import { html } from "../lib/html.js";
import { strip } from "../sync/watch.js";
import { Icon } from "./icon.js";
import { count } from "./words.js";

const TABS = [
  { id: "vandaag", label: "Vandaag", icon: "list-check" },
  { id: "panden", label: "Panden", icon: "building-store" },
  { id: "hulpkaart", label: "Hulpkaart", icon: "lifebuoy" },
  { id: "verzenden", label: "Verzenden", icon: "cloud-upload" },
];

/** @param {{current: string}} props */
export function TabBar({ current }) {
  const unsent = strip.value.unsent ?? 0;
  return html`<nav class="th-tabbar" aria-label="Hoofdmenu">
    ${TABS.map(
      (tab) =>
        html`<a key=${tab.id} href="#/${tab.id}" aria-current=${tab.id === current ? "page" : undefined}>
          <${Icon} name=${tab.icon} />
          <span>${tab.label}</span>
          ${tab.id === "verzenden" &&
          unsent > 0 &&
          html`<span class="th-tabbar__count"
            >${unsent}<span class="th-only-read"> ${count(unsent, "wijziging", "wijzigingen").replace(/^\d+ /, "")}</span></span
          >`}
        </a>`,
    )}
  </nav>`;
}
