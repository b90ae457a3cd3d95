/** Koppelen: bind this phone to one person and one municipality, in three steps. No time limit; paste is allowed. */
import { momentText } from "../lib/dates.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { whyNot } from "../lib/problem.js";
import { confirmWords, enrol, finish, persisted, phone, selfTest, setQuickCode } from "../sync/phone.js";
import { CodePad } from "./code-pad.js";
import { Gate } from "./gate.js";
import { Icon } from "./icon.js";
import { goInstead, route } from "./navigation.js";
import { RescueCard } from "./rescue-card.js";

/** @typedef {{step: string, words: string[]}} Progress */

const CODE_LENGTH = 8;

export function EnrolPage() {
  const [{ step, words }, setProgress] = useState(/** @type {Progress} */ ({ step: "code", words: [] }));
  const to = (/** @type {string} */ next, /** @type {string[]} */ list = words) => setProgress({ step: next, words: list });
  if (step === "code") return html`<${CodeStep} onDone=${(/** @type {string[]} */ list) => to("words", list)} />`;
  if (step === "words") return html`<${WordsStep} words=${words} onDone=${() => to("ask")} />`;
  if (step === "ask") return html`<${AskStep} onBack=${() => to("words")} onDone=${() => to("quick", [])} />`;
  if (step === "quick") return html`<${QuickStep} onDone=${() => to("ready")} />`;
  return html`<${ReadyStep} />`;
}

/** @param {{onDone: (words: string[]) => void}} props */
function CodeStep({ onDone }) {
  const [code, setCode] = useState(spaced(route.value.screen === "koppelen" ? route.value.id : ""));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [scanning, setScanning] = useState(false);
  useEffect(() => {
    selfTest().then(({ ok, reason }) => ok || setProblem(whyNot(reason)));
  }, []);
  const submit = async (/** @type {Event | null} */ event) => {
    event?.preventDefault();
    if (busy) return;
    const typed = code.replace(/[^A-Za-z0-9]/g, "").toUpperCase();
    if (typed.length < CODE_LENGTH) return setProblem(`Vul alle ${CODE_LENGTH} tekens in van de code die u van uw teamleider kreeg.`);
    setBusy(true);
    setProblem("");
    try {
      const { words } = await enrol(typed);
      goInstead("#/vandaag");
      onDone(words);
    } catch (error) {
      const known = /** @type {{slug?: string, text?: string}} */ (error);
      if (!known.slug) console.error(error);
      setProblem(known.slug === "offline" ? "Voor de eerste keer hebt u verbinding nodig." : (known.text ?? "Koppelen lukte niet. Probeer het nog eens."));
    }
    setBusy(false);
  };
  const canScan = "BarcodeDetector" in globalThis;
  return html`<${Gate} name="koppelen" title="Koppel dit toestel" lead="Stap 1 van 3. U kreeg een code van uw teamleider.">
    ${phone.value.reason === "destroyed" &&
    html`<p class="utrecht-alert utrecht-alert--error" role="alert" data-unsent=${phone.value.unsent}>
      Te veel pogingen. De gegevens op dit toestel zijn gewist. Wat nog niet verzonden was, gaat versleuteld naar kantoor. Vraag uw teamleider om een
      nieuwe code.
    </p>`}
    ${phone.value.reason === "storage_gone" &&
    html`<p class="utrecht-alert utrecht-alert--error" role="alert">
      <span>
        <strong>De opslag van dit toestel is leeg.</strong>
        ${phone.value.last_contact_ms && html` Laatst ontvangen: ${momentText(phone.value.last_contact_ms)}. Meld het als u daarna nog iets invulde.`}
        ${(phone.value.noted ?? 0) > 0 && html` Uw laatste werk staat nog versleuteld op dit toestel. Koppel het opnieuw, dan gaat het vanzelf naar kantoor.`}
      </span>
    </p>`}
    <form class="th-stack" onSubmit=${submit} autocomplete="off">
      <div class="utrecht-form-field">
        <label class="utrecht-form-label" for="koppelcode">Code van 8 tekens</label>
        <input
          class="utrecht-textbox th-code-input"
          id="koppelcode"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck=${false}
          maxlength="12"
          aria-describedby="koppelcode-fout"
          aria-invalid=${problem ? "true" : undefined}
          value=${code}
          onInput=${(/** @type {any} */ event) => setCode(spaced(event.target.value))}
        />
      </div>
      <div role="alert" id="koppelcode-fout">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="submit">${busy ? "Bezig" : "Verder"}</button>
    </form>
    ${canScan &&
    html`<button class="utrecht-button utrecht-button--secondary-action" data-wide type="button" onClick=${() => setScanning(!scanning)}>
      <${Icon} name="qrcode" />${scanning ? "Stop met scannen" : "Scan de QR-code"}
    </button>`}
    ${scanning &&
    html`<${Scanner}
      onCode=${(/** @type {string} */ found) => {
        setScanning(false);
        setCode(spaced(found));
      }}
      onProblem=${(/** @type {string} */ text) => {
        setScanning(false);
        setProblem(text);
      }}
    />`}
    ${(phone.value.noted ?? 0) > 0 && html`<${RescueCard} />`}
  <//>`;
}

