/** Verzenden: what waits, what needs a choice, what came back, what the gemeente has. Never says more than is known. */
import { clock, momentText } from "../lib/dates.js";
import { html, useEffect, useState } from "../lib/html.js";
import { nextTryMs, reachable, trouble } from "../sync/contact.js";
import { syncNow } from "../sync/loop.js";
import { askNotices } from "../sync/notices.js";
import { persisted, phone } from "../sync/phone.js";
import { heldText, operationText, readReasons, reasonText } from "../sync/reasons.js";
import { confirmed } from "../sync/receipts.js";
import { free, hasLittleRoom, hasNoRoomForPhotos, measureStorage, photosThatFit } from "../sync/room.js";
import { decisions, documents, me, people, queue, setSeen, strip, unreadable } from "../sync/watch.js";
import { addressOf, checklistOf, consentOf, outcomeOf, photosOf } from "./facts.js";
import { Icon } from "./icon.js";
import { labelOf, valueWords } from "./said.js";
import { useOnce } from "./saving.js";
import { RescueCard } from "./rescue-card.js";
import { Screen } from "./screen.js";
import { UpdateNotice } from "./update-notice.js";
import { MEASURE_TYPES, OUTCOMES, count, sizeText, small } from "./words.js";

/** @type {Record<string, {words: string, tone: string}>} */
const STATES = {
  waiting: { words: "Wacht", tone: "warn" },
  sending: { words: "Bezig", tone: "info" },
  sent: { words: "Verzonden", tone: "ok" },
  held: { words: "Niet aangekomen", tone: "bad" },
  conflict: { words: "Keuze nodig", tone: "bad" },
  closed: { words: "Gesloten door kantoor", tone: "bad" },
  damaged: { words: "Niet aangekomen", tone: "bad" },
  taken_in: { words: "Overgenomen door kantoor", tone: "ok" },
};

/** The gemeente has it, whatever became of it. */
const RECEIVED = new Set(["sent", "conflict", "closed", "taken_in", "damaged"]);

const OFFLINE = "Nog geen verbinding. De app probeert het vanzelf.";

export function QueuePage() {
  const [answer, setAnswer] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    measureStorage();
    readReasons();
  }, []);
  const rows = queue.value;
  const waiting = rows.filter((row) => row.state === "waiting" || row.state === "sending");
  const held = rows.filter((row) => row.state === "held");
  const sent = newestOfEach(rows.filter((row) => RECEIVED.has(row.state)));
  const send = async () => {
    if (busy) return;
    setBusy(true);
    setAnswer("");
    const done = await syncNow();
    setBusy(false);
    setAnswer({ done: "", offline: OFFLINE, busy: "De app is al bezig met verzenden." }[done]);
  };
  const number = phone.value.phone_number;
  return html`<${Screen}
    name="verzenden"
    title="Verzenden"
    subtitle=${[number && `toestel ${String(number).padStart(2, "0")}`, me.value?.name].filter(Boolean).join(" · ")}
    menu=${{}}
    tab="verzenden"
    actions=${html`<button class="utrecht-button utrecht-button--primary-action" type="button" onClick=${send}>
        <${Icon} name="refresh" />${busy ? "Bezig" : "Probeer nu te verzenden"}
      </button>
      <p class="th-actions__question" role="status">${reachable.value && answer === OFFLINE ? "" : answer}</p>`}
    strip=${false}
  >
    <${StatusCard} />
    <${UpdateNotice} />
    <${Trouble} />
    <${ClockWrong} />
    <${Choices} />
    <${Decisions} />
    ${held.length > 0 &&
    html`<section class="th-card" data-tone="bad">
      <h2>${count(held.length, "wijziging is", "wijzigingen zijn")} niet aangekomen</h2>
      <ul class="th-rows" role="list">
        ${held.map((row) => html`<${Row} key=${row.group} row=${row} />`)}
      </ul>
    </section>`}
    <section class="th-card">
      <h2>Nog te verzenden</h2>
      ${unreadable.value > 0 && html`<p>${count(unreadable.value, "wijziging is", "wijzigingen zijn")} op dit toestel niet meer te lezen. Ze gaan wel naar kantoor.</p>`}
      ${waiting.length === 0 && unreadable.value === 0
        ? html`<p>Er staat niets te wachten.</p>`
        : html`<ul class="th-rows" role="list">
            ${waiting.map((row) => html`<${Row} key=${row.group} row=${row} />`)}
          </ul>`}
    </section>
    ${sent.length > 0 &&
    html`<section class="th-card">
      <h2>Ontvangen door de gemeente</h2>
      <ul class="th-rows" role="list">
        ${sent.map((row) => html`<${Row} key=${row.group} row=${row} />`)}
      </ul>
    </section>`}
    ${(waiting.length > 0 || unreadable.value > 0) && html`<${RescueCard} />`}
    <${Notices} />
    <${Room} />
  <//>`;
}

