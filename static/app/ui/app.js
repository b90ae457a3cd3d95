/** Which screen is drawn: by the state of the phone first, by the route second. Most screens come when first shown. */
import { html, useEffect, useState } from "../lib/html.js";
import { phone } from "../sync/phone.js";
import { isWhole } from "../sync/state.js";
import { menuOpen, route } from "./navigation.js";
import { UnlockPage } from "./unlock-page.js";

/** Screens by route name. @type {Record<string, () => Promise<any>>} */
const SCREENS = {
  vandaag: () => import("./today-page.js").then((module) => module.TodayPage),
  panden: () => import("./premises-list-page.js").then((module) => module.PremisesListPage),
  pand: () => import("./premises-page.js").then((module) => module.PremisesPage),
  start: () => import("./start-page.js").then((module) => module.StartPage),
  toestemming: () => import("./consent-page.js").then((module) => module.ConsentPage),
  machtiging: () => import("./machtiging-page.js").then((module) => module.MachtigingPage),
  "geen-toestemming": () => import("./refused-page.js").then((module) => module.RefusedPage),
  bezoek: () => import("./visit-page.js").then((module) => module.VisitPage),
  bevinding: () => import("./finding-page.js").then((module) => module.FindingPage),
  maatregel: () => import("./measure-page.js").then((module) => module.MeasurePage),
  samen: () => import("./joint-page.js").then((module) => module.JointPage),
  afronden: () => import("./close-page.js").then((module) => module.ClosePage),
  verzenden: () => import("./queue-page.js").then((module) => module.QueuePage),
  teruggestuurd: () => import("./returned-page.js").then((module) => module.ReturnedPage),
  "twee-versies": () => import("./versions-page.js").then((module) => module.VersionsPage),
  hulpkaart: () => import("./help-page.js").then((module) => module.HelpPage),
  koppelen: () => import("./enrol-page.js").then((module) => module.EnrolPage),
  menu: () => import("./menu-sheet.js").then((module) => module.MenuSheet),
  einde: () => import("./end-page.js").then((module) => module.EndPage),
  code: () => import("./quick-lock.js").then((module) => module.QuickLock),
  wachten: () => import("./wait-page.js").then((module) => module.WaitPage),
  fout: () => import("./broken-page.js").then((module) => module.BrokenPage),
};

/** Components that were loaded; the lock screen comes with the start. @type {Map<string, any>} */
const loaded = new Map([["ontgrendelen", UnlockPage]]);

/** States of the phone that leave no choice of screen. @type {Record<string, string>} */
const GATES = {
  new: "koppelen",
  locked: "ontgrendelen",
  screen_locked: "code",
  taken_in: "einde",
  revoked: "einde",
  emptied: "einde",
  unsupported: "einde",
};

/** Screens that may show any document; the others need what is read first. */
const NEED_ALL = new Set(["panden", "pand", "twee-versies", "verzenden"]);

export function App() {
  const { state } = phone.value;
  const gate = state === "emptied" && route.value.screen === "koppelen" ? "koppelen" : GATES[state];
  if (state === "starting") return html`<main class="th-gate" aria-busy="true"><h1 class="th-only-read">Toezicht start</h1></main>`;
  if (gate) return html`<${Loaded} name=${gate} key=${gate} />`;
  const { screen, id, part } = route.value;
  const name = !isWhole.value && NEED_ALL.has(screen) ? "wachten" : screen === "koppelen" ? "vandaag" : screen;
  return html`<${Loaded} name=${name} key=${`${name}/${id}/${part}`} id=${id} part=${part} query=${route.value.query} />
    ${menuOpen.value && html`<${Loaded} name="menu" />`}`;
}

/** @param {{name: string, id?: string, part?: string, query?: URLSearchParams}} props */
function Loaded({ name, ...props }) {
  const [, setTick] = useState(0);
  const [failed, setFailed] = useState(false);
  const Component = loaded.get(name);
  useEffect(() => {
    if (Component) return; // what came since it was drawn has to be drawn too
    /** @type {() => Promise<any>} */ (SCREENS[name])().then(
      (component) => {
        loaded.set(name, component);
        setTick((tick) => tick + 1);
      },
      (error) => {
        console.error(error);
        setFailed(true);
      },
    );
  }, [name]);
  if (Component) return html`<${Component} ...${props} />`;
  return failed && name !== "fout" ? html`<${Loaded} name="fout" />` : null;
}

/** The lock screen comes first and alone; what comes after it is fetched while the words are typed. */
export function fetchAhead() {
  for (const name of ["vandaag", "bezoek", "code"]) /** @type {() => Promise<any>} */ (SCREENS[name])().catch(() => {});
  import("../lib/dates.js").then(({ makeReady }) => makeReady()).catch(() => {});
}