/** "ABCD-2345". @param {string} text */
function spaced(text) {
  const bare = text.replace(/[^A-Za-z0-9]/g, "").toUpperCase().slice(0, CODE_LENGTH);
  return bare.length > 4 ? `${bare.slice(0, 4)}-${bare.slice(4)}` : bare;
}

/** Reads the QR code of the office with the camera. @param {{onCode: (code: string) => void, onProblem: (text: string) => void}} props */
function Scanner({ onCode, onProblem }) {
  const video = useRef(/** @type {HTMLVideoElement | null} */ (null));
  useEffect(() => {
    /** @type {MediaStream | null} */
    let stream = null;
    let timer = 0;
    let isOver = false;
    const stop = () => {
      isOver = true;
      clearTimeout(timer);
      stream?.getTracks().forEach((track) => track.stop());
    };
    const detector = new /** @type {any} */ (globalThis).BarcodeDetector({ formats: ["qr_code"] });
    const look = async () => {
      const [found] = await detector.detect(video.current).catch(() => []);
      if (isOver) return;
      const code = /koppelen\/([A-Za-z0-9-]{8,9})/.exec(found?.rawValue ?? "")?.[1];
      if (code) onCode(code);
      else timer = setTimeout(look, 250);
    };
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: "environment" }, audio: false })
      .then(async (opened) => {
        stream = opened;
        if (isOver || !video.current) return stop(); // who stopped before the camera came has no camera left on
        video.current.srcObject = opened;
        await video.current.play();
        look();
      })
      .catch(() => onProblem("De camera staat uit. Typ de code van 8 tekens."));
    return stop;
  }, []);
  return html`<video class="th-qr" ref=${video} muted playsinline aria-label="Beeld van de camera"></video>`;
}

/** @param {{words: string[], onDone: () => void}} props */
function WordsStep({ words, onDone }) {
  return html`<${Gate} name="koppelen" place="words" title="Uw vier woorden" lead="Stap 2 van 3. Hiermee opent u de app. U ziet ze maar één keer.">
    <ol class="th-words">
      ${words.map((word) => html`<li key=${word}>${word}</li>`)}
    </ol>
    <p>Schrijf ze op en bewaar ze apart van dit toestel. Niemand anders heeft deze woorden, ook uw teamleider niet.</p>
    <div class="th-gate__push"></div>
    <button class="utrecht-button utrecht-button--primary-action" data-wide type="button" onClick=${onDone}>Verder</button>
  <//>`;
}