/** A notice says only that something changed: no address, no name. */
function Notices() {
  const [state, setState] = useState("");
  const { busy, once } = useOnce();
  if (!("Notification" in globalThis) || Notification.permission === "granted") return null;
  const ask = () => once(async () => setState(await askNotices().catch(() => "failed")));
  const words = /** @type {Record<string, string>} */ ({
    on: "Meldingen staan aan.",
    refused: "Meldingen staan uit. U kunt ze aanzetten in de instellingen van uw telefoon.",
    unsupported: "Deze browser kan geen meldingen tonen.",
    failed: "Dat lukte niet. Probeer het met verbinding nog eens.",
  });
  return html`<section class="th-card">
    <h2>Meldingen</h2>
    <p>Een melding zegt alleen dat er iets veranderd is. Geen adres, geen naam.</p>
    <p role="status">${words[state] ?? ""}</p>
    ${state !== "on" && html`<button class="utrecht-button utrecht-button--secondary-action" data-wide type="button" onClick=${ask}><${Icon} name="bell" />${busy ? "Bezig" : "Meldingen aanzetten"}</button>`}
  </section>`;
}

/** What was sent in several goes is one line: the newest. @param {any[]} rows newest first */
function newestOfEach(rows) {
  const seen = new Set();
  return rows.filter((row) => {
    const key = row.kind.includes("photo") ? row.group : row.document;
    return !seen.has(key) && seen.add(key);
  });
}

/** The same words as the strip, with what to do. */
function StatusCard() {
  const state = strip.value;
  const card = cardOf(state);
  return html`<section
    class="th-card th-list-row th-sync-card"
    data-tone=${card.tone}
    data-sync-state=${state.state === "old" ? "local" : state.state === "sent-offline" ? "sent" : state.state}
    data-unsent=${state.unsent}
    role="status"
  >
    <${Icon} name=${card.icon} tone=${card.tone} />
    <div class="th-list-row__text"><h2>${card.title}</h2><p>${card.text}</p></div>
  </section>`;
}

/** @param {any} state */
function cardOf(state) {
  const changes = `${count(state.unsent, "wijziging staat", "wijzigingen staan")} alleen op dit toestel`;
  const sentAt = state.sent_at ? momentText(state.sent_at) : "";
  const contact = state.contact_at ? `Laatste contact ${momentText(state.contact_at)}.` : "Nog geen contact gehad.";
  const offline = phone.value.is_online === false;
  if (state.state === "blocked") return { tone: "bad", icon: "lock", title: "Dit toestel is geblokkeerd", text: "Bel uw teamleider." };
  if (state.state === "busy") return { tone: "info", icon: "cloud-upload", title: state.total ? `Bezig met verzenden: ${state.done ?? 0} van ${state.total}` : "Bezig met verzenden", text: contact };
  if (state.unsent > 0) {
    const go = state.unsent === 1 ? "Die gaat vanzelf weg" : "Ze gaan vanzelf weg";
    const text = offline ? `Er is geen verbinding. ${go} als u weer verbinding hebt. Wis de app niet.` : `${go}. ${contact}`;
    return { tone: "warn", icon: "device-mobile", title: state.state === "old" ? `Al 24 uur niet verzonden: ${changes}` : changes, text };
  }
  if (state.state === "unknown") return { tone: "neutral", icon: "cloud-off", title: "Nog niet gecontroleerd", text: contact };
  if (queue.value.some((row) => row.state === "damaged")) return { tone: "bad", icon: "alert-triangle", title: "Niet alles is bij de gemeente", text: "Kijk hieronder wat niet goed bewaard is." };
  if (["choice", "failed", "closed"].includes(state.state)) return { tone: "ok", icon: "cloud-check", title: "Alles is bij de gemeente", text: "Kijk hieronder wat u nog moet doen." };
  return { tone: "ok", icon: "cloud-check", title: `Alles is verzonden ${sentAt}`.trim(), text: offline ? `Nu geen verbinding. ${contact}` : contact };
}

