// What the office pages get on top of plain links and forms. Without it everything still works.

/** Put the focus where the reader goes on: at an error, at the form that opened, at the next proposal. */
function focusWhatMatters(/** @type {ParentNode} */ root) {
  const wanted = root.querySelector("[data-focus]") ?? (cameFromDecision() ? root.querySelector("[data-focus-after]") : null);
  if (wanted instanceof HTMLElement) wanted.focus();
}

/** After a decision the page shows a message and goes on with the next proposal. */
function cameFromDecision() {
  return document.querySelector("#melding > *") !== null;
}

/** Say the message again to screen readers: a live region speaks only when it changes. */
function announce() {
  const region = document.getElementById("melding");
  if (!region || !region.firstElementChild) return;
  const kept = [...region.children];
  region.replaceChildren();
  setTimeout(() => region.replaceChildren(...kept), 150);
}

function showScriptButtons() {
  for (const button of document.querySelectorAll("[data-print]")) {
    if (!(button instanceof HTMLElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** Without a connection a form would be gone with the page: keep it, and say why. */
function sayOffline() {
  const words = document.createElement("p");
  words.className = "utrecht-alert utrecht-alert--warning of-alert";
  words.textContent = "Hiervoor hebt u verbinding nodig. Wat u typte, staat er nog.";
  document.getElementById("melding")?.replaceChildren(words);
  words.scrollIntoView({ block: "center" });
}

/** A form is sent once, also when the button is pressed twice. */
function sendOnce(/** @type {SubmitEvent} */ event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (!navigator.onLine) {
    event.preventDefault();
    sayOffline();
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
}

function afterSwap() {
  const heading = document.querySelector("#voorstel");
  if (heading instanceof HTMLElement) heading.focus();
  document.title = heading?.textContent ? `${heading.textContent}, Goedkeuren, Toezicht` : document.title;
}

document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent");
});
document.body.addEventListener("htmx:afterSettle", afterSwap);
focusWhatMatters(document); // before the message is taken away for a moment
announce();
showScriptButtons();

export {};