/** @param {{onBack: () => void, onDone: () => void}} props */
function AskStep({ onBack, onDone }) {
  const [typed, setTyped] = useState(["", "", "", ""]);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    const right = await confirmWords(typed.map((word) => word.trim().toLowerCase()));
    setBusy(false);
    if (right) onDone();
    else setProblem("Deze woorden kloppen niet. Kijk ze na en probeer het nog eens.");
  };
  return html`<${Gate} name="koppelen" place="ask" title="Vul uw vier woorden in" lead="Stap 2 van 3. Zo weet u zeker dat u ze goed opschreef.">
    <form class="th-stack" onSubmit=${submit} autocomplete="off">
      ${typed.map(
        (word, index) =>
          html`<div class="utrecht-form-field" key=${index}>
            <label class="utrecht-form-label" for="woord-${index}">Woord ${index + 1}</label>
            <input
              class="utrecht-textbox"
              id="woord-${index}"
              autocomplete="off"
              autocapitalize="none"
              spellcheck=${false}
              value=${word}
              onInput=${(/** @type {any} */ event) => setTyped(typed.map((one, at) => (at === index ? event.target.value : one)))}
            />
          </div>`,
      )}
      <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
      <button class="utrecht-button utrecht-button--primary-action" data-wide type="submit">${busy ? "Bezig" : "Verder"}</button>
      <button class="utrecht-button utrecht-button--subtle" data-wide type="button" onClick=${onBack}>Laat de woorden nog eens zien</button>
    </form>
  <//>`;
}

/** @param {{onDone: () => void}} props */
function QuickStep({ onDone }) {
  const [first, setFirst] = useState("");
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState("");
  const full = async (/** @type {string} */ digits) => {
    setCode("");
    if (!first) return setFirst(digits);
    if (first !== digits) {
      setFirst("");
      return setProblem("De codes zijn niet gelijk. Kies opnieuw een code.");
    }
    await setQuickCode(digits);
    onDone();
  };
  return html`<${Gate}
    name="koppelen"
    place=${`quick${first ? 2 : 1}`}
    title=${first ? "Vul de code nog eens in" : "Kies een toestelcode"}
    lead="Stap 2 van 3. Met deze 6 cijfers opent u het scherm tijdens uw ronde."
  >
    <div role="alert">${problem && !first && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
    <${CodePad} value=${code} label=${first ? "Toestelcode nog eens" : "Toestelcode"} onChange=${setCode} onFull=${full} />
  <//>`;
}

function ReadyStep() {
  const [progress, setProgress] = useState(/** @type {{n: number, total: number | null} | null} */ (null));
  const [problem, setProblem] = useState("");
  const run = async () => {
    setProblem("");
    try {
      await finish({ onProgress: (/** @type {number} */ n, /** @type {number | null} */ total) => setProgress({ n, total }) });
    } catch (error) {
      const known = /** @type {{slug?: string, text?: string}} */ (error);
      if (!known.slug) console.error(error);
      setProblem(known.text ?? "Ophalen lukte niet. Probeer het nog eens.");
    }
  };
  useEffect(() => {
    run();
  }, []);
  return html`<${Gate} name="koppelen" place="ready" title="Klaar zetten" lead="Stap 3 van 3. Uw lijst komt op dit toestel.">
    <progress class="th-progress" max=${progress?.total || 1} value=${progress?.n ?? 0} aria-label="Opgehaald"></progress>
    <p role="status">${progress?.total ? `${progress.n} van ${progress.total} opgehaald` : progress ? `${progress.n} opgehaald` : "Lijst ophalen"}</p>
    ${persisted.value === false &&
    html`<p class="utrecht-alert utrecht-alert--warning">Uw telefoon kan werk wissen als de opslag vol raakt. Verzend daarom elke dag.</p>`}
    ${isIos() && html`<p class="utrecht-alert utrecht-alert--info">Zet de app op uw beginscherm. Anders kan de telefoon uw werk na 7 dagen wissen.</p>`}
    <div role="alert">${problem && html`<p class="utrecht-alert utrecht-alert--error">${problem}</p>`}</div>
    ${problem && html`<button class="utrecht-button utrecht-button--primary-action" data-wide type="button" onClick=${run}>Probeer opnieuw</button>`}
  <//>`;
}

function isIos() {
  return /iPhone|iPad/.test(navigator.userAgent) && !matchMedia("(display-mode: standalone)").matches;
}