/** What the server said, when that is more than nothing; without a connection the card above says enough. */
function Trouble() {
  const said = trouble.value;
  if (!said || said.slug === "offline") return null;
  const next = nextTryMs.value ? ` om ${clock(new Date(nextTryMs.value).toISOString())}` : "";
  const text = said.slug === "server_error" ? "De server van de gemeente geeft nu geen antwoord. Uw werk staat veilig op dit toestel." : said.text;
  return html`<p class="utrecht-alert utrecht-alert--warning" role="status">
    <${Icon} name="alert-triangle" /><span>${text} De app probeert het${next} weer.</span>
  </p>`;
}

function ClockWrong() {
  const off = strip.value.clock_off_minutes ?? 0;
  if (Math.abs(off) < 5) return null;
  return html`<p class="utrecht-alert utrecht-alert--info">
    <${Icon} name="clock" />
    <span>De klok van uw telefoon loopt ${Math.abs(off)} minuten ${off > 0 ? "voor" : "achter"}. Wij bewaren ook de echte tijd.</span>
  </p>`;
}

/** Documents of which two versions wait for a choice of mine. */
function Choices() {
  const mine = me.value?.id;
  const documentsWithRivals = ["visit", "measure", "joint_visit", "day_list", "premises"].flatMap((kind) =>
    documents.byKind(kind).filter(({ rivals }) => mayChoose(rivals, mine)),
  );
  if (documentsWithRivals.length === 0) return null;
  return html`<section class="th-card" data-tone="bad">
    <h2><${Icon} name="alert-triangle" /> ${count(documentsWithRivals.length, "keuze", "keuzes")} nodig</h2>
    ${documentsWithRivals.map((shown) => {
      const other = otherPerson(shown, mine);
      const address = addressOf(shown.kind === "premises" ? shown : documents.get(shown.fields.premises_id), "deze controle");
      return html`<div key=${shown.id} class="th-stack">
        <p>U en ${other ? people(other) : "een collega"} vulden allebei iets in bij <strong>${address}</strong>. Beide versies blijven bewaard.</p>
        <a class="utrecht-button utrecht-button--secondary-action" data-wide href="#/twee-versies/${shown.id}">Vergelijk en kies</a>
      </div>`;
    })}
  </section>`;
}

/** @type {Record<string, {tone: string, title: (changes: string) => string}>} */
const ENDS = {
  damaged: { tone: "bad", title: (changes) => `${changes} niet goed bewaard` },
  closed: { tone: "bad", title: (changes) => `Kantoor sloot ${changes}` },
  taken_in: { tone: "ok", title: (changes) => `Kantoor nam ${changes} over` },
};

/** Work that ended another way than sent and applied, until it was seen. */
function Decisions() {
  return Object.entries(ENDS).map(([state, { tone, title }]) => {
    const of = decisions.value.filter((one) => one.state === state);
    if (of.length === 0) return null;
    return html`<section key=${state} class="th-card th-stack" data-tone=${tone} data-decided=${state}>
      <h2>${title(count(of.length, "wijziging", "wijzigingen"))}</h2>
      <ul class="th-rows" role="list">
        ${of.map((one) => html`<${Decision} key=${one.seq ?? one.group} decision=${one} />`)}
      </ul>
      <button class="utrecht-button utrecht-button--secondary-action" data-wide type="button" onClick=${() => setSeen(of)}><${Icon} name="check" />Gezien</button>
    </section>`;
  });
}

const LOST = {
  row: "Dit kan niet naar kantoor: de telefoon bewaarde het niet goed. Vul het opnieuw in. Kantoor ziet dat er iets ontbreekt.",
  full: "Deze foto kan niet naar kantoor: de telefoon bewaarde hem niet goed. Maak hem opnieuw als dat nog kan. Wat u erbij schreef, gaat wel naar kantoor.",
  thumb: "De telefoon bewaarde de kleine versie van deze foto niet goed. De foto zelf gaat wel naar kantoor. U hoeft niets te doen.",
};

/** What became of it, by whom, why, and what can be done. @param {{decision: import("../sync/watch.js").Decision}} props */
function Decision({ decision: { state, lost, op, title, code, by, reason } }) {
  const who = by ? people(by) : "Kantoor";
  const words = {
    damaged: [LOST[lost ?? "row"]],
    closed: [
      [code && reasonText(code), by && `${who} sloot deze wijziging.`, reason && `Reden: ${reason}`].filter(Boolean).join(" "),
      "Dit staat niet in het dossier. Klopt dat niet? Vul het opnieuw in of bel uw teamleider.",
    ],
    taken_in: [`${who} nam dit over in het dossier. U hoeft niets te doen.`],
  }[state];
  return html`<li class="th-list-row">
    <span class="th-list-row__text">
      <strong>${[lost ? "Foto" : op ? capital(operationText(op.kind)) : "Wijziging die niet meer te lezen is", title].filter(Boolean).join(", ")}</strong>
      ${op && html`<span>${[momentText(op.made_at), ...(lost ? [] : saidIn(op))].join(" · ")}</span>`}
      ${words.map((sentence) => html`<p key=${sentence}>${sentence}</p>`)}
    </span>
  </li>`;
}

/** "Nooduitgang vrij: In orde" for each field. @param {import("../types.js").OperationBody} op */
function saidIn(op) {
  const shown = documents.get(op.document);
  const list = shown?.kind === "visit" ? checklistOf(shown) : null;
  return Object.entries(op.body).map(([field, value]) => `${labelOf(field, list)}: ${valueWords(value, field, list)}`);
}

/** @param {string} words */
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** Who made one of the rivals chooses; so does the team lead, at the office. @param {Record<string, any[]> | undefined} rivals @param {string | undefined} mine */
const mayChoose = (rivals, mine) => Object.values(rivals ?? {}).some((all) => all.some((one) => one.by === mine));

/** @param {any} shown @param {string | undefined} mine @returns {string | undefined} */
function otherPerson(shown, mine) {
  const everyone = Object.entries(shown.rivals ?? {}).flatMap(([field, all]) => [...all.map((/** @type {any} */ one) => one.by), shown.writers?.[field]?.by]);
  return everyone.find((id) => id && id !== mine);
}

/** One row, readable as one sentence. @param {{row: any}} props */
function Row({ row }) {
  const { icon, title, detail } = wordsOf(row);
  const shown = documents.get(row.document);
  const state = /** @type {{words: string, tone: string}} */ (STATES[row.state]);
  return html`<li class="th-list-row" data-queue-state=${row.state}>
    <${Icon} name=${icon} tone="quiet" />
    <span class="th-list-row__text">
      <strong>${title}</strong><span class="th-only-read">, </span>
      <span>${[row.state === "sent" && row.sent_at ? `ontvangen ${momentText(row.sent_at)}` : row.at && clock(row.at), ...detail].filter(Boolean).join(" · ")}</span>
      ${row.state === "held" && html`<p>${heldText(row.code)}</p>`}
      ${row.state === "held" && shown?.kind === "visit" && html`<a class="th-text-button" data-line href="#/bezoek/${row.document}" aria-label="Bekijk ${title}">Bekijk</a>`}
      ${row.damaged && html`<p>1 foto is niet goed bewaard. Maak hem opnieuw.</p>`}
    </span>
    <span class="th-list-row__end" data-tone=${state.tone}><span class="th-only-read">, </span>${state.words}</span>
  </li>`;
}

/** @param {any} row @returns {{icon: string, title: string, detail: (string | false)[]}} */
function wordsOf(row) {
  const shown = documents.get(row.document);
  const address = row.title ?? "";
  const size = row.bytes > 20_000 && sizeText(row.bytes);
  if (row.kind === "visit.add_photo" || row.kind === "visit.remove_photo") return { icon: "photo", title: `Foto ${address}`.trim(), detail: [size] };
  const kind = row.kind.split(".")[0];
  if (kind === "measure") return { icon: "gavel", title: `Voorstel ${small(MEASURE_TYPES[shown?.fields.measure_type] ?? "maatregel")}`, detail: [address] };
  if (kind === "joint_visit") return { icon: "users", title: `Samen met politie ${address}`.trim(), detail: [] };
  if (kind === "day_list") return { icon: "list-check", title: "Uw lijst", detail: [] };
  if (kind === "device") return { icon: "device-mobile", title: `Toestel ${shown?.fields.number ?? ""}`.trim(), detail: [] };
  if (kind === "premises") return { icon: "map-pin", title: `Adres ${address}`.trim(), detail: [] };
  const home = shown?.fields.visit_kind === "home_address";
  const photos = shown ? Object.keys(shown.fields.findings ?? {}).reduce((sum, key) => sum + photosOf(shown, key).length, 0) : 0;
  const refused = shown && consentOf(shown)?.item.consent === "nee";
  const outcome = shown && outcomeOf(shown) !== "afgerond" && small(OUTCOMES[outcomeOf(shown)] ?? "");
  return {
    icon: home ? "door" : "clipboard-check",
    title: `${home ? "Bezoek" : "Controle"} ${address}`.trim(),
    detail: [outcome || (refused ? "geen toestemming" : false), photos > 0 && `met ${count(photos, "foto", "foto’s")}`, size],
  };
}

/** How much room there is, honestly; and what the server signed to have. */
function Room() {
  const room = free.value;
  const full = hasNoRoomForPhotos.value;
  const little = hasLittleRoom.value && !full;
  return html`<section class="th-card" data-tone=${full || little ? "warn" : undefined} data-room=${full ? "full" : little ? "little" : "enough"}>
    <h2>Dit toestel</h2>
    ${full && html`<p><strong>Bijna vol.</strong> U kunt nog invullen, maar geen foto’s meer maken. Verzend, en maak ruimte op uw telefoon.</p>`}
    ${little && room !== null && html`<p><strong>Opslag raakt vol.</strong> Plaats voor ongeveer ${photosThatFit.value} foto’s. Verzend eerst, of maak ruimte op uw telefoon.</p>`}
    <dl class="th-facts">
      <div><dt>Vrije ruimte</dt><dd>${room === null ? "zegt deze browser niet" : sizeText(room)}</dd></div>
      <div><dt>Opslag beschermd</dt><dd>${persisted.value === null ? "niet gevraagd" : persisted.value ? "ja" : "nee"}</dd></div>
      ${confirmed.value && html`<div><dt>Bevestigd door de server</dt><dd data-confirmed=${confirmed.value.count}>tot en met wijziging ${confirmed.value.count}, ${momentText(confirmed.value.at)}</dd></div>`}
      <div><dt>Laatste contact</dt><dd>${strip.value.contact_at ? momentText(strip.value.contact_at) : "nog niet"}</dd></div>
    </dl>
    ${persisted.value === false && html`<p class="th-quiet">Uw telefoon kan werk wissen als de opslag vol raakt. Verzend daarom elke dag.</p>`}
  </section>`;
}
